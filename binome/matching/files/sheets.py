"""A table from a CSV or a spreadsheet: cells as text, with the row numbers that a spreadsheet shows.

CSV in any usual encoding (UTF-8 with or without mark, UTF-16, Windows-1252) and separator (comma, semicolon, tab, |).
Spreadsheets (XLSX, XLS, ODS) by calamine, first sheet that is shown; a formula gives the value that was saved with it.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree

import python_calamine as calamine

from binome.matching.files.faults import Faults
from binome.matching.words import Words, bare

SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb")
SEPARATORS = ";,\t|"
FORMULA = re.compile(r"=\s*[-+(A-Za-zÀ-ÿ]")
#: What a spreadsheet would run as a formula; ours are written with an apostrophe before (see writing.py).
ESCAPED = re.compile(r"'(?=[=+\-@\t\r])")
BIGGEST_CELL = 1_000_000  # characters

NO_FILE = Words("ce fichier n’existe pas.", "this file does not exist.")
NOT_A_FILE = Words("c’est un dossier, pas un fichier.", "this is a folder, not a file.")
UNREADABLE = Words("ce fichier ne se lit pas ({why}).", "this file can't be read ({why}).")
NOT_A_TABLE = Words(
    "ce fichier n’est ni un CSV ni un classeur XLSX lisible. Enregistrez-le à nouveau en CSV ou en XLSX.",
    "this file is neither a CSV nor a readable XLSX. Save it again as CSV or XLSX.",
)
PROTECTED = Words(
    "ce classeur est protégé par un mot de passe. Enregistrez-le sans mot de passe.",
    "this workbook is protected by a password. Save it without one.",
)
EMPTY = Words("ce fichier est vide.", "this file is empty.")
NO_HEADER = Words(
    "la première ligne doit nommer les colonnes ; « {cell} » ressemble à une valeur.",
    "the first row must name the columns; “{cell}” looks like a value.",
)
NO_ROWS = Words(
    "il n’y a que la ligne des noms de colonnes, aucune personne.",
    "there is only the row of column names, nobody below it.",
)
TWICE = Words("deux colonnes portent ce nom.", "two columns bear this name.")
NAMELESS = Words("la colonne n° {number} a des valeurs mais pas de nom.", "column no. {number} has values but no name.")
TOO_LONG = Words(
    "cette ligne a {found} cellules pour {wanted} colonnes : un séparateur est sans doute de trop, ou un texte qui en "
    "contient n’est pas entre guillemets.",
    "this row has {found} cells for {wanted} columns: there is probably one separator too many, or a text that "
    "contains one is not quoted.",
)
A_FORMULA = Words("« {cell} » est une formule : écrivez sa valeur.", "“{cell}” is a formula: write its value instead.")
FAILED_FORMULA = Words(
    "la formule de cette cellule ne donne pas de valeur.", "the formula of this cell gives no value."
)


@dataclass(frozen=True, eq=False)
class Sheet:
    """`rows[k]` has one text for each name of `header`, and stands at row `numbers[k]` of the file."""

    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]

    def column(self, name: str) -> int:
        """The place of a column, whatever its capitals, accents and spaces; -1 when there is none."""
        return self._places.get(bare(name), -1)

    @cached_property
    def _places(self) -> dict[str, int]:
        """The first column of each name."""
        return {bare(title): place for place, title in reversed(list(enumerate(self.header)))}


def read_sheet(path: Path, faults: Faults) -> Sheet:
    """Read a whole table. What is wrong goes to `faults`; a file that can't be read at all raises FilesError."""
    file = path.name
    try:
        data = path.read_bytes()
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        what = NO_FILE if missing else NOT_A_FILE if path.is_dir() else UNREADABLE
        faults.add(what, file=str(path), why=error.strerror)
        faults.stop()
    return read_table(data, file, faults)


def read_table(data: bytes, file: str, faults: Faults) -> Sheet:
    """The same for a file already in memory; `file` is its name."""
    if not data.strip():
        faults.add(EMPTY, file=file)
        faults.stop()
    if file.casefold().endswith(SPREADSHEETS) or data[:2] == b"PK":
        records = _from_spreadsheet(data, file, faults)
    else:
        records = _from_csv(data, file, faults)
    return _table(records, file, faults)


