"""The double cover of peers: each person once on either side. Its optimum bounds theirs, and nearly is theirs.

Half the best assignment of a population to itself is the best *fractional* matching (everyone's shares add up to 1 at
most): J. Edmonds, "Maximum matching and a polyhedron with 0,1-vertices", 1965; M. L. Balinski, "Integer programming:
methods, uses, computations", 1965. Followed from one to the next, an assignment is made of couples, even cycles and
paths, that cost nothing to turn into pairs, and of a few odd cycles, that leave somebody out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from binome.matching.columns import merge, unknown
from binome.matching.kernels import Arcs, Kernel, Weighing
from binome.matching.problem import Ints, Points
from binome.matching.protection import filling
from binome.matching.solvers import Graph, Solver

Labels = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Bound:
    """A proof that no pairs of peers are better, read by anyone with one pass over all pairs.

    `part`: int64 [n], people who are never eligible across two parts. `cover`: int64 [n], 0 to 2, cover_i + cover_j
    >= 2 for every eligible pair: so part p has at most `number[p]` pairs, half its people's cover. `price`: int64
    [n], price_i + price_j >= twice the weight of every eligible pair: so any pairs that fill `filled[p]` couples in
    each part p weigh at most `weight`, half the largest 2 filled[p] prices there.
    """

    part: Labels
    cover: Points
    price: Points
    number: tuple[int, ...]
    filled: tuple[int, ...]
    weight: int

    @property
    def matched(self) -> int:
        return sum(self.number)


def bound(kernel: Kernel, solver: Solver, weighing: Weighing, arcs: Arcs, duals: Points, pairs: Arcs) -> Bound:
    """The bound on `pairs`, from the arcs of the solved double cover and its duals u + v."""
    n = kernel.tables.shape[0]
    part = parts(kernel, arcs)
    size = np.bincount(part)
    filled = np.bincount(part[pairs.mentee], minlength=len(size))
    cover = np.ones(n, np.int64)
    if np.any(filled < size // 2):
        fewest = filling(kernel, solver, np.full(n, kernel.tables.low, np.int32), arcs).solution
        cover = fewest.u + fewest.v
    number = tuple(int(total) // 2 for total in np.bincount(part, weights=cover).tolist())
    price = duals - weighing.base
    weight = highest(price, part, filled)
    if weight > total(weighing, pairs) and np.any(size > 2 * filled):
        price = _given_number(kernel, solver, weighing, arcs, part, size - 2 * filled) - weighing.base
        weight = min(weight, highest(price, part, filled))
    return Bound(part, cover, price, number, tuple(filled.tolist()), weight)


def highest(price: Points, part: Labels, filled: NDArray[np.int64]) -> int:
    """Half the largest 2 filled[p] prices of each part p, rounded down part by part."""
    order = np.lexsort((-price, part))
    rank = np.arange(len(price)) - np.searchsorted(part[order], part[order])
    counted = order[rank < 2 * filled[part[order]]]
    sums = np.zeros(len(filled), np.int64)
    np.add.at(sums, part[counted], price[counted])
    return int((sums // 2).sum())


def total(weighing: Weighing, pairs: Arcs) -> int:
    """The weight of pairs, without the base that each brings."""
    return int((weighing.weights(pairs.score) - weighing.base).sum())


def parts(kernel: Kernel, arcs: Arcs) -> Labels:
    """int64 [n]: the parts that no eligible pair joins. Those of the arcs, then joined as one pass finds pairs."""
    n, spread = kernel.tables.shape[0], kernel.tables.high - kernel.tables.low + 1
    across = Weighing(base=-kernel.tables.high)
    while True:
        graph = csr_matrix((np.ones(len(arcs), np.int8), (arcs.mentee, arcs.mentor)), shape=(n, n))
        count, found_parts = connected_components(graph, directed=False)
        part: Labels = found_parts.astype(np.int64)
        if count <= 1:
            return part
        found, _ = kernel.price(part * spread, -part * spread, across, count=2)
        if not len(found):
            return part
        arcs = merge(arcs, found, n)


def near_pairs(arcs: Arcs, weight: Points) -> tuple[list[tuple[int, int]], list[int]]:
    """Pairs from the chosen arcs of a double cover, the smaller place first; and the people of its odd cycles."""
    after = dict(zip(arcs.mentee.tolist(), zip(arcs.mentor.tolist(), weight.tolist(), strict=True), strict=True))
    pairs: list[tuple[int, int]] = []
    odd: list[int] = []
    begun = set(after) - set(arcs.mentor.tolist())
    for start in [*sorted(begun), *sorted(set(after) - begun)]:
        line, weights = [start], list[int]()
        while line[-1] in after:
            other, gained = after.pop(line[-1])
            weights.append(gained)
            line.append(other)
        closed = len(line) > 1 and line[-1] == start
        if closed and len(weights) % 2 and len(weights) > 1:
            odd += line[1:]
            pairs += _without_one(line[:-1], weights)
        elif len(line) > 1:
            first = max((0, 1), key=lambda k: (len(weights[k::2]), sum(weights[k::2])))
            pairs += [(line[k], line[k + 1]) for k in range(first, len(weights), 2)]
    return sorted((min(pair), max(pair)) for pair in pairs), odd


def _without_one(cycle: list[int], weights: list[int]) -> list[tuple[int, int]]:
    """The pairs of an odd cycle when one is left out, the one that costs least."""
    length, half = len(cycle), len(cycle) // 2
    hops = [2 * k % length for k in range(length)]  # each edge, two by two
    sums = np.cumsum([0, *(weights[k] for k in hops), *(weights[k] for k in hops)])
    best = int(np.argmax(sums[half : half + length] - sums[:length]))
    taken = [hops[(best + k) % length] for k in range(half)]
    return [(cycle[k], cycle[(k + 1) % length]) for k in taken]


def _given_number(
    kernel: Kernel, solver: Solver, weighing: Weighing, arcs: Arcs, part: Labels, left: NDArray[np.int64]
) -> Points:
    """u + v of the best cover that leaves out, in each part p, left[p] people on either side.

    A phantom on each side, with left[p] places and heavier than any pair, takes those who are left out.
    """
    n = kernel.tables.shape[0]
    start = None
    while True:
        solution = solver.solve(_with_phantoms(n, arcs, weighing, part, left), start)
        u, v = solution.u[:n], solution.v[:n]
        missing, _ = kernel.price(u, v, weighing, count=8)
        missing = unknown(missing, arcs, n)
        if not len(missing):
            return u + v
        start = solution.u, solution.v
        arcs = merge(arcs, missing, n)


def _with_phantoms(n: int, arcs: Arcs, weighing: Weighing, part: Labels, left: NDArray[np.int64]) -> Graph:
    phantoms = np.flatnonzero(left > 0)
    number = np.full(len(left), -1)
    number[phantoms] = n + np.arange(len(phantoms))
    who = np.flatnonzero(left[part] > 0)
    weight = weighing.weights(arcs.score)
    heavy = np.full(len(who), 2 * (int(weight.max(initial=0)) + 1))
    mentee = np.concatenate([arcs.mentee, who, number[part[who]]])
    mentor = np.concatenate([arcs.mentor, number[part[who]], who])
    order = np.lexsort((mentor, mentee))
    size = n + len(phantoms)
    starts = np.searchsorted(mentee[order], np.arange(size + 1)).astype(np.int64)
    places: Ints = np.concatenate([np.ones(n), left[phantoms]]).astype(np.int32)
    weights = np.concatenate([weight, heavy, heavy])[order]
    return Graph(starts, mentor[order].astype(np.int32), weights, places, places)
