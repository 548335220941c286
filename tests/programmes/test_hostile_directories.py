"""Files that nobody should open, or not as they seem: bombs, hidden sheets, macros, merged cells, wrong alphabets."""

import io
import struct
import subprocess
import sys
import zipfile
import zlib

import pytest
import xlsxwriter

from binome.matching.files.faults import Faults, FilesError
from binome.matching.words import Language
from binome.programmes.queries.directory import guess_mapping, open_file, read_rows

HEADER = ("E-mail", "Prénom", "Nom", "Date de départ")
LUCIE = ("lucie@orvanne.example", "Lucie", "Vexmartin", "")


def _book(*sheets, cell: tuple[int, int] | None = None, merge: str = "", hidden: bool = False) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        for number, rows in enumerate(sheets):
            sheet = book.add_worksheet()
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
            if number == 0 and merge:
                sheet.merge_range(merge, "Vexmartin")
            if number == 0 and cell:
                sheet.write(*cell, "x")
            if number == 0 and hidden:
                sheet.hide()
            elif number == 1:
                sheet.activate()
                sheet.set_first_sheet()
    return stream.getvalue()


def _read(content: bytes, name: str = "annuaire.xlsx"):
    faults = Faults()
    sheet = open_file(content, name, faults)
    people = read_rows(sheet, guess_mapping(sheet.header), faults)
    return people, [(fault.row, fault.column) for fault in faults.found]


def _refusal(content: bytes, name: str = "annuaire.xlsx") -> str:
    with pytest.raises(FilesError) as refused:
        open_file(content, name, Faults())
    return refused.value.said(Language.FRENCH)


def _with_part(content: bytes, name: str, data: bytes) -> bytes:
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize("cell", [(1_048_575, 16_383), (1_048_575, 3), (3, 16_000)])
def test_a_cell_at_the_end_of_a_sheet_costs_no_memory(cell):
    """A sheet that reaches far is refused before anybody makes room for its cells; a wide one alone is read."""
    content = _book([HEADER, LUCIE], cell=cell)
    if cell[0] > 1_000:
        assert "ligne 1048576" in _refusal(content).replace("\u202f", "")
    else:
        assert len(open_file(content, "a.xlsx", Faults()).header) > 3


def test_a_part_that_unfolds_to_gigabytes_is_refused_even_if_its_directory_lies():
    content = bytearray(_with_part(_book([HEADER, LUCIE]), "xl/media/a.bin", b"\0" * 310_000_000))
    assert "trop lourd" in _refusal(bytes(content))
    at = content.rindex(b"PK\x01\x02")  # the entry of the last part: its size unfolded, said to be one byte
    assert struct.unpack("<I", content[at + 24 : at + 28])[0] == 310_000_000
    content[at + 24 : at + 28] = struct.pack("<I", 1)
    content[at + 16 : at + 20] = struct.pack("<I", zlib.crc32(b"\0"))
    assert "trop lourd" in _refusal(bytes(content))


def test_no_file_takes_the_process_down():
    """In a process of its own, with a gigabyte and a half of memory: what is refused is refused in a sentence."""
    program = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (3 << 29, 3 << 29))
import django; django.setup()
from binome.matching.files.faults import Faults, FilesError
from binome.programmes.queries.directory import open_file
try:
    open_file({_book([HEADER, LUCIE], cell=(1_048_575, 16_383))!r}, "annuaire.xlsx", Faults())
except FilesError:
    sys.exit(7)
"""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 7


def test_the_first_sheet_that_is_shown_is_read():
    other = [HEADER, ("hidden@orvanne.example", "Cachée", "Vexombre", "")]
    people, faults = _read(_book(other, [HEADER, LUCIE], hidden=True))
    assert ([one.email for one in people], faults) == ([LUCIE[0]], [])


def test_a_merged_cell_is_a_missing_value_on_its_other_rows():
    rows = [HEADER, LUCIE, ("sonia@orvanne.example", "Sonia", "", "")]
    assert _read(_book(rows, merge="C2:C3"))[1] == [(3, "Nom")]


def test_macros_in_a_renamed_workbook_are_not_run_and_its_values_are_read():
    content = _with_part(_book([HEADER, LUCIE]), "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 Auto_Open")
    people, faults = _read(content)
    assert ([one.email for one in people], faults) == ([LUCIE[0]], [])


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "ancien.xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "renomme.xlsx"),
        (b"PK\x03\x04" + b"\0" * 40, "casse.xlsx"),
        (b"%PDF-1.7 rien", "papier.xlsx"),
    ],
)
def test_what_is_no_workbook_is_refused_whatever_its_name(content, name):
    assert "XLSX" in _refusal(content, name)


def test_another_sort_of_archive_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/workbook.xml", "x" * 100)
    assert "XLSX" in _refusal(stream.getvalue())
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("content.xml", "x")
    assert "XLSX" in _refusal(stream.getvalue(), "tableur.ods")


def test_a_protected_workbook_says_so():
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    assert "mot de passe" in _refusal(content)


@pytest.mark.parametrize(
    ("encoding", "family", "faults"),
    [
        ("utf-8-sig", "Lecœur", []),
        ("utf-16-le", "Lecœur", None),
        ("utf-16", "Lecœur", []),
        ("cp1252", "Lecœur", []),
        ("iso8859-15", "Lecœur", [(2, "Nom")]),
        ("latin-1", "Leccèur", []),
        ("mac-roman", "Lecéeur", None),
    ],
)
def test_an_alphabet_that_cannot_be_told_is_named_by_row_and_column_never_guessed(encoding, family, faults):
    content = f"E-mail;Prenom;Nom\nlucie@orvanne.example;Lucie;{family}\n".encode(encoding)
    if faults is None and encoding == "utf-16-le":
        assert "CSV" in _refusal(content, "a.csv")  # without its mark it is no text
        return
    people, found = _read(content, "a.csv")
    if faults is not None:
        assert found == faults
        assert faults or people[0].family_name == family
    else:
        assert people[0].family_name != family  # seen on the preview: any byte is a letter of that alphabet


def test_every_fault_of_ten_thousand_rows_is_named():
    rows = [HEADER] + [
        (f"p{n}@orvanne.example", "Inès", "Vexnom", "demain" if n % 1_000 == 7 else "") for n in range(10_000)
    ]
    people, faults = _read(_book(rows))
    assert faults == [(n + 2, "Date de départ") for n in range(10_000) if n % 1_000 == 7]
    assert len(people) == 9_990
