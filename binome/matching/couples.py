"""All couples of one population at once, in memory: what circles are weighed with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from binome.matching.kernels import Kernel, Weighing
from binome.matching.problem import Ints, Points, ProblemError

LARGEST = 6_000  # people
FRIENDS = 10  # of each person: whose circles are tried together
AT_ONCE = 2_000_000  # couples


@dataclass(frozen=True, eq=False)
class Couples:
    """`place`: uint16 [n, n], symmetric, the place of a couple's weight in `weight` (int64, by affinity), or
    len(weight) for a forbidden one. `friends`: int32 [n, f], those whom each goes best with, or herself."""

    place: NDArray[np.uint16]
    weight: Points
    friends: Ints

    def __len__(self) -> int:
        return len(self.place)

    @property
    def heaviest(self) -> int:
        """The largest weight, without its sign."""
        return int(np.abs(self.weight).max(initial=0))

    def possible(self) -> NDArray[np.bool_]:
        return self.place < len(self.weight)

    def weights(self) -> Points:
        """int64 [n, n]; 0 for a forbidden couple."""
        return np.append(self.weight, 0)[self.place]

    def weights_of(self, one: Points, other: Points) -> Points:
        """int64 [k]: of these couples, none of them forbidden."""
        return self.weight[self.place[one, other]]

    def scores_of(self, one: Points, other: Points, low: int) -> Points:
        """int64 [k]: their affinities s_ij + s_ji."""
        return self.place[one, other].astype(np.int64) + low

    def contrast(self) -> int:
        """How much a person's dearest and her last friend differ, in the middle of the population: int >= 1."""
        forbidden = np.append(self.weight, 0)
        dear = forbidden[self.place[np.arange(len(self))[:, None], self.friends]]
        return max(1, int(np.median(np.ptp(dear, axis=1)))) if dear.size else 1


def all_couples(kernel: Kernel, weighing: Weighing) -> Couples:
    """From the `mutual` tables of a population. Raises ProblemError above LARGEST people."""
    tables = kernel.tables
    n = tables.shape[0]
    if n > LARGEST:
        raise ProblemError(f"Circles are made among {LARGEST} people at most; there are {n}: separate them first.")
    score = np.arange(tables.low, tables.high + 1)
    place = np.full((n, n), len(score), np.uint16)
    zero = np.zeros(n, np.int64)
    all_of_them = Weighing(base=1 - tables.low)
    for start in range(0, n, max(1, AT_ONCE // max(1, n))):
        block = np.arange(start, min(n, start + max(1, AT_ONCE // n)), dtype=np.int32)
        arcs, _ = kernel.price(zero, zero, all_of_them, count=n, mentees=block)
        place[arcs.mentee, arcs.mentor] = arcs.score - tables.low
    friends = np.repeat(np.arange(n, dtype=np.int32)[:, None], FRIENDS, axis=1)
    best = kernel.best(FRIENDS)
    rank = np.arange(len(best)) - np.searchsorted(best.mentee, best.mentee)
    friends[best.mentee, rank] = best.mentor
    return Couples(place, weighing.weights(score) - weighing.base, friends)
