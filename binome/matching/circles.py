"""Circles of a few people: as many placed as possible, then the most affinity over all couples inside.

This is a clique partition, hard for exact methods above a few dozen people. So: exact on small populations, by
weighing every possible circle (`partition.py`); above, a search (`annealing.py`) and the certified distance to a bound.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from binome.matching import kernels
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
    couples whose excesses add up to `surplus`. As a person has partners[0] to partners[1] in her circle, and all
    people have `seats(k)` in all, k people in circles weigh at most half of: the surplus, and their prices, each as
    many times as she has partners, the dearest having the most.
    """

    part: Labels
    apart: Points
    placed: int
    price: Points
    surplus: int
    partners: tuple[int, int]

    def weight(self, people: int) -> int:
        """The most that circles of so many people in all may weigh."""
        fewest, most = self.partners
        prices = np.sort(self.price)[::-1][:people]
        times = np.full(len(prices), fewest)
        full, rest = divmod(self.seats(people) - fewest * people, max(1, most - fewest))
        times[:full] = most
        times[full : full + 1] += rest
        return (int((times * prices).sum()) + self.surplus) // 2 if people else 0

    def seats(self, people: int) -> int:
        """The most partners that so many people in circles have, all together. No two of those kept apart are in one
        circle, so that whoever the others leave to be placed needs a circle of her own; of so many circles, the most
        uneven have the most couples."""
        smallest, largest = self.partners[0] + 1, self.partners[1] + 1
        circles = max(-(-people // largest), people - (len(self.price) - len(np.unique(self.apart))))
        full, rest = divmod(max(0, people - circles * smallest), max(1, largest - smallest))
        sizes = np.array([largest] * full + [smallest + rest] * (rest > 0), np.int64)
        return int((sizes * (sizes - 1)).sum()) + (people - int(sizes.sum())) * (smallest - 1)


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
    bound = _bound(kernel, solver, weighing, couples, sizes, sum(map(len, circles)))
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


def _bound(
    kernel: Kernel, solver: Solver, weighing: Weighing, couples: Couples, sizes: tuple[int, int], people: int
) -> CircleBound:
    """Everyone with her best partners, each asked by as many at most: an assignment of the population to itself with
    several places, whose duals are the prices. As many as so many people in circles have on average at most: any
    number gives a bound, this one the least. Couples that weigh under 0 are left out of it."""
    tables, (smallest, largest) = kernel.tables, sizes
    part = parts(kernel, kernel.best(2))
    known = np.bincount(part[couples.possible().sum(axis=1) >= smallest - 1])
    placed = sum(_fitting(size, smallest, largest) for size in known.tolist())
    apart = _apart(tables, couples)
    others = len(couples) - len(apart)
    placed = min(placed, others + others // (smallest - 1))
    nothing = np.zeros(len(couples), np.int64)
    bound = CircleBound(part, apart, placed, nothing, 0, (smallest - 1, largest - 1))
    places = np.full(len(couples), -(-bound.seats(people) // max(1, people)), np.int32)
    pricing = kernels.choose(kernel.name, replace(tables, mentee_places=places, mentor_places=places))
    score = np.arange(tables.low, tables.high + 1)
    gains = Weighing(0, np.maximum(weighing.weights(score), 0), tables.low)
    arcs = candidates(pricing)
    optimum = solve_all_pairs(pricing, solver, gains, taken(arcs, gains.weights(arcs.score) > 0))
    chosen = taken(optimum.arcs, optimum.solution.chosen)
    u, v = optimum.solution.u, optimum.solution.v
    surplus = gains.weights(chosen.score) - u[chosen.mentee] - v[chosen.mentor]
    return replace(bound, price=u + v, surplus=int(np.maximum(surplus, 0).sum()))


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
