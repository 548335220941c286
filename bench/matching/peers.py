"""The same work by others: from features by dense matrices, on the same arcs, from the same lists."""

import warnings
from functools import partial

import numpy as np

from bench.matching.one import Clock, Figures
from bench.matching.ours import LISTED, compiled, hash_of, plain, ready_couples, ready_lists, same_arcs
from binome.matching.cohorts import cohort
from binome.matching.compiler import compile_problem
from binome.matching.kernels.reference import ReferenceKernel
from binome.matching.tables import Tables


def matrices(tables: Tables) -> tuple[np.ndarray, np.ndarray]:
    """Float32 [n, features] and [features, m] whose product is every affinity."""
    n = tables.shape[0]
    left = np.zeros((n, len(tables.values)), np.float32)
    left[np.repeat(np.arange(n), np.diff(tables.starts)), tables.row] = tables.times
    return (
        np.concatenate([left, tables.mentee_vectors.astype(np.float32)], axis=1),
        np.ascontiguousarray(np.concatenate([tables.values, tables.mentor_vectors.T]), np.float32),
    )


def eligible(kernel: ReferenceKernel) -> np.ndarray:
    n, m = kernel.tables.shape
    best = kernel.best(m)
    allowed = np.zeros((n, m), bool)
    allowed[best.mentee, best.mentor] = True
    return allowed


def dense(mentees: int, regime: str, clock: Clock) -> Figures:
    """numpy's matrix product, then scipy's linear_sum_assignment on one column a place."""
    from scipy.optimize import linear_sum_assignment

    kernel = ReferenceKernel(compile_problem(cohort(mentees, regime)))
    allowed, places = eligible(kernel), kernel.tables.mentor_places
    base = plain(kernel).base
    with clock.running():
        left, right = matrices(kernel.tables)
        scores = left @ right
        weights = np.where(allowed, scores + base, 0)[:, np.repeat(np.arange(len(places)), places)]
        row, slot = linear_sum_assignment(weights, maximize=True)
        found = weights[row, slot].astype(np.int64)
    return _answer(found[found > 0], base)


def sgemm(mentees: int, regime: str, clock: Clock) -> Figures:
    """The matrix product alone, by tiles that are thrown away."""
    left, right = matrices(compiled(mentees, regime).tables)
    block = np.empty((256, right.shape[1]), np.float32)
    with clock.running():
        for start in range(0, len(left), 256):
            rows = left[start : start + 256]
            np.matmul(rows, right, out=block[: len(rows)])
    return {"pairs": len(left) * right.shape[1]}


def _answer(weight: np.ndarray, base: int) -> Figures:
    return {"matched": len(weight), "total": int(weight.sum()) - base * len(weight)}


def ortools(mentees: int, regime: str, clock: Clock) -> Figures:
    from ortools.graph.python import min_cost_flow

    graph, weighing = same_arcs(mentees, regime)
    n, m = len(graph.mentee_places), len(graph.mentor_places)
    mentee = np.repeat(np.arange(n), np.diff(graph.starts))
    people, mentors, sink = np.arange(n), np.arange(m), n + m
    with clock.running():
        flow = min_cost_flow.SimpleMinCostFlow()
        arcs = flow.add_arcs_with_capacity_and_unit_cost(
            np.concatenate([mentee, n + mentors, people]),
            np.concatenate([n + graph.mentor, np.full(m + n, sink)]),
            np.concatenate([np.ones(len(mentee), int), graph.mentor_places.astype(int), np.ones(n, int)]),
            np.concatenate([-graph.weight, np.zeros(m + n, int)]),
        )
        flow.set_nodes_supplies(np.arange(n + m + 1), np.concatenate([np.ones(n, int), np.zeros(m, int), [-n]]))
        assert flow.solve() == flow.OPTIMAL
        taken = flow.flows(arcs)[: len(mentee)] > 0
    return _answer(graph.weight[taken], weighing.base)


