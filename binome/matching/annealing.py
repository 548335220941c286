"""The search for good circles: two are dissolved and built anew, ever more strictly.

Each step draws one of all the ways to share two circles' people out (`splits.py`), the better the likelier: annealing
by heat bath (S. Geman and D. Geman, "Stochastic relaxation, Gibbs distributions and the Bayesian restoration of
images", 1984; S. Kirkpatrick, C. Gelatt and M. Vecchi, "Optimization by simulated annealing", 1983; the draw by
Gumbel's distribution, E. Gumbel, 1954). The draws come from a seed and all arithmetic is whole: the same circles on
any machine.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from binome.matching.columns import never
from binome.matching.couples import Couples
from binome.matching.problem import Ints, Points
from binome.matching.splits import couples_of, gathered, shared_out, splits

SWEEPS = (200, 3_000)  # least and most; in between, about WORK people swept
WORK = 600_000
RUNS = 8  # of which the best is kept, in a small population, with several numbers of circles
SMALL = 400  # people: RUNS up to an eighth of them, one above half of them
PLACED = 2.0  # what a place is worth at first, over the first temperature: circles can still be given up
FORBIDDEN = 4.0  # what a forbidden couple costs at first: circles can pass through one
ALL_PLACED = 1_000.0  # or never
COOLING = 30.0  # the first temperature over the last
STEPS = 4_096  # of the table of Gumbel's distribution
UNIT = 1_024  # its unit
TOURNAMENT = 60  # circles: up to so many, every two of them are tried in the end

GUMBEL: Points = np.array([round(-UNIT * math.log(-math.log((k + 0.5) / STEPS))) for k in range(STEPS)], np.int64)


def search(couples: Couples, sizes: tuple[int, int], seed: int, expired: Callable[[], bool] = never) -> Ints:
    """Good circles: int32 [g, largest], -1 for an empty seat. Rows under the smallest size are people not placed."""
    n, (smallest, largest) = len(couples), sizes
    number = min(RUNS, SMALL // max(1, n))
    if number <= 1:
        return _run(couples, sizes, None, PLACED, seed, expired).groups
    fewest, most = -(-n // largest), max(1, n // smallest)
    counts = [*range(fewest, min(most, fewest + RUNS // 4) + 1), None]
    kinds = [(count, placed) for placed in (PLACED, ALL_PLACED) for count in counts]
    runs = [_run(couples, sizes, *kinds[k % len(kinds)], seed + k, expired) for k in range(number)]
    return max(runs, key=_Annealing.value).groups


def _run(
    couples: Couples,
    sizes: tuple[int, int],
    count: int | None,
    placed: float,
    seed: int,
    expired: Callable[[], bool],
) -> _Annealing:
    """With so many circles at most, or with as many as may come."""
    annealing = _Annealing(couples, sizes, seed, count)
    sweeps = min(SWEEPS[1], max(SWEEPS[0], WORK // max(1, len(couples))))
    hot = couples.contrast()
    for sweep in range(sweeps):
        if expired():
            break
        heat = COOLING ** (-sweep / sweeps)
        annealing.worth(round(placed * hot / heat), round(FORBIDDEN * hot / heat))
        annealing.sweep(round(hot * heat), by_friends=sweep % 2 == 0)
    annealing.in_earnest()
    annealing.count = None
    annealing.polish()
    annealing.dissolve_forbidden()
    annealing.polish()
    return annealing


class _Annealing:
    """Groups of people, rebuilt two by two."""

    def __init__(self, couples: Couples, sizes: tuple[int, int], seed: int, count: int | None) -> None:
        self.couples = couples
        self.smallest, self.largest = sizes
        inside = self.largest * (self.largest - 1) // 2
        self.most = 4 * inside * couples.heaviest + 1  # one person placed outweighs all couples of two circles
        self.weight = np.append(couples.weight, 0).astype(np.float64)
        self.in_earnest()
        self.draw = np.random.PCG64(seed)
        self.count = count
        groups = max(count or 0, -(-len(couples) // self.largest))
        seats = np.full(groups * self.largest, -1, np.int32)
        seats[: len(couples)] = self._shuffled(len(couples))
        self.groups: Ints = seats.reshape(self.largest, groups).T.copy()

    def worth(self, placed: int, forbidden: int) -> None:
        """What a placed person is worth beside the couples' weights, and what a forbidden couple costs."""
        self.place_worth = min(placed, self.most)
        self.weight[-1] = -forbidden

    def in_earnest(self) -> None:
        """A place outweighs all couples of two circles, a forbidden couple all their places."""
        self.worth(self.most, 2 * self.largest * self.most)

    def sweep(self, temperature: int, *, by_friends: bool) -> None:
        """Rebuild disjoint couples of groups: those that friends lead to, or drawn."""
        self._with_empty_groups()
        first, second = self._by_friends() if by_friends else self._by_lot()
        self._rebuild(first, second, temperature)

    def polish(self) -> None:
        """Only what is better, until nothing is."""
        value = self.value()
        while True:
            self._with_empty_groups()
            for first, second in self._rounds():
                self._rebuild(first, second, 0)
            if self.value() <= value:
                return
            value = self.value()

    def value(self) -> float:
        """Places, then weight, less what forbidden couples cost, over all groups."""
        size = (self.groups >= 0).sum(axis=1)
        value = 0.0
        for people in range(self.smallest, self.largest + 1):
            rows = gathered(self.groups[size == people], people)
            value += len(rows) * people * self.place_worth + self._weights(rows).sum()
        return value

    def dissolve_forbidden(self) -> None:
        """Whoever is in a circle with a forbidden couple goes out of it, alone."""
        size = (self.groups >= 0).sum(axis=1)
        rows = [gathered(self.groups[size == people], people) for people in range(2, self.largest + 1)]
        bad = [rows_[(self._places(rows_) == len(self.weight) - 1).any(axis=1)].ravel() for rows_ in rows]
        alone = np.concatenate(bad)
        self.groups[np.isin(self.groups, alone)] = -1
        order = np.argsort(self.groups < 0, axis=1, kind="stable")
        singles = np.full((len(alone), self.largest), -1, np.int32)
        singles[:, 0] = alone
        self.groups = np.concatenate([np.take_along_axis(self.groups, order, axis=1), singles])

    def _rebuild(self, first: Points, second: Points, temperature: int) -> None:
        """Each of these couples of groups (no group twice) shared out anew."""
        members = np.concatenate([self.groups[first], self.groups[second]], axis=1)
        size = (members >= 0).sum(axis=1)
        for people in np.unique(size[size > 1]).tolist():
            here = np.flatnonzero(size == people)
            rows = gathered(members[here], people)
            ways = splits(people, self.smallest, self.largest)
            values = self._weights(rows) @ ways.together.T + self.place_worth * ways.placed
            if temperature:
                values += self._noise(values.size).reshape(values.shape) * temperature // UNIT
            chosen = ways.first[values.argmax(axis=1)]
            one, other = shared_out(rows, chosen, self.largest)
            self.groups[first[here]], self.groups[second[here]] = one, other

    def _places(self, rows: Ints) -> NDArray[np.uint16]:
        one, other = couples_of(rows.shape[1])
        return self.couples.place[rows[:, one], rows[:, other]]

    def _weights(self, rows: Ints) -> NDArray[np.float64]:
        """float64 [b, couples] of rows of people, whole numbers."""
        return self.weight[self._places(rows)]

    def _with_empty_groups(self) -> None:
        """An empty group for every eight: room to split into; none where their number is given."""
        if self.count is not None:
            return
        full = self.groups[(self.groups >= 0).any(axis=1)]
        empty = np.full((2 + len(full) // 8, self.largest), -1, np.int32)
        self.groups = np.concatenate([full, empty])

    def _by_lot(self) -> tuple[Points, Points]:
        order = self._shuffled(len(self.groups))
        half = len(order) // 2
        return order[:half], order[half : 2 * half]

    def _by_friends(self) -> tuple[Points, Points]:
        """For each person in a drawn order, her group and one of a drawn friend's; no group twice."""
        group = np.zeros(len(self.couples), np.int64)
        row, seat = np.nonzero(self.groups >= 0)
        group[self.groups[row, seat]] = row
        person = self._shuffled(len(self.couples))[: 2 * len(self.groups)]
        known = self.couples.friends
        friend = known[person, self._raw(len(person)) % known.shape[1]] if known.shape[1] else person
        both = np.stack([group[person], group[friend]], axis=1)
        both = both[both[:, 0] != both[:, 1]]
        _, first = np.unique(both.ravel(), return_index=True)
        new = np.isin(np.arange(both.size), first).reshape(both.shape).all(axis=1)
        return both[new, 0], both[new, 1]

    def _rounds(self) -> list[tuple[Points, Points]]:
        """Couples of groups to try in the end: every two of few groups; of many, those that friends lead to."""
        count = len(self.groups) + len(self.groups) % 2
        if count > TOURNAMENT:
            return [self._by_friends() for _ in range(TOURNAMENT)]
        turning = np.arange(1, count)
        rounds = []
        for turn in range(count - 1):
            line = np.concatenate([[0], np.roll(turning, turn)])
            first, second = line[: count // 2], line[count // 2 :][::-1]
            real = (first < len(self.groups)) & (second < len(self.groups))
            rounds.append((first[real], second[real]))
        return rounds

    def _shuffled(self, count: int) -> Points:
        return np.argsort(self._raw(count), kind="stable")

    def _noise(self, count: int) -> Points:
        raw = np.atleast_1d(self.draw.random_raw(-(-count // 4))).view(np.uint16)
        return GUMBEL[raw[:count] % STEPS]

    def _raw(self, count: int) -> NDArray[np.int64]:
        return (np.atleast_1d(self.draw.random_raw(count)) >> np.uint64(1)).astype(np.int64)
