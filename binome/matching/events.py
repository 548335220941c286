"""After a matching is published: what one event changes, exactly, and what keeping the current pairs costs.

A standing holds two optima of the same people: one where each current pair brings some points more (stickiness), so
that pairs are disturbed as little as asked, and one without. Their difference is the cost of keeping. Each event is a
few shortest paths on the duals (`paths.py`), then a pass over the few people whose duals fell (`Kernel.price`): no
eligible pair is ever left out. The number matched comes first, then the weight of the first level (points, or the
gentle curve over points); the levels below it only decide between equals, in a full run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from binome.matching import kernels, solvers
from binome.matching.columns import base_weight, candidates, merge, solve_all_pairs
from binome.matching.compiler import compile_problem
from binome.matching.curve import gentle_curve
from binome.matching.engine import Market, Matching
from binome.matching.kernels import Arcs, Kernel, Weighing
from binome.matching.listed import allowed, scores
from binome.matching.paths import ALWAYS, Known, Pair, Paths
from binome.matching.problem import Exclusion, Form, Ints, PairList, Points, Problem, ProblemError, Protection
from binome.matching.solvers import Graph, Solver
from binome.matching.tables import Tables

ROOM = 4  # times the places at first
MANY = 16  # missing pairs: solving all known ones anew is then quicker than a search for each
EXCESS = 8  # missing pairs looked for at once, for each person priced anew


@dataclass(frozen=True, eq=False)
class Change:
    """What an event did. Pairs are (place among the mentees, place among the mentors), pins included.

    `kept`, `opened`, `closed`: of the pairs before and after. `points`: the sum of affinities (before, after).
    `keeping`: (pairs, points) that the current pairs cost, against the optimum with nothing to keep: what starting
    afresh would bring more. Points may be negative where it would bring more pairs, or under gentle protection.
    """

    standing: Standing
    kept: tuple[Pair, ...]
    opened: tuple[Pair, ...]
    closed: tuple[Pair, ...]
    points: tuple[int, int]
    keeping: tuple[int, int]


@dataclass(frozen=True, eq=False)
class Standing:
    """A published matching, ready for events. Every event gives a new standing; this one stays as it is."""

    origin: Problem
    kernel: Kernel
    solver: Solver
    weighing: Weighing
    sticky: Paths
    free: Paths
    pins: frozenset[Pair]

    @classmethod
    def from_matching(
        cls, matching: Matching, stickiness: int = 0, *, kernel: str = "auto", solver: str = "auto"
    ) -> Standing:
        """`stickiness`: points added to each current pair; a pair stays unless the change is worth more.

        Raises ProblemError for peers and circles, a floor, a matching that isn't proved, or points that overflow.
        """
        problem = matching.problem
        if problem.form is not Form.PAIRS or problem.protection is Protection.FLOOR or stickiness < 0:
            raise ProblemError("Events follow a matching of two sides, without a floor, with a stickiness >= 0.")
        if matching.proof is None or matching.proof.gap:
            raise ProblemError("Events need a matching that is proved best: let the run come to its end.")
        tables = compile_problem(problem)
        weighing = _weighing(tables, problem.protection, stickiness)
        solving = solvers.choose(solver)
        free = _begin(kernel, solving, weighing, matching, matching.proof.market)
        sticky = free.copy()
        chosen = _listed(free.pairs())
        for pair, score in zip(free.pairs(), scores(tables, chosen).tolist(), strict=True):
            sticky.raise_weight(*pair, _sticky_weight(weighing, tables, score, stickiness))
        pins = frozenset(_pairs(problem.pinned))
        sticky = sticky if stickiness else free
        return cls(problem, kernels.choose(kernel, tables, 1), solving, weighing, sticky, free, pins)

    def pairs(self) -> list[Pair]:
        """The current pairs, sorted, pins included."""
        return sorted({*self.sticky.pairs(), *self.pins})

    def points(self) -> int:
        """The sum of their affinities."""
        return int(scores(self.kernel.tables, _listed(self.pairs())).sum())

    def keeping(self) -> tuple[int, int]:
        """(pairs, points) that an optimum with nothing to keep would have more."""
        fresh = {*self.free.pairs(), *self.pins}
        gained = int(scores(self.kernel.tables, _listed(sorted(fresh))).sum()) - self.points()
        return len(fresh) - len(self.pairs()), gained

    def problem(self) -> Problem:
        """What a full run would be asked now, without the current pairs: places, refusals and pins as they are."""
        refused = sorted({pair for pair, weight in self.sticky.changed.items() if not weight} - self.pins)
        sides = []
        for side, people in enumerate((self.origin.mentees, self.origin.mentors)):
            places = np.array(self.sticky.places[side], np.int32)
            for pin in self.pins:
                places[pin[side]] += 1
            sides.append(replace(people, places=places))
        excluded = (*self.origin.excluded, Exclusion("refused", _listed(refused)))
        pinned = _listed(sorted(self.pins))
        return replace(self.origin, mentees=sides[0], mentors=sides[1], excluded=excluded, pinned=pinned)

    def faults(self) -> list[str]:
        """The proof, replayed over all eligible pairs: nothing when the pairs are the best."""
        return self._replayed(self.sticky) + self._replayed(self.free)

    def leave(self, *, mentee: int | None = None, mentor: int | None = None) -> Change:
        """Somebody drops out, her pins with her: a mentee, or a mentor."""
        side, person = _one(mentee, mentor)
        kept = frozenset(pin for pin in self.pins if pin[side] != person)
        return self._after(kept, lambda paths: _left(paths, side, person, self.pins - kept))

    def capacity(self, places: int, *, mentee: int | None = None, mentor: int | None = None) -> Change:
        """Somebody has more or fewer places (pins counted). Also how a late arrival joins who was listed with none.

        Raises ProblemError under the number of her pins.
        """
        side, person = _one(mentee, mentor)
        pinned = sum(pin[side] == person for pin in self.pins)
        if places < pinned:
            raise ProblemError(f"She has {pinned} pinned pairs: {places} places aren't enough.")
        begun = self.kernel.tables.mentee_places, self.kernel.tables.mentor_places
        now = min(sum(self.sticky.places[0]), sum(self.sticky.places[1])) + places
        if now > ROOM * min(int(one.sum()) + 1 for one in begun):
            raise ProblemError("There are far more places than at first: make a full run.")
        return self._after(self.pins, lambda paths: paths.set_places(side, person, places - pinned))

    def join(self, *, mentee: int | None = None, mentor: int | None = None, places: int = 1) -> Change:
        """Somebody known to the problem, who had left or had no place, arrives. Raises ProblemError if she is in."""
        side, person = _one(mentee, mentor)
        if person not in self.sticky.out[side] or any(pin[side] == person for pin in self.pins):
            raise ProblemError("She has places already: change her capacity instead.")
        return self.capacity(places, mentee=mentee, mentor=mentor)

    def refuse(self, mentee: int, mentor: int) -> Change:
        """The pair is no longer possible: a proposal refused, a veto. A pin of it is undone."""
        pair = mentee, mentor
        return self._after(self.pins - {pair}, lambda paths: _refused(paths, pair, pair in self.pins))

    def pin(self, mentee: int, mentor: int) -> Change:
        """The pair is made, or kept, for good. Raises ProblemError if a rule forbids it or a place lacks."""
        pair = mentee, mentor
        if pair in self.pins:
            raise ProblemError("The pair is pinned already.")
        if not allowed(self.kernel.tables, _listed([pair]))[0] or self.sticky.changed.get(pair) == 0:
            raise ProblemError("The pair isn't possible: a rule, or a refusal, forbids it.")
        if mentee in self.sticky.out[0] or mentor in self.sticky.out[1]:
            raise ProblemError("One of the two has no place left beside her pins.")
        return self._after(self.pins | {pair}, lambda paths: paths.fix(mentee, mentor))

    def _after(self, pins: frozenset[Pair], act: Callable[[Paths], None]) -> Change:
        """Both optima after the same event, and what has changed."""
        sticky = self._acted(self.sticky, act)
        free = sticky if self.free is self.sticky else self._acted(self.free, act)
        after = replace(self, sticky=sticky, free=free, pins=pins)
        old, new = set(self.pairs()), set(after.pairs())
        kept, opened, closed = (tuple(sorted(pairs)) for pairs in (old & new, new - old, old - new))
        return Change(after, kept, opened, closed, (self.points(), after.points()), after.keeping())

    def _acted(self, paths: Paths, act: Callable[[Paths], None]) -> Paths:
        paths = paths.copy()
        act(paths)
        count = EXCESS
        while True:
            missing, unheard = self._missing(paths, count)
            paths.before = [dict.fromkeys(unheard, ALWAYS), {}]
            if len(missing) > MANY:
                paths = _solved(paths, missing, self.solver)
            else:
                for pair in missing:
                    paths.add(*pair)
            if not missing and not unheard:
                return paths
            count *= 4

    def _missing(self, paths: Paths, count: int) -> tuple[list[tuple[int, int, int]], set[int]]:
        """Unknown pairs that could raise the optimum: only people whose dual fell can have some. Second value: the
        mentees who may have more of them."""
        fallen = [
            np.array(sorted(k for k, dual in was.items() if paths.duals[side][k] < dual), np.int32)
            for side, was in enumerate(paths.before)
        ]
        present = self._present(paths)
        rows, columns = (here[np.isin(here, some)] for here, some in zip(present, fallen, strict=True))
        found, more = self._priced(paths, rows, present[1], count)
        also, also_more = self._priced(paths, present[0], columns, count)
        return sorted({*found, *also}, key=lambda pair: (-pair[2], pair)), more | also_more

    def _priced(
        self, paths: Paths, mentees: Ints, mentors: Ints, count: int
    ) -> tuple[list[tuple[int, int, int]], set[int]]:
        if not len(mentees) or not len(mentors):
            return [], set()
        u, v = (np.array(side, np.int64) for side in paths.duals)
        arcs, more = self.kernel.price(u, v, self.weighing, count=count, mentees=mentees, mentors=mentors)
        rows = zip(arcs.mentee.tolist(), arcs.mentor.tolist(), self.weighing.weights(arcs.score).tolist(), strict=True)
        return [row for row in rows if not paths.knows(*row[:2])], set(np.flatnonzero(more).tolist())

    def _present(self, paths: Paths) -> tuple[Ints, Ints]:
        n, m = self.kernel.tables.shape
        mentees, mentors = (
            np.setdiff1d(np.arange(count), sorted(out)).astype(np.int32)
            for count, out in zip((n, m), paths.out, strict=True)
        )
        return mentees, mentors

    def _replayed(self, paths: Paths) -> list[str]:
        everybody = self.kernel.tables.shape[1]
        unknown, _ = self._priced(paths, *self._present(paths), everybody)
        return [f"{pair} would gain" for pair in unknown] + paths.faults()


def _one(mentee: int | None, mentor: int | None) -> tuple[int, int]:
    """(side, place)."""
    if (mentee is None) == (mentor is None):
        raise ProblemError("An event is about one mentee or one mentor.")
    return (0, mentee) if mentee is not None else (1, mentor or 0)


def _listed(pairs: Sequence[Pair]) -> PairList:
    both = np.array(pairs, np.int32).reshape(-1, 2)
    return PairList(both[:, 0].copy(), both[:, 1].copy())


def _left(paths: Paths, side: int, person: int, pins: Iterable[Pair]) -> None:
    paths.set_places(side, person, 0)
    for pin in pins:
        del paths.changed[pin]
        paths.set_places(1 - side, pin[1 - side], paths.places[1 - side][pin[1 - side]] + 1)


def _refused(paths: Paths, pair: Pair, pinned: bool) -> None:
    paths.forbid(*pair)
    if pinned:
        for side in (0, 1):
            paths.set_places(side, pair[side], paths.places[side][pair[side]] + 1)


def _weighing(tables: Tables, protection: Protection, stickiness: int) -> Weighing:
    """The first level's, with a base that neither stickiness nor ROOM times as many places reach."""
    if protection is Protection.NONE:
        return Weighing(ROOM * base_weight(tables, tables.high - tables.low + stickiness, tables.low))
    curve = gentle_curve(tables.low, tables.high)
    return Weighing(ROOM * base_weight(tables, int(curve[-1] - curve[0]), int(curve[0])), curve, tables.low)


