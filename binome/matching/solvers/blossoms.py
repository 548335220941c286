"""The best couples of a graph without sides, by rustworkx: the blossom algorithm (J. Edmonds, "Paths, trees, and
flowers", 1965), one part of the graph at a time."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

import numpy as np
import rustworkx
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from binome.matching.problem import Points
from binome.matching.solvers import Edges


def best_couples(edges: Edges, prices: Points | None = None) -> NDArray[np.bool_]:
    """bool [k]: the most couples, then the levels; with whole numbers as long as need be.

    `prices`: as in Solver. Where nobody need stay alone, or one of an odd number, each person's price can be taken from
    her couples' weight: all choices lose the same, and what is left is nearly 0 for the couples that matter.
    """
    first = edges.levels[0].tolist() if edges.levels else [0] * len(edges.first)
    weight, reduced = _one_after_the_other(edges, first), list[int]()
    if prices is not None:
        both = (prices[edges.first] + prices[edges.second]).tolist()
        reduced = _one_after_the_other(edges, [2 * own - paid for own, paid in zip(first, both, strict=True)])
    people = (np.ones(len(weight), np.int8), (edges.first, edges.second))
    part = connected_components(csr_matrix(people, shape=(edges.people, edges.people)), directed=False)[1][edges.first]
    order = np.argsort(part, kind="stable")
    chosen = np.zeros(len(weight), np.bool_)
    for group in np.split(order, np.flatnonzero(np.diff(part[order])) + 1):
        found = group.tolist() if len(group) <= 1 else None
        if found is None and prices is not None:
            found = _with_nobody_left(group, edges, reduced, prices)
        chosen[_of_part(group, edges, weight) if found is None else found] = True
    return chosen


def _one_after_the_other(edges: Edges, weight: list[int]) -> list[int]:
    """The first level, so weighed, and the next ones as what decides between equals."""
    for step, level in zip(edges.steps()[1:], edges.levels[1:], strict=True):
        weight = [before * step + own for before, own in zip(weight, level.tolist(), strict=True)]
    return weight


def _of_part(group: NDArray[np.int64], edges: Edges, weight: Sequence[int]) -> list[int]:
    """Which of one part's edges make its best couples."""
    members, ends = np.unique([edges.first[group], edges.second[group]], return_inverse=True)
    first, second = ends.reshape(2, -1).tolist()
    return _best(len(members), list(zip(first, second, group.tolist(), strict=True)), weight)


def _with_nobody_left(
    group: NDArray[np.int64], edges: Edges, reduced: Sequence[int], prices: Points
) -> list[int] | None:
    """The same from reduced weights, if everybody of the part is in a couple; of an odd number, one with a phantom,
    which weighs her price less. None if more must stay alone."""
    members, ends = np.unique([edges.first[group], edges.second[group]], return_inverse=True)
    first, second = ends.reshape(2, -1).tolist()
    size, whole = len(members), group.tolist()
    joined = list(zip(first, second, range(len(whole)), strict=True))
    weight = [reduced[k] for k in whole]
    if size % 2:
        after = prod(edges.steps()[1:])
        joined += [(person, size, len(whole) + person) for person in range(size)]
        weight += [-price * after for price in prices[members].tolist()]
    least = min(weight)
    found = _best(size + size % 2, joined, [own - least for own in weight])
    return [whole[k] for k in found if k < len(whole)] if 2 * len(found) >= size else None


def _best(people: int, edges: list[tuple[int, int, int]], weight: Sequence[int]) -> list[int]:
    """Of edges (one, other, their place in `weight`), the places of the best ones."""
    graph: rustworkx.PyGraph[None, int] = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from([None] * people)
    graph.add_edges_from(edges)
    found = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=lambda k: weight[k])
    return [graph.get_edge_data(a, b) for a, b in found]
