"""The solver in C: auction, then shortest augmenting paths (native/search.c); blossoms (native/blossom.c)."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from binome.matching.native import library
from binome.matching.native.library import address
from binome.matching.problem import Points, ProblemError
from binome.matching.solvers import Edges, Graph, Solution
from binome.matching.solvers.wheels import WheelsSolver

HEAVIEST = 1 << 58  # of a weight: sums of a few stay in 64 bits
WIDEST = 1 << 120  # of a couple's weight: sums of a few stay in 128 bits


class NativeSolver:
    """Graphs whose mentees want one mentor each; others are left to the wheels-only solver."""

    name = "native"

    def __init__(self) -> None:
        self._library = library.need()

    def solve(self, graph: Graph, start: tuple[Points, Points] | None = None) -> Solution:
        """Exact maximum of the total weight. ProblemError when the weights are too large."""
        if graph.mentee_places.max(initial=0) > 1:
            return WheelsSolver().solve(graph, start)
        if len(graph.weight) and int(graph.weight.max()) > HEAVIEST:
            raise ProblemError("The weights are too large to be summed exactly.")
        n, m = len(graph.mentee_places), len(graph.mentor_places)
        given: list[NDArray[Any]] = [
            np.ascontiguousarray(graph.starts, np.int64),
            np.ascontiguousarray(graph.mentor, np.int32),
            np.ascontiguousarray(graph.weight, np.int64),
            np.ascontiguousarray(graph.mentee_places, np.int32),
            np.ascontiguousarray(graph.mentor_places, np.int32),
        ]
        prices = None if start is None else np.ascontiguousarray(start[1], np.int64)
        session = self._library.binome_session_new(
            n, m, *map(address, given), prices if prices is None else address(prices)
        )
        if not session:
            raise MemoryError("the graph is too large for this machine's memory")
        u, v, chosen = np.zeros(n, np.int64), np.zeros(m, np.int64), np.zeros(len(graph.mentor), np.bool_)
        found: list[NDArray[Any]] = [u, v, chosen]
        self._library.binome_session_read(session, *map(address, found))
        self._library.binome_session_free(session)
        return Solution(chosen, u, v)

    def couples(self, edges: Edges, prices: Points | None = None) -> NDArray[np.bool_]:
        """The best couples; by the wheels-only solver where 128 bits are too few, or not to be had."""
        steps = edges.steps()
        if prod(steps) * 2 > WIDEST or 2 * max(steps, default=0) > HEAVIEST:
            return WheelsSolver().couples(edges, prices)
        given: list[NDArray[Any]] = [
            np.ascontiguousarray(edges.first, np.int32),
            np.ascontiguousarray(edges.second, np.int32),
            np.array(edges.levels, np.int64),
            np.array(steps, np.int64),
        ]
        first, second, levels, whole = map(address, given)
        start = np.ascontiguousarray(np.maximum(self._prices(edges) if prices is None else prices, 0), np.int64)
        chosen = np.zeros(len(edges.first), np.bool_)
        done = self._library.binome_couples(
            edges.people,
            len(chosen),
            first,
            second,
            len(steps),
            levels,
            whole,
            address(start),
            address(chosen),
        )
        if done < 0:
            return WheelsSolver().couples(edges, prices)
        if not done:
            raise MemoryError("the graph is too large for this machine's memory")
        return chosen

    def _prices(self, edges: Edges) -> Points:
        """Those of the best cover of the graph by itself, each person once on either side (as in cover.py), by the
        first level: there, only whoever is on an odd cycle is badly paired."""
        weight = edges.steps()[0] + edges.levels[0]
        mentee, mentor = np.concatenate([edges.first, edges.second]), np.concatenate([edges.second, edges.first])
        order = np.argsort(mentee.astype(np.int64) * edges.people + mentor)
        starts = np.searchsorted(mentee[order], np.arange(edges.people + 1)).astype(np.int64)
        once = np.ones(edges.people, np.int32)
        cover = self.solve(Graph(starts, mentor[order], np.concatenate([weight, weight])[order], once, once))
        return cover.u + cover.v
