"""What a file in this family says, in one piece or in fragments: a picture and perhaps a sound."""

from dataclasses import dataclass, field

from ..values import Codec, Samples
from .descriptions import Description

#: The four ways to hold a telephone: the matrix of a track (a, b, c, d) → degrees clockwise.
TURNS = {(1, 0, 0, 1): 0, (0, 1, -1, 0): 90, (-1, 0, 0, -1): 180, (0, -1, 1, 0): 270}


@dataclass
class Track:
    """One picture or one sound. `units` per second; `edits`: (length in the movie's units, start in the track's)."""

    number: int
    is_picture: bool
    units: int
    description: Description
    rotation: int = 0
    edits: list[tuple[int, int]] = field(default_factory=list)
    samples: Samples = field(default_factory=Samples)
    #: When the next fragment should begin, in its own units; None before the first.
    reached: int | None = None

    @property
    def codec(self) -> Codec:
        return self.description.codec

    @property
    def width(self) -> int:
        return self.description.width

    @property
    def height(self) -> int:
        return self.description.height

    @property
    def length(self) -> int:
        return sum(self.samples.durations)

    @property
    def seconds(self) -> float:
        return self.length / self.units


@dataclass
class Movie:
    """`tracks`: the picture first."""

    units: int
    tracks: list[Track]

    @property
    def picture(self) -> Track:
        return self.tracks[0]
