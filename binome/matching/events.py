"""After a matching is published: what one event changes, exactly, and what keeping the current pairs costs.

A standing holds two optima of the same people: one where each current pair brings some points more (stickiness), so
that pairs are disturbed as little as asked, and one without. Their difference is the cost of keeping. Each event is a
few shortest paths on the duals (`paths.py`), and a pass over the pairs of the few people whose duals fell far: no
eligible pair is ever left out. The number matched comes first, then the weight of the first level (points, or the
gentle curve over points); the levels below it only decide between equals, in a full run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from binome.matching import kernels, solvers
from binome.matching.columns import base_weight, candidates, solve_all_pairs
from binome.matching.compiler import compile_problem
from binome.matching.curve import gentle_curve
from binome.matching.engine import Market, Matching
from binome.matching.kernels import Arcs, Kernel, Weighing
from binome.matching.known import Known
from binome.matching.listed import allowed, scores
from binome.matching.native.ways import NativeWays
from binome.matching.paths import UNKNOWN, Arcs3, Pair, Paths, Sides
from binome.matching.problem import Exclusion, Form, Ints, PairList, Points, Problem, ProblemError, Protection
from binome.matching.solvers import Solver
from binome.matching.tables import Tables
from binome.matching.ways import find_way

ROOM = 4  # times the places at first
KNOWN = 12  # pairs a mentee that an optimum knows of, about


@dataclass(frozen=True, eq=False)
class Change:
    """What an event did. Pairs are (place among the mentees, place among the mentors), pins included.

    `opened`, `closed`, `kept`: of the pairs before and after. `points`: the sum of affinities (before, after).
    `keeping`: (pairs, points) that the current pairs cost, against the optimum with nothing to keep: what starting
    afresh would bring more. Points may be negative where it would bring more pairs, or under gentle protection.
    """

    standing: Standing
    opened: tuple[Pair, ...]
    closed: tuple[Pair, ...]
    points: tuple[int, int]
    keeping: tuple[int, int]

    @cached_property
    def kept(self) -> tuple[Pair, ...]:
        return tuple(sorted(set(self.standing.pairs()).difference(self.opened)))


@dataclass(frozen=True, eq=False)
class Standing:
    """A published matching, ready for events. Every event gives a new standing; this one stays as it is."""

    origin: Problem
    kernel: Kernel
    weighing: Weighing
    sticky: Paths
    free: Paths
    pins: frozenset[Pair]
    sums: tuple[int, int]  # of affinities: the current pairs', the free optimum's; pins included

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
        pricing = kernels.choose(kernel, tables, 1)
        free = _begin(pricing, kernel, solvers.choose(solver), weighing, matching, matching.proof.market)
        sticky = held_to(free, weighing, tables, stickiness) if stickiness else free
        total = int(matching.points.sum())
        return cls(problem, pricing, weighing, sticky, free, frozenset(_pairs(problem.pinned)), (total, total))

    def pairs(self) -> list[Pair]:
        """The current pairs, sorted, pins included."""
        mentee, mentor, _ = self.sticky.held()
        return sorted({*zip(mentee.tolist(), mentor.tolist(), strict=True), *self.pins})

    def points(self) -> int:
        """The sum of their affinities."""
        return self.sums[0]

    def keeping(self) -> tuple[int, int]:
        """(pairs, points) that an optimum with nothing to keep would have more."""
        counts = [int(paths.load[0].sum()) for paths in (self.sticky, self.free)]
        return counts[1] - counts[0], self.sums[1] - self.sums[0]

    def problem(self) -> Problem:
        """What a full run would be asked now, without the current pairs: places, refusals and pins as they are."""
        m = len(self.origin.mentors)
        refused = sorted({divmod(key, m) for key in self.sticky.forbidden.tolist()} - self.pins)
        sides = []
        for side, people in enumerate((self.origin.mentees, self.origin.mentors)):
            places = self.sticky.places[side].copy()
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
        now = min(int(side.sum()) for side in self.sticky.places) + places
        if now > ROOM * min(int(one.sum()) + 1 for one in begun):
            raise ProblemError("There are far more places than at first: make a full run.")
        return self._after(self.pins, lambda paths: paths.set_places(side, person, places - pinned))

    def join(self, *, mentee: int | None = None, mentor: int | None = None, places: int = 1) -> Change:
        """Somebody known to the problem, who had left or had no place, arrives. Raises ProblemError if she is in."""
        side, person = _one(mentee, mentor)
        if self.sticky.present[side][person] or any(pin[side] == person for pin in self.pins):
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
        if not allowed(self.kernel.tables, _listed([pair]))[0] or self.sticky.is_forbidden(*pair):
            raise ProblemError("The pair isn't possible: a rule, or a refusal, forbids it.")
        if not self.sticky.present[0][mentee] or not self.sticky.present[1][mentor]:
            raise ProblemError("One of the two has no place left beside her pins.")
        return self._after(self.pins | {pair}, lambda paths: paths.fix(mentee, mentor))

    def _after(self, pins: frozenset[Pair], act: Callable[[Paths], None]) -> Change:
        """Both optima after the same event, and what has changed."""
        sticky = _acted(self.sticky, act)
        free = sticky if self.free is self.sticky else _acted(self.free, act)
        opened, closed = _difference(self.sticky, sticky, self.pins, pins)
        sums = [self.sums[0] + self._gained(opened, closed)] * 2
        if free is not sticky:
            sums[1] = self.sums[1] + self._gained(*_difference(self.free, free, self.pins, pins))
        after = replace(self, sticky=sticky, free=free, pins=pins, sums=(sums[0], sums[1]))
        return Change(after, opened, closed, (self.sums[0], sums[0]), after.keeping())

    def _gained(self, opened: Sequence[Pair], closed: Sequence[Pair]) -> int:
        points = scores(self.kernel.tables, _listed([*opened, *closed]))
        return int(points[: len(opened)].sum() - points[len(opened) :].sum())

    def _replayed(self, paths: Paths) -> list[str]:
        here = [np.flatnonzero(side).astype(np.int32) for side in paths.present]
        u, v = paths.dual
        found: list[str] = []
        if len(here[0]) and len(here[1]):
            count = self.kernel.tables.shape[1]
            arcs, _ = self.kernel.price(u, v, self.weighing, count=count, mentees=here[0], mentors=here[1])
            unknown = ~paths.known.has(arcs.mentee, arcs.mentor)
            found = [f"{pair} would gain" for pair, new in zip(_pairs(arcs), unknown, strict=True) if new]
        return found + paths.faults()


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
        paths.allow(*pin)
        paths.set_places(1 - side, pin[1 - side], int(paths.places[1 - side][pin[1 - side]]) + 1)


def _refused(paths: Paths, pair: Pair, pinned: bool) -> None:
    paths.forbid(*pair)
    if pinned:
        for side in (0, 1):
            paths.set_places(side, pair[side], int(paths.places[side][pair[side]]) + 1)


def _weighing(tables: Tables, protection: Protection, stickiness: int) -> Weighing:
    """The first level's, with a base that neither stickiness nor ROOM times as many places reach."""
    if protection is Protection.NONE:
        return Weighing(ROOM * base_weight(tables, tables.high - tables.low + stickiness, tables.low))
    curve = gentle_curve(tables.low, tables.high)
    return Weighing(ROOM * base_weight(tables, int(curve[-1] - curve[0]), int(curve[0])), curve, tables.low)


