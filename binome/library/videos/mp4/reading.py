"""From the boxes of a file to a movie. What no browser plays is refused by its name; what is neither picture nor sound
(places, subtitles, chapters, depth, thumbnails) is not read at all."""

import struct
from typing import IO

from ..values import Broken, Limits, VideoRefused, read_at
from ..words import no_pictures, protected, still_picture, unknown_pictures, unknown_sound
from .boxes import Box, boxes_of, child, child_or_none, children
from .descriptions import Description, describe_pictures, describe_sound
from .fragments import Defaults, add_fragment, defaults_of
from .movie import TURNS, Movie, Track
from .tables import read_samples

MOST_TABLE = 8_000_000  # bytes of `moov`
MOST_FRAGMENT = 1_000_000  # bytes of one `moof`
STILL = {b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis", b"hevc"}
MOST_EDITS = 20
MOST_SAMPLE = 16_000_000  # bytes of one picture: it is looked through in memory
MOST_UNITS = 100_000_000  # per second


def read_movie(source: IO[bytes], *, size: int, limits: Limits) -> Movie:
    """The movie with its samples' places. Raises VideoRefused, Broken."""
    tops = list(boxes_of(source, size))
    tables = [top for top in tops if top.name == b"moov"]
    if not tables:
        raise VideoRefused(still_picture()) if _is_still(source, tops) else Broken
    if len(tables) > 1 or tables[0].end - tables[0].start > MOST_TABLE:
        raise Broken
    moov = read_at(source, tables[0].start, tables[0].end - tables[0].start)
    movie = _movie(moov, limits)
    _add_fragments(movie, moov, source, tops, limits)
    _check_places(movie, size)
    return movie


def _is_still(source: IO[bytes], tops: list[Box]) -> bool:
    return bool(tops) and tops[0].name == b"ftyp" and read_at(source, tops[0].start, 4) in STILL


def _movie(moov: bytes, limits: Limits) -> Movie:
    """The first picture and the first sound that browsers play; the tables of the others are not read."""
    units = _units(child(moov, b"mvhd"), 12, 20)
    chosen: dict[bytes, Track] = {}
    unknown: dict[bytes, bytes] = {}
    for name, trak in children(moov):
        if name != b"trak" or (kind := child(trak, b"mdia", b"hdlr")[8:12]) not in {b"vide", b"soun"}:
            continue
        entry, description = _described(trak, kind)
        if description is None:
            unknown.setdefault(kind, entry)
        elif kind not in chosen:
            chosen[kind] = _track(trak, kind, description, limits)
    if b"vide" not in chosen:
        raise VideoRefused(unknown_pictures(_readable(unknown[b"vide"])) if b"vide" in unknown else no_pictures())
    if b"soun" in unknown and b"soun" not in chosen:
        raise VideoRefused(unknown_sound(_readable(unknown[b"soun"])))
    return Movie(units, [chosen[kind] for kind in (b"vide", b"soun") if kind in chosen])


def _units(header: bytes, short: int, long: int) -> int:
    """How many units make a second, from a header of version 0 or 1."""
    (units,) = struct.unpack_from(">I", header, long if header[0] == 1 else short)
    if not 0 < units <= MOST_UNITS:
        raise Broken
    return int(units)


def _described(trak: bytes, kind: bytes) -> tuple[bytes, Description | None]:
    """Only the first description: a track that changes it on the way comes from an editor, not from a telephone."""
    entries = children(child(trak, b"mdia", b"minf", b"stbl", b"stsd")[8:])
    if not entries:
        raise Broken
    name, entry = entries[0]
    if name in {b"encv", b"enca", b"drmi", b"drms"}:
        raise VideoRefused(protected())
    return name, describe_pictures(name, entry) if kind == b"vide" else describe_sound(name, entry)


def _track(trak: bytes, kind: bytes, description: Description, limits: Limits) -> Track:
    tkhd = child(trak, b"tkhd")
    long = tkhd[0] == 1
    (number,) = struct.unpack_from(">I", tkhd, 20 if long else 12)
    a, b, _u, c, d = struct.unpack_from(">5i", tkhd, 52 if long else 40)
    track = Track(number, kind == b"vide", _units(child(trak, b"mdia", b"mdhd"), 12, 20), description)
    track.rotation = TURNS.get((a >> 16, b >> 16, c >> 16, d >> 16), 0)
    track.edits = _edits(child_or_none(trak, b"edts", b"elst"))
    track.samples = read_samples(child(trak, b"mdia", b"minf", b"stbl"), most=limits.samples)
    return track


def _edits(content: bytes | None) -> list[tuple[int, int]]:
    """Which part of the track is shown: a start that is skipped, a silence before."""
    if content is None:
        return []
    (count,) = struct.unpack_from(">I", content, 4)
    if count > MOST_EDITS:
        raise Broken
    layout = ">QqI" if content[0] == 1 else ">IiI"
    rows = [struct.unpack_from(layout, content, 8 + struct.calcsize(layout) * row) for row in range(count)]
    return [(length, start) for length, start, _rate in rows if start >= -1]


def _add_fragments(movie: Movie, moov: bytes, source: IO[bytes], tops: list[Box], limits: Limits) -> None:
    fragments = [top for top in tops if top.name == b"moof"]
    if not fragments:
        return
    extends = child(moov, b"mvex")
    defaults: dict[int, Defaults] = {
        number: values for name, trex in children(extends) if name == b"trex" for number, values in [defaults_of(trex)]
    }
    tracks = {track.number: (track, defaults.get(track.number, Defaults())) for track in movie.tracks}
    for top in fragments:
        if top.end - top.start > MOST_FRAGMENT:
            raise Broken
        add_fragment(
            read_at(source, top.start, top.end - top.start), begin=top.begin, tracks=tracks, most=limits.samples
        )
    for track in movie.tracks:  # written before its end was known: an edit of no length goes to the end
        whole = track.length * movie.units // track.units
        track.edits = [
            (length or max(whole - start * movie.units // track.units, 0), start) for length, start in track.edits
        ]


def _check_places(movie: Movie, size: int) -> None:
    """Every sample lies in the file, and no two share a byte: the copy is never larger than what was sent."""
    if any(max(track.samples.sizes, default=0) > MOST_SAMPLE for track in movie.tracks):
        raise Broken
    spans = sorted(
        (offset, offset + length)
        for track in movie.tracks
        for offset, length in zip(track.samples.offsets, track.samples.sizes, strict=True)
    )
    movie.tracks = [track for track in movie.tracks if track.is_picture or len(track.samples)]
    end = 0
    for start, stop in spans:
        if start < end or stop > size:
            raise Broken
        end = stop


def _readable(name: bytes) -> str:
    """The four letters of a format, if they are letters."""
    text = name.decode("ascii", "replace").strip()
    return text if text.isalnum() else "?"