def _sticky_weight(weighing: Weighing, tables: Tables, score: int, stickiness: int) -> int:
    """Under the gentle curve, points beyond the highest affinity bring nothing more."""
    if weighing.curve is not None:
        score, stickiness = min(score + stickiness, tables.high), 0
    return int(weighing.weights(np.array([score]))[0]) + stickiness


def _begin(kernel: str, solver: Solver, weighing: Weighing, matching: Matching, market: Market) -> Paths:
    """The matching as it is, with duals for this weighing: any optimum goes with any optimal duals."""
    tables, shape = market.tables, (len(matching.problem.mentees), len(matching.problem.mentors))
    pricing = kernels.choose(kernel, tables, 1)
    optimum = solve_all_pairs(pricing, solver, weighing, candidates(pricing))
    pins = set(_pairs(matching.problem.pinned))
    chosen = [k for k, pair in enumerate(_pairs(matching.pairs)) if pair not in pins]
    mine = Arcs(matching.pairs.mentee[chosen], matching.pairs.mentor[chosen], matching.points[chosen])
    found = Arcs(market.mentees[optimum.arcs.mentee], market.mentors[optimum.arcs.mentor], optimum.arcs.score)
    arcs = merge(found, mine, shape[1])
    places = _spread(shape, market, (tables.mentee_places, tables.mentor_places))
    duals = _spread(shape, market, (optimum.solution.u, optimum.solution.v))
    paths = Paths(Known.of(arcs, weighing.weights(arcs.score), shape), places, duals)
    for pair, weight in zip(_pairs(mine), weighing.weights(mine.score).tolist(), strict=True):
        paths.choose(*pair, weight)
    paths.changed = dict.fromkeys(pins, 0)
    return paths


