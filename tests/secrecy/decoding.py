"""Finding a planted value under any usual disguise: percent, HTML, JSON, base64, quoted-printable, RFC 2047, case."""

import base64
import binascii
import html
import quopri
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from email.errors import HeaderParseError
from email.header import decode_header
from urllib.parse import unquote_plus

ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")
BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}")
ENCODED_WORDS = re.compile(r"=\?[^?\s]+\?[bqBQ]\?[^?]*\?=(?:\s+=\?[^?\s]+\?[bqBQ]\?[^?]*\?=)*")
ODD = re.compile(r"[^a-z0-9]+")
DEPTH = 2


def plain(text: str) -> str:
    """Letters and digits alone, without case, accents or ligatures: « Ångström-Quévillac » is « angstromquevillac »."""
    folded = unicodedata.normalize("NFKD", text).casefold().replace("œ", "oe").replace("æ", "ae").replace("ø", "o")
    return ODD.sub("", folded)


def find(raw: bytes, planted: Iterable[str]) -> set[str]:
    """Which of these values (already `plain`) can be read somewhere in the bytes."""
    texts = {raw.decode("utf-8", "replace")}
    if b"\0" in raw:  # UTF-16, as in the metadata of photos
        texts.add(raw.replace(b"\0", b"").decode("latin-1"))
    seen: set[str] = set()
    for _level in range(DEPTH):
        seen |= texts
        texts = {other for text in texts for other in _disguises(text)} - seen
    haystack = "\n".join(plain(text) for text in seen | texts)
    return {value for value in planted if value in haystack}


def _disguises(text: str) -> Iterator[str]:
    if "&" in text:
        yield html.unescape(text)
    if "%" in text:
        yield unquote_plus(text)
    if "\\" in text:
        yield ESCAPED.sub(lambda found: chr(int(found[1] or found[2], 16)), text)
    if "=?" in text:
        yield " ".join(_encoded_words(text))
    if re.search(r"=[0-9A-F]{2}", text):
        yield quopri.decodestring(text.encode()).decode("utf-8", "replace")
    yield "\n".join(_base64(text))


def _encoded_words(text: str) -> Iterator[str]:
    for found in ENCODED_WORDS.finditer(text):
        try:
            pieces = decode_header(found[0])
        except HeaderParseError:
            continue
        yield "".join(
            piece if isinstance(piece, str) else piece.decode(code or "utf-8", "replace") for piece, code in pieces
        )


def _base64(text: str) -> Iterator[str]:
    """Each long word, and the lines of a body joined, as base64; what is compressed inside is opened."""
    joined = re.sub(r"(?<=[A-Za-z0-9+/]{60})\r?\n(?=[A-Za-z0-9+/])", "", text)
    for found in BASE64.finditer(joined):
        word = found[0].translate(str.maketrans("-_", "+/"))
        try:
            decoded = base64.b64decode(word[: len(word) - (len(word) % 4 == 1)] + "==")
        except binascii.Error:
            continue
        if decoded[:1] == b"\x78":
            try:
                decoded = zlib.decompress(decoded)
            except zlib.error:
                continue
        yield decoded.decode("utf-8", "replace")
