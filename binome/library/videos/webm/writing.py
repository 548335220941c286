"""A fresh file: our own header, sizes everywhere, the length, and cues before the clusters so that one can jump."""

import struct
from dataclasses import dataclass, field
from typing import IO

from ..values import read_at
from . import elements as e
from .reading import PICTURE, Block, Recording, Track

#: A cluster begins at a key picture, and before its times leave 16 bits.
LONGEST_CLUSTER = 30_000
NAME = b"binome"
PLACE_BYTES = 8


@dataclass
class Cluster:
    time: int
    blocks: list[Block] = field(default_factory=list)

    @property
    def size(self) -> int:
        return len(e.whole(e.TIMESTAMP, self.time, length=8)) + sum(
            len(e.head(e.SIMPLE_BLOCK, block.size + 4)) + 4 + block.size for block in self.blocks
        )


def write_recording(recording: Recording, source: IO[bytes], target: IO[bytes]) -> None:
    """Write the recording in `target`. Times begin at zero."""
    clusters = _clusters(recording)
    header = e.element(
        e.EBML, e.whole(0x4286, 1), e.whole(0x42F7, 1), e.whole(0x42F2, 4), e.whole(0x42F3, 8),
        e.element(e.DOC_TYPE, b"webm"), e.whole(0x4287, 4), e.whole(0x4285, 2),
    )  # fmt: skip
    top = _info(recording) + _tracks(recording.tracks)
    # Every number of the cues has a fixed length: their size is known before the places are.
    place = len(top) + len(_cues(recording, clusters, [0] * len(clusters)))
    places = []
    for cluster in clusters:
        places.append(place)
        place += len(e.head(e.CLUSTER, cluster.size, size_bytes=8)) + cluster.size
    target.write(header + e.head(e.SEGMENT, place, size_bytes=8) + top + _cues(recording, clusters, places))
    for cluster in clusters:
        _write_cluster(cluster, source, target)


def _clusters(recording: Recording) -> list[Cluster]:
    clusters: list[Cluster] = []
    first = min(block.time for block in recording.blocks)
    for block in recording.blocks:
        time = block.time - first
        opens = block.key and block.track == recording.picture.number
        if not clusters or opens or not -LONGEST_CLUSTER < time - clusters[-1].time < LONGEST_CLUSTER:
            clusters.append(Cluster(time))
        clusters[-1].blocks.append(Block(block.track, time, block.start, block.size, block.flags, block.key))
    return clusters


def _info(recording: Recording) -> bytes:
    names = e.element(e.MUXING_APP, NAME) + e.element(e.WRITING_APP, NAME)
    length = e.element(e.DURATION, struct.pack(">d", recording.length))
    return e.element(e.INFO, e.whole(e.TIMESTAMP_SCALE, recording.unit), names, length)


def _tracks(tracks: list[Track]) -> bytes:
    return e.element(e.TRACKS, *(_track(track) for track in tracks))


def _track(track: Track) -> bytes:
    parts = [
        e.whole(e.NUMBER, track.number),
        e.whole(e.UID, track.number),
        e.whole(e.KIND, track.kind),
        e.element(e.CODEC, track.codec_name),
    ]
    if track.private:
        parts.append(e.element(e.PRIVATE, track.private))
    delay, pre_roll = track.delays
    parts += [e.whole(e.CODEC_DELAY, delay)] if delay else []
    parts += [e.whole(e.SEEK_PRE_ROLL, pre_roll)] if pre_roll else []
    if track.kind == PICTURE:
        parts.append(e.element(e.VIDEO, e.whole(e.WIDTH, track.width), e.whole(e.HEIGHT, track.height)))
    else:
        rate = e.element(e.RATE, struct.pack(">d", track.rate))
        parts.append(e.element(e.AUDIO, rate, e.whole(e.CHANNELS, track.channels)))
    return e.element(e.TRACK_ENTRY, *parts)


def _cues(recording: Recording, clusters: list[Cluster], places: list[int]) -> bytes:
    points = []
    for cluster, place in zip(clusters, places, strict=True):
        first = cluster.blocks[0]
        if first.key and first.track == recording.picture.number:
            track = e.whole(e.CUE_TRACK, first.track)
            where = e.element(e.CUE_PLACES, track, e.whole(e.CUE_CLUSTER, place, length=PLACE_BYTES))
            points.append(e.element(e.CUE_POINT, e.whole(e.CUE_TIME, cluster.time, length=8), where))
    return e.element(e.CUES, *points, size_bytes=8) if points else b""


def _write_cluster(cluster: Cluster, source: IO[bytes], target: IO[bytes]) -> None:
    target.write(e.head(e.CLUSTER, cluster.size, size_bytes=8) + e.whole(e.TIMESTAMP, cluster.time, length=8))
    for block in cluster.blocks:
        time = (block.time - cluster.time).to_bytes(2, "big", signed=True)
        flags = block.flags | (128 if block.key else 0)
        target.write(e.head(e.SIMPLE_BLOCK, block.size + 4) + bytes([128 | block.track]) + time + bytes([flags]))
        target.write(read_at(source, block.start, block.size))
