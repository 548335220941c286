"""A text as a sheet of paper. The same content gives the same bytes."""

import json
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Literal

import typst
from django.utils import translation

from binome.ui.wording import long_date, typo

from .blocks import blocks

SOURCE = Path(__file__).parent / "paper.typ"
BRAND = Path(__file__).parent.parent / "static" / "ui" / "img" / "binome.svg"
#: Sheets kept ready in each process: printing one takes a few hundredths of a second.
KEPT = 64
#: Emoji and what joins or turns signs: no font of a paper draws them, and they hide what is undrawn from the error.
NEVER_DRAWN = re.compile("[\U00010000-\U0010ffff\u200d\ufe0e\ufe0f\u20e3\u202a-\u202e\u2066-\u2069]")
#: How many other signs may be left out of one text.
SIGNS = 40


@dataclass(frozen=True)
class Paper:
    """What is printed. `facts` are the lines under the title; `images` a picture's name → its bytes and its words."""

    title: str
    body: str
    language: str
    site_name: str
    site_url: str
    dated: date
    summary: str = ""
    facts: tuple[str, ...] = ()
    images: Mapping[str, tuple[bytes, str]] = field(default_factory=dict)


def print_paper(paper: Paper) -> bytes:
    """A tagged PDF on A4 in the language of the text, without any personal data in its description."""
    with translation.override(paper.language):
        pictures = {name: words for name, (_content, words) in paper.images.items()}
        data = {
            "title": _set(paper.title),
            "summary": _set(paper.summary),
            "facts": [_set(fact) for fact in paper.facts],
            "blocks": blocks(paper.body, site_url=paper.site_url, pictures=pictures),
            "language": paper.language[:2],
            "site": paper.site_name,
            "address": paper.site_url.partition("://")[2],
            "page": _set(translation.gettext("page %(number)s sur %(count)s")),
            "dated": long_date(paper.dated),
            "date": [paper.dated.year, paper.dated.month, paper.dated.day],
        }
    files = tuple(sorted((f"{name}.jpg", content) for name, (content, _words) in paper.images.items()))
    written = NEVER_DRAWN.sub("", json.dumps(data, ensure_ascii=False, sort_keys=True))
    return _printed(written, files, paper.dated)


def _set(text: str) -> str:
    return typo(text, autoescape=False)


@lru_cache(maxsize=KEPT)
def _printed(data: str, files: tuple[tuple[str, bytes], ...], dated: date) -> bytes:
    with tempfile.TemporaryDirectory(prefix="binome-paper-") as folder:
        for name, content in (("main.typ", SOURCE.read_bytes()), ("brand.svg", BRAND.read_bytes()), *files):
            Path(folder, name).write_bytes(content)
        for _try in range(SIGNS):
            try:
                return _compiled(folder, data, dated, "ua-1")
            except typst.TypstError as error:
                sign = _undrawn(error)
                if not sign or sign.isascii() or sign not in data:
                    break
                data = data.replace(sign, "")
        # Too many signs without a drawing: printed all the same, with boxes in their place.
        return _compiled(folder, data, dated, "1.7")


def _compiled(folder: str, data: str, dated: date, standard: Literal["ua-1", "1.7"]) -> bytes:
    printed = typst.compile(
        Path(folder, "main.typ"),
        root=folder,
        sys_inputs={"data": data},
        ignore_system_fonts=True,
        pdf_standards=standard,
        timestamp=datetime.combine(dated, time(), UTC),
    )
    assert isinstance(printed, bytes)
    return printed


def _undrawn(error: typst.TypstError) -> str:
    """A sign that no font here draws, in its own words: PDF/UA refuses a box in its place."""
    found = re.search(r"the text `\"(.+?)\"` could not be displayed", error.message)
    return found[1] if found else ""