def _begin(kernel: Kernel, name: str, solver: Solver, weighing: Weighing, matching: Matching, market: Market) -> Paths:
    """The matching as it is, with duals for this weighing: any optimum goes with any optimal duals."""
    pricing, shape = kernels.choose(name, market.tables, 1), kernel.tables.shape
    optimum = solve_all_pairs(pricing, solver, weighing, candidates(pricing))
    places = _spread(shape, market, (market.tables.mentee_places, market.tables.mentor_places))
    duals = _spread(shape, market, (optimum.solution.u, optimum.solution.v))
    spare = _spare(optimum.arcs, weighing, (optimum.solution.u, optimum.solution.v))
    paths = begin_paths(kernel, solver, weighing, places, duals, spare)
    seat_pairs(paths, matching.pairs, weighing.weights(matching.points), matching.problem.pinned)
    return paths


def begin_paths(
    kernel: Kernel, solver: Solver, weighing: Weighing, places: Sides, duals: Sides, spare: tuple[int, int]
) -> Paths:
    """Nobody chosen yet: optimal duals, and the pairs known around them. One pass over all pairs."""
    price, shape = _pricing(kernel, weighing), kernel.tables.shape
    way = NativeWays(shape).find_way if solver.name == "native" else find_way
    floors = [np.where(side > 0, dual - less, UNKNOWN) for side, dual, less in zip(places, duals, spare, strict=True)]
    known = Known.of(*price(floors, 0, np.flatnonzero(places[0]).astype(np.int32)), shape)
    return Paths(known, places, duals, spare, price=price, way=way)


