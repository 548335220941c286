"""Whether a workbook may be opened: what it really unfolds to, and how far its sheets reach.

A few thousand bytes can say that they hold a cell at the end of a sheet, or unfold to gigabytes while their directory
says otherwise: whoever opens them then has no memory left. So all of it is unfolded here, in small pieces, and counted.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from binome.matching.files.faults import Faults
from binome.matching.files.sheets import NOT_A_TABLE, PROTECTED, SPREADSHEETS
from binome.matching.words import Words

#: Bytes of all the parts, and cells of the rectangle that holds a sheet (20,000 rows of a hundred columns).
UNFOLDED, MOST_CELLS = 300_000_000, 2_000_000
PIECE = 1 << 18
#: Where a row or a cell stands: `r="12"`, `r="AB12"`. None is longer than OVERLAP bytes.
PLACE, OVERLAP = re.compile(rb"""[\s"']r\s*=\s*["']([A-Z]{0,3})(\d{1,7})["']"""), 64
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

TOO_HEAVY = Words("ce fichier est trop lourd.", "this file is too large.")
TOO_WIDE = Words(
    "la feuille va jusqu’à la ligne {last} : supprimez les lignes et les colonnes vides qui suivent la liste.",
    "the sheet goes down to row {last}: delete the empty rows and columns after the list.",
)


def check_workbook(content: bytes, file: str, faults: Faults) -> None:
    """Raises FilesError, with a sentence, for a workbook that must not be opened. A text file is not looked at."""
    if content[:2] != b"PK":
        if file.casefold().endswith(SPREADSHEETS):
            faults.add(PROTECTED if ENCRYPTED in content else NOT_A_TABLE, file=file)
            faults.stop()
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
        last, cells = _reach(content, parts)
    except (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError):
        faults.add(NOT_A_TABLE, file=file)
        faults.stop()
    except OverflowError:
        faults.add(TOO_HEAVY, file=file)
        faults.stop()
    if cells > MOST_CELLS:
        faults.add(TOO_WIDE, file=file, last=last)
        faults.stop()


def _reach(content: bytes, parts: list[zipfile.ZipInfo]) -> tuple[int, int]:
    """The last row of the sheets, and the cells of the largest rectangle. OverflowError beyond UNFOLDED bytes."""
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise zipfile.BadZipFile
    unfolded = last = most = 0
    for part in parts:
        rows = columns = 0
        before = b""
        for piece in _pieces(content, part):
            unfolded += len(piece)
            if unfolded > UNFOLDED:
                raise OverflowError
            if part.filename.startswith("xl/worksheets/"):
                for letters, digits in PLACE.findall(before + piece):
                    rows, columns = max(rows, int(digits)), max(columns, _number(letters))
                before = piece[-OVERLAP:]
        last, most = max(last, rows), max(most, rows * columns)
    return last, most


def _pieces(content: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part as it really is, whatever sizes its directory claims for it."""
    name, extra = struct.unpack("<HH", content[part.header_offset + 26 : part.header_offset + 30])
    begin = part.header_offset + 30 + name + extra
    folded = content[begin : begin + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        yield folded
        return
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    while folded and not inflate.eof:
        yield inflate.decompress(folded, PIECE)
        folded = inflate.unconsumed_tail


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number
