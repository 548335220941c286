"""What the readers find and the writers need."""

from array import array
from dataclasses import dataclass, field
from typing import IO


class VideoRefused(Exception):
    """This file can't become a video. Its text says what to do."""


class Broken(Exception):
    """A size, a count or an offset that does not hold."""


@dataclass(frozen=True)
class Limits:
    """What a video may be. `size` in bytes, `seconds` of length, `samples` of picture and sound, `side` in points."""

    size: int
    seconds: int
    samples: int = 120_000
    side: int = 4096


@dataclass(frozen=True)
class Codec:
    """How pictures or sound are written. `everywhere`: each browser of the last five years plays it."""

    name: str
    everywhere: bool = True


@dataclass(frozen=True)
class Video:
    """A rebuilt video. Width and height as it is seen, `rotation` included (a quarter turn swaps them)."""

    container: str
    codecs: tuple[Codec, ...]
    seconds: float
    width: int
    height: int
    rotation: int
    has_sound: bool

    @property
    def plays_everywhere(self) -> bool:
        return all(codec.everywhere for codec in self.codecs)


H264, VP8, VP9 = Codec("H.264"), Codec("VP8"), Codec("VP9")
#: With ten bits or full colours, as some cameras do.
H264_RICH = Codec("H.264", everywhere=False)
#: Safari plays it everywhere; the others where the machine has a decoder.
HEVC = Codec("HEVC", everywhere=False)
#: Not on most Apple devices before 2023.
AV1 = Codec("AV1", everywhere=False)
AAC, OPUS = Codec("AAC"), Codec("Opus")


@dataclass
class Samples:
    """Pictures or pieces of sound in the order of decoding, one column per property.

    `offsets` and `sizes` in bytes of the source; `durations` and `shifts` (from decoding to showing) in the track's
    units; `keys`: 1 where one can begin to play.
    """

    offsets: "array[int]" = field(default_factory=lambda: array("Q"))
    sizes: "array[int]" = field(default_factory=lambda: array("Q"))
    durations: "array[int]" = field(default_factory=lambda: array("Q"))
    shifts: "array[int]" = field(default_factory=lambda: array("q"))
    keys: bytearray = field(default_factory=bytearray)

    def __len__(self) -> int:
        return len(self.sizes)


def read_at(source: IO[bytes], offset: int, count: int) -> bytes:
    """Exactly these bytes of the file, or Broken."""
    source.seek(offset)
    data = source.read(count)
    if len(data) != count:
        raise Broken
    return data
