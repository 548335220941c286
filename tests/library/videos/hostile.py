"""Forty hostile videos, each with its name. All of them are made here; none is decoded by anyone."""

import struct
from collections.abc import Callable

from . import clips
from .clips import Line, Phone, box, element, full, phone, picture_entry, pictures, recorded

U32, U64 = 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF
HTML = b"<!doctype html><script>alert(document.cookie)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
ZIP = b"PK\x03\x04" + bytes(26) + b"index.html" + HTML


def _patched(content: bytes, mark: bytes, offset: int, layout: str, *values: int) -> bytes:
    """The bytes at `offset` after the first `mark`, replaced."""
    at = content.index(mark) + offset
    packed = struct.pack(layout, *values)
    return content[:at] + packed + content[at + len(packed) :]


def _with_table(name: bytes, *values: int) -> bytes:
    """An ordinary video, one table of which claims what it does not hold."""
    return _patched(phone(), name, 8, f">{len(values)}I", *values)


def _nested(depth: int) -> bytes:
    content = b""
    for _level in range(depth):
        content = box(b"moov", content)
    return box(b"ftyp", b"isom", bytes(4)) + content


def _many_tracks() -> bytes:
    """Each track is small, and says that it has as many samples as we read."""
    tables = full(b"stsz", struct.pack(">II", 1, 120_000)) + full(b"stts", struct.pack(">III", 1, 120_000, 1))
    tables += full(b"stsc", struct.pack(">IIII", 1, 1, 120_000, 1)) + full(b"stco", struct.pack(">II", 1, 40))
    stbl = box(b"stbl", full(b"stsd", struct.pack(">I", 1), picture_entry()), tables)
    hdlr = full(b"hdlr", bytes(4), b"vide", bytes(13))
    mdhd = full(b"mdhd", struct.pack(">4IHH", 0, 0, 1000, 1, 0, 0))
    tkhd = full(b"tkhd", struct.pack(">5I8x4H", 0, 0, 1, 0, 0, 0, 0, 0, 0), clips.matrix(0), bytes(8))
    trak = box(b"trak", tkhd, box(b"mdia", mdhd, hdlr, box(b"minf", stbl)))
    mvhd = full(b"mvhd", struct.pack(">4I", 0, 0, 600, 1), bytes(80))
    return box(b"ftyp", b"isom", bytes(4)) + box(b"moov", mvhd, trak * 450) + box(b"mdat", bytes(200_000))


def _all_samples_are_one() -> bytes:
    """Forty pictures that are the same million bytes: the copy would be forty times what was sent."""
    line = Line(b"vide", picture_entry(), [clips.unit(0x65, bytes(1_000_000))] + [b""] * 39)
    content = phone(lines=[line])
    return _patched(content, b"stsz", 12, ">40I", *[1_000_005] * 40)


def _endless_fragments() -> bytes:
    """Ten thousand fragments of nothing, then one more."""
    whole = recorded("mp4")
    return whole[: whole.index(b"moof") - 4] + box(b"moof", box(b"mfhd", bytes(8))) * 10_500


def _fragment_of_many() -> bytes:
    whole = recorded("mp4")
    return _patched(whole, b"trun", 8, ">I", 0x7FFFFFFF)


def _webm(*parts: bytes) -> bytes:
    header = recorded("webm")[: recorded("webm").index(b"\x18\x53\x80\x67")]
    return header + b"\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff" + b"".join(parts)


def _webm_body() -> bytes:
    whole = recorded("webm")
    return whole[whole.index(b"\x18\x53\x80\x67") + 12 :]


def _heavy_sample() -> bytes:
    line = Line(b"vide", picture_entry(), [clips.unit(0x65, bytes(40_000_000)), *pictures(9)])
    return phone(lines=[line])


def _hundred_megabytes() -> bytes:
    frames = [clips.unit(0x65 if not n else 0x41, bytes([n % 251 + 1]) * 1_000_000) for n in range(100)]
    return phone(lines=[Line(b"vide", picture_entry(), frames)])


