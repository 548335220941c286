"""WebM (EBML, RFC 8794 and RFC 9559): what browsers record. Read into blocks, written anew with sizes and cues."""

from typing import IO

from ..values import Broken, Limits, Video, VideoRefused
from ..words import too_large, too_long
from .reading import read_recording
from .writing import write_recording


def rebuild_webm(source: IO[bytes], target: IO[bytes], *, size: int, limits: Limits) -> Video:
    """As `rebuild_video`, for this family. Raises VideoRefused, Broken."""
    recording = read_recording(source, size=size, limits=limits)
    picture = recording.picture
    if max(picture.width, picture.height) > limits.side:
        raise VideoRefused(too_large(picture.width, picture.height))
    if recording.seconds > limits.seconds + 1:
        raise VideoRefused(too_long(recording.seconds, limits.seconds))
    if not recording.seconds or not any(block.key for block in recording.blocks if block.track == picture.number):
        raise Broken
    write_recording(recording, source, target)
    codecs = tuple(track.codec for track in recording.tracks)
    sound = len(recording.tracks) > 1
    return Video("webm", codecs, recording.seconds, picture.width, picture.height, 0, has_sound=sound)
