"""A recording in fragments (ISO/IEC 14496-12 §8.8): each says what it adds to each track."""

import struct
from dataclasses import dataclass

from ..values import Broken
from .boxes import child, children
from .movie import Track

#: In a sample's flags: one can't begin to play here.
NOT_KEY = 0x10000


@dataclass(frozen=True)
class Defaults:
    """What a run of samples does not say itself."""

    duration: int = 0
    size: int = 0
    flags: int = 0


def defaults_of(trex: bytes) -> tuple[int, Defaults]:
    number, _description, *values = struct.unpack_from(">5I", trex, 4)
    return number, Defaults(*values)


def add_fragment(moof: bytes, *, begin: int, tracks: dict[int, tuple[Track, Defaults]], most: int) -> None:
    """Add the samples of one fragment, whose box begins at `begin`, to those tracks that are kept."""
    for name, traf in children(moof):
        if name != b"traf":
            continue
        tfhd = child(traf, b"tfhd")
        (number,) = struct.unpack_from(">I", tfhd, 4)
        if number in tracks:
            track, defaults = tracks[number]
            base, defaults = _header(tfhd, begin, defaults)
            _meet(track, traf)
            _runs(track, traf, base, defaults, most)


def _header(tfhd: bytes, begin: int, defaults: Defaults) -> tuple[int, Defaults]:
    """Where offsets count from, and the defaults of this fragment."""
    flags, at, values = (
        struct.unpack_from(">I", tfhd)[0] & 0xFFFFFF,
        8,
        [defaults.duration, defaults.size, defaults.flags],
    )
    base = begin
    if flags & 0x1:
        (base,), at = struct.unpack_from(">Q", tfhd, at), at + 8
    if flags & 0x2:
        at += 4
    for place, flag in enumerate((0x8, 0x10, 0x20)):
        if flags & flag:
            (values[place],), at = struct.unpack_from(">I", tfhd, at), at + 4
    return base, Defaults(*values)


def _meet(track: Track, traf: bytes) -> None:
    """A hole since the fragment before: its last sample lasts until this one."""
    for name, tfdt in children(traf):
        if name == b"tfdt":
            (starts,) = struct.unpack_from(">Q" if tfdt[0] == 1 else ">I", tfdt, 4)
            if track.reached is not None and track.samples.durations and starts > track.reached:
                track.samples.durations[-1] += starts - track.reached
            track.reached = starts
            return


def _runs(track: Track, traf: bytes, base: int, defaults: Defaults, most: int) -> None:
    place = base
    for name, trun in children(traf):
        if name == b"trun":
            place = _run(track, trun, base, place, defaults, most)


def _run(track: Track, trun: bytes, base: int, place: int, defaults: Defaults, most: int) -> int:
    """Add one run; the answer is where the next one begins if it does not say so."""
    (head, count), at, samples = struct.unpack_from(">II", trun), 8, track.samples
    if len(samples) + count > most:
        raise Broken
    first_flags = defaults.flags
    if head & 0x1:
        place, at = base + struct.unpack_from(">i", trun, at)[0], at + 4
    if head & 0x4:
        (first_flags,), at = struct.unpack_from(">I", trun, at), at + 4
    named = [(bit, default) for bit, default in
             ((0x100, defaults.duration), (0x200, defaults.size), (0x400, defaults.flags), (0x800, 0))]  # fmt: skip
    for number in range(count):
        row = []
        for bit, default in named:
            layout = ">i" if bit == 0x800 and trun[0] == 1 else ">I"
            if head & bit:
                default, at = struct.unpack_from(layout, trun, at)[0], at + 4
            row.append(default)
        duration, size, flags, shift = row
        if number == 0 and head & 0x4:
            flags = first_flags
        samples.offsets.append(place)
        samples.sizes.append(size)
        samples.durations.append(duration)
        samples.shifts.append(shift)
        samples.keys.append(0 if flags & NOT_KEY else 1)
        place += size
        track.reached = (track.reached or 0) + duration
    return place
