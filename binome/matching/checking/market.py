"""All pairs that were open to choice: scored and judged one by one, or gone through by a kernel."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from binome.matching.certificate import Duals
from binome.matching.checking import sentences
from binome.matching.checking.claims import keys
from binome.matching.criteria import contributions
from binome.matching.kernels import Arcs, Kernel, Weighing
from binome.matching.problem import Ints, PairList, Points, Problem
from binome.matching.rules import broken_rules
from binome.matching.words import Sentence

AT_ONCE = 100_000  # pairs scored together
FEW = 64  # pairs asked of a kernel for one person, at first

Flags = NDArray[np.bool_]


class Market:
    """Who has places left beside the pins, and the pairs that were chosen there.

    `mentees`, `mentors`: int32, their sorted places in the problem. `asked`, `offered`: int64, the places they have
    left. `chosen`: the pairs of the matching without the pins, by the places of their people in the market.
    """

    def __init__(self, problem: Problem, pairs: PairList) -> None:
        self.problem, pinned = problem, problem.pinned
        left = problem.mentees.places - np.bincount(pinned.mentee, minlength=len(problem.mentees))
        right = problem.mentors.places - np.bincount(pinned.mentor, minlength=len(problem.mentors))
        self.mentees, self.mentors = (np.flatnonzero(side > 0).astype(np.int32) for side in (left, right))
        self.asked, self.offered = left[self.mentees].astype(np.int64), right[self.mentors].astype(np.int64)
        self.pinned = keys(problem, pinned)
        free = ~np.isin(keys(problem, pairs), self.pinned)
        mentee = np.searchsorted(self.mentees, pairs.mentee[free]).astype(np.int32)
        mentor = np.searchsorted(self.mentors, pairs.mentor[free]).astype(np.int32)
        self.chosen = Arcs(mentee, mentor, self.scores(PairList(mentee, mentor)))

    def people(self, pairs: PairList | Arcs) -> PairList:
        """Pairs of the market by the places of their people in the problem."""
        return PairList(self.mentees[pairs.mentee], self.mentors[pairs.mentor])

    def keys(self, pairs: PairList | Arcs) -> Points:
        """int64 [k]: one number for each couple of people."""
        return keys(self.problem, self.people(pairs))

    def scores(self, pairs: PairList | Arcs) -> Points:
        """int64 [k]: the affinity of each pair, by criteria.py."""
        return np.asarray(contributions(self.problem, self.people(pairs)).sum(axis=1), np.int64)

    def eligible(self, pairs: PairList | Arcs) -> Flags:
        """bool [k]: the pairs that no rule and no pin takes away, by rules.py."""
        people = self.people(pairs)
        kept = np.array([not broken for broken in broken_rules(self.problem, people)], np.bool_)
        return kept & ~np.isin(self.keys(pairs), self.pinned)

    def duals(self, duals: Duals) -> tuple[Points, Points]:
        return duals.u[self.mentees], duals.v[self.mentors]


class OpenPairs(Protocol):
    """All eligible pairs of a market. `count`: how many. `bounds`: between which points they all are.
    `faults`: what was found wrong in them, whatever the certificate says."""

    count: int
    bounds: tuple[int, int]
    faults: list[Sentence]

    def highest(self) -> Points:
        """int64 [n]: each mentee's best points; 0 or less where she has nobody."""
        ...

    def partners(self) -> Points:
        """int64 [n]: how many pairs each mentee has here."""
        ...

    def reaching(self, u: Points, v: Points, weighing: Weighing, *, ties: bool) -> Arcs:
        """Those whose weight exceeds u + v, or with `ties` is at least that. Sorted, each once."""
        ...


class ByCriteria:
    """Each pair scored by criteria.py and judged by rules.py."""

    def __init__(self, market: Market) -> None:
        n, m = len(market.mentees), len(market.mentors)
        rows = max(1, AT_ONCE // max(1, m))
        blocks = [_block(market, np.arange(at, min(n, at + rows))) for at in range(0, n, rows)]
        self._arcs = Arcs(
            np.concatenate([np.empty(0, np.int32), *(block.mentee for block in blocks)]),
            np.concatenate([np.empty(0, np.int32), *(block.mentor for block in blocks)]),
            np.concatenate([np.empty(0, np.int64), *(block.score for block in blocks)]),
        )
        self._mentees = n
        self.count, self.faults = len(self._arcs), list[Sentence]()
        score = self._arcs.score
        self.bounds = (int(score.min()), int(score.max())) if self.count else (0, 0)

    def highest(self) -> Points:
        best = np.full(self._mentees, -1, np.int64)
        np.maximum.at(best, self._arcs.mentee, self._arcs.score)
        return best

    def partners(self) -> Points:
        return np.bincount(self._arcs.mentee, minlength=self._mentees)

    def reaching(self, u: Points, v: Points, weighing: Weighing, *, ties: bool) -> Arcs:
        arcs = self._arcs
        excess = weighing.weights(arcs.score) - u[arcs.mentee] - v[arcs.mentor]
        kept = excess >= 0 if ties else excess > 0
        if weighing.floor is not None:
            kept &= arcs.score >= weighing.floor[arcs.mentee]
        return some(arcs, kept)


class ByKernel:
    """Gone through by a kernel on the market's tables; what it finds is scored and judged again here."""

    def __init__(self, market: Market, kernel: Kernel) -> None:
        self._market, self._kernel = market, kernel
        tables = kernel.tables
        self.count, self.bounds, self.faults = 0, (tables.low, tables.high), list[Sentence]()
        sides = ((tables.mentee_places, market.asked), (tables.mentor_places, market.offered))
        if all(np.array_equal(*side) for side in sides):
            self.count = int(kernel.eligible().sum())
        else:
            self.faults.append(sentences.OTHER_TABLES.about())

    def highest(self) -> Points:
        return self._kernel.highest() if not self.faults else np.zeros(len(self._market.mentees), np.int64)

    def partners(self) -> Points:
        return self._kernel.eligible()

    def reaching(self, u: Points, v: Points, weighing: Weighing, *, ties: bool) -> Arcs:
        if self.faults:
            return some(self._market.chosen, np.zeros(len(self._market.chosen), np.bool_))
        margin, count, more = -1 if ties else 0, FEW, np.ones(1, np.bool_)
        while more.any():
            arcs, more = self._kernel.price(u, v, weighing, count=count, margin=margin)
            count *= 4
        if not np.array_equal(arcs.score, self._market.scores(arcs)) or not self._market.eligible(arcs).all():
            self.faults.append(sentences.KERNEL_DISAGREES.about())
        return arcs


def _block(market: Market, rows: NDArray[np.int64]) -> Arcs:
    m = len(market.mentors)
    mentee, mentor = np.repeat(rows, m).astype(np.int32), np.tile(np.arange(m, dtype=np.int32), len(rows))
    kept = market.eligible(PairList(mentee, mentor))
    pairs = PairList(mentee[kept], mentor[kept])
    return Arcs(pairs.mentee, pairs.mentor, market.scores(pairs))


def some(arcs: Arcs, kept: Flags | Ints) -> Arcs:
    return Arcs(arcs.mentee[kept], arcs.mentor[kept], arcs.score[kept])
