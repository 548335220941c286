"""A fresh file: our own header, the tables rebuilt, then the samples and nothing else."""

import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import IO

from ..values import Broken, read_at
from .boxes import box, full_box
from .movie import TURNS, Movie, Track
from .units import clean_units

#: Bytes of samples read at once, and of one chunk.
AT_ONCE = 1 << 20
MOST_BYTES = 0xFFFF_0000  # offsets are of 32 bits
MATRICES = {degrees: turn for turn, degrees in TURNS.items()}
UNDETERMINED = 0x55C4  # the language « und »


@dataclass
class Chunk:
    """Samples `first` to `last` (excluded) of a track, side by side in the source."""

    track: Track
    first: int
    last: int
    source: int
    size: int
    target: int = 0


def write_movie(movie: Movie, source: IO[bytes], target: IO[bytes]) -> None:
    """Write the movie in `target`. Raises Broken."""
    chunks = {track.number: list(_chunks(track)) for track in movie.tracks}
    order = sorted((chunk for each in chunks.values() for chunk in each), key=lambda chunk: chunk.source)
    head = box(b"ftyp", b"isom", struct.pack(">I", 512), b"isomiso2mp41")
    size = len(head) + len(_moov(movie, chunks)) + 8
    place = size
    for chunk in order:
        chunk.target, place = place, place + chunk.size
    if place > MOST_BYTES:
        raise Broken
    target.write(head + _moov(movie, chunks) + struct.pack(">I4s", place - size + 8, b"mdat"))
    for chunk in order:
        _copy(chunk, source, target)


def _chunks(track: Track) -> Iterator[Chunk]:
    samples, current = track.samples, None
    for number, (offset, size) in enumerate(zip(samples.offsets, samples.sizes, strict=True)):
        if current and offset == current.source + current.size and current.size + size <= AT_ONCE:
            current.last, current.size = number + 1, current.size + size
            continue
        if current:
            yield current
        current = Chunk(track, number, number + 1, offset, size)
    if current:
        yield current


def _copy(chunk: Chunk, source: IO[bytes], target: IO[bytes]) -> None:
    """Pictures made of units are looked through one by one; the rest is copied as it is."""
    nal_size = chunk.track.description.nal_size
    place = chunk.source
    for size in chunk.track.samples.sizes[chunk.first : chunk.last]:
        if nal_size:
            target.write(clean_units(read_at(source, place, size), nal_size, chunk.track.codec))
        else:
            for start in range(place, place + size, AT_ONCE):
                target.write(read_at(source, start, min(AT_ONCE, place + size - start)))
        place += size


def _moov(movie: Movie, chunks: dict[int, list[Chunk]]) -> bytes:
    traks = [_trak(track, number, chunks[track.number], movie) for number, track in enumerate(movie.tracks, start=1)]
    longest = max(_shown(track, movie) for track in movie.tracks)
    mvhd = struct.pack(">4I", 0, 0, movie.units, longest) + struct.pack(">IH10x", 0x10000, 0x100)
    return box(b"moov", full_box(b"mvhd", mvhd, _matrix(0), bytes(24), struct.pack(">I", len(traks) + 1)), *traks)


def _shown(track: Track, movie: Movie) -> int:
    """How long it lasts, in the movie's units."""
    if track.edits:
        return sum(length for length, _start in track.edits)
    return track.length * movie.units // track.units


def _matrix(degrees: int) -> bytes:
    a, b, c, d = (number << 16 for number in MATRICES[degrees])
    return struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 0x40000000)


def _trak(track: Track, number: int, chunks: list[Chunk], movie: Movie) -> bytes:
    sides = struct.pack(">II", track.width << 16, track.height << 16)
    volume = 0 if track.is_picture else 0x100
    tkhd = struct.pack(">5I8xHHHH", 0, 0, number, 0, _shown(track, movie), 0, 0, volume, 0)
    parts = [full_box(b"tkhd", tkhd, _matrix(track.rotation), sides, flags=3)]
    if track.edits:
        rows = b"".join(struct.pack(">IiI", length, start, 0x10000) for length, start in track.edits)
        parts.append(box(b"edts", full_box(b"elst", struct.pack(">I", len(track.edits)), rows)))
    mdhd = struct.pack(">QQIQHH", 0, 0, track.units, track.length, UNDETERMINED, 0)
    kind = b"vide" if track.is_picture else b"soun"
    hdlr = full_box(b"hdlr", bytes(4), kind, bytes(13))
    media = full_box(b"vmhd", bytes(8), flags=1) if track.is_picture else full_box(b"smhd", bytes(4))
    here = box(b"dinf", full_box(b"dref", struct.pack(">I", 1), full_box(b"url ", flags=1)))
    minf = box(b"minf", media, here, _stbl(track, chunks))
    return box(b"trak", *parts, box(b"mdia", full_box(b"mdhd", mdhd, version=1), hdlr, minf))


def _stbl(track: Track, chunks: list[Chunk]) -> bytes:
    samples = track.samples
    tables = [
        full_box(b"stsd", struct.pack(">I", 1), track.description.entry),
        full_box(b"stts", _runs(samples.durations, ">II")),
        full_box(b"stsc", _groups(chunks)),
        full_box(b"stsz", struct.pack(">II", 0, len(samples)), _column(">I", samples.sizes)),
        full_box(b"stco", struct.pack(">I", len(chunks)), _column(">I", (chunk.target for chunk in chunks))),
    ]
    if any(samples.shifts):
        signed = min(samples.shifts) < 0
        tables.append(full_box(b"ctts", _runs(samples.shifts, ">Ii" if signed else ">II"), version=int(signed)))
    if not all(samples.keys):
        keys = [number for number, key in enumerate(samples.keys, start=1) if key]
        tables.append(full_box(b"stss", struct.pack(">I", len(keys)), _column(">I", keys)))
    return box(b"stbl", *tables)


def _column(layout: str, values: Iterable[int]) -> bytes:
    pack: Callable[[int], bytes] = struct.Struct(layout).pack
    return b"".join(map(pack, values))


def _runs(values: Iterable[int], layout: str) -> bytes:
    """The same value several times is one row."""
    rows = [(sum(1 for _same in same), value) for value, same in groupby(values)]
    return struct.pack(">I", len(rows)) + b"".join(struct.pack(layout, times, value) for times, value in rows)


def _groups(chunks: list[Chunk]) -> bytes:
    """How many samples each chunk holds, where that changes."""
    counts = [chunk.last - chunk.first for chunk in chunks]
    rows = [(at, many) for at, many in enumerate(counts, start=1) if at == 1 or many != counts[at - 2]]
    return struct.pack(">I", len(rows)) + b"".join(struct.pack(">3I", at, many, 1) for at, many in rows)
