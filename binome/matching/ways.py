"""The shortest augmenting path of `paths.py`, in Python. `native/ways.py` is the same in C, from both ends."""

from __future__ import annotations

import heapq
from collections.abc import Iterator

import numpy as np

from binome.matching.paths import Pair, Paths


def find_way(paths: Paths, seek: int, start: int, seeking: bool) -> None:
    """Find it, and let the pairs and the duals follow. `seeking`: `start`, of side `seek`, has a place to fill; else
    `start`, of the other side, holds one too many. On side `seek` people seek, on the other they are asked."""
    ask = 1 - seek
    best, end = (paths.true_dual(seek, start), (seek, start)) if seeking else (None, (ask, start))
    origin = (seek, start) if seeking else (ask, start)
    reached, parent = {origin: 0}, dict[Pair, Pair]()
    done: set[Pair] = set()
    heap = [(0, origin)]
    while heap:
        distance, node = heapq.heappop(heap)
        if best is not None and distance >= best:
            break
        if node in done:
            continue
        done.add(node)
        cost = _end(paths, node, seek, node == origin)
        if cost is not None and (best is None or distance + cost < best):
            best, end = distance + cost, node
        for other, length in _steps(paths, node, seek):
            if best is not None and distance + length >= best:
                continue
            if distance + length < reached.get(other, distance + length + 1):
                reached[other] = distance + length
                parent[other] = node
                heapq.heappush(heap, (distance + length, other))
    assert best is not None
    _flip(paths, end, parent)
    for (of, person), distance in reached.items():
        if distance < best:
            paths.move(of, person, (best - distance) if of == ask else distance - best)


def _end(paths: Paths, node: Pair, seek: int, origin: bool) -> int | None:
    """What ending the path here costs: a place left costs nothing, giving one's place up costs one's dual."""
    side, person = node
    if side == seek:
        return paths.true_dual(side, person)
    return 0 if paths.load[side][person] < paths.places[side][person] and not origin else None


def _steps(paths: Paths, node: Pair, seek: int) -> Iterator[tuple[Pair, int]]:
    side, person = node
    others, weights = paths.arcs(side, person)
    held = np.isin(others, paths.partners(side, person))
    lengths = paths.dual[side][person] + paths.dual[1 - side][others] - weights
    some, lengths = (~held, lengths) if side == seek else (held, -lengths)
    for other, length in zip(others[some].tolist(), lengths[some].tolist(), strict=True):
        yield (1 - side, other), length


def _flip(paths: Paths, end: Pair, parent: dict[Pair, Pair]) -> None:
    """The pairs along the path change sides, those left first, so that there is room."""
    taken = []
    while end in parent:
        origin = parent[end]
        mentee, mentor = (origin[1], end[1]) if origin[0] == 0 else (end[1], origin[1])
        if mentor in paths.partners(0, mentee):
            paths.drop(mentee, mentor)
        else:
            others, weights = paths.known.of_person(0, mentee)
            taken.append((mentee, mentor, int(weights[others == mentor][0])))
        end = origin
    for pair in taken:
        paths.choose(*pair)
