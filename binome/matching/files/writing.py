"""Tables out: CSV that spreadsheets open as they are, or XLSX. No cell ever becomes a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter

from binome.matching.words import Language

Cell = str | int | float
#: A cell that begins so may be run by a spreadsheet: an apostrophe is put before (OWASP, CSV injection).
DANGEROUS = re.compile(r"[=+\-@\t\r]")
_WIDEST = 60  # characters


def write_table(
    path: Path, title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]], language: Language
) -> None:
    """One table to one file, by its ending: .xlsx, else CSV. Raises OSError when the file can't be written."""
    kept = [list(row) for row in rows]
    xlsx = path.suffix.casefold() == ".xlsx"
    data = xlsx_bytes(title, header, kept) if xlsx else csv_bytes(header, kept, language)
    path.write_bytes(data)


def csv_bytes(header: Sequence[str], rows: Sequence[Sequence[Cell]], language: Language) -> bytes:
    """UTF-8 with a mark, so that Excel reads the accents, with the separator that it expects in that language."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";" if language == Language.FRENCH else ",", lineterminator="\r\n")
    writer.writerows([[harmless(cell) for cell in row] for row in [list(header), *rows]])
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: Cell) -> Cell:
    """The text as it can be opened in a spreadsheet; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and DANGEROUS.match(cell) else cell


def xlsx_bytes(title: str, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """One sheet, its first row frozen; a text is never read as a formula, a link or a number."""
    data = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(data, options)
    book.set_properties({"title": title})
    sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", title)[:31] or "1")
    bold, wrapped = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    for column, name in enumerate(header):
        widest = max([len(name), *(len(str(row[column])) for row in rows)])
        sheet.set_column(column, column, min(widest + 2, _WIDEST), wrapped)
        sheet.write_string(0, column, name, bold)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell, wrapped)
            else:
                sheet.write_number(number, column, cell, wrapped)
    sheet.freeze_panes(1, 0)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(header) - 1)
    book.close()
    return data.getvalue()
