"""A video rebuilt from its samples: nothing of the file she sent is kept but what one sees and hears (N9).

No query, no storage, no decoding: a file in, a file out, in constant memory. `mp4/` reads what telephones make, `webm/`
what browsers record; both write a new container from a whitelist, so that a place, a maker, a date, a name, a chapter
or anything hidden between the samples has nowhere to go. Begin with `rebuild_video`. Why by hand: docs/adr/0012.
"""

import struct
from typing import IO

from .mp4 import rebuild_mp4
from .values import Broken, Limits, Video, VideoRefused
from .webm import rebuild_webm
from .words import broken, not_a_video, too_heavy

__all__ = ["Limits", "Video", "VideoRefused", "rebuild_video"]


def rebuild_video(source: IO[bytes], target: IO[bytes], *, limits: Limits) -> Video:
    """Write in `target` the same video without its metadata; the answer says what it is. Raises VideoRefused.

    `source` is any seekable file, of any content. What `target` holds after a refusal is worth nothing.
    """
    size = source.seek(0, 2)
    if size > limits.size:
        raise VideoRefused(too_heavy(size, limits.size))
    source.seek(0)
    start = source.read(512)
    try:
        if start[4:8] in {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"}:
            return rebuild_mp4(source, target, size=size, limits=limits)
        if start.startswith(b"\x1a\x45\xdf\xa3"):
            return rebuild_webm(source, target, size=size, limits=limits)
    except (Broken, struct.error, IndexError, ValueError, OverflowError):
        raise VideoRefused(broken()) from None
    raise VideoRefused(not_a_video(start))
