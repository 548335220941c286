"""From the elements of a file to a recording: its tracks, and where each block is.

Tags, attachments, chapters, subtitles and the names of the software are not read at all.
"""

from dataclasses import dataclass
from typing import IO

from ..values import AV1, OPUS, VP8, VP9, Broken, Codec, Limits, VideoRefused, read_at
from ..words import no_pictures, protected, unknown_pictures, unknown_sound
from . import elements as e

CODECS = {b"V_VP8": VP8, b"V_VP9": VP9, b"V_AV1": AV1, b"A_OPUS": OPUS}
PICTURE, SOUND = 1, 2
MOST_HEAD = 1_000_000  # bytes of the description of the tracks
MOST_BLOCK = 16_000_000


@dataclass(frozen=True)
class Track:
    """One picture or one sound, as its blocks name it."""

    number: int
    kind: int
    codec: Codec
    codec_name: bytes
    private: bytes
    delays: tuple[int, int]
    width: int = 0
    height: int = 0
    rate: float = 0
    channels: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """One block of frames. `time` in the recording's units; `start` and `size`: its frames, without its head."""

    track: int
    time: int
    start: int
    size: int
    flags: int
    key: bool


@dataclass
class Recording:
    """`unit`: nanoseconds; `tracks`: the picture first; `blocks` in the order of the file."""

    unit: int
    tracks: list[Track]
    blocks: list[Block]

    @property
    def picture(self) -> Track:
        return self.tracks[0]

    @property
    def length(self) -> int:
        """In its units: until the last block, and one more of the usual length."""
        times = sorted(block.time for block in self.blocks if block.track == self.picture.number)
        last = max(block.time for block in self.blocks)
        return last - times[0] + (max(1, (times[-1] - times[0]) // (len(times) - 1)) if len(times) > 1 else 1)

    @property
    def seconds(self) -> float:
        return self.length * self.unit / 1e9


def read_recording(source: IO[bytes], *, size: int, limits: Limits) -> Recording:
    """The recording with its blocks' places. Raises VideoRefused, Broken."""
    reader = e.Reader(source, size)
    header = reader.element(0, size)
    if e.children(reader.content(header, 4096)).get(e.DOC_TYPE) not in {b"webm", b"matroska"}:
        raise Broken
    segment = reader.element(header.end or size, size)
    if segment.name != e.SEGMENT:
        raise Broken
    unit = 1_000_000
    tracks: list[Track] = []
    blocks: list[Block] = []
    at, end = segment.start, segment.end or size
    while at < end:
        found = reader.element(at, end)
        if found.name == e.CLUSTER:
            at = _read_cluster(reader, found, end, {track.number for track in tracks}, blocks, limits.samples)
            continue
        if found.end is None:
            raise Broken
        if found.name == e.INFO:
            unit = e.unsigned(e.children(reader.content(found, MOST_HEAD)).get(e.TIMESTAMP_SCALE), unit)
        elif found.name == e.TRACKS and not tracks:
            tracks = _tracks(reader, found)
        at = found.end
    if not tracks or not 1_000 <= unit <= 1_000_000_000 or not any(b.track == tracks[0].number for b in blocks):
        raise Broken
    return Recording(unit, tracks, blocks)


def _tracks(reader: e.Reader, found: e.Element) -> list[Track]:
    """The first picture and the first sound that browsers play."""
    chosen: dict[int, Track] = {}
    unknown: dict[int, bytes] = {}
    for entry in reader.inside(found.start, found.end or found.start):
        if entry.name != e.TRACK_ENTRY:
            continue
        fields = e.children(reader.content(entry, MOST_HEAD))
        kind, codec_name = e.unsigned(fields.get(e.KIND)), fields.get(e.CODEC, b"").rstrip(b"\0")
        if e.ENCODINGS in fields and kind in {PICTURE, SOUND}:
            raise VideoRefused(protected())
        if codec_name not in CODECS:
            unknown.setdefault(kind, codec_name)
        elif kind in {PICTURE, SOUND} and kind not in chosen:
            chosen[kind] = _track(kind, codec_name, fields)
    if PICTURE not in chosen:
        raise VideoRefused(unknown_pictures(_readable(unknown[PICTURE])) if PICTURE in unknown else no_pictures())
    if SOUND in unknown and SOUND not in chosen:
        raise VideoRefused(unknown_sound(_readable(unknown[SOUND])))
    return [chosen[kind] for kind in (PICTURE, SOUND) if kind in chosen]


def _track(kind: int, codec_name: bytes, fields: dict[int, bytes]) -> Track:
    number, codec = e.unsigned(fields.get(e.NUMBER)), CODECS[codec_name]
    if not 0 < number < 127 or codec_name.startswith(b"A") != (kind == SOUND):
        raise Broken
    private = _private(codec, fields.get(e.PRIVATE, b""))
    delays = (e.unsigned(fields.get(e.CODEC_DELAY)), e.unsigned(fields.get(e.SEEK_PRE_ROLL)))
    if kind == PICTURE:
        seen = e.children(fields.get(e.VIDEO, b""))
        width, height = e.unsigned(seen.get(e.WIDTH)), e.unsigned(seen.get(e.HEIGHT))
        if not width or not height:
            raise Broken
        return Track(number, kind, codec, codec_name, private, delays, width=width, height=height)
    heard = e.children(fields.get(e.AUDIO, b""))
    rate, channels = e.real(heard.get(e.RATE), 8000.0), e.unsigned(heard.get(e.CHANNELS), 1)
    if not 0 < rate <= 400_000 or not 0 < channels <= 8:
        raise Broken
    return Track(number, kind, codec, codec_name, private, delays, rate=rate, channels=channels)


def _private(codec: Codec, content: bytes) -> bytes:
    """What the decoder needs, without what may follow it."""
    if codec == OPUS:
        if not content.startswith(b"OpusHead") or len(content) < 19:
            raise Broken
        return content[:19] if content[18] == 0 else content[: 21 + content[9]]
    return content[:4] if codec == AV1 else b""


def _read_cluster(
    reader: e.Reader, cluster: e.Element, limit: int, wanted: set[int], blocks: list[Block], most: int
) -> int:
    """Add the blocks of a cluster; the answer is where it ends."""
    base, at, end = 0, cluster.start, cluster.end if cluster.end is not None else limit
    while at < end:
        found = reader.element(at, end)
        if cluster.end is None and found.name in e.BESIDE_CLUSTERS:
            break
        if found.end is None:
            raise Broken
        if found.name == e.TIMESTAMP:
            base = e.unsigned(reader.content(found, 8))
        elif found.name == e.SIMPLE_BLOCK:
            _add_block(reader, found, base, None, wanted, blocks)
        elif found.name == e.BLOCK_GROUP:
            inside = {part.name: part for part in reader.inside(found.start, found.end)}
            if e.BLOCK in inside:
                _add_block(reader, inside[e.BLOCK], base, e.REFERENCE not in inside, wanted, blocks)
        if len(blocks) > most:
            raise Broken
        at = found.end
    return at


def _add_block(
    reader: e.Reader, found: e.Element, base: int, key: bool | None, wanted: set[int], blocks: list[Block]
) -> None:
    """A block is a track, a time since its cluster, flags, then frames. `key`: None when its flags say it."""
    end = found.end or found.start
    head = read_at(reader.source, found.start, min(4, end - found.start))
    track, flags = head[0] & 127, head[3]
    time = base + int.from_bytes(head[1:3], "big", signed=True)
    if not head[0] & 128 or not 0 <= time < 1 << 40 or end - found.start > MOST_BLOCK:
        raise Broken
    if track in wanted:
        is_key = bool(flags & 128) if key is None else key
        blocks.append(Block(track, time, found.start + 4, end - found.start - 4, flags & 0x0E, is_key))


def _readable(name: bytes) -> str:
    text = name.decode("ascii", "replace")
    return text if text.replace("_", "").replace("/", "").isalnum() and len(text) < 30 else "?"
