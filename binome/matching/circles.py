"""Circles of a few people: as many placed as possible, then the most affinity over all couples inside.

This is a clique partition, hard for exact methods above a few dozen people. So: exact on small populations, by
weighing every possible circle (`partition.py`); above, a search (`annealing.py`) and the certified distance to a bound.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from binome.matching.annealing import search
from binome.matching.columns import candidates, never, solve_all_pairs
from binome.matching.couples import Couples, all_couples
from binome.matching.cover import Labels, parts
from binome.matching.curve import gentle_curve
from binome.matching.kernels import Kernel, Weighing
from binome.matching.lexicographic import taken
from binome.matching.mutual import NO_FLOOR
from binome.matching.partition import best_partition
from binome.matching.problem import Points, ProblemError, Protection
from binome.matching.solvers import Solver
from binome.matching.tables import Tables

EXACT = 40  # people: above, there are too many possible circles to weigh each


@dataclass(frozen=True, eq=False)
class CircleBound:
    """A proof that no circles are much better, read by anyone with one pass over all couples.

    `part`: int64 [n], people who are never eligible across two parts. `apart`: people of whom no two are eligible, so
    that each of them in a circle needs smallest - 1 others. At most `placed` people are in circles.
    `price`: int64 [n] and `surplus`: for every eligible couple price_i + price_j >= twice its weight, save for
    couples whose excesses add up to `surplus`. As a person has `partners` at most, k people in circles weigh at
    most (partners * the k largest prices + surplus) // 2.
    """

    part: Labels
    apart: Points
    placed: int
    price: Points
    surplus: int
    partners: int

    def weight(self, people: int) -> int:
        """The most that circles of so many people in all may weigh."""
        largest = np.sort(self.price)[::-1][:people]
        return (self.partners * int(largest.sum()) + self.surplus) // 2


@dataclass(frozen=True, eq=False)
class Circles:
    """`circles`: the places of their people, each sorted, sorted. `points`: the sum of s_ij over ordered couples
    inside; `weight`: what the bound bounds (the same without protection). `exact`: nothing better exists."""

    circles: tuple[tuple[int, ...], ...]
    points: int
    weight: int
    bound: CircleBound
    exact: bool

    @property
    def placed(self) -> int:
        return sum(map(len, self.circles))

    @property
    def gap(self) -> tuple[int, int]:
        """At most so many people more; at most so much more weight with the same number of people."""
        if self.exact:
            return 0, 0
        return self.bound.placed - self.placed, self.bound.weight(self.placed) - self.weight


def match_circles(
    kernel: Kernel,
    solver: Solver,
    sizes: tuple[int, int],
    seed: int,
    protection: Protection,
    expired: Callable[[], bool] = never,
) -> Circles:
    """Good circles of the population whose `mutual` tables the kernel holds, with largest - 1 places for everyone.

    Raises ProblemError for impossible sizes, for a floor (not defined here) and above `couples.LARGEST` people.
    """
    smallest, largest = sizes
    if not 2 <= smallest <= largest <= 8:
        raise ProblemError(f"Circles have 2 to 8 people; sizes from {smallest} to {largest} were asked for.")
    weighing = _weighing(kernel, protection)
    couples = all_couples(kernel, weighing)
    found = best_partition(couples.weights(), couples.possible(), smallest, largest) if len(couples) <= EXACT else None
    exact = found is not None
    if found is None:
        rows = [row[row >= 0] for row in search(couples, sizes, seed, expired)]
        found = [tuple(sorted(row.tolist())) for row in rows if len(row) >= smallest]
    circles = tuple(sorted(found))
    weight = sum(_inside(couples.weights_of, circle) for circle in circles)
    points = sum(_inside(lambda i, j: couples.scores_of(i, j, kernel.tables.low), circle) for circle in circles)
    bound = _bound(kernel, solver, weighing, couples, sizes)
    settled = exact or (sum(map(len, circles)) == bound.placed and weight == bound.weight(bound.placed))
    return Circles(circles, points, weight, bound, settled)


def _inside(of: Callable[[Points, Points], Points], circle: tuple[int, ...]) -> int:
    one, other = np.triu_indices(len(circle), 1)
    people = np.array(circle)
    return int(of(people[one], people[other]).sum())


def _weighing(kernel: Kernel, protection: Protection) -> Weighing:
    if protection is Protection.FLOOR:
        raise ProblemError(NO_FLOOR)
    if protection is Protection.NONE:
        return Weighing(0)
    return Weighing(0, gentle_curve(kernel.tables.low, kernel.tables.high), kernel.tables.low)


def _bound(kernel: Kernel, solver: Solver, weighing: Weighing, couples: Couples, sizes: tuple[int, int]) -> CircleBound:
    """Everyone with her best largest - 1 partners, each asked by as many at most: an assignment of the population to
    itself with several places, whose duals are the prices. Couples that weigh under 0 are left out of it."""
    tables = kernel.tables
    smallest, largest = sizes
    part = parts(kernel, kernel.best(2))
    known = np.bincount(part[couples.possible().sum(axis=1) >= smallest - 1])
    placed = sum(_fitting(size, smallest, largest) for size in known.tolist())
    apart = _apart(tables, couples)
    others = len(couples) - len(apart)
    placed = min(placed, others + others // (smallest - 1))
    score = np.arange(tables.low, tables.high + 1)
    gains = Weighing(0, np.maximum(weighing.weights(score), 0), tables.low)
    arcs = candidates(kernel)
    optimum = solve_all_pairs(kernel, solver, gains, taken(arcs, gains.weights(arcs.score) > 0))
    chosen = taken(optimum.arcs, optimum.solution.chosen)
    u, v = optimum.solution.u, optimum.solution.v
    surplus = gains.weights(chosen.score) - u[chosen.mentee] - v[chosen.mentor]
    return CircleBound(part, apart, placed, u + v, int(np.maximum(surplus, 0).sum()), largest - 1)


def _apart(tables: Tables, couples: Couples) -> Points:
    """The largest group that one rule keeps apart from itself (a company's people): places, int64."""
    best, possible = np.empty(0, np.int64), couples.possible()
    for gate in tables.gates:
        codes, counts = np.unique(gate.mentee, return_counts=True)
        group = np.flatnonzero(gate.mentee == codes[np.argmax(counts)]) if len(codes) else best
        if len(group) > len(best) and not possible[np.ix_(group, group)].any():
            best = group
    return best


def _fitting(people: int, smallest: int, largest: int) -> int:
    """The most of them that circles of these sizes can hold."""
    circles = people // smallest
    return min(people, circles * largest)
