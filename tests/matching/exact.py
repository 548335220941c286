"""Exact references that share no line with the engine's search: every choice in turn, or HiGHS level by level.

`problem_of` writes any points and any eligibility as a Problem, so that a reference may read two plain tables.
"""

from __future__ import annotations

from functools import cache
from math import inf

import numpy as np
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import coo_array

from binome.matching.criteria import Closeness
from binome.matching.curve import floors, gentle_curve
from binome.matching.problem import Category, Exclusion, PairList, People, Problem, Protection, Wishes
from binome.matching.ties import seeds, tie_bits, ties
from binome.matching.words import Words


def pair_list(pairs):
    both = np.array(list(pairs), np.int32).reshape(-1, 2)
    return PairList(both[:, 0].copy(), both[:, 1].copy())


def problem_of(points, eligible, asked, offered, *, pins=(), protection=Protection.NONE, wishes=(), ids=None):
    """Everyone has a label of her own, and a criterion gives each couple of labels its points (>= 0).

    `wishes`: (mentee, mentor, rank) of the mentees.
    """
    n, m = points.shape
    ids = ids or ([f"a{i}" for i in range(n)], [f"b{j}" for j in range(m)])
    mentees = _people(ids[0], asked, tuple(f"x{name}" for name in ids[0]))
    mentors = _people(ids[1], offered, tuple(f"y{name}" for name in ids[1]))
    table = {(f"x{ids[0][i]}", f"y{ids[1][j]}"): int(points[i, j]) for i in range(n) for j in range(m)}
    most = int(points.max(initial=0))
    wished = pair_list((i, j) for i, j, _ in wishes)
    return Problem(
        mentees,
        mentors,
        criteria=(Closeness(name="who", label=Words("Qui", "Who"), points=most, column="who", table=table),),
        excluded=(Exclusion("conflict", pair_list(np.argwhere(~eligible))),),
        pinned=pair_list(pins),
        protection=protection,
        mentee_wishes=Wishes(wished, np.array([rank for _, _, rank in wishes], np.int8)),
    )


def _people(ids, places, labels):
    own = Category(np.arange(len(ids), dtype=np.int32), labels)
    return People(tuple(ids), np.array(places, np.int32), {"who": own})


class Case:
    """A small question as plain tables: affinities [n, m] with wishes in, who may be with whom beside the pins, places
    left by them. `low`, `high`: the bounds that shape the gentle curve."""

    def __init__(self, problem, points, eligible, low, high):
        self.problem, self.low, self.high = problem, low, high
        self.points, self.eligible = points, eligible.copy()
        pinned = problem.pinned
        self.eligible[pinned.mentee, pinned.mentor] = False
        n, m = points.shape
        self.asked = problem.mentees.places - np.bincount(pinned.mentee, minlength=n)
        self.offered = problem.mentors.places - np.bincount(pinned.mentor, minlength=m)
        self.eligible &= (self.asked > 0)[:, None] & (self.offered > 0)

    def weights(self):
        """[n, m, levels] as Python's whole numbers: the pair itself, then protection, total, tie."""
        n, m = self.points.shape
        people = int((self.asked > 0).sum() + (self.offered > 0).sum())
        row, column = (seeds(side.ids) for side in (self.problem.mentees, self.problem.mentors))
        tie = ties(np.repeat(row, m), np.tile(column, n), tie_bits(people)).reshape(n, m)
        gentle = self.problem.protection is Protection.GENTLE
        curve = gentle_curve(self.low, self.high)[self.points - self.low] if gentle else np.zeros_like(self.points)
        return np.stack([np.ones_like(curve), curve, self.points, tie], axis=2).astype(object)

    def above(self, share):
        """The eligible pairs that reach a floor of so many per cent."""
        best = np.where(self.eligible, self.points, -1).max(axis=1, initial=-1)
        return self.eligible & (self.points >= floors(best, share)[:, None])

    def solve(self, best):
        """The optimum's sums by level, its pairs and the floor's share, `best(weights, eligible, asked, offered)`
        being one of the two references below."""
        weights, share = self.weights(), None
        eligible = self.eligible
        if self.problem.protection is Protection.FLOOR:
            number = best(weights[:, :, :1], eligible, self.asked, self.offered)[0]
            share = next(
                percent
                for percent in range(100, -1, -1)
                if best(weights[:, :, :1], self.above(percent), self.asked, self.offered)[0] == number
            )
            eligible = self.above(share)
        return *best(weights, eligible, self.asked, self.offered), share


def enumerated(weights, eligible, asked, offered):
    """The best sums (compared level by level) and the pairs, by trying every choice: mentee by mentee, and for each
    state of the mentors' places the best that the mentees left can make."""
    n, m, levels = weights.shape

    @cache
    def rest(mentee, places, first, seats):
        """The best from here, `mentee` having `seats` left and her next mentor being `first` or later."""
        if mentee == n:
            return (0,) * levels, ()
        following = int(asked[mentee + 1]) if mentee + 1 < n else 0
        found = rest(mentee + 1, places, 0, following)
        for j in range(first, m) if seats else ():
            if eligible[mentee, j] and places[j]:
                left = (*places[:j], places[j] - 1, *places[j + 1 :])
                sums, pairs = rest(mentee, left, j + 1, seats - 1)
                sums = tuple(a + b for a, b in zip(weights[mentee, j], sums, strict=True))
                if sums > found[0]:
                    found = sums, ((mentee, j), *pairs)
        return found

    return rest(0, tuple(int(places) for places in offered), 0, int(asked[0]) if n else 0)


def by_programme(weights, eligible, asked, offered):
    """The same by HiGHS, a whole programme for each level, the sums of the levels before being kept."""
    n, m, levels = weights.shape
    row, column = np.nonzero(eligible)
    if not len(row):
        return (0,) * levels, ()
    arcs = np.arange(len(row))
    sums = coo_array((np.ones(2 * len(row)), (np.concatenate([row, n + column]), np.tile(arcs, 2))), (n + m, len(row)))
    kept = [LinearConstraint(sums.tocsr(), ub=np.concatenate([asked, offered]))]
    found = []
    for level in range(levels):
        gains = weights[row, column, level].astype(float)
        assert gains.max(initial=0) * len(row) < 2**40, "too large for HiGHS to be exact"
        solved = milp(-gains, constraints=kept, integrality=1, bounds=(0, 1), options={"mip_rel_gap": 0})
        taken = solved.x > 0.5
        found.append(sum(weights[row, column, level][taken]))
        kept.append(LinearConstraint(gains, lb=found[-1] - 0.5, ub=inf))
    return tuple(found), tuple(zip(row[taken].tolist(), column[taken].tolist(), strict=True))