def seat_pairs(paths: Paths, pairs: PairList, weights: Points, pinned: PairList) -> None:
    """Choose the pairs, but the pinned ones, which are no longer open to choice."""
    pins = set(_pairs(pinned))
    for pair, weight in zip(_pairs(pairs), weights.tolist(), strict=True):
        if pair not in pins:
            paths.choose(*pair, weight)
    for pin in sorted(pins):
        paths.forbid(*pin)


def _spare(arcs: Arcs, weighing: Weighing, duals: tuple[Points, Points]) -> tuple[int, int]:
    """How far under the duals the floors are: as far as gives about KNOWN pairs a mentee. A mentor's floor is the
    farther one: pricing her pairs costs more than a mentee's."""
    reduced = np.sort(duals[0][arcs.mentee] + duals[1][arcs.mentor] - weighing.weights(arcs.score))
    reach = int(reduced[max(1, min(len(reduced), KNOWN * len(duals[0]))) - 1]) if len(reduced) else 0
    return max(1, reach // 6), max(1, reach - reach // 6)


def _pricing(kernel: Kernel, weighing: Weighing) -> Callable[[Sides, int, Ints], Arcs3]:
    """All pairs of some people that weigh more than both floors together."""

    def price(floors: Sides, side: int, people: Ints) -> Arcs3:
        mentees, mentors = (people, None) if side == 0 else (None, people)
        count = kernel.tables.shape[1]
        arcs, _ = kernel.price(floors[0], floors[1], weighing, count=count, mentees=mentees, mentors=mentors)
        return arcs.mentee, arcs.mentor, weighing.weights(arcs.score)

    return price


def held_to(free: Paths, weighing: Weighing, tables: Tables, stickiness: int) -> Paths:
    """The same optimum, where each chosen pair weighs more: it stays one. Under the gentle curve, points beyond the
    highest affinity bring nothing more."""
    mentee, mentor, _ = free.held()
    score = scores(tables, PairList(mentee, mentor))
    if weighing.curve is None:
        weight = weighing.weights(score) + stickiness
    else:
        weight = weighing.weights(np.minimum(score + stickiness, tables.high))
    sticky = free.copy()
    sticky.known = free.known.reweighed(mentee, mentor, weight)
    for array in (*sticky.load, *sticky.seat):
        array[:] = 0
    for pair in zip(mentee.tolist(), mentor.tolist(), weight.tolist(), strict=True):
        sticky.choose(*pair)
    return sticky


def _acted(paths: Paths, act: Callable[[Paths], None]) -> Paths:
    twin = paths.copy()
    act(twin)
    return twin


def _difference(
    before: Paths, after: Paths, pins: frozenset[Pair], pins_after: frozenset[Pair]
) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
    """The pairs opened and closed, sorted, pins included."""
    changed = before.load[0] != after.load[0]
    if before.begin[0] is after.begin[0]:
        slots = np.flatnonzero(before.seat[0] != after.seat[0])
        changed[np.searchsorted(before.begin[0], slots, side="right") - 1] = True
    else:  # somebody has more places: everyone's seats moved
        changed[:] = True
    mentees = np.flatnonzero(changed).tolist()
    old, new = ({(i, j) for i in mentees for j in paths.partners(0, i)} for paths in (before, after))
    old, new = old | pins, new | pins_after
    return tuple(sorted(new - old)), tuple(sorted(old - new))


def _spread(
    shape: tuple[int, int], market: Market, values: tuple[Ints | Points, Ints | Points]
) -> tuple[Points, Points]:
    """Numbers of the market's people as numbers of all: 0 for the others."""
    every = np.zeros(shape[0], np.int64), np.zeros(shape[1], np.int64)
    every[0][market.mentees], every[1][market.mentors] = values
    return every


def _pairs(pairs: PairList | Arcs) -> list[Pair]:
    return list(zip(pairs.mentee.tolist(), pairs.mentor.tolist(), strict=True))
