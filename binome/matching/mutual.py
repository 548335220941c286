"""One population, seen both ways: tables whose affinity is s_ij + s_ji, for pairs eligible in both directions.

s_ji is written in the same form as s_ij: the values of person i become her multipliers on rows that hold everybody's
own multipliers. So every kernel serves for peers and circles too.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.sparse import csr_matrix, vstack

from binome.matching.problem import ProblemError
from binome.matching.tables import LIMIT, Gate, GateKind, PairPoints, Tables
from binome.matching.words import Words

NO_FLOOR = Words(
    "Entre pairs et en cercles, la protection est « gentle » ou « none » : un plancher suppose deux côtés.",
    "Peers and circles are protected gently or not at all: a floor is for two sides.",
)
_TWICE = Words(
    "Entre pairs et en cercles, les points comptent dans les deux sens : {limit} au plus en tout.",
    "The points of a pair count twice among peers: they must stay within {limit}.",
)


def mutual(tables: Tables) -> Tables:
    """The symmetric tables of one population (the same people on both sides), [n, n].

    Raises ProblemError when s_ij + s_ji could leave the integers that kernels are made for.
    """
    if max(abs(tables.low), abs(tables.high)) * 2 > LIMIT:
        raise ProblemError(_TWICE.about(limit=LIMIT // 2))
    n, rows = len(tables.mentee_places), len(tables.values)
    forth = csr_matrix((tables.times, tables.row, tables.starts), shape=(n, rows), dtype=np.int16)
    back = csr_matrix(tables.values.T)
    lists = csr_matrix((n, 2 * rows), dtype=np.int16) if not rows else _side_by_side(forth, back)
    return replace(
        tables,
        values=np.concatenate([tables.values, forth.toarray().T.astype(np.int16)]),
        starts=lists.indptr.astype(np.int64),
        row=lists.indices.astype(np.int32),
        times=lists.data.astype(np.int16),
        mentee_vectors=np.concatenate([tables.mentee_vectors, tables.mentor_vectors], axis=1),
        mentor_vectors=np.concatenate([tables.mentor_vectors, tables.mentee_vectors], axis=1),
        gates=tables.gates + tuple(_turned(gate) for gate in tables.gates if not _symmetric(gate)),
        excluded=_both_ways(tables.excluded, n, "min"),
        bonus=_both_ways(tables.bonus, n, "sum"),
        low=2 * tables.low,
        high=2 * tables.high,
    )


def _side_by_side(forth: csr_matrix, back: csr_matrix) -> csr_matrix:
    joined = vstack([forth.T, back.T], format="csr").T.tocsr()
    joined.sort_indices()
    return joined


def _symmetric(gate: Gate) -> bool:
    return gate.kind is not GateKind.TABLE and np.array_equal(gate.mentee, gate.mentor)


def _turned(gate: Gate) -> Gate:
    allowed = None if gate.allowed is None else np.ascontiguousarray(gate.allowed.T)
    return replace(gate, mentee=gate.mentor, mentor=gate.mentee, allowed=allowed)


def _both_ways(listed: PairPoints, n: int, joined: str) -> PairPoints:
    """The listed pairs in both directions: points added up, or the least reason where both are listed."""
    owner = np.repeat(np.arange(n), np.diff(listed.starts))
    keys = np.concatenate([owner * n + listed.mentor, listed.mentor.astype(np.int64) * n + owner])
    points = np.concatenate([listed.points, listed.points])
    keys, place = np.unique(keys, return_inverse=True)
    if joined == "sum":
        totals = np.bincount(place, weights=points, minlength=len(keys)).astype(np.int32)
    else:
        totals = np.full(len(keys), np.iinfo(np.int32).max, np.int32)
        np.minimum.at(totals, place, points)
    starts = np.searchsorted(keys, np.arange(n + 1) * n).astype(np.int64)
    return PairPoints(starts, (keys % max(1, n)).astype(np.int32), totals)
