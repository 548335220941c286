"""Reading a PDF that typst made, for the tests: its words, its structure, its description. No library."""

import re
import zlib
from dataclasses import dataclass

STREAM = re.compile(rb"(\d+) 0 obj\s*<<(.*?)>>\s*stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
OBJECT = re.compile(rb"(\d+) 0 obj\s*(<<.*?>>)\s*endobj", re.DOTALL)
TEXT = re.compile(rb"/(f\d+) [\d.]+ Tf|\(((?:\\.|[^\\()])*)\)", re.DOTALL)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(frozen=True)
class Read:
    """`text` in the order of the page, without its line breaks; `tags` the roles of the structure tree."""

    text: str
    tags: list[str]
    description: str


def read(pdf: bytes) -> Read:
    streams = {int(n): _inflated(head, body) for n, head, body in STREAM.findall(pdf)}
    objects = {int(n): body for n, body in OBJECT.findall(pdf)}
    tables = {
        n: _table(streams[int(m[1])]) for n, body in objects.items() if (m := re.search(rb"/ToUnicode (\d+)", body))
    }
    words = []
    for page in objects.values():
        if not (b"/Type/Page/" in page and (drawn := re.search(rb"/Contents (\d+)", page))):
            continue
        resources = re.search(rb"/Resources (\d+)", page)
        fonts = re.findall(rb"/(f\d+) (\d+) 0 R", objects[int(resources[1])])
        words.append(_words(streams[int(drawn[1])], {name: tables[int(n)] for name, n in fonts}))
    tags = [tag.decode() for tag in re.findall(rb"/S\s*/(\w+)", pdf)]
    description = b"".join(body for body in streams.values() if b"<x:xmpmeta" in body).decode()
    return Read("".join(words), tags, description)


def _inflated(head: bytes, body: bytes) -> bytes:
    return zlib.decompressobj().decompress(body) if b"FlateDecode" in head else body


def _table(cmap: bytes) -> dict[bytes, str]:
    pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>", cmap)
    return {bytes.fromhex(glyph.decode()): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in pairs}


def _words(content: bytes, fonts: dict[bytes, dict[bytes, str]]) -> str:
    found, table = "", {}
    for font, literal in TEXT.findall(content):
        if font:
            table = fonts[font]
            continue
        raw = re.sub(rb"\\([0-7]{1,3}|.)", _unescaped, literal, flags=re.DOTALL)
        found += "".join(table.get(raw[at : at + 2], "") for at in range(0, len(raw), 2))
    return found


def _unescaped(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes([int(code, 8)]) if code.isdigit() else ESCAPES.get(code, code)
