"""Column generation: the exact optimum over all eligible pairs, by solving a few arcs at a time.

Solve the most promising arcs, then price every eligible pair with the duals found: a pair whose weight exceeds
u_i + v_j could raise the optimum. Add those and solve again, until there are none; linear programming duality then
proves that no eligible pair was missing. After the first full pass, only the mentees whose u fell and the mentors
whose v fell can hold such pairs (Bertsekas, Network Optimization, 1998, chapter 7: pricing).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from binome.matching.kernels import Arcs, Kernel, Weighing
from binome.matching.listed import eligible_arcs
from binome.matching.problem import Ints, PairList, Points
from binome.matching.solvers import Graph, Solution, Solver
from binome.matching.tables import Tables

SPREAD = 4  # arcs of a mentee with whomever it may be
EXCESS = 8  # pairs added for one mentee in one round: more makes the graph heavy, fewer costs rounds


@dataclass(frozen=True, eq=False)
class Optimum:
    """The best choice among `arcs` and its duals. `gap`: how much better the true optimum could be, at most (0 when
    exact). `passes`: how many times all pairs were gone through, counting partial passes by their share."""

    arcs: Arcs
    solution: Solution
    rounds: int
    passes: float
    gap: int


def never() -> bool:
    return False


def candidates(kernel: Kernel) -> Arcs:
    """The arcs to begin with: 16 a mentee where mentors are plenty, 32 where they are few, and a few far and wide.

    Where many are alike, everyone's best are the same few mentors, and each round would find as few again.
    """
    asked, offered = int(kernel.tables.mentee_places.sum()), int(kernel.tables.mentor_places.sum())
    best = kernel.best(16 if offered >= 1.2 * asked else 32)
    return merge(best, _far_and_wide(kernel), kernel.tables.shape[1])


def _far_and_wide(kernel: Kernel) -> Arcs:
    """The eligible ones of SPREAD mentors a mentee, such that all mentors are taken equally often."""
    n, m = kernel.tables.shape
    keys = np.unique(np.repeat(np.arange(n), SPREAD) * m + np.arange(n * SPREAD) % max(1, m)) if m else np.empty(0, int)
    pairs = PairList((keys // max(1, m)).astype(np.int32), (keys % max(1, m)).astype(np.int32))
    return eligible_arcs(kernel.tables, pairs)[0]


def base_weight(tables: Tables, spread: int, low: int) -> int:
    """What a pair weighs beside its points, so that one pair more outweighs any change of all the others' points:
    base > places * spread - low, and every weight is positive."""
    places = min(int(tables.mentee_places.sum()), int(tables.mentor_places.sum()))
    return (places + 1) * (spread + 1) + max(0, -low)


def solve_all_pairs(
    kernel: Kernel,
    solver: Solver,
    weighing: Weighing,
    arcs: Arcs,
    *,
    start: tuple[Points, Points] | None = None,
    expired: Callable[[], bool] = never,
    progress: Callable[[int, int], None] | None = None,
) -> Optimum:
    """The maximum total weight over all eligible pairs. Stops early, with a gap, once `expired()` says so.

    `progress(round, arcs found missing)` is called after each round.
    """
    m = kernel.tables.shape[1]
    arcs = _above(arcs, weighing.floor)
    count = EXCESS + int(kernel.tables.mentee_places.max(initial=0))
    passes, rounds = 0.0, 0
    pending: NDArray[np.bool_] | None = None  # mentees who had more missing pairs than were added
    old = start
    while True:
        solution = solver.solve(graph_of(arcs, weighing.weights(arcs.score), kernel), old)
        if pending is None or old is None:
            missing, pending = kernel.price(solution.u, solution.v, weighing, count=count)
            passes += 1
        else:
            missing, pending, share = _price_changed(kernel, solution, old, weighing, count, pending)
            passes += share
        missing = unknown(missing, arcs, m)
        rounds += 1
        if progress:
            progress(rounds, len(missing))
        if not len(missing) and not pending.any():
            return Optimum(arcs, solution, rounds, passes, 0)
        if not len(missing):
            count *= 2  # the chosen arcs filled the list of someone who has several places
        if expired():
            return _stopped(kernel, weighing, arcs, solution, missing, rounds, passes)
        old, arcs = (solution.u, solution.v), merge(arcs, missing, m)
        del missing  # the next solve is where a run holds most


def graph_of(arcs: Arcs, weight: Points, kernel: Kernel) -> Graph:
    """The arcs as a solver's graph, with everyone's places."""
    n, _ = kernel.tables.shape
    starts = np.searchsorted(arcs.mentee, np.arange(n + 1, dtype=arcs.mentee.dtype)).astype(np.int64)
    return Graph(starts, arcs.mentor, weight, kernel.tables.mentee_places, kernel.tables.mentor_places)


def merge(first: Arcs, second: Arcs, m: int) -> Arcs:
    """Both, sorted, each pair once; `second` may come in any order. What is sorted isn't sorted again: `first` may be
    as long as memory allows."""
    keys, more = _keys(first, m), _keys(second, m)
    order = np.argsort(more, kind="stable")
    place = np.searchsorted(keys, more[order])
    known = np.zeros(len(place), np.bool_)
    inside = place < len(keys)
    known[inside] = keys[place[inside]] == more[order[inside]]
    del keys
    place, order = place[~known], order[~known]
    return Arcs(
        np.insert(first.mentee, place, second.mentee[order]),
        np.insert(first.mentor, place, second.mentor[order]),
        np.insert(first.score, place, second.score[order]),
    )


def _keys(arcs: Arcs, m: int) -> Points:
    """Sorted as the arcs are, one number each; without a copy more, of what is longest."""
    keys = arcs.mentee.astype(np.int64)
    keys *= m
    keys += arcs.mentor
    return keys


def _price_changed(
    kernel: Kernel,
    solution: Solution,
    old: tuple[Points, Points],
    weighing: Weighing,
    count: int,
    pending: NDArray[np.bool_],
) -> tuple[Arcs, NDArray[np.bool_], float]:
    """Price the mentees whose u fell or who had pairs left over, then the mentors whose v fell."""
    n, m = kernel.tables.shape
    u, v = solution.u, solution.v
    rows = np.flatnonzero((u < old[0]) | pending).astype(np.int32)
    columns = np.flatnonzero(v < old[1]).astype(np.int32)
    if len(rows) + len(columns) * n / max(1, m) > 0.9 * n:
        found, more = kernel.price(u, v, weighing, count=count)
        return found, more, 1.0
    found, more = kernel.price(u, v, weighing, count=count, mentees=rows)
    others = np.setdiff1d(np.arange(n, dtype=np.int32), rows).astype(np.int32)
    if len(columns) and len(others):
        also, also_more = kernel.price(u, v, weighing, count=count, mentees=others, mentors=columns)
        found, more = merge(found, also, m), more | also_more
    return found, more, (len(rows) * m + len(others) * len(columns)) / (n * m)


def _above(arcs: Arcs, floor: Ints | None) -> Arcs:
    if floor is None:
        return arcs
    kept = arcs.score >= floor[arcs.mentee]
    return Arcs(arcs.mentee[kept], arcs.mentor[kept], arcs.score[kept])


def unknown(missing: Arcs, arcs: Arcs, m: int) -> Arcs:
    """Those not in the graph: a chosen arc may weigh more than u + v when both sides have several places."""
    keys, asked = _keys(arcs, m), _keys(missing, m)
    place = np.searchsorted(keys, asked)
    new = np.ones(len(asked), np.bool_)
    inside = place < len(keys)
    new[inside] = keys[place[inside]] != asked[inside]
    return Arcs(missing.mentee[new], missing.mentor[new], missing.score[new])


def _stopped(
    kernel: Kernel,
    weighing: Weighing,
    arcs: Arcs,
    solution: Solution,
    missing: Arcs,
    rounds: int,
    passes: float,
) -> Optimum:
    """Feasible duals from the last ones: each u raised by its largest excess. Their value bounds the optimum."""
    u, v = solution.u.copy(), solution.v
    np.maximum.at(u, missing.mentee, weighing.weights(missing.score) - v[missing.mentor])
    weight = weighing.weights(arcs.score)
    surplus = np.maximum(0, weight - u[arcs.mentee] - v[arcs.mentor])
    places = kernel.tables.mentee_places, kernel.tables.mentor_places
    bound = sum(map(int, (u * places[0]).tolist())) + sum(map(int, (v * places[1]).tolist())) + int(surplus.sum())
    value = int(weight[solution.chosen].sum())
    return Optimum(arcs, Solution(solution.chosen, u, v), rounds, passes, bound - value)
