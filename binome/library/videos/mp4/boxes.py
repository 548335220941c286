"""Boxes (ISO/IEC 14496-12 §4.2): a size and a name, then content. Sizes are checked before anything is read.

Nothing here descends by itself: a reader asks for the children it knows, so that boxes inside boxes cost nothing.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from ..values import Broken, read_at

#: Boxes at the top of a file (a recording in fragments has two per second), and inside one box.
MOST_AT_TOP = 10_000
MOST_INSIDE = 500


@dataclass(frozen=True)
class Box:
    """One box of the file: where it begins, where its content does, where it ends."""

    name: bytes
    begin: int
    start: int
    end: int


def boxes_of(source: IO[bytes], size: int) -> Iterator[Box]:
    """The boxes at the top of the file. The last one may be cut short, as `mdat` without a size may go to the end."""
    at = 0
    for _number in range(MOST_AT_TOP):
        if at + 8 > size:
            return
        length, name = struct.unpack(">I4s", read_at(source, at, 8))
        start = at + 8
        if length == 1:
            (length,) = struct.unpack(">Q", read_at(source, start, 8))
            start += 8
        end = size if length == 0 else at + length
        if end < start or end > size:
            raise Broken
        yield Box(name, at, start, end)
        at = end
    raise Broken


def children(data: bytes) -> list[tuple[bytes, bytes]]:
    """The boxes inside one, each with its content. QuickTime may end a list with four zero bytes."""
    found: list[tuple[bytes, bytes]] = []
    at = 0
    while at + 8 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        start = at + 8
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, start)
            start += 8
        end = len(data) if length == 0 else at + length
        if end < start or end > len(data) or len(found) >= MOST_INSIDE:
            raise Broken
        found.append((name, data[start:end]))
        at = end
    return found


def child(data: bytes, *path: bytes) -> bytes:
    """The content of the first box along this path, or Broken."""
    for name in path:
        for found, content in children(data):
            if found == name:
                data = content
                break
        else:
            raise Broken
    return data


def child_or_none(data: bytes, *path: bytes) -> bytes | None:
    """The same, for what may be missing."""
    try:
        return child(data, *path)
    except Broken:
        return None


def box(name: bytes, *contents: bytes) -> bytes:
    content = b"".join(contents)
    return struct.pack(">I4s", 8 + len(content), name) + content


def full_box(name: bytes, *contents: bytes, version: int = 0, flags: int = 0) -> bytes:
    """A box whose content begins with a version and flags."""
    return box(name, struct.pack(">I", version << 24 | flags), *contents)
