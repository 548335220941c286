"""An optimum kept exact while places and pairs change, by shortest augmenting paths on the duals. Pure Python.

Both sides play the same part: `Side` 0 is the mentees, 1 the mentors. Between two changes these conditions hold on the
known arcs (`solvers/__init__.py`), and prove the optimum:

    not chosen: w <= u + v;  chosen: w >= u + v;  u, v >= 0;  u, v = 0 for whoever has a place left

A change breaks them at one person at a time; the shortest path (Dijkstra, on the reduced costs |u + v - w|) to
somebody with a place left, or to the one who loses least, mends them. Source: R. Ahuja, T. Magnanti and J. Orlin,
"Network Flows", 1993, sections 9.7 (successive shortest paths) and 9.11 (sensitivity).
"""

from __future__ import annotations

import copy
import heapq
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from binome.matching.kernels import Arcs
from binome.matching.problem import Points

Pair = tuple[int, int]

ALWAYS = 2**62  # above any dual: who must be priced anew, wherever her dual goes


@dataclass(frozen=True, eq=False)
class Known:
    """The arcs that the optimum began with, by mentee and by mentor: starts, other person, weight; twice."""

    sides: tuple[tuple[NDArray[np.int64], NDArray[np.int64], Points], ...]

    @classmethod
    def of(cls, arcs: Arcs, weight: Points, shape: tuple[int, int]) -> Known:
        ends = arcs.mentee.astype(np.int64), arcs.mentor.astype(np.int64)
        sides = []
        for side in (0, 1):
            order = np.argsort(ends[side], kind="stable")
            starts = np.searchsorted(ends[side][order], np.arange(shape[side] + 1))
            sides.append((starts, ends[1 - side][order], weight[order]))
        return cls(tuple(sides))


