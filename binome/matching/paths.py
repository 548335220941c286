"""An optimum over all pairs kept exact while places and pairs change, by shortest augmenting paths on the duals.

Both sides play the same part: side 0 is the mentees, 1 the mentors. Between two changes these conditions hold on all
pairs (`solvers/__init__.py`), and prove the optimum:

    not chosen: w <= u + v;  chosen: w >= u + v;  u, v >= 0;  u, v = 0 for whoever has a place left

A change breaks them at one person at a time; the shortest path (Dijkstra, on the reduced costs |u + v - w|) to
somebody with a place left, or to the one who loses least, mends them (`ways.py`, or the same in C). Source: R. Ahuja,
T. Magnanti and J. Orlin, "Network Flows", 1993, sections 9.7 (successive shortest paths) and 9.11 (sensitivity).

Few pairs are known. Everyone's dual has a floor, some points under it, and all pairs that weigh more than both floors
together are known: no other can break the conditions while duals stay over their floors. Somebody's dual that falls
under hers has her floor lowered, and all her pairs priced anew against the floors.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from binome.matching.known import Known
from binome.matching.problem import Ints, Points

Pair = tuple[int, int]
Sides = Sequence[NDArray[np.int64]]
Arcs3 = tuple[Ints, Ints, Points]  # mentee, mentor, weight

UNKNOWN = 2**59  # the floor of somebody none of whose pairs need be known, as she takes no part

#: All pairs of these people (of side 0 or 1) that weigh more than both floors together.
Price = Callable[[Sides, int, Ints], Arcs3]
#: `ways.find_way`, or the same in C.
Way = Callable[["Paths", int, int, bool], None]


class Paths:
    """The chosen pairs, the duals and what changed. A copy shares the arrays that events replace instead of writing.

    `dual`, for each side, int64: the true one of a mentee is `level` less, of a mentor `level` more; so that all of a
    side move at once. Partners of person x: seat[begin[x] :], load[x] of them, with the weights of the pairs.
    """

    def __init__(
        self, known: Known, places: Sides, duals: Sides, spare: tuple[int, int], *, price: Price, way: Way
    ) -> None:
        self.known, self.spare, self.price, self.way = known, spare, price, way
        self.places = [side.astype(np.int32) for side in places]
        self.present = [side > 0 for side in places]
        self.dual = [side.astype(np.int64) for side in duals]
        self.level = 0
        self.floor = [
            np.where(here, side - margin, UNKNOWN)
            for here, side, margin in zip(self.present, self.dual, spare, strict=True)
        ]
        self.begin = [np.concatenate([[0], np.cumsum(side, dtype=np.int64)]) for side in self.places]
        self.load = [np.zeros(len(side), np.int32) for side in places]
        self.seat = [np.zeros(begin[-1], np.int32) for begin in self.begin]
        self.seat_weight = [np.zeros(begin[-1], np.int64) for begin in self.begin]
        self.forbidden = np.empty(0, np.int64)  # mentee * m + mentor, sorted
        self.marked = [np.zeros(len(side), np.bool_) for side in places]  # whoever is in a forbidden pair
        self.low: list[Pair] = []  # (side, person) whose dual fell under her floor

    def copy(self) -> Paths:
        twin = copy.copy(self)
        for name in ("dual", "load", "seat", "seat_weight"):
            setattr(twin, name, [side.copy() for side in getattr(self, name)])
        for name in ("places", "present", "floor", "begin", "marked"):
            setattr(twin, name, list(getattr(self, name)))
        twin.low = []
        return twin

    # ---- what is read

    def true_dual(self, side: int, person: int) -> int:
        return int(self.dual[side][person]) + (self.level if side else -self.level)

    def partners(self, side: int, person: int) -> list[int]:
        at = self.begin[side][person]
        found: list[int] = self.seat[side][at : at + self.load[side][person]].tolist()
        return found

    def arcs(self, side: int, person: int) -> tuple[Ints, Points]:
        """Her known pairs that are possible, with people who take part: the other person, the weight."""
        others, weights = self.known.of_person(side, person)
        here = self.present[1 - side][others]
        if self.marked[side][person]:
            keys = self._keys(side, person, others)
            here = here & ~np.isin(keys, self.forbidden)
        return others[here], weights[here]

    def _keys(self, side: int, person: int, others: Ints) -> Points:
        m = self.known.shape[1]
        return person * m + others.astype(np.int64) if side == 0 else others.astype(np.int64) * m + person

    def held(self) -> tuple[Ints, Ints, Points]:
        """The chosen pairs, mentee by mentee, and their weights."""
        load, begin = self.load[0], self.begin[0][:-1]
        mentee = np.repeat(np.arange(len(load), dtype=np.int32), load)
        at = np.repeat(begin - np.cumsum(load) + load, load) + np.arange(len(mentee))
        return mentee, self.seat[0][at], self.seat_weight[0][at]

    def is_forbidden(self, mentee: int, mentor: int) -> bool:
        return bool(np.isin(mentee * self.known.shape[1] + mentor, self.forbidden))

    def faults(self) -> list[str]:
        """The conditions above that don't hold on the known pairs, and duals under their floors: nothing when the
        choice is the best."""
        found = []
        for side in (0, 1):
            true = self.dual[side] + (self.level if side else -self.level)
            left = self.load[side] < self.places[side]
            wrong = (self.load[side] > self.places[side]) | (left & (true != 0)) | (true < 0)
            wrong |= self.dual[side] < self.floor[side]
            found += [f"side {side}, person {x}: dual {true[x]}" for x in np.flatnonzero(wrong & self.present[side])]
        mentee, mentor, weight = self.known.all()
        key = mentee.astype(np.int64) * self.known.shape[1] + mentor
        excess = weight - self.dual[0][mentee] - self.dual[1][mentor]
        held, holder, _ = self.held()
        chosen = np.isin(key, held.astype(np.int64) * self.known.shape[1] + holder)
        wrong = np.where(chosen, excess < 0, excess > 0) & ~np.isin(key, self.forbidden)
        wrong &= self.present[0][mentee] & self.present[1][mentor]
        return found + [f"{(int(mentee[k]), int(mentor[k]))}: weight {weight[k]}" for k in np.flatnonzero(wrong)]

    # ---- events

    def forbid(self, mentee: int, mentor: int) -> None:
        """The pair is no longer possible; if it was chosen, both look elsewhere, one after the other."""
        self._mark(mentee, mentor)
        if mentor in self.partners(0, mentee):
            self.drop(mentee, mentor)
            self._count(1, mentor, -1)
            self._settle(0, mentee)
            self._count(1, mentor, +1)
            self._settle(1, mentor)
        self._mend()

    def allow(self, mentee: int, mentor: int) -> None:
        """A forbidden pair of somebody who takes no part is possible again."""
        key = mentee * self.known.shape[1] + mentor
        self.forbidden = self.forbidden[self.forbidden != key]

    def fix(self, mentee: int, mentor: int) -> None:
        """The pair is kept aside for good, with a place of each."""
        if mentor in self.partners(0, mentee):
            self.drop(mentee, mentor)
        self._mark(mentee, mentor)
        self.set_places(0, mentee, int(self.places[0][mentee]) - 1)
        self.set_places(1, mentor, int(self.places[1][mentor]) - 1)

    def set_places(self, side: int, person: int, places: int) -> None:
        """More places, or fewer; a person without any takes no part."""
        while self.places[side][person] > places:
            self._hold_back(side, person)
        self._count(side, person, places - int(self.places[side][person]))
        if bool(places) != self.present[side][person]:
            if places:
                self._come_back(side, person)
            self.present[side] = self.present[side].copy()
            self.present[side][person] = places > 0
        self._settle(side, person)
        self._mend()

    def _mark(self, mentee: int, mentor: int) -> None:
        self.forbidden = np.union1d(self.forbidden, [mentee * self.known.shape[1] + mentor])
        for side, person in ((0, mentee), (1, mentor)):
            self.marked[side] = self.marked[side].copy()
            self.marked[side][person] = True

    def _count(self, side: int, person: int, more: int) -> None:
        """Her places, with room for as many partners."""
        self.places[side] = self.places[side].copy()
        self.places[side][person] += more
        begin = self.begin[side]
        room = int(self.places[side][person]) - int(begin[person + 1] - begin[person])
        if room > 0:
            at = np.full(room, begin[person + 1])
            self.seat[side] = np.insert(self.seat[side], at, 0)
            self.seat_weight[side] = np.insert(self.seat_weight[side], at, 0)
            self.begin[side] = np.concatenate([begin[: person + 1], begin[person + 1 :] + room])

    def _hold_back(self, side: int, person: int) -> None:
        self._count(side, person, -1)
        if self.load[side][person] > self.places[side][person]:
            self.way(self, 1 - side, person, False)

    def _come_back(self, side: int, person: int) -> None:
        """Her dual covers all of her pairs."""
        zero = -self.level if side else self.level
        if self.floor[side][person] == UNKNOWN:
            self._lower({(side, person): zero})
        others, weights = self.arcs(side, person)
        worth = int((weights - self.dual[1 - side][others]).max(initial=zero))
        self.move(side, person, worth - int(self.dual[side][person]))

    def _settle(self, side: int, person: int) -> None:
        """While she has a place left and a price, look for what the place brings."""
        while self.load[side][person] < self.places[side][person] and self.true_dual(side, person) > 0:
            self.way(self, side, person, True)

    def _mend(self) -> None:
        """Until no dual is under its floor: know all that it should, and take what the choice lacked."""
        while self.low:
            fallen, self.low = self.low, []
            self._lower({(side, person): int(self.dual[side][person]) for side, person in fallen})

    def _lower(self, duals: dict[Pair, int]) -> None:
        """Floors under these people's duals, and all the pairs known that are to be known by that.

        Those that the choice lacked are taken one by one, the greatest excess first. The duals rise again by it and
        the floors follow, so that few are taken of the many that somebody lacks whose dual fell to 0.
        """
        for side in (0, 1):
            self.floor[side] = self.floor[side].copy()
        for (side, person), dual in duals.items():
            self.floor[side][person] = dual - self.spare[side]
        mentee, mentor, weight = self._priced(duals)
        while len(weight):
            excess = weight - self.dual[0][mentee] - self.dual[1][mentor]
            lacking = (excess > 0) & self.present[0][mentee] & self.present[1][mentor]
            self.known = self.known.with_more(mentee[~lacking], mentor[~lacking], weight[~lacking])
            if not lacking.any():
                break
            first = int(np.argmax(np.where(lacking, excess, 0)))
            self._add(int(mentee[first]), int(mentor[first]), int(weight[first]))
            for side, person in duals:
                under = self.dual[side][person] - self.spare[side]
                self.floor[side][person] = max(self.floor[side][person], under)
            lacking[first] = False
            lacking &= weight > self.floor[0][mentee] + self.floor[1][mentor]
            mentee, mentor, weight = mentee[lacking], mentor[lacking], weight[lacking]

    def _priced(self, people: Iterable[Pair]) -> Arcs3:
        """The pairs of these people that weigh more than both floors and aren't known, each once."""
        found: list[Arcs3] = []
        for side in (0, 1):
            some = sorted({person for of, person in people if of == side})
            if some:
                found.append(self.price(self.floor, side, np.array(some, np.int32)))
        mentee, mentor, weight = (np.concatenate(parts) for parts in zip(*found, strict=True))
        _, first = np.unique(mentee.astype(np.int64) * self.known.shape[1] + mentor, return_index=True)
        first = first[~self.known.has(mentee[first], mentor[first])]
        return mentee[first], mentor[first], weight[first]

    def _add(self, mentee: int, mentor: int, weight: int) -> None:
        """A pair that the choice lacked. A place of each is held back until the duals, or the pair itself, agree."""
        held_back = []
        possible = not self.is_forbidden(mentee, mentor)
        for side, person in ((0, mentee), (1, mentor)):
            if possible and weight > self.dual[0][mentee] + self.dual[1][mentor]:
                self._hold_back(side, person)
                held_back.append((side, person))
        self.known = self.known.with_more(np.array([mentee]), np.array([mentor]), np.array([weight]))
        if possible and weight > self.dual[0][mentee] + self.dual[1][mentor]:
            self.choose(mentee, mentor, weight)
        for side, person in reversed(held_back):
            self._count(side, person, +1)
            self._settle(side, person)

    # ---- what a way changes

    def choose(self, mentee: int, mentor: int, weight: int) -> None:
        for side, person, other in ((0, mentee, mentor), (1, mentor, mentee)):
            at = self.begin[side][person] + self.load[side][person]
            self.seat[side][at], self.seat_weight[side][at] = other, weight
            self.load[side][person] += 1

    def drop(self, mentee: int, mentor: int) -> None:
        for side, person, other in ((0, mentee, mentor), (1, mentor, mentee)):
            at = int(self.begin[side][person]) + self.partners(side, person).index(other)
            last = self.begin[side][person] + self.load[side][person] - 1
            for array in (self.seat[side], self.seat_weight[side]):
                array[at] = array[last]
            self.load[side][person] -= 1

    def move(self, side: int, person: int, by: int) -> None:
        self.dual[side][person] += by
        if by < 0 and self.dual[side][person] < self.floor[side][person]:
            self.low.append((side, person))
