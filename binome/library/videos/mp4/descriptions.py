"""How a track is written (`stsd`, ISO/IEC 14496-12 §8.5.2), rebuilt field by field.

A description holds what a decoder needs; the rest (the name of the encoder, colour profiles, notes) is not copied.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass

from ..values import AAC, AV1, H264, H264_RICH, HEVC, OPUS, VP9, Broken, Codec
from .boxes import box, child, child_or_none, full_box

#: The longest configuration of a decoder.
MOST_BYTES = 8192
#: Profiles of H.264 that each browser plays: baseline, main, high (ISO/IEC 14496-10 annex A).
COMMON_PROFILES = {66, 77, 100}


@dataclass(frozen=True)
class Description:
    """A rebuilt description. `nal_size`: bytes of the length before each unit of a picture; 0 where there is none."""

    codec: Codec
    entry: bytes
    width: int = 0
    height: int = 0
    nal_size: int = 0


def describe_pictures(name: bytes, entry: bytes) -> Description | None:
    """From a visual sample entry; None when no browser plays such pictures."""
    if name not in PICTURES:
        return None
    codec, config_name, rebuild = PICTURES[name]
    width, height = struct.unpack_from(">HH", entry, 24)
    inside = entry[78:]
    config, nal_size = rebuild(child(inside, config_name))
    if not width or not height or len(config) > MOST_BYTES:
        raise Broken
    if codec is H264 and config[1] not in COMMON_PROFILES:
        codec = H264_RICH
    fixed = struct.pack(">6xH16xHHIII H32xHh", 1, width, height, 0x480000, 0x480000, 0, 1, 24, -1)
    extras = [_colours(child_or_none(inside, b"colr")), _shape(child_or_none(inside, b"pasp"))]
    return Description(codec, box(name, fixed, box(config_name, config), *extras), width, height, nal_size)


def describe_sound(name: bytes, entry: bytes) -> Description | None:
    """From an audio sample entry, of QuickTime too (its versions 1 and 2 are longer)."""
    if name not in {b"mp4a", b"Opus"}:
        return None
    version, channels = struct.unpack_from(">H", entry, 8)[0], struct.unpack_from(">H", entry, 16)[0]
    (rate,) = struct.unpack_from(">I", entry, 24)
    inside = entry[28 + {0: 0, 1: 16, 2: 36}.get(version, 0) :]
    if version == 2:
        rate = min(int(struct.unpack_from(">d", entry, 32)[0]), 0xFFFF) << 16
        (channels,) = struct.unpack_from(">I", entry, 40)
    if not 0 < channels <= 8:
        raise Broken
    fixed = struct.pack(">6xH8xHH4xI", 1, channels, 16, rate)
    if name == b"Opus":
        return Description(OPUS, box(name, fixed, box(b"dOps", _opus(child(inside, b"dOps")))))
    found = child_or_none(inside, b"esds") or child(inside, b"wave", b"esds")
    config = _decoder_config(found)
    return None if config is None else Description(AAC, box(name, fixed, full_box(b"esds", config)))


def _avc(config: bytes) -> tuple[bytes, int]:
    """AVCDecoderConfigurationRecord (ISO/IEC 14496-15 §5.3.3): its fixed part and its parameter sets."""
    at, kept = 6, config[:6]
    for _set in range(config[5] & 31):
        kept, at = _unit(config, at, kept)
    kept += config[at : at + 1]
    for _set in range(config[at]):
        kept, at = _unit(config, at if _set else at + 1, kept)
    if config[1] in {100, 110, 122, 144}:  # what high profiles add: the format of colours
        kept += config[len(kept) : len(kept) + 3] + b"\0" if len(config) >= len(kept) + 4 else b""
    return kept, (config[4] & 3) + 1


def _unit(config: bytes, at: int, kept: bytes) -> tuple[bytes, int]:
    end = at + 2 + struct.unpack_from(">H", config, at)[0]
    if end > len(config):
        raise Broken
    return kept + config[at:end], end


def _hevc(config: bytes) -> tuple[bytes, int]:
    """HEVCDecoderConfigurationRecord (§8.3.3): parameter sets only, not the messages that encoders leave there."""
    arrays, at = [], 23
    for _array in range(config[22]):
        kind, count = struct.unpack_from(">BH", config, at)
        head, units = config[at : at + 3], b""
        at += 3
        for _set in range(count):
            units, at = _unit(config, at, units)
        if kind & 63 in {32, 33, 34}:
            arrays.append(head + units)
    return config[:22] + bytes([len(arrays)]) + b"".join(arrays), (config[21] & 3) + 1


def _av1(config: bytes) -> tuple[bytes, int]:
    return config[:4], 0  # the sequence header is in the first picture too


def _vp9(config: bytes) -> tuple[bytes, int]:
    return config[:10] + b"\0\0", 0


PICTURES: dict[bytes, tuple[Codec, bytes, Callable[[bytes], tuple[bytes, int]]]] = {
    b"avc1": (H264, b"avcC", _avc), b"avc3": (H264, b"avcC", _avc), b"hvc1": (HEVC, b"hvcC", _hevc),
    b"hev1": (HEVC, b"hvcC", _hevc), b"av01": (AV1, b"av1C", _av1), b"vp09": (VP9, b"vpcC", _vp9),
}  # fmt: skip


def _colours(content: bytes | None) -> bytes:
    """The numbers of the colour space; a profile (ICC) is not copied."""
    sizes = {b"nclx": 11, b"nclc": 10}
    if content is None or content[:4] not in sizes or len(content) < sizes[content[:4]]:
        return b""
    return box(b"colr", content[: sizes[content[:4]]])


def _shape(content: bytes | None) -> bytes:
    return box(b"pasp", content[:8]) if content is not None and len(content) >= 8 else b""


def _opus(content: bytes) -> bytes:
    if len(content) < 11:
        raise Broken
    return content[:11] if content[10] == 0 else content[: 13 + content[1]]


def _decoder_config(content: bytes) -> bytes | None:
    """The AAC configuration of an `esds` (ISO/IEC 14496-1 §7.2.6) in a fresh one; None when it is no AAC."""
    at, end = 4, len(content)
    kind, at, end = _tag(content, at, end)
    if kind != 3:
        raise Broken
    flags = content[at + 2]
    at += 3 + (2 if flags & 0x80 else 0) + (2 if flags & 0x20 else 0)
    if flags & 0x40:
        at += 1 + content[at]
    kind, at, end = _tag(content, at, end)
    if kind != 4 or content[at] not in {0x40, 0x66, 0x67, 0x68}:
        return None
    head = content[at : at + 5] + bytes(8)
    kind, at, end = _tag(content, at + 13, end)
    if kind != 5 or end - at > 64 or end <= at:
        raise Broken
    decoder = head + _tagged(5, content[at:end])
    return _tagged(3, b"\0\0\0" + _tagged(4, decoder) + _tagged(6, b"\x02"))


def _tag(content: bytes, at: int, limit: int) -> tuple[int, int, int]:
    """A descriptor's kind, where its content begins and where it ends."""
    kind, at, size = content[at], at + 1, 0
    for _byte in range(4):
        byte, at = content[at], at + 1
        size = size << 7 | byte & 127
        if byte < 128:
            break
    if at + size > limit:
        raise Broken
    return kind, at, at + size


def _tagged(kind: int, content: bytes) -> bytes:
    return bytes([kind, len(content)]) + content
