"""The tables of a track in one piece (ISO/IEC 14496-12 §8.6 and §8.7) as columns, one row per sample."""

import struct

from ..values import Broken, Samples
from .boxes import child, child_or_none


def read_samples(stbl: bytes, *, most: int) -> Samples:
    """The samples of this table; none for a recording in fragments. Raises Broken."""
    samples = Samples()
    sizes = _sizes(child(stbl, b"stsz"), most)
    count = len(sizes)
    samples.sizes.extend(sizes)
    if not count:
        return samples
    samples.durations.extend(_runs(child(stbl, b"stts"), ">II", count))
    shifts = child_or_none(stbl, b"ctts")
    signed = shifts is not None and shifts[0] == 1
    samples.shifts.extend(_runs(shifts, ">Ii" if signed else ">II", count) if shifts else [0] * count)
    samples.keys.extend(_keys(child_or_none(stbl, b"stss"), count))
    samples.offsets.extend(_offsets(stbl, sizes))
    return samples


def _sizes(stsz: bytes, most: int) -> list[int]:
    same, count = struct.unpack_from(">II", stsz, 4)
    if count > most:
        raise Broken
    return [same] * count if same else list(struct.unpack_from(f">{count}I", stsz, 12))


def _runs(content: bytes, layout: str, count: int) -> list[int]:
    """A table of (how many, value), laid out flat; it must speak of each sample."""
    (rows,) = struct.unpack_from(">I", content, 4)
    if rows * 8 > len(content):
        raise Broken
    values: list[int] = []
    for row in range(rows):
        times, value = struct.unpack_from(layout, content, 8 + 8 * row)
        values.extend([value] * min(times, count - len(values)))
    if len(values) < count:
        raise Broken
    return values


def _keys(stss: bytes | None, count: int) -> bytes:
    if stss is None:
        return b"\1" * count
    keys = bytearray(count)
    (rows,) = struct.unpack_from(">I", stss, 4)
    if rows > count:
        raise Broken
    for number in struct.unpack_from(f">{rows}I", stss, 8):
        if not 0 < number <= count:
            raise Broken
        keys[number - 1] = 1
    return bytes(keys)


def _offsets(stbl: bytes, sizes: list[int]) -> list[int]:
    """Where each sample begins: chunks have a place, and so many samples each."""
    places = child_or_none(stbl, b"stco")
    most = len(sizes)  # a chunk holds at least one
    chunks = _places(places, "I", most) if places is not None else _places(child(stbl, b"co64"), "Q", most)
    groups = _groups(child(stbl, b"stsc"), len(chunks))
    offsets: list[int] = []
    for place, many in zip(chunks, groups, strict=True):
        for size in sizes[len(offsets) : len(offsets) + many]:
            offsets.append(place)
            place += size
    if len(offsets) != len(sizes):
        raise Broken
    return offsets


def _places(content: bytes, letter: str, most: int) -> tuple[int, ...]:
    (count,) = struct.unpack_from(">I", content, 4)
    if count > most:
        raise Broken
    return struct.unpack_from(f">{count}{letter}", content, 8)


def _groups(stsc: bytes, chunks: int) -> list[int]:
    """How many samples each chunk holds."""
    (rows,) = struct.unpack_from(">I", stsc, 4)
    if rows > chunks or rows * 12 > len(stsc):
        raise Broken
    starts = [struct.unpack_from(">II", stsc, 8 + 12 * row) for row in range(rows)]
    groups: list[int] = []
    for row, (first, many) in enumerate(starts):
        until = starts[row + 1][0] - 1 if row + 1 < rows else chunks
        if first != len(groups) + 1 or until > chunks:
            raise Broken
        groups.extend([many] * (until - len(groups)))
    return groups
