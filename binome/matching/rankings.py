"""How each side ranks its eligible partners: its wishes in their order, then affinity, then a hash of the two ids.

A ranking is written as keys, one whole number for each pair and side: the higher the dearer, never equal for one
person save for a collision of 38-bit hashes (then the pair is dear alike, which stability allows).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from binome.matching.kernels import Arcs, Kernel, Weighing
from binome.matching.listed import eligible_arcs
from binome.matching.problem import Ints, PairList, Points, Problem, Wishes
from binome.matching.tables import Tables
from binome.matching.ties import Seeds, seeds, ties

HASH_BITS = 38
POINT = 2**HASH_BITS  # above any hash: the step of one point
RANK = 2**54  # above any affinity with its hash: the step of one rank among the wishes
RANKS = 128
SIDE_BY_SIDE = 64  # partners asked for at once when all of them are wanted


@dataclass(frozen=True, eq=False)
class Rankings:
    """`wished`: the eligible pairs that either side wished for, sorted by (mentee, mentor); `mentee_rank` and
    `mentor_rank`: int64 of each, from RANKS (the first wish) down; 0 from whoever didn't wish for it."""

    low: int
    high: int
    mentor_count: int
    mentee_seeds: Seeds
    mentor_seeds: Seeds
    wished: Arcs
    mentee_rank: Points
    mentor_rank: Points

    @classmethod
    def of(cls, problem: Problem, tables: Tables, mentees: Ints, mentors: Ints) -> Rankings:
        """The rankings of the people that `tables` hold: `mentees` and `mentors` are their places in the problem,
        sorted. A wish for a pair that a rule forbids, or for somebody who isn't there, doesn't count."""
        m = tables.shape[1]
        sides = [_among(wishes, mentees, mentors) for wishes in (problem.mentee_wishes, problem.mentor_wishes)]
        keys = np.unique(np.concatenate([key for key, _ in sides]))
        both = PairList((keys // max(1, m)).astype(np.int32), (keys % max(1, m)).astype(np.int32))
        wished, kept = eligible_arcs(tables, both)
        ranks = [_ranks(keys, *side)[kept] for side in sides]
        own = seeds(problem.mentees.ids)[mentees], seeds(problem.mentors.ids)[mentors]
        return cls(tables.low, tables.high, m, *own, wished, *ranks)

    def keys(self, arcs: Arcs) -> tuple[Points, Points]:
        """How dear each eligible pair is to its mentee and to its mentor: int64 [k] twice, >= 0."""
        mentee = (arcs.score - self.low) * POINT
        mentee += ties(self.mentee_seeds[arcs.mentee], self.mentor_seeds[arcs.mentor], HASH_BITS)
        mentor = mentee.copy()
        place, found = self._places(arcs)
        mentee[found] += self.mentee_rank[place[found]] * RANK
        mentor[found] += self.mentor_rank[place[found]] * RANK
        return mentee, mentor

    def takers(self, kernel: Kernel, mentee_bars: Points, mentor_bars: Points) -> Arcs:
        """Every eligible pair whose keys both reach the bars: int64 [n] and [m], -1 where anybody will do."""
        everybody = np.arange(len(mentee_bars), dtype=np.int32)
        arcs = self._all(kernel, mentee_bars, mentor_bars, everybody, None)
        arcs = self._with_wished(arcs, everybody)
        mine, theirs = self.keys(arcs)
        return _kept(arcs, (mine >= mentee_bars[arcs.mentee]) & (theirs >= mentor_bars[arcs.mentor]))

    def first_takers(
        self, kernel: Kernel, mentor_bars: Points, mentees: Ints, count: int
    ) -> tuple[Arcs, NDArray[np.bool_]]:
        """The dearest mentors of these mentees who would take them, sorted by (mentee, mentor): about `count`, less
        those after whom somebody could have been left out. Second value: bool [n], who has more of them.

        Where a place is left the order of excess is that of affinity, and the first `count` are enough; those of
        full mentors are asked for to the last one.
        """
        n = len(self.mentee_seeds)
        free = np.flatnonzero(mentor_bars < 0).astype(np.int32)
        full = np.flatnonzero(mentor_bars >= 0).astype(np.int32)
        nobody = np.full(n, -1, np.int64)
        some, more = self._price(kernel, nobody, mentor_bars, mentees, None if len(full) == 0 else free, count)
        last = np.full(n, self.low - 1, np.int64)
        lowest = np.full(n, self.high + 1, np.int64)
        np.minimum.at(lowest, some.mentee, some.score)
        last[more] = lowest[more]
        found = self._with_wished(_both(some, self._all(kernel, nobody, mentor_bars, mentees, full)), mentees)
        mine, theirs = self.keys(found)
        complete = (found.score > last[found.mentee]) | (mine >= RANK)
        return _kept(found, complete & (theirs >= mentor_bars[found.mentor])), more

    def _all(
        self, kernel: Kernel, mentee_bars: Points, mentor_bars: Points, mentees: Ints, mentors: Ints | None
    ) -> Arcs:
        """All pairs of these people at or above both bars in points, save that wished ones may lack."""
        parts, count = [], SIDE_BY_SIDE
        while len(mentees):
            found, more = self._price(kernel, mentee_bars, mentor_bars, mentees, mentors, count)
            parts.append(_kept(found, ~more[found.mentee]))
            mentees, count = mentees[more[mentees]], 4 * count
        return _both(_kept(self.wished, np.zeros(len(self.wished), np.bool_)), *parts)

    def _price(
        self,
        kernel: Kernel,
        mentee_bars: Points,
        mentor_bars: Points,
        mentees: Ints,
        mentors: Ints | None,
        count: int,
    ) -> tuple[Arcs, NDArray[np.bool_]]:
        """The kernel's pricing says: at least the mentee's bar (a floor) and at least the mentor's (her price)."""
        weighing = Weighing(base=1 - self.low, floor=self._points(mentee_bars).astype(np.int32))
        prices = self._points(mentor_bars) - self.low
        nothing = np.zeros(len(mentee_bars), np.int64)
        return kernel.price(nothing, prices, weighing, count=count, mentees=mentees, mentors=mentors)

    def _points(self, bars: Points) -> Points:
        """int64: the lowest affinity that an unwished pair needs to reach these bars."""
        return np.where(bars < 0, self.low, np.where(bars >= RANK, self.high + 1, self.low + bars // POINT))

    def _with_wished(self, arcs: Arcs, mentees: Ints) -> Arcs:
        return _both(arcs, _kept(self.wished, np.isin(self.wished.mentee, mentees)))

    def _places(self, arcs: Arcs) -> tuple[Points, NDArray[np.bool_]]:
        """Where each pair is among the wished ones, and whether it is."""
        wished, asked = (a.mentee.astype(np.int64) * self.mentor_count + a.mentor for a in (self.wished, arcs))
        place = np.searchsorted(wished, asked)
        found = place < len(wished)
        found[found] = wished[place[found]] == asked[found]
        return place, found


def _among(wishes: Wishes, mentees: Ints, mentors: Ints) -> tuple[Points, Points]:
    """The wishes among these people, as keys of pairs of their places and ranks: int64 twice."""
    here = np.isin(wishes.pairs.mentee, mentees) & np.isin(wishes.pairs.mentor, mentors)
    mentee = np.searchsorted(mentees, wishes.pairs.mentee[here])
    mentor = np.searchsorted(mentors, wishes.pairs.mentor[here])
    return mentee * len(mentors) + mentor, wishes.rank[here].astype(np.int64)


def _ranks(keys: Points, wished: Points, rank: Points) -> Points:
    """int64, one for each key: RANKS less the rank of the wish; 0 without one."""
    ranks = np.zeros(len(keys), np.int64)
    np.maximum.at(ranks, np.searchsorted(keys, wished), RANKS - rank)
    return ranks


def _kept(arcs: Arcs, kept: NDArray[np.bool_]) -> Arcs:
    return Arcs(arcs.mentee[kept], arcs.mentor[kept], arcs.score[kept])


def _both(*parts: Arcs) -> Arcs:
    """Their union, sorted by (mentee, mentor), each pair once."""
    mentee = np.concatenate([part.mentee for part in parts])
    mentor = np.concatenate([part.mentor for part in parts])
    score = np.concatenate([part.score for part in parts])
    width = int(mentor.max(initial=0)) + 1
    _, first = np.unique(mentee.astype(np.int64) * width + mentor, return_index=True)
    return Arcs(mentee[first], mentor[first], score[first])