#: Name → how it is made; then whether it is a video all the same.
VIDEOS: dict[str, tuple[Callable[[], bytes], bool]] = {
    "empty.mp4": (lambda: b"", False),
    "eight-zeros.mp4": (lambda: bytes(8), False),
    "text.mp4": (lambda: "Bonjour, je suis une vidéo.".encode(), False),
    "page.mp4": (lambda: HTML * 50, False),
    "drawing.webm": (lambda: SVG, False),
    "archive.mov": (lambda: ZIP * 10, False),
    "program.mp4": (lambda: b"\x7fELF" + bytes(4000), False),
    "photo.mp4": (lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(500), False),
    "heic.mp4": (lambda: box(b"ftyp", b"heic", bytes(4), b"mif1") + full(b"meta", bytes(900)), False),
    "avif.mp4": (lambda: box(b"ftyp", b"avif", bytes(4), b"mif1") + full(b"meta", bytes(900)), False),
    "avif-sequence.mp4": (
        lambda: phone(lines=[Line(b"pict", picture_entry(), pictures())], brand=b"avis"), False),
    "sound-only.m4a": (lambda: phone(lines=[clips.heard()]), False),
    "head-of-a-page.mp4": (lambda: box(b"ftyp", b"isom", HTML) + phone(), False),
    "page-after.mp4": (lambda: phone() + box(b"free", HTML), True),
    "archive-after.mp4": (lambda: phone() + ZIP, False),
    "script-between-samples.mp4": (lambda: phone(hidden=HTML * 20), True),
    "half.mp4": (lambda: phone()[:3000], False),
    "no-samples.mp4": (lambda: phone()[: phone().index(b"mdat") - 4] + phone()[phone().index(b"moov") - 4 :], False),
    "box-of-2-63.mp4": (lambda: struct.pack(">I4sQ", 1, b"ftyp", 1 << 63) + phone(), False),
    "box-of-2-64.mp4": (lambda: box(b"ftyp", b"isom") + struct.pack(">I4sQ", 1, b"moov", U64), False),
    "box-of-nothing.mp4": (lambda: struct.pack(">I4sQ", 1, b"ftyp", 0) + phone(), False),
    "box-of-three.mp4": (lambda: box(b"ftyp", b"isom") + struct.pack(">I4s", 3, b"moov") * 9000, False),
    "boxes-in-boxes.mp4": (lambda: _nested(20_000), False),
    "ten-thousand-boxes.mp4": (lambda: box(b"ftyp", b"isom") + box(b"free") * 60_000 + phone(), False),
    "four-billion-samples.mp4": (lambda: _with_table(b"stsz", 8, U32), False),
    "four-billion-rows.mp4": (lambda: _with_table(b"stts", U32, U32), False),
    "four-billion-chunks.mp4": (lambda: _with_table(b"stco", U32), False),
    "chunks-backwards.mp4": (lambda: _with_table(b"stsc", 2, 5, 10, 1, 1, 10), False),
    "samples-outside.mp4": (lambda: _with_table(b"stco", 4, U32 - 9, U32 - 8), False),
    "all-samples-are-one.mp4": (_all_samples_are_one, False),
    "units-of-nothing.mp4": (lambda: _patched(phone(), b"mvhd", 16, ">I", 0), False),
    "four-hundred-tracks.mp4": (_many_tracks, False),
    "endless-fragments.mp4": (_endless_fragments, False),
    "fragment-of-billions.mp4": (_fragment_of_many, False),
    "picture-of-40-megabytes.mp4": (_heavy_sample, False),
    "hundred-megabytes.mp4": (_hundred_megabytes, True),
    "lying-element.webm": (lambda: _webm(element(0x1549A966, b"x", size=(1 << 55) - 2)), False),
    "elements-in-elements.webm": (lambda: _webm(b"\x1f\x43\xb6\x75\x01\xff\xff\xff\xff\xff\xff\xff" * 50_000), False),
    "a-million-voids.webm": (lambda: _webm(b"\xec\x80" * 1_000_000, _webm_body()), False),
    "half.webm": (lambda: recorded("webm")[:9000], False),
    "bombs-of-tags.webm": (
        lambda: _webm(element(0x1254C367, HTML * 100_000), _webm_body()), True),
    "encrypted.mp4": (
        lambda: phone(lines=[Line(b"vide", picture_entry(b"encv"), pictures()), *Phone().lines[1:]]), False),
}  # fmt: skip
