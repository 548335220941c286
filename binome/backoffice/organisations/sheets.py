"""Tables that leave as a file, where no cell is ever a formula."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import get_language

from binome.matching.files.writing import Cell, csv_bytes, xlsx_bytes
from binome.matching.words import Language

#: What each ending is to a browser.
KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def sheet(title: str, of: str, header: Sequence[str], rows: Sequence[Sequence[Cell]], *, kind: str) -> HttpResponse:
    """One table to take away, never kept on the way. `of`: what completes the file's name; `kind`: one of KINDS, else
    a spreadsheet."""
    kind, language = kind if kind in KINDS else "xlsx", (get_language() or "fr")[:2]
    content = csv_bytes(header, rows, Language(language)) if kind == "csv" else xlsx_bytes(title, header, rows)
    name = f"{slugify(title)}-{of}-{language}.{kind}"
    return HttpResponse(
        content,
        content_type=KINDS[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
