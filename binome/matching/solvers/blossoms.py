"""The best couples of a graph without sides, by rustworkx: the blossom algorithm (J. Edmonds, "Paths, trees, and
flowers", 1965), one part of the graph at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import rustworkx
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from binome.matching.solvers import Edges


def best_couples(edges: Edges) -> NDArray[np.bool_]:
    """bool [k]: the most couples, then the levels; with whole numbers as long as need be."""
    n, weight = edges.people, [0] * len(edges.first)
    for step, level in zip(edges.steps(), edges.levels, strict=True):
        weight = [before * step + own for before, own in zip(weight, level.tolist(), strict=True)]
    graph = csr_matrix((np.ones(len(weight), np.int8), (edges.first, edges.second)), shape=(n, n))
    part = connected_components(graph, directed=False)[1][edges.first]
    order = np.argsort(part, kind="stable")
    chosen = np.zeros(len(weight), np.bool_)
    for group in np.split(order, np.flatnonzero(np.diff(part[order])) + 1):
        chosen[_of_part(group, edges, weight)] = True
    return chosen


def _of_part(group: NDArray[np.int64], edges: Edges, weight: Sequence[int]) -> list[int]:
    """Which of one part's edges make its best couples."""
    if len(group) <= 1:
        return [int(k) for k in group]
    members, ends = np.unique([edges.first[group], edges.second[group]], return_inverse=True)
    first, second = ends.reshape(2, -1).tolist()
    graph: rustworkx.PyGraph[None, int] = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from([None] * len(members))
    graph.add_edges_from(list(zip(first, second, group.tolist(), strict=True)))
    found = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=lambda k: weight[k])
    return [graph.get_edge_data(a, b) for a, b in found]