def _solved(paths: Paths, missing: Sequence[tuple[int, int, int]], solver: Solver) -> Paths:
    """All known arcs and the missing ones solved anew from the duals, which everything then begins with."""
    for one, other, gain in missing:
        paths.added[0].setdefault(one, {})[other] = gain
    mentee, mentor, weight = paths.known_arcs()
    places = [np.array(side, np.int32) for side in paths.places]
    old = np.array(paths.duals[0], np.int64), np.array(paths.duals[1], np.int64)
    real = np.flatnonzero((weight > 0) & (places[0][mentee] > 0) & (places[1][mentor] > 0))
    starts = np.searchsorted(mentee[real], np.arange(len(places[0]) + 1)).astype(np.int64)
    graph = Graph(starts, mentor[real].astype(np.int32), weight[real], places[0], places[1])
    solution = solver.solve(graph, old)
    arcs = Arcs(mentee.astype(np.int32), mentor.astype(np.int32), weight)
    known = Known.of(arcs, weight, (len(places[0]), len(places[1])))
    counts = places[0].astype(np.int64), places[1].astype(np.int64)
    solved = Paths(known, counts, (solution.u, solution.v))
    for k in real[solution.chosen].tolist():
        solved.choose(int(mentee[k]), int(mentor[k]), int(weight[k]))
    solved.changed = dict(paths.changed)
    for side, was in enumerate(old):
        fallen = np.flatnonzero(np.array(solved.duals[side]) < was)
        solved.before[side] = dict(zip(fallen.tolist(), was[fallen].tolist(), strict=True))
    solved.before[0] |= {k: ALWAYS for k, dual in paths.before[0].items() if dual == ALWAYS}
    return solved


def _spread(
    shape: tuple[int, int], market: Market, values: tuple[Ints | Points, Ints | Points]
) -> tuple[Points, Points]:
    """Numbers of the market's people as numbers of all: 0 for the others."""
    every = np.zeros(shape[0], np.int64), np.zeros(shape[1], np.int64)
    every[0][market.mentees], every[1][market.mentors] = values
    return every


def _pairs(pairs: PairList | Arcs) -> list[Pair]:
    return list(zip(pairs.mentee.tolist(), pairs.mentor.tolist(), strict=True))
