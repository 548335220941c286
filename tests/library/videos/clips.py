"""Videos for the tests: two that Chromium recorded, and those of telephones, made box by box with secrets in them."""

import struct
from dataclasses import dataclass, field
from pathlib import Path

FILES = Path(__file__).parent.parent / "files"
SECRET = b"SecretMaker"
#: 12 March 2026, in seconds since 1904: the date of a recording.
DATE = 3_856_204_800
MATRICES = {
    0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0), 45: (1, 1, -1, 1),
}  # fmt: skip


def recorded(kind: str) -> bytes:
    """What a browser recorded, in fragments and without its length: « mp4 » (H.264, Opus) or « webm » (VP9, Opus)."""
    return (FILES / f"recorded.{kind}").read_bytes()


def encoded() -> bytes:
    """What an encoder made (x264 and AAC): pictures out of order, a quarter turn, and who made it, where, with what."""
    return (FILES / "encoded.mov").read_bytes()


def box(name: bytes, *contents: bytes) -> bytes:
    content = b"".join(contents)
    return struct.pack(">I4s", 8 + len(content), name) + content


def full(name: bytes, *contents: bytes, version: int = 0, flags: int = 0) -> bytes:
    return box(name, struct.pack(">I", version << 24 | flags), *contents)


def unit(kind: int, content: bytes) -> bytes:
    """A unit of H.264 with its length."""
    return struct.pack(">I", len(content) + 1) + bytes([kind]) + content


def hevc_unit(kind: int, content: bytes) -> bytes:
    return struct.pack(">IBB", len(content) + 2, kind << 1, 1) + content


SPS, PPS = bytes.fromhex("6764001eacd940a02ff9"), bytes.fromhex("68ebe3cb")
AVCC = b"\x01\x64\x00\x1e\xff\xe1" + struct.pack(">H", len(SPS)) + SPS + b"\x01" + struct.pack(">H", len(PPS)) + PPS
AVCC += b"\xfd\xf8\xf8\x00"


def hvcc() -> bytes:
    """A configuration of HEVC whose encoder left a message."""
    arrays = b"".join(
        bytes([0x80 | kind]) + struct.pack(">HH", 1, len(content)) + content
        for kind, content in ((32, b"vps"), (33, b"sps"), (34, b"pps"), (39, SECRET))
    )
    return b"\x01" + bytes(20) + b"\x03\x04" + arrays


def picture_entry(name: bytes = b"avc1", config: bytes | None = None, width: int = 640, height: int = 360) -> bytes:
    compressor = bytes([len(SECRET)]) + SECRET + bytes(31 - len(SECRET))
    fixed = bytes(6) + struct.pack(">H16xHHIIIH", 1, width, height, 0x480000, 0x480000, 0, 1) + compressor
    content = box(b"hvcC", hvcc()) if name[:3] in {b"hvc", b"hev"} else box(b"avcC", AVCC)
    profile = box(b"colr", b"prof" + SECRET)
    return box(name, fixed, struct.pack(">Hh", 24, -1), config or content, profile, box(b"note", SECRET))


def esds(kind: int = 0x40) -> bytes:
    specific = b"\x05\x80\x80\x80\x02\x12\x10"
    decoder = b"\x04\x80\x80\x80" + bytes([13 + len(specific), kind, 0x15]) + bytes(11) + specific
    tail = b"\x06\x80\x80\x80\x01\x02"
    return full(b"esds", b"\x03\x80\x80\x80" + bytes([3 + len(decoder) + len(tail)]), b"\0\0\0", decoder, tail)


def sound_entry(name: bytes = b"mp4a", *, quicktime: bool = False, kind: int = 0x40) -> bytes:
    fixed = bytes(6) + struct.pack(">HH6xHH4xI", 1, int(quicktime), 2, 16, 44100 << 16)
    if not quicktime:
        return box(name, fixed, esds(kind))
    wave = box(b"wave", box(b"frma", b"mp4a"), box(b"mp4a", bytes(4)), esds(kind), bytes(8))
    return box(name, fixed, bytes(16), wave, box(b"chan", SECRET))


@dataclass
class Line:
    """A track to be: its kind (vide, soun, meta, text), its entry, its samples."""

    kind: bytes
    entry: bytes
    samples: list[bytes]
    duration: int = 512
    units: int = 15360
    turn: int = 0
    keys: tuple[int, ...] = (1,)
    shifts: list[int] | None = None
    extras: bytes = b""
    edits: bytes = b""


def pictures(count: int = 40, *, secret: bytes = SECRET) -> list[bytes]:
    """H.264 pictures, each with a message of its encoder."""
    message = unit(6, b"\x05" + bytes([16 + len(secret)]) + bytes(16) + secret + b"\x80")
    return [message + unit(0x65 if not n else 0x41, bytes([n + 1]) * (90 + n)) for n in range(count)]


def sounds(count: int = 60) -> list[bytes]:
    return [bytes([0x21, n + 1]) * (20 + n % 5) for n in range(count)]


