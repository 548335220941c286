"""The kernel in C: scores a tile of pairs in the first-level cache and keeps those over a threshold (native/scan.c).

No score is written to memory; row blocks go to Python threads, since ctypes releases the interpreter's lock.
"""

from __future__ import annotations

import ctypes
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from binome.matching.kernels import Arcs, Weighing
from binome.matching.native import library
from binome.matching.native.library import NOT_BUILT, NativeMissing, address
from binome.matching.native.packing import Packed, alike
from binome.matching.problem import Ints, Points
from binome.matching.tables import Tables, ranges

HIGHEST = 1 << 60  # of a dual, a base or a weight, in absolute value: sums of four stay in 64 bits
SPAN = 16384  # as in kernel.h
CHUNK = 1024  # mentees of one piece of work


class NativeKernel:
    """The same integers as ReferenceKernel, for any instruction set ("plain", "avx2", "avx512") and any threads.

    `instructions`: the best of this machine unless said. Raises NativeMissing where the C is not built for it.
    """

    name = "native"

    def __init__(self, tables: Tables, threads: int = 1, instructions: str | None = None) -> None:
        available = library.available_instructions()
        if not available or (instructions or available[-1]) not in available:
            raise NativeMissing(f"the engine's C is not built for {instructions}" if instructions else NOT_BUILT)
        self.tables = tables
        self.threads = threads
        self.instructions = instructions or available[-1]
        self._library = library.need()
        self._packed = Packed(tables, self.instructions)
        self._alike = alike(tables.gates, len(tables.mentee_places)).astype(np.int32)

    def best(self, count: int) -> Arcs:
        request = library.Request(low=self.tables.low, high=self.tables.high, count=min(count, self.tables.shape[1]))
        arcs, _ = self._scan(self._packed, request, self._alike)
        return arcs

    def price(
        self,
        u: Points,
        v: Points,
        weighing: Weighing,
        *,
        count: int,
        margin: int = 0,
        mentees: Ints | None = None,
        mentors: Ints | None = None,
    ) -> tuple[Arcs, NDArray[np.bool_]]:
        n, m = self.tables.shape
        _check_sizes(u, v, weighing, self.tables)
        packed = (
            self._packed if mentors is None else Packed(self.tables, self.instructions, np.asarray(mentors, np.int32))
        )
        rows = self._alike
        if mentees is not None:
            asked = np.zeros(n, np.bool_)
            asked[mentees] = True
            rows = rows[asked[rows]]
        order = rows[np.argsort(u[rows] // SPAN if weighing.curve is None else u[rows], kind="stable")]
        u, v = np.ascontiguousarray(u, np.int64), np.ascontiguousarray(v[packed.mentors], np.int64)
        request = library.Request(base=weighing.base, margin=margin, count=min(count, m), u=address(u), v=address(v))
        request.low, request.high = self.tables.low, self.tables.high
        kept: list[NDArray[Any]] = [u, v]
        if weighing.curve is not None:
            curve = np.ascontiguousarray(weighing.curve, np.int64)
            request.curve, request.low, request.high = address(curve), weighing.low, weighing.low + len(curve) - 1
            kept.append(curve)
        if weighing.floor is not None:
            floor = np.ascontiguousarray(weighing.floor, np.int32)
            request.floor = address(floor)
            kept.append(floor)
        return self._scan(packed, request, order)

    def eligible(self) -> Points:
        n, _ = self.tables.shape
        count = np.zeros(n, np.int64)
        tables = ctypes.byref(self._packed.structure)
        self._each_chunk(n, lambda first, last: self._library.binome_eligible(tables, first, last, address(count)))
        return count

    def highest(self) -> Points:
        result = np.full(self.tables.shape[0], self.tables.low - 1, np.int64)
        arcs = self.best(1)
        result[arcs.mentee] = arcs.score
        return result

    def _scan(self, packed: Packed, request: Any, order: Ints) -> tuple[Arcs, NDArray[np.bool_]]:
        """Arcs of the request, sorted; and which mentees had more than `count`."""
        request.order = address(order)
        counts, more = np.zeros(len(order), np.int64), np.zeros(len(order), np.bool_)

        def run(first: int, last: int) -> tuple[Ints, Ints]:
            found = self._library.binome_scan(
                ctypes.byref(packed.structure), ctypes.byref(request), first, last, address(counts), address(more)
            )
            return _taken(self._library, found)

        pieces = self._each_chunk(len(order), run)
        arcs = _sorted(pieces, order, counts, self.tables.shape[0])
        had_more = np.zeros(self.tables.shape[0], np.bool_)
        had_more[order] = more
        return arcs, had_more

    def _each_chunk(self, n: int, run: Any) -> list[Any]:
        """run(first, last) over row blocks, in order; in threads when there are several."""
        chunks = [(first, min(first + CHUNK, n)) for first in range(0, n, CHUNK)]
        if self.threads <= 1 or len(chunks) <= 1:
            return [run(*chunk) for chunk in chunks]
        with ThreadPoolExecutor(self.threads) as pool:
            return list(pool.map(lambda chunk: run(*chunk), chunks))


def _sorted(pieces: list[tuple[Ints, Ints]], order: Ints, counts: Points, n: int) -> Arcs:
    """What was found for the mentees of `order`, `counts` each, one piece after the other; by mentee. Each one's own
    are sorted already, and go straight to their place: the arcs are most of what a run holds."""
    lengths = np.zeros(n, np.int64)
    lengths[order] = counts
    starts = np.cumsum(lengths) - lengths
    mentor, score = np.empty(lengths.sum(), np.int32), np.empty(lengths.sum(), np.int64)
    for number, (found, points) in enumerate(pieces):
        here = np.s_[number * CHUNK : (number + 1) * CHUNK]
        places = ranges(starts[order[here]], counts[here])
        mentor[places], score[places] = found, points
    return Arcs(np.repeat(np.arange(n, dtype=np.int32), lengths), mentor, score)


def _taken(native: ctypes.CDLL, found: Any) -> tuple[Ints, Ints]:
    """Copies of what the C found, which is then freed."""
    if not found:
        raise MemoryError("the pass over all pairs found more pairs than this machine can hold")
    try:
        length = found.contents.length
        if not length:
            return np.empty(0, np.int32), np.empty(0, np.int32)
        mentor = np.ctypeslib.as_array(found.contents.mentor, (length,)).copy()
        return mentor, np.ctypeslib.as_array(found.contents.score, (length,)).copy()
    finally:
        native.binome_free_found(found)


def _check_sizes(u: Points, v: Points, weighing: Weighing, tables: Tables) -> None:
    if (len(u), len(v)) != tables.shape:
        raise ValueError(f"duals for {len(u)} x {len(v)} people, tables of {tables.shape[0]} x {tables.shape[1]}")
    curve = weighing.curve
    for values in (u, v, np.array([weighing.base]), np.empty(0) if curve is None else curve):
        if len(values) and max(int(values.max()), -int(values.min())) > HIGHEST:
            raise ValueError("duals and weights must stay within 2**60, so that their sums are exact")
    if curve is not None and not weighing.low <= tables.low <= tables.high < weighing.low + len(curve):
        raise ValueError("the curve doesn't cover every affinity of the tables")
