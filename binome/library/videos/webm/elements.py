"""EBML elements (RFC 8794 §5 to §7): an identifier, a size of one to eight bytes, then content."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from ..values import Broken, read_at

#: Elements in one file, whatever their depth.
MOST = 400_000

EBML, DOC_TYPE, SEGMENT = 0x1A45DFA3, 0x4282, 0x18538067
INFO, TIMESTAMP_SCALE, DURATION, MUXING_APP, WRITING_APP = 0x1549A966, 0x2AD7B1, 0x4489, 0x4D80, 0x5741
TRACKS, TRACK_ENTRY, NUMBER, UID, KIND, CODEC, PRIVATE = 0x1654AE6B, 0xAE, 0xD7, 0x73C5, 0x83, 0x86, 0x63A2
CODEC_DELAY, SEEK_PRE_ROLL, ENCODINGS = 0x56AA, 0x56BB, 0x6D80
VIDEO, WIDTH, HEIGHT = 0xE0, 0xB0, 0xBA
AUDIO, RATE, CHANNELS = 0xE1, 0xB5, 0x9F
CLUSTER, TIMESTAMP, SIMPLE_BLOCK, BLOCK_GROUP, BLOCK, REFERENCE = 0x1F43B675, 0xE7, 0xA3, 0xA0, 0xA1, 0xFB
CUES, CUE_POINT, CUE_TIME, CUE_PLACES, CUE_TRACK, CUE_CLUSTER = 0x1C53BB6B, 0xBB, 0xB3, 0xB7, 0xF7, 0xF1
TAGS, SEEK_HEAD, CHAPTERS, ATTACHMENTS = 0x1254C367, 0x114D9B74, 0x1043A770, 0x1941A469
#: What ends a cluster whose size is unknown.
BESIDE_CLUSTERS = {INFO, TRACKS, CLUSTER, CUES, TAGS, SEEK_HEAD, CHAPTERS, ATTACHMENTS}


@dataclass(frozen=True)
class Element:
    """One element of the file. `end` is None while its size is unknown: it ends where the next of its rank begins."""

    name: int
    begin: int
    start: int
    end: int | None


class Reader:
    """Reads elements from a file, each within what holds it, and not more than MOST of them."""

    def __init__(self, source: IO[bytes], size: int):
        self.source, self.size, self.count = source, size, 0

    def element(self, at: int, end: int) -> Element:
        """The element that begins here. Raises Broken if it goes past `end`."""
        self.count += 1
        if self.count > MOST:
            raise Broken
        head = read_at(self.source, at, min(12, end - at))
        name, used = number(head, 0, most=4, marked=True)
        size, used = number(head, used, most=8)
        start = at + used
        if size is None:
            return Element(name or 0, at, start, None)
        if start + size > end:
            raise Broken
        return Element(name or 0, at, start, start + size)

    def inside(self, start: int, end: int) -> Iterator[Element]:
        """The elements side by side from `start` to `end`. The caller stops at one without a size."""
        at = start
        while at < end:
            found = self.element(at, end)
            yield found
            if found.end is None:
                raise Broken
            at = found.end

    def content(self, element: Element, most: int) -> bytes:
        if element.end is None or element.end - element.start > most:
            raise Broken
        return read_at(self.source, element.start, element.end - element.start)


def number(data: bytes, at: int, *, most: int, marked: bool = False) -> tuple[int | None, int]:
    """A number of variable length (RFC 8794 §4), None for « unknown », and its end. `marked`: with its first bit."""
    first = data[at]
    length = 9 - first.bit_length()
    if not first or length > most or at + length > len(data):
        raise Broken
    value = int.from_bytes(data[at : at + length], "big")
    plain = value & ((1 << 7 * length) - 1)
    if marked:
        return value, at + length
    return None if plain == (1 << 7 * length) - 1 else plain, at + length


def children(data: bytes) -> dict[int, bytes]:
    """The elements inside a small one already read; of several of a name, the first."""
    found: dict[int, bytes] = {}
    at = 0
    while at < len(data):
        name, at = number(data, at, most=4, marked=True)
        size, at = number(data, at, most=8)
        if size is None or at + size > len(data):
            raise Broken
        found.setdefault(name or 0, data[at : at + size])
        at += size
    return found


def unsigned(content: bytes | None, default: int = 0) -> int:
    if content is None:
        return default
    if len(content) > 8:
        raise Broken
    return int.from_bytes(content, "big")


def real(content: bytes | None, default: float) -> float:
    if content is None:
        return default
    return float(struct.unpack({4: ">f", 8: ">d"}[len(content)], content)[0])


def element(name: int, *contents: bytes, size_bytes: int = 0) -> bytes:
    """One element, written. `size_bytes`: bytes of its size; the fewest when not told."""
    content = b"".join(contents)
    return head(name, len(content), size_bytes=size_bytes) + content


def head(name: int, size: int, *, size_bytes: int = 0) -> bytes:
    """What comes before a content of this size."""
    length = size_bytes or next(n for n in range(1, 9) if size < (1 << 7 * n) - 1)
    return name.to_bytes((name.bit_length() + 7) // 8, "big") + (size | 1 << 7 * length).to_bytes(length, "big")


def whole(name: int, value: int, *, length: int = 0) -> bytes:
    """An element that holds an unsigned number."""
    return element(name, value.to_bytes(length or max(1, (value.bit_length() + 7) // 8), "big"))