class Paths:
    """The chosen pairs, the duals and what changed. Copies share the arcs that it began with, and nothing else."""

    def __init__(self, known: Known, places: tuple[Points, Points], duals: tuple[Points, Points]) -> None:
        self.known = known
        self.places = [side.tolist() for side in places]
        self.duals = [side.tolist() for side in duals]
        self.chosen: list[dict[int, dict[int, int]]] = [{}, {}]  # person: partner, weight
        self.added: list[dict[int, dict[int, int]]] = [{}, {}]  # arcs found later
        self.changed: dict[Pair, int] = {}  # weights changed later; 0: the pair is forbidden
        self.out = [{k for k, count in enumerate(side) if not count} for side in self.places]  # whoever has no place
        self.before: list[dict[int, int]] = [{}, {}]  # duals at the last pricing, of those that changed since

    def copy(self) -> Paths:
        twin = copy.copy(self)
        twin.places = [list(side) for side in self.places]
        twin.duals = [list(side) for side in self.duals]
        twin.chosen = [{one: dict(held) for one, held in side.items()} for side in self.chosen]
        twin.added = [{one: dict(arcs) for one, arcs in side.items()} for side in self.added]
        twin.changed = dict(self.changed)
        twin.out = [set(side) for side in self.out]
        twin.before = [dict(side) for side in self.before]
        return twin

    def pairs(self) -> list[Pair]:
        return sorted((mentee, mentor) for mentee, held in self.chosen[0].items() for mentor in held)

    def arcs(self, side: int, person: int) -> Iterator[tuple[int, int]]:
        """Her known pairs with people who aren't out: (other, weight)."""
        starts, others, weights = self.known.sides[side]
        begin, end = int(starts[person]), int(starts[person + 1])
        rows = zip(others[begin:end].tolist(), weights[begin:end].tolist(), strict=True)
        for other, weight in (*rows, *self.added[side].get(person, {}).items()):
            weight = self.changed.get((person, other) if side == 0 else (other, person), weight)
            if weight and other not in self.out[1 - side]:
                yield other, weight

    def knows(self, mentee: int, mentor: int) -> bool:
        if mentor in self.added[0].get(mentee, {}) or (mentee, mentor) in self.changed:
            return True
        starts, others, _ = self.known.sides[0]
        row = others[starts[mentee] : starts[mentee + 1]]
        place = int(np.searchsorted(row, mentor))
        return place < len(row) and int(row[place]) == mentor

    def faults(self) -> list[str]:
        """The conditions above that don't hold on the arcs: nothing when the choice is the best among them."""
        found = []
        for side in (0, 1):
            for person, places in enumerate(self.places[side]):
                held, dual = len(self.chosen[side].get(person, ())), self.duals[side][person]
                if held > places or (dual and held < places) or dual < 0:
                    found.append(f"side {side}, person {person}: {held} of {places} places, dual {dual}")
        for mentee in range(len(self.places[0])):
            if mentee not in self.out[0]:
                found += [f"{(mentee, mentor)}: weight {weight}" for mentor, weight in self._wrong(mentee)]
        return found

    def _wrong(self, mentee: int) -> Iterator[tuple[int, int]]:
        held = self.chosen[0].get(mentee, {})
        for mentor, weight in self.arcs(0, mentee):
            excess = weight - self.duals[0][mentee] - self.duals[1][mentor]
            if (excess < 0) if mentor in held else (excess > 0):
                yield mentor, weight

    def known_arcs(self) -> tuple[NDArray[np.int64], NDArray[np.int64], Points]:
        """All arcs known by now, sorted, each once: mentee, mentor, weight (0: forbidden)."""
        starts, mentors, weights = self.known.sides[0]
        begun = np.repeat(np.arange(len(starts) - 1), np.diff(starts)), mentors, weights
        later = [(i, j, w) for i, found in self.added[0].items() for j, w in found.items()]
        later += [(i, j, w) for (i, j), w in self.changed.items()]
        columns = np.array(later, np.int64).reshape(-1, 3).T
        mentee, mentor, weight = (np.concatenate(both)[::-1] for both in zip(begun, columns, strict=True))
        _, last = np.unique(mentee * len(self.places[1]) + mentor, return_index=True)
        return mentee[last], mentor[last], weight[last]

    def raise_weight(self, mentee: int, mentor: int, weight: int) -> None:
        """A chosen pair is worth more: it stays chosen."""
        self.changed[mentee, mentor] = weight
        self.choose(mentee, mentor, weight)

    def forbid(self, mentee: int, mentor: int) -> None:
        """The pair is no longer possible; if it was chosen, both look elsewhere, one after the other."""
        self.changed[mentee, mentor] = 0
        if mentor in self.chosen[0].get(mentee, {}):
            self._drop(mentee, mentor)
            self.places[1][mentor] -= 1
            self._settle(0, mentee)
            self.places[1][mentor] += 1
            self._settle(1, mentor)

    def add(self, mentee: int, mentor: int, weight: int) -> None:
        """A pair that the arcs lacked. A place of each is held back until the duals, or the pair itself, agree."""
        held_back = []
        for side, person in ((0, mentee), (1, mentor)):
            if weight > self.duals[0][mentee] + self.duals[1][mentor]:
                self._hold_back(side, person)
                held_back.append((side, person))
        self.added[0].setdefault(mentee, {})[mentor] = weight
        self.added[1].setdefault(mentor, {})[mentee] = weight
        if weight > self.duals[0][mentee] + self.duals[1][mentor]:
            self.choose(mentee, mentor, weight)
        for side, person in reversed(held_back):
            self.places[side][person] += 1
            self._settle(side, person)

    def _hold_back(self, side: int, person: int) -> None:
        self.places[side][person] -= 1
        if len(self.chosen[side].get(person, ())) > self.places[side][person]:
            self._search(1 - side, person, seeking=False)

    def set_places(self, side: int, person: int, places: int) -> None:
        """More places, or fewer; a person without any is out."""
        while self.places[side][person] > places:
            self._hold_back(side, person)
        self.places[side][person] = places
        if not places:
            self.out[side].add(person)
        elif person in self.out[side]:
            self._come_back(side, person)
        self._settle(side, person)

    def _come_back(self, side: int, person: int) -> None:
        """Her dual covers all that she knows of; she is priced anew."""
        self.out[side].remove(person)
        worth = max((weight - self.duals[1 - side][other] for other, weight in self.arcs(side, person)), default=0)
        self._move(side, person, max(0, worth) - self.duals[side][person])
        self.before[side][person] = ALWAYS

    def fix(self, mentee: int, mentor: int) -> None:
        """The pair is kept aside for good, with a place of each."""
        if mentor in self.chosen[0].get(mentee, {}):
            self._drop(mentee, mentor)
        self.changed[mentee, mentor] = 0
        self.set_places(0, mentee, self.places[0][mentee] - 1)
        self.set_places(1, mentor, self.places[1][mentor] - 1)

    def _settle(self, side: int, person: int) -> None:
        """While she has a place left and a price, look for what the place brings."""
        places = self.places[side][person]
        while len(self.chosen[side].get(person, ())) < places and self.duals[side][person] > 0:
            self._search(side, person, seeking=True)

    def _search(self, side: int, start: int, *, seeking: bool) -> None:
        """One shortest path. `seeking`: `start`, of this side, has a place to fill; else `start`, of the other side,
        holds one too many. On this side people seek, on the other they are asked."""
        seek, ask = side, 1 - side
        best, end = (self.duals[seek][start], (seek, start)) if seeking else (None, (ask, start))
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
            cost = self._end(node, seek, node == origin)
            if cost is not None and (best is None or distance + cost < best):
                best, end = distance + cost, node
            for other, length in self._steps(node, seek):
                if best is not None and distance + length >= best:
                    continue
                if distance + length < reached.get(other, distance + length + 1):
                    reached[other] = distance + length
                    parent[other] = node
                    heapq.heappush(heap, (distance + length, other))
        assert best is not None
        self._flip(end, parent)
        for (of, person), distance in reached.items():
            if distance < best:
                self._move(of, person, (best - distance) if of == ask else distance - best)

    def _end(self, node: Pair, seek: int, origin: bool) -> int | None:
        """What ending the path here costs: a place left costs nothing, giving one's place up costs one's dual."""
        side, person = node
        if side == seek:
            dual: int = self.duals[side][person]
            return dual
        held = len(self.chosen[side].get(person, ()))
        return 0 if held < self.places[side][person] and not origin else None

    def _steps(self, node: Pair, seek: int) -> Iterator[tuple[Pair, int]]:
        side, person = node
        dual, others = self.duals[side][person], self.duals[1 - side]
        held = self.chosen[side].get(person, {})
        if side == seek:
            for other, weight in self.arcs(side, person):
                if other not in held:
                    yield (1 - side, other), dual + others[other] - weight
        else:
            for other, weight in held.items():
                yield (1 - side, other), weight - dual - others[other]

    def _flip(self, end: Pair, parent: dict[Pair, Pair]) -> None:
        """The pairs along the path change sides, from its end to its beginning."""
        while end in parent:
            origin = parent[end]
            mentee, mentor = (origin[1], end[1]) if origin[0] == 0 else (end[1], origin[1])
            if mentor in self.chosen[0].get(mentee, {}):
                self._drop(mentee, mentor)
            else:
                self.choose(mentee, mentor, self._weight(mentee, mentor))
            end = origin

    def _weight(self, mentee: int, mentor: int) -> int:
        return next(weight for other, weight in self.arcs(0, mentee) if other == mentor)

    def choose(self, mentee: int, mentor: int, weight: int) -> None:
        self.chosen[0].setdefault(mentee, {})[mentor] = weight
        self.chosen[1].setdefault(mentor, {})[mentee] = weight

    def _drop(self, mentee: int, mentor: int) -> None:
        del self.chosen[0][mentee][mentor]
        del self.chosen[1][mentor][mentee]

    def _move(self, side: int, person: int, by: int) -> None:
        if by:
            self.before[side].setdefault(person, self.duals[side][person])
            self.duals[side][person] += by
