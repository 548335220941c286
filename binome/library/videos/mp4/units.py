"""The units of a picture in H.264 and HEVC: a length, then a header that says what it is.

Encoders and cameras may leave messages between the pictures (SEI: the maker's name, settings, sometimes a place). Each
becomes filler of the same length, which decoders skip, so that no offset moves.
"""

from ..values import H264, Broken, Codec


def clean_units(sample: bytes, length_size: int, codec: Codec) -> bytes:
    """The same picture without messages. Raises Broken when its units do not fill it exactly."""
    cleaned, at = bytearray(sample), 0
    while at < len(sample):
        start = at + length_size
        end = start + int.from_bytes(sample[at:start], "big")
        if start > len(sample) or end > len(sample):
            raise Broken
        if end > start:
            _silence(cleaned, start, end, codec)
        at = end
    return bytes(cleaned)


def _silence(cleaned: bytearray, start: int, end: int, codec: Codec) -> None:
    """Messages, and the kinds left to each maker: Rec. ITU-T H.264 §7.4.1 (6 and from 24; filler is 12) and H.265
    §7.4.2.2 (39, 40 and from 48; filler is 38)."""
    if codec.name == H264.name:
        kind, filler = cleaned[start] & 31, b"\x0c"
        private = kind == 6 or kind >= 24
    else:
        kind, filler = cleaned[start] >> 1 & 63, b"\x4c\x01"
        private = kind in {39, 40} or kind >= 48
    if private and end - start > len(filler):
        cleaned[start:end] = filler + b"\xff" * (end - start - len(filler) - 1) + b"\x80"
