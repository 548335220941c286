"""The levels of the objective, one after the other, and ties broken by the data alone.

By complementary slackness the optima of a level are exactly the choices among its *tight* arcs (weight = u + v)
that keep the forced ones (weight > u + v) and fill everyone whose u or v is positive. So the next level is solved
on that graph, where whoever must be filled brings a bonus larger than all the rest. The last level is a hash of the
two people's ids: it leaves one choice, which depends neither on the solver, the kernel, the number of threads nor
the order of the people. (Two optima stay equal with a probability under arcs / 2**bits: K. Mulmuley, U. Vazirani and
V. Vazirani, "Matching is as easy as matrix inversion", 1987.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from binome.matching.columns import Optimum, merge
from binome.matching.kernels import Arcs, Kernel, Weighing
from binome.matching.problem import Ints, Points, ProblemError
from binome.matching.solvers import Graph, Solution, Solver
from binome.matching.ties import Seeds, tie_bits, ties
from binome.matching.words import Words

TIES = 6_000_000  # tight arcs kept: a promotion where everyone is alike has as many as it has pairs
EVERY = 64  # tight arcs kept for each mentee, at least


@dataclass(frozen=True, eq=False)
class Level:
    """A solved level: the best choice of weight among `arcs`, beside the `forced` pairs that every optimum holds.

    `weight`: int64, one for each arc. `places`: those left by the forced pairs, int32 [n] and [m]. `raised`: what the
    weights hold beside the level's own: so much for each arc, and so much for each of its people who must be filled.
    `complete`: False if there were too many ties for all to be among `arcs`.
    """

    name: str
    arcs: Arcs
    weight: Points
    solution: Solution
    forced: Arcs
    places: tuple[Ints, Ints]
    raised: tuple[int, int] = (0, 0)
    complete: bool = True

    def pairs(self) -> Arcs:
        """The matching: forced and chosen, sorted."""
        return merge(self.forced, taken(self.arcs, self.solution.chosen), len(self.places[1]))


def taken(arcs: Arcs, which: NDArray[np.bool_]) -> Arcs:
    return Arcs(arcs.mentee[which], arcs.mentor[which], arcs.score[which])


def first_level(name: str, kernel: Kernel, weighing: Weighing, optimum: Optimum) -> Level:
    """The optimum over all eligible pairs, on its chosen arcs and all the tight ones."""
    n, m = kernel.tables.shape
    u, v = optimum.solution.u, optimum.solution.v
    ties, more = kernel.price(u, v, weighing, count=max(EVERY, TIES // max(1, n)), margin=-1)
    mine = taken(optimum.arcs, optimum.solution.chosen)
    arcs = merge(mine, ties, m)
    chosen = np.isin(_keys(arcs, m), _keys(mine, m))
    nothing = taken(arcs, np.zeros(len(arcs), np.bool_))
    places = kernel.tables.mentee_places, kernel.tables.mentor_places
    weight, complete = weighing.weights(arcs.score), not more.any()
    return Level(name, arcs, weight, Solution(chosen, u, v), nothing, places, complete=complete)


def refine(name: str, level: Level, weigh: Callable[[Arcs], Points], solver: Solver) -> Level:
    """The best choice among the optima of `level`, by the weights that `weigh` gives to its tight arcs.

    Every optimum of the first level has the same number of pairs, so that adding a constant to each weight changes
    nothing: weights may be negative. Raises ProblemError when they spread too far for exact arithmetic.
    """
    u, v, arcs = level.solution.u, level.solution.v, level.arcs
    slack = level.weight - u[arcs.mentee] - v[arcs.mentor]
    newly, free = taken(arcs, slack > 0), taken(arcs, slack == 0)
    n, m = map(len, level.places)
    places = (
        (level.places[0] - np.bincount(newly.mentee, minlength=n)).astype(np.int32),
        (level.places[1] - np.bincount(newly.mentor, minlength=m)).astype(np.int32),
    )
    weight = weigh(free)
    full = (u > 0).astype(np.int64)[free.mentee] + (v > 0)[free.mentor]
    shift, bonus = 1 - int(weight.min(initial=0)), _bonus(weight, places)
    raised = weight + shift + bonus * full
    starts = np.searchsorted(free.mentee, np.arange(n + 1)).astype(np.int64)
    solution = solver.solve(Graph(starts, free.mentor, raised, *places))
    forced = merge(level.forced, newly, m)
    return Level(name, free, raised, solution, forced, places, (shift, bonus), level.complete)


def _keys(arcs: Arcs, m: int) -> Points:
    return arcs.mentee.astype(np.int64) * m + arcs.mentor


_TOO_FAR = Words(
    "Les points sont trop grands pour {people} personnes : divisez-les tous par un même nombre.",
    "The points spread too far for {people} people: divide the points by a common factor.",
)


def _bonus(weight: Points, places: tuple[Ints, Ints]) -> int:
    """More than any change of the rest could bring."""
    people = min(int(places[0].sum()), int(places[1].sum())) + 1
    bonus = people * (int(weight.max(initial=0)) - int(weight.min(initial=0)) + 2)
    if 4 * bonus * sum(map(len, places)) >= 2**61:
        raise ProblemError(_TOO_FAR.about(people=people))
    return bonus


def tie_weights(arcs: Arcs, mentees: Seeds, mentors: Seeds) -> Points:
    """A hash of each arc's two ids: int64 [k]."""
    return ties(mentees[arcs.mentee], mentors[arcs.mentor], tie_bits(len(mentees) + len(mentors)))