def scipy_sparse(mentees: int, regime: str, clock: Clock) -> Figures:
    """min_weight_full_bipartite_matching, one column a place, and one where each mentee stays alone."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    graph, weighing = same_arcs(mentees, regime)
    n, places = len(graph.mentee_places), graph.mentor_places
    mentee = np.repeat(np.arange(n), np.diff(graph.starts))
    with clock.running():
        starts, times = np.cumsum(places) - places, places[graph.mentor]
        rank = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        columns = np.repeat(starts[graph.mentor], times) + rank
        top, slots = int(graph.weight.max()) + 1, int(places.sum())
        costs = np.concatenate([np.repeat(top - graph.weight, times), np.full(n, top)]).astype(float)
        entries = (
            np.concatenate([np.repeat(mentee, times), np.arange(n)]),
            np.concatenate([columns, slots + np.arange(n)]),
        )
        row, column = min_weight_full_bipartite_matching(csr_array((costs, entries), shape=(n, slots + n)))
    mentor = np.searchsorted(np.cumsum(places), column[column < slots], side="right")
    keys, m = mentee * len(places) + graph.mentor, len(places)
    return _answer(graph.weight[np.searchsorted(keys, row[column < slots] * m + mentor)], weighing.base)


def networkx(mentees: int, regime: str, clock: Clock) -> Figures:
    """Its network simplex."""
    import networkx as nx

    graph, weighing = same_arcs(mentees, regime)
    n, m = len(graph.mentee_places), len(graph.mentor_places)
    mentee = np.repeat(np.arange(n), np.diff(graph.starts))
    with clock.running():
        network = nx.DiGraph()
        network.add_node("sink", demand=n)
        for i in range(n):
            network.add_node(i, demand=-1)
            network.add_edge(i, "sink", capacity=1, weight=0)
        for j in range(m):
            network.add_edge(n + j, "sink", capacity=int(graph.mentor_places[j]), weight=0)
        for i, j, weight in zip(mentee.tolist(), graph.mentor.tolist(), graph.weight.tolist(), strict=True):
            network.add_edge(i, n + j, capacity=1, weight=-weight)
        cost, flow = nx.network_simplex(network)
    pairs = sum(flow[i][j] for i in range(n) for j in flow[i] if j != "sink")
    return {"matched": pairs, "total": -cost - pairs * weighing.base}


def munkres(mentees: int, regime: str, clock: Clock) -> Figures:
    """What mentor-match does: the whole matrix as lists, given to munkres."""
    from munkres import Munkres

    kernel = ReferenceKernel(compile_problem(cohort(mentees, regime)))
    allowed, places, base = eligible(kernel), kernel.tables.mentor_places, plain(kernel).base
    left, right = matrices(kernel.tables)
    weights = np.where(allowed, left @ right + base, 0)[:, np.repeat(np.arange(len(places)), places)].astype(np.int64)
    costs = (weights.max(initial=0) - weights).tolist()
    with clock.running():
        pairs = Munkres().compute(costs)
    found = np.array([weights[i, j] for i, j in pairs])
    return _answer(found[found > 0], base)


def matching_package(mentees: int, regime: str, clock: Clock) -> Figures:
    """Hospitals and residents by the package `matching`, from ready lists: names, as it wants them."""
    warnings.simplefilter("ignore")
    import sys

    from matching.games import HospitalResident

    sys.setrecursionlimit(1_000_000)
    sides = ready_lists(mentees, regime)
    wanted, asked = (
        {
            f"{mine}{x}": [f"{other}{y}" for y in lists.other[lists.starts[x] : lists.starts[x + 1]]]
            for x in np.flatnonzero(np.diff(lists.starts)).tolist()
        }
        for lists, mine, other in zip(sides, "ab", "ba", strict=True)
    )
    places = {name: int(sides[1].places[int(name[1:])]) for name in asked}
    with clock.running():
        game = HospitalResident.create_from_dictionaries(wanted, asked, places)
        pairs = game.solve(optimal="resident")
    found = [(int(mentee.name[1:]), int(mentor.name[1:])) for mentor in pairs for mentee in pairs[mentor]]
    return {"matched": len(found), "digest": hash_of(np.array(sorted(found), np.int32))}


def rustworkx(partners: int | None, mentees: int, regime: str, clock: Clock) -> Figures:
    """Its blossom algorithm on each person's `partners` best (all of them when None). With few, a better total may
    lie outside the graph."""
    import rustworkx as rx

    couples, spread = ready_couples(partners or mentees, mentees, regime)
    base = (mentees + 1) * (spread + 1)
    ends = list(zip(couples.mentee.tolist(), couples.mentor.tolist(), strict=True))
    weight = {pair: base + s for pair, s in zip(ends, couples.score.tolist(), strict=True)}
    with clock.running():
        graph = rx.PyGraph(multigraph=False)
        graph.add_nodes_from(range(mentees))
        graph.add_edges_from([(*pair, w) for pair, w in weight.items()])
        pairs = rx.max_weight_matching(graph, max_cardinality=False, weight_fn=int)
    total = sum(weight[min(pair), max(pair)] - base for pair in pairs)
    return {"matched": len(pairs), "total": total}


CONTENDERS = {
    "numpy + linear_sum_assignment": dense,
    "pass: sgemm alone": sgemm,
    "arcs: OR-tools min-cost flow": ortools,
    "arcs: scipy sparse": scipy_sparse,
    "arcs: networkx": networkx,
    "munkres": munkres,
    "matching": matching_package,
    "rustworkx": partial(rustworkx, LISTED),
    "rustworkx, all pairs": partial(rustworkx, None),
}
