"""`match(problem)`: the best matching and its proof. Begin reading here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from binome.matching import kernels, solvers
from binome.matching.columns import Optimum, base_weight, candidates, never, solve_all_pairs
from binome.matching.compiler import compile_problem
from binome.matching.curve import gentle_curve
from binome.matching.forms import Population, match_population
from binome.matching.kernels import Arcs, Kernel, Weighing
from binome.matching.lexicographic import Level, first_level, refine, taken, tie_weights
from binome.matching.listed import scores
from binome.matching.problem import Form, Ints, PairList, Points, Problem, ProblemError, Protection
from binome.matching.protection import highest_floor
from binome.matching.rules import broken_rules
from binome.matching.solvers import Solver
from binome.matching.tables import Tables, exclude, take
from binome.matching.ties import seeds

Progress = Callable[[str, int], None]


@dataclass(frozen=True, eq=False)
class Market:
    """What is left to solve once pins are kept and whoever has no place is gone.

    `mentees`, `mentors`: who is left, as sorted places in the problem. `tables`: compiled for them alone.
    """

    tables: Tables
    mentees: Ints
    mentors: Ints


@dataclass(frozen=True, eq=False)
class Proof:
    """The first level as it was solved over all pairs of the market, then the levels after it.

    `gap`: how much more weight the first level could have at most, 0 when it is proved best. `floor_share`: the
    highest share of one's own best partner's points (per cent), under Protection.FLOOR. `passes`: how many times
    all pairs were gone through.
    """

    market: Market
    weighing: Weighing
    levels: tuple[Level, ...]
    gap: int
    passes: float
    floor_share: int | None = None


@dataclass(frozen=True, eq=False)
class Matching:
    """`pairs`: sorted by (mentee, mentor), the pinned ones included; `points`: int64 [k], their affinities.

    `unprotected`: the points of the pairs that the highest total alone would choose, so that the cost of protection
    is seen; None without protection. For peers and circles, pairs are couples, the smaller place first, their points
    s_ij + s_ji, and `population` (instead of a proof) holds the bound; `circles`: places of the people of each circle.
    """

    problem: Problem
    pairs: PairList
    points: Points
    proof: Proof | None = None
    unprotected: Points | None = None
    circles: tuple[tuple[int, ...], ...] = ()
    population: Population | None = None

    @property
    def u(self) -> Points:
        """int64 [n]: the duals of the mentees at the first level; 0 for whoever was left out of it."""
        return self._duals(len(self.problem.mentees), mentee=True)

    @property
    def v(self) -> Points:
        """int64 [m]: the same for the mentors."""
        return self._duals(len(self.problem.mentors), mentee=False)

    def _duals(self, count: int, *, mentee: bool) -> Points:
        duals = np.zeros(count, np.int64)
        if self.proof:
            solution, market = self.proof.levels[0].solution, self.proof.market
            duals[market.mentees if mentee else market.mentors] = solution.u if mentee else solution.v
        return duals


def match(
    problem: Problem,
    *,
    kernel: str = "auto",
    solver: str = "auto",
    threads: int = 1,
    expired: Callable[[], bool] = never,
    progress: Progress | None = None,
) -> Matching:
    """The best matching: no rule broken, most places filled, the worst-off protected, the highest total.

    `expired` is asked between two rounds: once true, the best known matching comes with a certified gap.
    Raises ProblemError when the problem contradicts itself (a pin that breaks a rule, points that overflow…).
    """
    if problem.form is not Form.PAIRS:
        found = match_population(problem, kernel=kernel, solver=solver, threads=threads, expired=expired)
        couples = found.pairs(problem.pinned)
        return Matching(problem, couples, found.points(couples), circles=found.circles(), population=found)
    tables = compile_problem(problem)
    market = open_market(problem, tables)
    run = _Run(kernels.choose(kernel, market.tables, threads), solvers.choose(solver), expired, progress)
    proof, unprotected = run.solve(problem, market)
    pairs = _with_pins(problem, market, proof.levels[-1].pairs())
    return Matching(problem, pairs, scores(tables, pairs), proof, unprotected)


def open_market(problem: Problem, tables: Tables) -> Market:
    """Keep the pins, drop whoever has no place left. Raises ProblemError for a pin that can't be kept."""
    pinned = problem.pinned
    for place, broken in enumerate(broken_rules(problem, pinned)):
        if broken:
            mentee, mentor = problem.mentees.ids[pinned.mentee[place]], problem.mentors.ids[pinned.mentor[place]]
            raise ProblemError(f"The pinned pair {mentee} and {mentor} breaks a hard rule: {', '.join(broken)}.")
    left = (
        _places_left("mentee", problem.mentees.ids, tables.mentee_places, pinned.mentee),
        _places_left("mentor", problem.mentors.ids, tables.mentor_places, pinned.mentor),
    )
    tables = replace(exclude(tables, pinned.mentee, pinned.mentor), mentee_places=left[0], mentor_places=left[1])
    mentees, mentors = (np.flatnonzero(places > 0).astype(np.int32) for places in left)
    return Market(take(tables, mentees, mentors), mentees, mentors)


