"""All that we keep about one person, in one archive: a page that she reads, a file that a program reads, her photos.

The archive is made for one request, handed over and not kept. `donnees.json` is described in docs/export.md and by
itself: each table comes with the label and the class of its fields.
"""

import json
import shutil
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.template.loader import render_to_string

from binome.core.journal import record
from binome.people.models import User

from .rooms import ROOMS, tables
from .values import Value, value_of

FORMAT, VERSION = "binome-export", 1
PAGE, DATA, STYLE, FILES = "mes-donnees.html", "donnees.json", "page.css", "fichiers"


@dataclass(frozen=True)
class Table:
    """Her rows of one table. `name` is "people.Profile"."""

    name: str
    title: str
    rows: tuple[tuple[Value, ...], ...]


def collect(person: User) -> list[Table]:
    """Everything of hers, table by table, in the language of the moment; empty tables too."""
    return [
        Table(
            name,
            str(rows.title),
            tuple(
                tuple(value_of(row, field, rows=rows, person=person) for field in rows.fields)
                for row in rows.of(person)
            ),
        )
        for name, rows in tables().items()
    ]


@transaction.atomic
def export_data(*, person: User, file: IO[bytes], site_name: str, language: str, now: datetime) -> None:
    """Write her archive on `file`: one journal line, and nothing kept here."""
    record("data_exported", by=person, obj=person, now=now)
    found = collect(person)
    stored = _stored(found)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inside in stored.items():
            with default_storage.open(name, "rb") as content, archive.open(inside, "w") as copy:
                shutil.copyfileobj(content, copy)
        plain = as_plain(found, files=stored, now=now)
        archive.writestr(DATA, json.dumps(plain, ensure_ascii=False, indent=2))
        archive.writestr(STYLE, (Path(__file__).parent / "export.css").read_text(encoding="utf-8"))
        page = {"tables": found, "empty": [table.title for table in found if not table.rows], "files": stored}
        words = {"site_name": site_name, "now": now, "language": language, "stylesheet": STYLE}
        archive.writestr(PAGE, render_to_string("privacy/export.html", page | words))


def _stored(found: Iterable[Table]) -> dict[str, str]:
    """Each stored file of hers that is still there: its name here, and in the archive."""
    names = dict.fromkeys(value.file for table in found for row in table.rows for value in row if value.file)
    there = [name for name in names if default_storage.exists(name)]
    return {name: f"{FILES}/{n}{PurePosixPath(name).suffix}" for n, name in enumerate(there, start=1)}


def as_plain(found: Iterable[Table], *, files: dict[str, str], now: datetime) -> dict[str, Any]:
    """The machine-readable form, described in docs/export.md."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": now.isoformat(),
        "tables": {
            table.name: {
                "title": table.title,
                "fields": _fields(table.name),
                "rows": [
                    {value.field: files.get(value.file) if value.file else value.plain for value in row}
                    for row in table.rows
                ],
            }
            for table in found
        },
    }


def _fields(name: str) -> dict[str, dict[str, str]]:
    room, _dot, model = name.partition(".")
    classes = ROOMS[room].FIELDS.get(model) or ROOMS["core"].FIELDS.get(model, {})
    labels = ROOMS[room].ROWS[model].fields
    return {field: {"label": str(label), "class": classes.get(field, "contact")} for field, label in labels.items()}
