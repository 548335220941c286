"""The solver in C: auction, then shortest augmenting paths (native/search.c). Its state can be kept for events."""

from __future__ import annotations

import weakref
from typing import Any

import numpy as np
from numpy.typing import NDArray

from binome.matching.native import library
from binome.matching.native.library import address
from binome.matching.problem import Points, ProblemError
from binome.matching.solvers import Graph, Solution
from binome.matching.solvers.wheels import WheelsSolver

HEAVIEST = 1 << 58  # of a weight: sums of a few stay in 64 bits


class NativeSolver:
    """Graphs whose mentees want one mentor each; others are left to the wheels-only solver."""

    name = "native"

    def __init__(self) -> None:
        library.need()

    def solve(self, graph: Graph, start: tuple[Points, Points] | None = None) -> Solution:
        """Exact maximum of the total weight. ProblemError when the weights are too large."""
        if graph.mentee_places.max(initial=0) > 1:
            return WheelsSolver().solve(graph, start)
        return NativeSession(graph, start).solution()


class NativeSession:
    """The optimum of a graph, kept exact through events, each the work of one or two searches.

    Mentees have one place or none. Its arcs are fixed, their weights are not: an arc of weight 0 is not there. After
    an event the duals prove the optimum among the graph's arcs only: price the others again (`Kernel.price`), and
    make a new session of the larger graph, started from `solution()`, if some are missing.
    Raises NativeMissing where the C is not built, ProblemError when weights are too large, IndexError for a person
    or an arc that the graph doesn't have.
    """

    def __init__(self, graph: Graph, start: tuple[Points, Points] | None = None) -> None:
        n, m = len(graph.mentee_places), len(graph.mentor_places)
        if graph.mentee_places.max(initial=0) > 1:
            raise ProblemError("A session is for mentees who want one mentor each.")
        if len(graph.weight) and int(graph.weight.max()) > HEAVIEST:
            raise ProblemError("The weights are too large to be summed exactly.")
        self._library = library.need()
        self._shape = n, m
        self._arcs = len(graph.mentor)
        arrays: list[NDArray[Any]] = [
            np.ascontiguousarray(graph.starts, np.int64),
            np.ascontiguousarray(graph.mentor, np.int32),
            np.ascontiguousarray(graph.weight, np.int64),
            np.ascontiguousarray(graph.mentee_places, np.int32),
            np.ascontiguousarray(graph.mentor_places, np.int32),
        ]
        prices = None if start is None else np.ascontiguousarray(start[1], np.int64)
        handle = self._library.binome_session_new(
            n, m, *map(address, arrays), prices if prices is None else address(prices)
        )
        if not handle:
            raise MemoryError("the graph is too large for this machine's memory")
        self._handle = handle
        weakref.finalize(self, self._library.binome_session_free, handle)

    def solution(self) -> Solution:
        """Of the graph as it is now, arcs in the order of the graph given."""
        n, m = self._shape
        u, v, chosen = np.zeros(n, np.int64), np.zeros(m, np.int64), np.zeros(self._arcs, np.bool_)
        arrays: list[NDArray[Any]] = [u, v, chosen]
        self._library.binome_session_read(self._handle, *map(address, arrays))
        return Solution(chosen, u, v)

    def mentor_of(self, mentee: int) -> int | None:
        found: int = self._library.binome_session_mentor(self._handle, self._place(mentee, 0))
        return None if found < 0 else found

    def leave(self, mentee: int) -> None:
        """The mentee is out; her place is offered to whom it brings most."""
        self._library.binome_session_present(self._handle, self._place(mentee, 0), 0)

    def come_back(self, mentee: int) -> None:
        """The mentee, who had left or who had no place at first, wants a mentor."""
        self._library.binome_session_present(self._handle, self._place(mentee, 0), 1)

    def set_weight(self, mentee: int, mentor: int, weight: int) -> None:
        """An arc of the graph is worth more, less, or nothing (0: it is not there: a refusal)."""
        if weight > HEAVIEST:
            raise ProblemError("The weight is too large to be summed exactly.")
        if not self._library.binome_session_weigh(self._handle, self._place(mentee, 0), self._place(mentor, 1), weight):
            raise IndexError(f"the graph has no arc from mentee {mentee} to mentor {mentor}")

    def set_places(self, mentor: int, places: int) -> None:
        """A mentor takes more mentees, or fewer."""
        self._library.binome_session_places(self._handle, self._place(mentor, 1), max(places, 0))

    def _place(self, person: int, side: int) -> int:
        if not 0 <= person < self._shape[side]:
            raise IndexError(f"there is no {('mentee', 'mentor')[side]} {person}")
        return int(person)
