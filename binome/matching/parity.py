"""Parity between groups, when an organiser asks for it, and what it costs.

The pairs of the group whose mean is lowest count a little more: their points are multiplied by 1 + k / UNIT, and k is
found by bisection, so that the group's mean meets that of all the others. Whole numbers throughout: points are counted
in 1 / UNIT. (A Lagrange multiplier on the difference of the means, as in H. Everett, "Generalized Lagrange multiplier
method", Operations Research 11, 1963.) As many pairs are made as without; no rule is touched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from binome.matching import kernels, solvers
from binome.matching.columns import Optimum, base_weight, candidates, merge, never, solve_all_pairs
from binome.matching.compiler import compile_problem
from binome.matching.engine import Market, Matching, match, open_market
from binome.matching.kernels import Arcs, Kernel, Weighing
from binome.matching.lexicographic import first_level, refine, tie_weights
from binome.matching.listed import scores
from binome.matching.problem import Category, Form, Ints, PairList, Points, Problem, ProblemError, Protection
from binome.matching.solvers import Solver
from binome.matching.tables import Tables
from binome.matching.ties import seeds

UNIT = 64  # the steps of a multiplier
FEWEST = 5  # pairs: the mean of fewer says nothing


@dataclass(frozen=True, eq=False)
class Parity:
    """`label`: the group that was helped, "" when nothing had to be. `gap`: the mean of all the others' points minus
    the group's, before and after. `cost`: points that the whole loses. `multiplier`: of the group's points."""

    matching: Matching
    label: str
    gap: tuple[float, float]
    cost: int
    multiplier: float


def match_with_parity(
    problem: Problem,
    group: Category,
    *,
    kernel: str = "auto",
    solver: str = "auto",
    threads: int = 1,
    expired: Callable[[], bool] = never,
) -> Parity:
    """The best matching whose group of lowest mean is brought level. `group`: one label a mentee, [n].

    Protection is left aside: the two would pull against each other. Raises ProblemError for another form than pairs.
    """
    if problem.form is not Form.PAIRS:
        raise ProblemError("Parity is defined between the mentees of two sides, not for peers or circles.")
    problem = replace(problem, protection=Protection.NONE)
    plain = match(problem, kernel=kernel, solver=solver, threads=threads, expired=expired)
    code, gap = _lowest(group, plain.pairs, plain.points)
    if code < 0 or gap <= 0:
        return Parity(plain, "", (0.0, 0.0), 0, 1.0)
    tables = compile_problem(problem)
    market = open_market(problem, tables)
    pricing = kernels.choose(kernel, market.tables, threads)
    search = _Search(problem, tables, market, pricing, solvers.choose(solver), group, code, expired)
    pairs, steps = search.bisect()
    points = scores(tables, pairs)
    after = _gap(group, code, pairs, points)
    if abs(after) >= abs(gap):
        return Parity(plain, group.labels[code], (gap, gap), 0, 1.0)
    cost = int(plain.points.sum() - points.sum())
    return Parity(Matching(problem, pairs, points), group.labels[code], (gap, after), cost, 1 + steps / UNIT)


def _lowest(group: Category, pairs: PairList, points: Points) -> tuple[int, float]:
    """The group of lowest mean among those with enough pairs, and its gap; -1 where there is none."""
    codes = group.codes[pairs.mentee]
    gaps = {}
    for code in range(len(group.labels)):
        if min(int((codes == code).sum()), int((codes != code).sum())) >= FEWEST:
            gaps[code] = _gap(group, code, pairs, points)
    code = max(gaps, key=lambda each: gaps[each], default=-1)
    return code, gaps.get(code, 0.0)


def _gap(group: Category, code: int, pairs: PairList, points: Points) -> float:
    inside = group.codes[pairs.mentee] == code
    if not inside.any() or inside.all():
        return 0.0
    ones, others = points[inside], points[~inside]
    return int(others.sum()) / len(others) - int(ones.sum()) / len(ones)


@dataclass(frozen=True, eq=False)
class _Search:
    problem: Problem
    tables: Tables
    market: Market
    kernel: Kernel
    solver: Solver
    group: Category
    code: int
    expired: Callable[[], bool]

    def bisect(self) -> tuple[PairList, int]:
        """The smallest multiplier found, up to twice, that closes the gap; or the one that leaves the least."""
        low, high = 0, UNIT
        best: tuple[float, int, PairList] | None = None
        arcs = candidates(Multiplied(self.kernel, self._times(0)))
        arcs = replace(arcs, score=arcs.score // UNIT)
        while low < high and not self.expired():
            steps = (low + high) // 2 if best else high
            pairs = self._solve(steps, arcs)
            gap = _gap(self.group, self.code, pairs, scores(self.tables, pairs))
            if best is None or (abs(gap), steps) < best[:2]:
                best = (abs(gap), steps, pairs)
            if gap > 0:
                low = steps + 1
            else:
                high = steps
        return (best[2], best[1]) if best else (self._solve(0, arcs), 0)

    def _times(self, steps: int) -> Points:
        helped = self.group.codes[self.market.mentees] == self.code
        return np.where(helped, UNIT + steps, UNIT).astype(np.int64)

    def _solve(self, steps: int, known: Arcs) -> PairList:
        """The best matching with these multipliers, ties broken by the identifiers, pins included."""
        times = self._times(steps)
        kernel = Multiplied(self.kernel, times)
        tables = kernel.tables
        weighing = Weighing(base_weight(tables, tables.high - tables.low, tables.low))
        arcs = replace(known, score=known.score * times[known.mentee])
        optimum: Optimum = solve_all_pairs(kernel, self.solver, weighing, arcs)
        problem, market = self.problem, self.market
        level = first_level("parity", kernel, weighing, optimum)
        ids = seeds(problem.mentees.ids)[market.mentees], seeds(problem.mentors.ids)[market.mentors]
        found = refine("ties", level, lambda tight: tie_weights(tight, *ids), self.solver).pairs()
        mentee = np.concatenate([market.mentees[found.mentee], problem.pinned.mentee])
        mentor = np.concatenate([market.mentors[found.mentor], problem.pinned.mentor])
        order = np.lexsort((mentor, mentee))
        return PairList(mentee[order].astype(np.int32), mentor[order].astype(np.int32))


class Multiplied:
    """A kernel whose affinities are another's, times a whole number of each mentee: int64 [n], above 0.

    No pass of its own: mentees who share a multiplier are priced together, with it as a curve over their points.
    """

    name = "multiplied"

    def __init__(self, kernel: Kernel, times: Points) -> None:
        self._kernel, self._times = kernel, times
        bounds = [each * int(times.max(initial=1)) for each in (kernel.tables.low, kernel.tables.high)]
        self.tables = replace(kernel.tables, low=min(bounds[0], kernel.tables.low), high=max(bounds[1], 0))

    def best(self, count: int) -> Arcs:
        return self._multiplied(self._kernel.best(count))

    def price(
        self,
        u: Points,
        v: Points,
        weighing: Weighing,
        *,
        count: int,
        margin: int = 0,
        mentees: Ints | None = None,
        mentors: Ints | None = None,
    ) -> tuple[Arcs, NDArray[np.bool_]]:
        """As `Kernel.price`, for a weighing without curve or floor."""
        inner, (n, m) = self._kernel.tables, self.tables.shape
        asked = np.arange(n, dtype=np.int32) if mentees is None else mentees
        found = Arcs(np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.int64))
        more = np.zeros(n, np.bool_)
        for times in np.unique(self._times[asked]).tolist():
            curve = times * np.arange(inner.low, inner.high + 1, dtype=np.int64)
            rows = asked[self._times[asked] == times]
            weighed = Weighing(weighing.base, curve, inner.low)
            some, left = self._kernel.price(u, v, weighed, count=count, margin=margin, mentees=rows, mentors=mentors)
            found, more = merge(found, some, m), more | left
        return self._multiplied(found), more

    def eligible(self) -> Points:
        return self._kernel.eligible()

    def highest(self) -> Points:
        return self._kernel.highest() * self._times

    def _multiplied(self, arcs: Arcs) -> Arcs:
        return replace(arcs, score=arcs.score * self._times[arcs.mentee])
