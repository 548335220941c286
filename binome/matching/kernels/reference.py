"""The reference kernel: numpy and scipy alone. Sparse products of small integers, a block of mentees at a time.

The left matrix holds a mentee's multipliers and vector, the right one the mentors' values: 16-bit products and sums
wrap around, and the sum is exact because every affinity fits (tables.LIMIT). A second product counts the broken
rules. No floating matrix product: its library would keep its own threads, and spin.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from binome.matching.kernels import Arcs, Weighing
from binome.matching.problem import Ints, Points
from binome.matching.tables import Gate, GateKind, PairPoints, Tables, ranges

FOLDED = 300  # codes: a rule with more is cheaper compared pair by pair than carried by the product
BLOCK = 400_000  # scores at once: they stay in a processor's cache

Scores = NDArray[np.int16]
Barred = NDArray[np.int8]
Answer = TypeVar("Answer")


class ReferenceKernel:
    """See `Kernel`. `threads` blocks run at once; the answers don't depend on it."""

    name = "reference"

    def __init__(self, tables: Tables, threads: int = 1) -> None:
        self.tables = tables
        self._threads = threads
        folded, self._late = _fold(tables.gates)
        self._left = _left(tables)
        self._right = np.ascontiguousarray(np.concatenate([tables.values, tables.mentor_vectors.T.astype(np.int16)]))
        self._left_rules = _left_rules(tables, [codes for codes, _ in folded], [len(part) for _, part in folded])
        none = np.empty((0, tables.shape[1]), np.bool_)
        self._right_rules = (~np.concatenate([none, *(allowed for _, allowed in folded)])).astype(np.int8)

    def best(self, count: int) -> Arcs:
        def work(rows: Ints) -> Arcs:
            scores, barred = self._scores(rows, None)
            return _arcs(rows, None, scores, _largest(scores, barred == 0, count))

        return _join(self._map(work, None))

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
        prices = v if mentors is None else v[mentors]
        more = np.zeros(len(u), np.bool_)

        def work(rows: Ints) -> Arcs:
            scores, barred = self._scores(rows, mentors)
            row, column = np.nonzero(_promising(scores, u[rows] + margin, prices, weighing))
            real = barred[row, column] == 0
            row, column = row[real], column[real]
            score = scores[row, column].astype(np.int64)
            excess = weighing.weights(score) - u[rows[row]] - prices[column] - margin
            real = excess > 0
            if weighing.floor is not None:
                real &= score >= weighing.floor[rows[row]]
            row, column, score, excess = row[real], column[real], score[real], excess[real]
            more[rows] = np.bincount(row, minlength=len(rows)) > count
            kept = _first(row, excess, count)
            mentor = column if mentors is None else mentors[column]
            return Arcs(rows[row[kept]].astype(np.int32), mentor[kept].astype(np.int32), score[kept])

        return _join(self._map(work, mentees, mentors)), more

    def eligible(self) -> Points:
        counts = self._map(lambda rows: (self._scores(rows, None)[1] == 0).sum(axis=1), None)
        return np.concatenate([np.empty(0, np.int64), *counts]).astype(np.int64)

    def highest(self) -> Points:
        def work(rows: Ints) -> Points:
            scores, barred = self._scores(rows, None)
            top = np.where(barred == 0, scores, self.tables.low - 1)
            return np.asarray(top.max(axis=1, initial=self.tables.low - 1), np.int64)

        return np.concatenate([np.empty(0, np.int64), *self._map(work, None)])

    def _map(self, work: Callable[[Ints], Answer], mentees: Ints | None, mentors: Ints | None = None) -> list[Answer]:
        n, m = self.tables.shape
        every = np.arange(n, dtype=np.int32) if mentees is None else mentees
        width = max(1, m if mentors is None else len(mentors))
        if not len(every) or (mentors is not None and not len(mentors)) or not m:
            return [work(every[:0])] if m and (mentors is None or len(mentors)) else []
        size = max(16, min(1024, BLOCK // width))
        blocks = [every[start : start + size] for start in range(0, len(every), size)]
        if self._threads == 1:
            return [work(block) for block in blocks]
        with ThreadPoolExecutor(self._threads) as pool:
            return list(pool.map(work, blocks))

    def _scores(self, rows: Ints, mentors: Ints | None) -> tuple[Scores, Barred]:
        """A block's affinities, int16 [rows, mentors], and how many rules forbid each pair, int8."""
        chosen = slice(None) if mentors is None else mentors
        scores: Scores = self._left[rows] @ self._right[:, chosen]
        barred: Barred = self._left_rules[rows] @ self._right_rules[:, chosen]
        for gate in self._late:
            allowed = _allowed(gate, gate.mentee[rows], gate.mentor if mentors is None else gate.mentor[mentors])
            barred += ~allowed
        where = _Columns(self.tables.shape[1], mentors)
        row, column, points = _listed(rows, where, self.tables.bonus)
        scores[row, column] += points.astype(np.int16)
        row, column, _ = _listed(rows, where, self.tables.excluded)
        barred[row, column] = 1
        return scores, barred


class _Columns:
    """Where a mentor stands in a block that holds only some: int32 [m], -1 where she isn't."""

    def __init__(self, count: int, mentors: Ints | None) -> None:
        self.places = None
        if mentors is not None:
            self.places = np.full(count, -1, np.int32)
            self.places[mentors] = np.arange(len(mentors))


def _fold(gates: tuple[Gate, ...]) -> tuple[list[tuple[Points, NDArray[np.bool_]]], list[Gate]]:
    """Rules as (codes of the mentees, allowed [codes, mentors]), and those with too many codes for that."""
    folded, late = [], []
    for gate in gates:
        known = gate.mentee if gate.kind in (GateKind.TABLE, GateKind.SHARE) else gate.mentee[gate.mentee >= 0]
        distinct = np.unique(known)
        if len(distinct) > FOLDED:
            late.append(gate)
            continue
        codes = np.searchsorted(distinct, gate.mentee).astype(np.int64)
        if gate.kind in (GateKind.DIFFER, GateKind.SAME):
            codes[gate.mentee < 0] = -1
        folded.append((codes, _allowed(gate, distinct, gate.mentor)))
    return folded, late


def _left(tables: Tables) -> csr_matrix:
    """The mentees' multipliers on the rows of values, then their vectors: int16, sparse."""
    n, _ = tables.shape
    values = csr_matrix((tables.times, tables.row, tables.starts), shape=(n, len(tables.values)), dtype=np.int16)
    return hstack([values, csr_matrix(tables.mentee_vectors, dtype=np.int16)], format="csr", dtype=np.int16)


def _left_rules(tables: Tables, codes: list[Points], heights: list[int]) -> csr_matrix:
    """A 1 for each folded rule, on the row of the mentee's code: int8, sparse."""
    n, _ = tables.shape
    places = [(np.flatnonzero(code >= 0), code[code >= 0]) for code in codes]
    mentee = np.concatenate([np.empty(0, np.int64), *(known for known, _ in places)])
    offsets = np.cumsum([0, *heights])
    row = np.concatenate([np.empty(0, np.int64), *(o + code for o, (_, code) in zip(offsets, places, strict=False))])
    return csr_matrix((np.ones(len(row), np.int8), (mentee, row)), shape=(n, int(offsets[-1])), dtype=np.int8)


def _allowed(gate: Gate, mentee: Points, mentor: Points) -> NDArray[np.bool_]:
    """bool [len(mentee), len(mentor)] for these codes."""
    if gate.kind is GateKind.TABLE:
        assert gate.allowed is not None
        return np.asarray(gate.allowed[mentee[:, None], mentor[None, :]], np.bool_)
    if gate.kind is GateKind.SHARE:
        return np.asarray((mentee[:, None] & mentor[None, :]) != 0, np.bool_)
    unknown = (mentee[:, None] < 0) | (mentor[None, :] < 0)
    equal = mentee[:, None] == mentor[None, :]
    return np.asarray(unknown | (equal if gate.kind is GateKind.SAME else ~equal), np.bool_)


def _listed(rows: Ints, where: _Columns, listed: PairPoints) -> tuple[Points, Points, Ints]:
    """The listed pairs of a block: rows and columns inside the block, points."""
    lengths = listed.starts[rows + 1] - listed.starts[rows]
    places = ranges(listed.starts[rows], lengths)
    row = np.repeat(np.arange(len(rows)), lengths)
    column: Points = listed.mentor[places].astype(np.int64)
    if where.places is not None:
        here = where.places[column] >= 0
        row, column, places = row[here], where.places[column[here]].astype(np.int64), places[here]
    return row, column, listed.points[places]


def _promising(scores: Scores, u: Points, v: Points, weighing: Weighing) -> NDArray[np.bool_]:
    """Every pair whose weight exceeds u + v, and a few more: a comparison in float32, its rounding allowed for."""
    limit = np.abs(u).max(initial=0) + np.abs(v).max(initial=0) + abs(weighing.base)
    limit += 0 if weighing.curve is None else np.abs(weighing.curve).max(initial=0)
    slack = np.float32(limit * 2.0**-21)
    if weighing.curve is None:
        weights = scores.astype(np.float32)
    else:
        top = len(weighing.curve) - 1
        weights = weighing.curve.astype(np.float32)[np.clip(scores.astype(np.int32) - weighing.low, 0, top)]
    weights -= v.astype(np.float32)
    found: NDArray[np.bool_] = weights > (u - weighing.base).astype(np.float32)[:, None] - slack
    return found


def _first(row: Points, excess: Points, count: int) -> Points:
    """Places of each row's `count` largest excesses, the first ones among equals, in their order."""
    order = np.lexsort((-excess, row))
    rank = np.arange(len(row)) - np.searchsorted(row[order], row[order])
    return np.sort(order[rank < count])


def _largest(scores: Scores, found: NDArray[np.bool_], count: int) -> NDArray[np.bool_]:
    """Of each row's `found`, the `count` of highest score, the lower place first among equals: bool, same shape."""
    busy = np.flatnonzero(found.sum(axis=1) > count)
    if not len(busy):
        return found
    kept = found.copy()
    chosen = np.where(found[busy], scores[busy], np.int16(-(2**15)))
    threshold = np.partition(chosen, -count, axis=1)[:, -count, None]
    kept[busy] = chosen >= threshold
    for place in np.flatnonzero(kept[busy].sum(axis=1) > count):
        ties = np.flatnonzero(chosen[place] == threshold[place])
        spare = int(kept[busy[place]].sum()) - count
        kept[busy[place], ties[len(ties) - spare :]] = False
    return kept


def _arcs(rows: Ints, mentors: Ints | None, scores: Scores, kept: NDArray[np.bool_]) -> Arcs:
    """The kept pairs that no rule forbids."""
    row, column = np.nonzero(kept)
    score = scores[row, column].astype(np.int64)
    mentor = column.astype(np.int32) if mentors is None else mentors[column].astype(np.int32)
    return Arcs(rows[row].astype(np.int32), mentor, score)


def _join(parts: list[Arcs]) -> Arcs:
    empty = np.empty(0, np.int32)
    return Arcs(
        np.concatenate([empty, *(part.mentee for part in parts)]),
        np.concatenate([empty, *(part.mentor for part in parts)]),
        np.concatenate([np.empty(0, np.int64), *(part.score for part in parts)]),
    )
