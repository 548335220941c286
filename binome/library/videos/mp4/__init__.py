"""MP4 and MOV (ISO/IEC 14496-12, QuickTime): read into tracks of samples, written anew.

Whether the file is in one piece or in fragments, with its table before or after its samples, the copy is in one piece
with the table first, so that it plays before it has arrived whole.
"""

from typing import IO

from ..values import Broken, Limits, Video, VideoRefused
from ..words import too_large, too_long
from .reading import read_movie
from .writing import write_movie


def rebuild_mp4(source: IO[bytes], target: IO[bytes], *, size: int, limits: Limits) -> Video:
    """As `rebuild_video`, for this family. Raises VideoRefused, Broken."""
    movie = read_movie(source, size=size, limits=limits)
    picture = movie.picture
    if max(picture.width, picture.height) > limits.side:
        raise VideoRefused(too_large(picture.width, picture.height))
    seconds = max(track.seconds for track in movie.tracks)
    if seconds > limits.seconds + 1:
        raise VideoRefused(too_long(seconds, limits.seconds))
    if not seconds or not any(picture.samples.keys):
        raise Broken
    write_movie(movie, source, target)
    sides = (picture.width, picture.height)
    width, height = sides if picture.rotation % 180 == 0 else sides[::-1]
    codecs = tuple(track.codec for track in movie.tracks)
    return Video("mp4", codecs, seconds, width, height, picture.rotation, has_sound=len(movie.tracks) > 1)