def _from_spreadsheet(data: bytes, file: str, faults: Faults) -> list[list[str]]:
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [sheet.visible == calamine.SheetVisibleEnum.Visible for sheet in book.sheets_metadata]
        rows = book.get_sheet_by_index(shown.index(True)).to_python(skip_empty_area=False)
    except calamine.PasswordError:
        faults.add(PROTECTED, file=file)
        faults.stop()
    except (calamine.CalamineError, calamine.ZipError, calamine.XmlError, OSError, IndexError, ValueError):
        faults.add(NOT_A_TABLE, file=file)
        faults.stop()
    records = [[_text(cell) for cell in row] for row in rows]
    for row, column in _failed_formulas(data):
        title = next((cells[column] for cells in records if any(cells) and column < len(cells)), "")
        faults.add(FAILED_FORMULA, file=file, row=row + 1, column=title)
    return records


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
    if isinstance(cell, datetime.datetime | datetime.date | datetime.time):
        return cell.isoformat()
    return ESCAPED.sub("", str(cell), count=1).strip()


def _failed_formulas(data: bytes) -> list[tuple[int, int]]:
    """(row, column), from 0, of the formulas of the first sheet of an XLSX that hold an error or no value."""
    found = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("xl/worksheets/sheet1.xml") as sheet:
            for _event, cell in ElementTree.iterparse(sheet):
                name = cell.tag.rpartition("}")[2]
                if name == "c" and _fails(cell) and (place := re.match(r"([A-Z]+)(\d+)$", cell.get("r", ""))):
                    found.append((int(place[2]) - 1, _number_of(place[1])))
                if name == "row":
                    cell.clear()
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError):
        return []  # another spreadsheet format: calamine gives an empty text, which is then a missing value
    return found


def _fails(cell: ElementTree.Element) -> bool:
    parts = {part.tag.rpartition("}")[2]: part.text for part in cell}
    return "f" in parts and (cell.get("t") == "e" or not parts.get("v"))


def _number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number - 1


def _from_csv(data: bytes, file: str, faults: Faults) -> list[list[str]]:
    text = _decoded(data)
    if "\0" in text:
        faults.add(NOT_A_TABLE, file=file)
        faults.stop()
    hint = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)  # Excel's own first line
    lines = text[hint.end() :] if hint else text
    csv.field_size_limit(BIGGEST_CELL)
    try:
        records = list(csv.reader(io.StringIO(lines, newline=""), delimiter=hint[1] if hint else _separator(lines)))
    except csv.Error as error:
        faults.add(UNREADABLE, file=file, why=error)
        faults.stop()
    return [*([[]] if hint else []), *([cell.strip(" \u00a0\n\r") for cell in record] for record in records)]


def _decoded(data: bytes) -> str:
    """By its mark, else UTF-8, else Windows-1252, which any bytes can be (five codes aside)."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _separator(text: str) -> str:
    """The one that cuts the first lines in the most cells, the same number on each if possible."""
    sample = [line for line in text.splitlines()[:20] if line.strip()]

    def score(separator: str) -> tuple[int, int]:
        widths = [len(record) for record in csv.reader(sample, delimiter=separator)]
        return (widths[0], sum(width == widths[0] for width in widths)) if widths else (0, 0)

    return max(SEPARATORS, key=score)


def _table(records: list[list[str]], file: str, faults: Faults) -> Sheet:
    first = next((place for place, record in enumerate(records) if any(record)), None)
    if first is None:
        faults.add(EMPTY, file=file)
        faults.stop()
    header = records[first]
    while header and not header[-1]:
        header = header[:-1]
    _check_header(header, file, first + 1, faults)
    rows, numbers = [], []
    for number, record in enumerate(records[first + 1 :], start=first + 2):
        if not any(record):
            continue
        _check_row(record, header, file, number, faults)
        padded = [*record, *[""] * len(header)][: len(header)]
        rows.append(tuple(ESCAPED.sub("", cell, count=1) for cell in padded))
        numbers.append(number)
    if not rows:
        faults.add(NO_ROWS, file=file)
    return Sheet(file, tuple(header), tuple(rows), tuple(numbers))


def _check_header(header: list[str], file: str, row: int, faults: Faults) -> None:
    value = next((cell for cell in header if re.fullmatch(r"[-+]?\d+([.,]\d+)?|[^@\s]+@[^@\s]+\.\w+", cell)), None)
    if value is not None:
        faults.add(NO_HEADER, file=file, row=row, cell=value)
        faults.stop()
    seen: set[str] = set()
    for number, title in enumerate(header, start=1):
        if not title:
            faults.add(NAMELESS, file=file, row=row, number=number)
        elif bare(title) in seen:
            faults.add(TWICE, file=file, row=row, column=title)
        seen.add(bare(title))


def _check_row(record: list[str], header: list[str], file: str, row: int, faults: Faults) -> None:
    if any(record[len(header) :]):
        faults.add(TOO_LONG, file=file, row=row, found=len(record), wanted=len(header))
    for title, cell in zip(header, record, strict=False):
        if FORMULA.match(cell):
            faults.add(A_FORMULA, file=file, row=row, column=title, cell=cell[:40])
