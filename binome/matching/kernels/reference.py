"""The reference kernel: numpy alone. Blocks of one float32 matrix product, exact because every sum stays under 2**24.

A block of mentees becomes a dense left matrix (multipliers, vectors, one column of 1 for the code of each folded
rule); the right matrix holds the mentors' values, and `BARRED` where a rule forbids. Rules with many codes, listed
exclusions and bonuses are written into the block afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from binome.matching.kernels import Arcs, Weighing
from binome.matching.problem import Ints, Points
from binome.matching.tables import Gate, GateKind, PairPoints, Tables

BARRED = -(2**19)  # one broken rule; sixteen of them and the largest affinity still sum under 2**24
FOLDED = 300  # codes: a rule with more is cheaper compared pair by pair than carried by the matrix product
BLOCK = 1_500_000  # scores at once: small enough for a processor's cache, large enough for the matrix product

Scores = NDArray[np.float32]
Answer = TypeVar("Answer")


class ReferenceKernel:
    """See `Kernel`. `threads` blocks run at once; the answers don't depend on it."""

    name = "reference"

    def __init__(self, tables: Tables, threads: int = 1) -> None:
        self.tables = tables
        self._threads = threads
        folded, self._late = _fold(tables.gates)
        self._codes = [codes for codes, _ in folded]
        parts = [tables.values.astype(np.float32), tables.mentor_vectors.T.astype(np.float32)]
        for _, allowed in folded:
            parts.append(np.where(allowed, 0, BARRED).astype(np.float32))
        self._right = np.ascontiguousarray(np.concatenate(parts))
        self._offsets = np.cumsum([0] + [len(part) for part in parts])

    def best(self, count: int) -> Arcs:
        def work(rows: Ints) -> Arcs:
            scores = self._scores(rows, None)
            return _arcs(rows, None, scores, _largest(scores, scores >= self.tables.low, count))

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
        prices = (v if mentors is None else v[mentors]).astype(np.float64)
        more = np.zeros(len(u), np.bool_)

        def work(rows: Ints) -> Arcs:
            scores = self._scores(rows, mentors)
            excess = self._weights(scores, rows, weighing)
            excess -= prices
            excess -= (u[rows] + margin).astype(np.float64)[:, None]
            found = excess > 0
            more[rows] = found.sum(axis=1) > count
            return _arcs(rows, mentors, scores, _largest(excess, found, count))

        return _join(self._map(work, mentees, mentors)), more

    def eligible(self) -> Points:
        counts = self._map(lambda rows: (self._scores(rows, None) >= self.tables.low).sum(axis=1), None)
        return np.concatenate([np.empty(0, np.int64), *counts]).astype(np.int64)

    def highest(self) -> Points:
        def work(rows: Ints) -> Points:
            scores = self._scores(rows, None)
            top = scores.max(axis=1, initial=-np.inf)
            return np.where(top >= self.tables.low, top, self.tables.low - 1).astype(np.int64)

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

    def _weights(self, scores: Scores, rows: Ints, weighing: Weighing) -> NDArray[np.float64]:
        """float64 (exact under 2**53) [rows, mentors]; -inf for pairs that don't exist."""
        exists = scores >= self.tables.low
        if weighing.floor is not None:
            exists &= scores >= weighing.floor[rows][:, None]
        if weighing.curve is None:
            weights = scores.astype(np.float64)
            weights += weighing.base
        else:
            place = np.where(exists, scores - weighing.low, 0).astype(np.int32)
            weights = (weighing.base + weighing.curve)[place].astype(np.float64)
        weights[~exists] = -np.inf
        return weights

    def _scores(self, rows: Ints, mentors: Ints | None) -> Scores:
        """Affinities of a block, float32 [rows, mentors]; under `tables.low` where a rule forbids."""
        right = self._right if mentors is None else np.ascontiguousarray(self._right[:, mentors])
        scores = self._left(rows) @ right
        where = _Columns(self.tables.shape[1], mentors)
        _scatter(scores, rows, where, self.tables.bonus, np.add)
        for gate in self._late:
            _bar(scores, rows, mentors, gate)
        _scatter(scores, rows, where, self.tables.excluded, None)
        return scores

    def _left(self, rows: Ints) -> Scores:
        left = np.zeros((len(rows), len(self._right)), np.float32)
        tables = self.tables
        lengths = tables.starts[rows + 1] - tables.starts[rows]
        places = _ranges(tables.starts[rows], lengths)
        left[np.repeat(np.arange(len(rows)), lengths), tables.row[places]] = tables.times[places]
        left[:, self._offsets[1] : self._offsets[2]] = tables.mentee_vectors[rows]
        for codes, offset in zip(self._codes, self._offsets[2:], strict=False):
            known = codes[rows] >= 0
            left[np.flatnonzero(known), offset + codes[rows][known]] = 1
        return left


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


def _bar(scores: Scores, rows: Ints, mentors: Ints | None, gate: Gate) -> None:
    mentor = gate.mentor if mentors is None else gate.mentor[mentors]
    scores[~_allowed(gate, gate.mentee[rows], mentor)] = BARRED


def _scatter(scores: Scores, rows: Ints, where: _Columns, listed: PairPoints, how: np.ufunc | None) -> None:
    """Write listed pairs into the block: their points added, or the pair barred when `how` is None."""
    lengths = listed.starts[rows + 1] - listed.starts[rows]
    if not lengths.sum():
        return
    places = _ranges(listed.starts[rows], lengths)
    row, column = np.repeat(np.arange(len(rows)), lengths), listed.mentor[places]
    if where.places is not None:
        here = where.places[column] >= 0
        row, column, places = row[here], where.places[column[here]], places[here]
    if how is None:
        scores[row, column] = BARRED
    else:
        scores[row, column] = how(scores[row, column], listed.points[places])


def _ranges(starts: Points, lengths: Points) -> Points:
    """starts[0], starts[0] + 1, … (lengths[0] of them), starts[1], …"""
    ends = np.cumsum(lengths)
    return np.repeat(starts - (ends - lengths), lengths) + np.arange(ends[-1] if len(ends) else 0)


def _largest(values: NDArray[np.floating], found: NDArray[np.bool_], count: int) -> NDArray[np.bool_]:
    """Of each row's `found`, the `count` of largest value, the lower place first among equals: bool, same shape."""
    kept = found.copy()
    for row in np.flatnonzero(found.sum(axis=1) > count):
        places = np.flatnonzero(found[row])
        value = values[row, places]
        threshold = np.partition(value, len(value) - count)[len(value) - count]
        above = value > threshold
        ties = np.flatnonzero(value == threshold)[: count - int(above.sum())]
        kept[row] = False
        kept[row, places[above]] = True
        kept[row, places[ties]] = True
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