def _places_left(side: str, ids: tuple[str, ...], places: Ints, pinned: Ints) -> Ints:
    left = places - np.bincount(pinned, minlength=len(places)).astype(np.int32)
    for over in np.flatnonzero(left < 0):
        raise ProblemError(f"The {side} {ids[over]} is pinned to more people than she has places ({places[over]}).")
    return left.astype(np.int32)


def _with_pins(problem: Problem, market: Market, found: Arcs) -> PairList:
    mentee = np.concatenate([market.mentees[found.mentee], problem.pinned.mentee])
    mentor = np.concatenate([market.mentors[found.mentor], problem.pinned.mentor])
    order = np.lexsort((mentor, mentee))
    return PairList(mentee[order].astype(np.int32), mentor[order].astype(np.int32))


@dataclass(frozen=True, eq=False)
class _Run:
    kernel: Kernel
    solver: Solver
    expired: Callable[[], bool]
    progress: Progress | None

    def solve(self, problem: Problem, market: Market) -> tuple[Proof, Points | None]:
        """All levels, and the points of the pairs that the highest total alone would choose."""
        tables, share = market.tables, None
        plain_weighing = Weighing(base_weight(tables, tables.high - tables.low, tables.low))
        plain = self._optimum("total", plain_weighing, lambda: candidates(self.kernel))
        optimum, weighing = plain, plain_weighing
        if problem.protection is Protection.GENTLE:
            curve = gentle_curve(tables.low, tables.high)
            weighing = Weighing(base_weight(tables, int(curve[-1] - curve[0]), int(curve[0])), curve, tables.low)
            optimum = self._optimum("protection", weighing, lambda: plain.arcs)
        elif problem.protection is Protection.FLOOR:
            matched = int(plain.solution.chosen.sum())
            share, floor = highest_floor(self.kernel, self.solver, matched, plain.arcs, self.expired)
            weighing = replace(plain_weighing, floor=floor)
            optimum = self._optimum("protection", weighing, lambda: plain.arcs)
        levels = self._levels(problem, market, weighing, optimum)
        passes = plain.passes + (0 if optimum is plain else optimum.passes)
        proof = Proof(market, weighing, tuple(levels), optimum.gap, passes, share)
        unprotected = taken(plain.arcs, plain.solution.chosen).score
        return proof, None if problem.protection is Protection.NONE else unprotected

    def _levels(self, problem: Problem, market: Market, weighing: Weighing, optimum: Optimum) -> list[Level]:
        levels = [first_level(problem.protection.value, self.kernel, weighing, optimum)]
        if optimum.gap:
            return levels
        if weighing.curve is not None:
            levels.append(refine("total", levels[-1], lambda arcs: arcs.score, self.solver))
        ids = seeds(problem.mentees.ids)[market.mentees], seeds(problem.mentors.ids)[market.mentors]
        return [*levels, refine("ties", levels[-1], lambda arcs: tie_weights(arcs, *ids), self.solver)]

    def _optimum(self, name: str, weighing: Weighing, first: Callable[[], Arcs]) -> Optimum:
        """`first`: makes the arcs to begin with, which nobody holds once others have been added to them."""

        def tell(number: int, _missing: int) -> None:
            if self.progress:
                self.progress(name, number)

        return solve_all_pairs(self.kernel, self.solver, weighing, first(), expired=self.expired, progress=tell)
