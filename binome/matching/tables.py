"""The problem compiled to integers: what kernels read. `compiler/` makes it from a Problem.

The affinity of mentee i and mentor j is

    s_ij = sum over k in starts[i]:starts[i+1] of times[k] * values[row[k], j]
         + mentee_vectors[i] . mentor_vectors[j]
         + the bonus of the pair, if it is listed in `bonus`

always an exact integer with |s_ij| <= LIMIT, so that 16-bit arithmetic and float32 matrix products are exact
(every partial sum of float32 products stays under 2**24: the compiler proves it or refuses the problem).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from binome.matching.problem import Ints

LIMIT = 15_000  # points: the largest affinity, in absolute value, that a problem may reach


class GateKind(IntEnum):
    """TABLE: allowed[mentee code, mentor code]. DIFFER: codes must differ. SAME: codes must be equal. SHARE: masks
    must have a bit in common. For DIFFER and SAME a negative code (nothing known) is never forbidden."""

    TABLE = 0
    DIFFER = 1
    SAME = 2
    SHARE = 3


@dataclass(frozen=True, eq=False)
class Gate:
    """One hard rule on a pair. `rule`: its place in Problem.rules. Codes are int64 [n] and [m] (masks for SHARE)."""

    rule: int
    kind: GateKind
    mentee: NDArray[np.int64]
    mentor: NDArray[np.int64]
    allowed: NDArray[np.bool_] | None = None  # [mentee codes, mentor codes], for TABLE


@dataclass(frozen=True, eq=False)
class PairPoints:
    """Values on listed pairs, as compressed rows sorted by mentor: starts int64 [n + 1], mentor int32 [k], points
    int32 [k]."""

    starts: NDArray[np.int64]
    mentor: Ints
    points: Ints

    @cached_property
    def keys(self) -> NDArray[np.int64]:
        """Sorted, one number for each listed pair: `pair_keys`."""
        return pair_keys(np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts)), self.mentor)


def pair_keys(mentee: NDArray[np.integer[Any]], mentor: NDArray[np.integer[Any]]) -> NDArray[np.int64]:
    """int64 [k]: the mentee's place in the high half, the mentor's in the low one."""
    return (mentee.astype(np.int64) << 32) | mentor


@dataclass(frozen=True, eq=False)
class Tables:
    """n mentees, m mentors, r rows. `values`: int16 [r, m]. A mentee's list: `row` int32, `times` int16.

    `excluded.points` holds the place of the reason in Problem.excluded (-1: the same person on both sides).
    `places` of both sides: int32 [n] and [m]. `low`, `high`: bounds on every s_ij. `fingerprint`: SHA-256 of the
    problem, hexadecimal.
    """

    values: NDArray[np.int16]
    starts: NDArray[np.int64]
    row: Ints
    times: NDArray[np.int16]
    mentee_vectors: NDArray[np.int8]  # [n, d]; d may be 0
    mentor_vectors: NDArray[np.int8]  # [m, d]
    gates: tuple[Gate, ...]
    excluded: PairPoints
    bonus: PairPoints
    mentee_places: Ints
    mentor_places: Ints
    low: int
    high: int
    fingerprint: str

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.mentee_places), len(self.mentor_places)


def take(tables: Tables, mentees: Ints, mentors: Ints) -> Tables:
    """The same tables for these people only (sorted places); themselves when nobody is left out."""
    if (len(mentees), len(mentors)) == tables.shape:
        return tables
    lengths = tables.starts[mentees + 1] - tables.starts[mentees]
    listed = ranges(tables.starts[mentees], lengths)
    gates = [replace(gate, mentee=gate.mentee[mentees], mentor=gate.mentor[mentors]) for gate in tables.gates]
    return replace(
        tables,
        values=np.ascontiguousarray(tables.values[:, mentors]),
        starts=_starts(lengths),
        row=tables.row[listed],
        times=tables.times[listed],
        mentee_vectors=tables.mentee_vectors[mentees],
        mentor_vectors=tables.mentor_vectors[mentors],
        gates=tuple(gates),
        excluded=_take_pairs(tables.excluded, mentees, mentors, tables.shape[1]),
        bonus=_take_pairs(tables.bonus, mentees, mentors, tables.shape[1]),
        mentee_places=tables.mentee_places[mentees],
        mentor_places=tables.mentor_places[mentors],
    )


def exclude(tables: Tables, mentee: Ints, mentor: Ints, reason: int = -1) -> Tables:
    """The same tables where these pairs are forbidden too."""
    n, m = tables.shape
    listed = np.repeat(np.arange(n), np.diff(tables.excluded.starts))
    keys = np.concatenate([listed * m + tables.excluded.mentor, mentee.astype(np.int64) * m + mentor])
    points = np.concatenate([tables.excluded.points, np.full(len(mentee), reason, np.int32)])
    keys, first = np.unique(keys, return_index=True)
    starts = np.searchsorted(keys, np.arange(n + 1, dtype=np.int64) * m)
    return replace(tables, excluded=PairPoints(starts, (keys % m).astype(np.int32), points[first]))


def _take_pairs(listed: PairPoints, mentees: Ints, mentors: Ints, m: int) -> PairPoints:
    place = np.full(m, -1, np.int32)
    place[mentors] = np.arange(len(mentors))
    lengths = listed.starts[mentees + 1] - listed.starts[mentees]
    chosen = ranges(listed.starts[mentees], lengths)
    owner = np.repeat(np.arange(len(mentees)), lengths)
    mentor = place[listed.mentor[chosen]]
    kept = mentor >= 0
    counts = np.bincount(owner[kept], minlength=len(mentees))
    return PairPoints(_starts(counts), mentor[kept], listed.points[chosen[kept]])


def _starts(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


def ranges(starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """starts[0], starts[0] + 1, … (lengths[0] of them), starts[1], …"""
    ends = np.cumsum(lengths)
    return np.repeat(starts - (ends - lengths), lengths) + np.arange(ends[-1] if len(ends) else 0)