def places() -> Line:
    """What an iPhone adds: where each moment was."""
    return Line(b"meta", box(b"mebx", bytes(6), b"\0\1", SECRET), [b"+48.8566+002.3522/" + SECRET] * 5)


def chapters() -> Line:
    return Line(b"text", box(b"text", bytes(6), b"\0\1", bytes(43)), [b"\0\x0b" + SECRET] * 2)


def heard() -> Line:
    return Line(b"soun", sound_entry(), sounds(), 1024, 44100)


@dataclass
class Phone:
    """A file as a telephone makes it. `moov_last`: its table after its samples, as most do."""

    lines: list[Line] = field(default_factory=lambda: [Line(b"vide", picture_entry(), pictures()), heard()])
    brand: bytes = b"mp42"
    moov_last: bool = True
    long_offsets: bool = False
    secrets: bool = True
    hidden: bytes = b""

    def content(self) -> bytes:
        """The whole file."""
        head = box(b"ftyp", self.brand, bytes(4), b"isom" + self.brand)
        head += box(b"free", SECRET) + box(b"uuid", bytes(16), SECRET) if self.secrets else b""
        media = self._media()
        for _round in range(2):  # the table first moves the samples, not its own length
            start = len(head) + 8 + (0 if self.moov_last else len(self._moov([0] * 9_999)))
            moov = self._moov(self._places(start))
        parts = [box(b"mdat", media), moov] if self.moov_last else [moov, box(b"mdat", media)]
        return head + b"".join(parts)

    def _chunks(self) -> list[tuple[Line, bytes]]:
        """Ten samples of each track in turn, and what nobody points to."""
        rows: list[tuple[Line, bytes]] = []
        for first in range(0, max(len(line.samples) for line in self.lines), 10):
            rows += [(line, b"".join(line.samples[first : first + 10])) for line in self.lines]
        return [(line, chunk) for line, chunk in rows if chunk]

    def _media(self) -> bytes:
        return (SECRET if self.secrets else b"") + b"".join(chunk for _line, chunk in self._chunks()) + self.hidden

    def _places(self, start: int) -> list[int]:
        places, at = [], start + (len(SECRET) if self.secrets else 0)
        for _line, chunk in self._chunks():
            places.append(at)
            at += len(chunk)
        return places

    def _moov(self, places: list[int]) -> bytes:
        own = [(line, place) for (line, _chunk), place in zip(self._chunks(), places, strict=False)]
        traks = [
            self._trak(line, n, [place for of, place in own if of is line]) for n, line in enumerate(self.lines, 1)
        ]
        mvhd = struct.pack(">4IIH10x", DATE, DATE, 600, 900, 0x10000, 0x100)
        place = box(b"udta", box(b"\xa9xyz", b"\0\x12\x15\xc7", b"+48.8566+002.3522/"), box(b"\xa9mak", SECRET))
        keys = full(b"keys", struct.pack(">I", 1), box(b"mdta", b"com.apple.quicktime.location.ISO6709"))
        meta = box(b"meta", full(b"hdlr", bytes(4), b"mdta", bytes(13)), keys, box(b"ilst", SECRET))
        extras = place + meta + box(b"free", SECRET) + box(b"uuid", bytes(16), SECRET) if self.secrets else b""
        return box(b"moov", full(b"mvhd", mvhd, matrix(0), bytes(24), b"\0\0\0\x09"), *traks, extras)

    def _trak(self, line: Line, number: int, places: list[int]) -> bytes:
        tkhd = struct.pack(">5I8x4H", DATE, DATE, number, 0, 900, 0, 0, 0, 0)
        mdhd = struct.pack(">4IHH", DATE, DATE, line.units, line.duration * len(line.samples), 0x15C7, 0)
        name = SECRET if self.secrets else b""
        stbl = box(b"stbl", full(b"stsd", struct.pack(">I", 1), line.entry), *self._tables(line, places), line.extras)
        hdlr = full(b"hdlr", bytes(4), line.kind, bytes(12), name + b"\0")
        return box(
            b"trak", full(b"tkhd", tkhd, matrix(line.turn), bytes(8), flags=3), line.edits,
            box(b"mdia", full(b"mdhd", mdhd), hdlr, box(b"minf", stbl)),
            box(b"udta", box(b"name", name)),
        )  # fmt: skip

    def _tables(self, line: Line, places: list[int]) -> list[bytes]:
        count, letter = len(line.samples), "Q" if self.long_offsets else "I"
        per_chunk = [(1, 10)] if count % 10 == 0 or count < 10 else [(1, 10), (count // 10 + 1, count % 10)]
        if count < 10:
            per_chunk = [(1, count)]
        rows = b"".join(struct.pack(">III", first, many, 1) for first, many in per_chunk)
        tables = [
            full(b"stts", struct.pack(">III", 1, count, line.duration)),
            full(b"stsc", struct.pack(">I", len(per_chunk)), rows),
            full(b"stsz", struct.pack(f">II{count}I", 0, count, *map(len, line.samples))),
            full(
                b"co64" if self.long_offsets else b"stco", struct.pack(f">I{len(places)}{letter}", len(places), *places)
            ),
        ]
        if line.kind == b"vide":
            tables.append(full(b"stss", struct.pack(f">I{len(line.keys)}I", len(line.keys), *line.keys)))
        if line.shifts:
            pairs = b"".join(struct.pack(">Ii", 1, shift) for shift in line.shifts)
            tables.append(full(b"ctts", struct.pack(">I", len(line.shifts)), pairs, version=1))
        return tables


def matrix(degrees: int) -> bytes:
    a, b, c, d = (number << 16 for number in MATRICES[degrees])
    return struct.pack(">9i", a, b, 0, c, d, 0, 360 << 16, 0, 0x40000000)


def phone(**changes: object) -> bytes:
    return Phone(**changes).content()  # type: ignore[arg-type]


def iphone() -> bytes:
    """QuickTime: HEVC held upright, sound of version 1, places and chapters."""
    frames = [hevc_unit(39, SECRET) + hevc_unit(19 if not n else 1, bytes([n + 1]) * 200) for n in range(40)]
    edits = box(b"edts", full(b"elst", struct.pack(">IIiI", 1, 790, 512, 0x10000)))
    picture = Line(b"vide", picture_entry(b"hvc1"), frames, turn=90, keys=(1, 21), edits=edits)
    sound = Line(b"soun", sound_entry(quicktime=True), sounds(), 1024, 44100)
    return phone(lines=[picture, sound, places(), chapters()], brand=b"qt  ")


# --- WebM ---------------------------------------------------------------------------------------------------
def element(name: int, *contents: bytes, size: int | None = None) -> bytes:
    """An EBML element; `size` may lie."""
    content = b"".join(contents)
    length = len(content) if size is None else size
    return name.to_bytes((name.bit_length() + 7) // 8, "big") + (length | 1 << 56).to_bytes(8, "big") + content


def webm_with_secrets() -> bytes:
    """The recorded one, with all that muxers add: tags, an attachment, chapters, names, bytes left empty."""
    whole = recorded("webm")
    segment = whole.index(b"\x18\x53\x80\x67")
    body = whole[segment + 12 :]
    tag = element(0x67C8, element(0x45A3, b"LOCATION"), element(0x4487, b"+48.8566+002.3522/" + SECRET))
    extras = [
        element(0xEC, SECRET),
        element(0x1254C367, element(0x7373, tag)),
        element(0x1941A469, element(0x61A7, element(0x466E, SECRET), element(0x465C, SECRET))),
        element(0x1043A770, element(0x45B9, SECRET)),
        element(0x1549A966, element(0x2AD7B1, b"\x0f\x42\x40"), element(0x4D80, SECRET), element(0x7BA9, SECRET),
                element(0x4461, bytes(8))),
    ]  # fmt: skip
    return whole[:segment] + element(0x18538067, *extras, body)


def made_webm() -> bytes:
    """Box by box: blocks in groups, a track of subtitles, and a secret behind what the decoder of sound reads."""
    opus = b"OpusHead\x01\x02\x38\x01\x80\xbb\0\0\0\0\0"
    tracks = element(
        0x1654AE6B,
        element(0xAE, element(0xD7, b"\x01"), element(0x83, b"\x01"), element(0x86, b"V_VP8"), element(0x536E, SECRET),
                element(0xE0, element(0xB0, b"\x01\x40"), element(0xBA, b"\xb4"))),
        element(0xAE, element(0xD7, b"\x02"), element(0x83, b"\x02"), element(0x86, b"A_OPUS"),
                element(0x63A2, opus + SECRET),
                element(0xE1, element(0xB5, struct.pack(">f", 48000)), element(0x9F, b"\x02"))),
        element(0xAE, element(0xD7, b"\x03"), element(0x83, b"\x11"), element(0x86, b"S_TEXT/UTF8")),
    )  # fmt: skip
    blocks = [
        element(0xA0, element(0xA1, struct.pack(">BhB", 0x81, n * 40, 0), bytes([n + 1]) * 90), element(0x9B, b"\x28"),
                b"" if n == 0 else element(0xFB, b"\xd8"), element(0x75A1, SECRET))
        for n in range(30)
    ]  # fmt: skip
    blocks += [element(0xA3, struct.pack(">BhB", 0x82, n * 20, 0x80), bytes([n + 1]) * 30) for n in range(60)]
    blocks += [element(0xA3, struct.pack(">BhB", 0x83, 0, 0x80), SECRET)]
    info = element(0x1549A966, element(0x2AD7B1, b"\x0f\x42\x40"), element(0x4D80, SECRET))
    cluster = element(0x1F43B675, element(0xE7, b"\0"), *blocks)
    return element(0x1A45DFA3, element(0x4282, b"matroska")) + element(0x18538067, info, tracks, cluster)
