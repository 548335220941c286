"""Listed pairs, scored one by one from the tables: what passes over all pairs would be too much for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from binome.matching.kernels import Arcs
from binome.matching.problem import PairList, Points
from binome.matching.tables import Gate, GateKind, PairPoints, Tables, pair_keys, ranges

AT_ONCE = 20_000  # pairs


def scores(tables: Tables, pairs: PairList) -> Points:
    """int64 [k]: the affinity of each pair, forbidden or not."""
    parts = [
        _scores(tables, pairs.mentee[at : at + AT_ONCE].astype(np.int64), pairs.mentor[at : at + AT_ONCE])
        for at in range(0, len(pairs), AT_ONCE)
    ]
    return np.concatenate([np.empty(0, np.int64), *parts])


def allowed(tables: Tables, pairs: PairList) -> NDArray[np.bool_]:
    """bool [k]: no hard rule and no exclusion forbids the pair. Places are not looked at."""
    kept = ~_looked_up(tables.excluded, pairs)[1]
    for gate in tables.gates:
        kept &= passes(gate, gate.mentee[pairs.mentee], gate.mentor[pairs.mentor])
    return kept


def eligible_arcs(tables: Tables, pairs: PairList) -> tuple[Arcs, NDArray[np.bool_]]:
    """The allowed ones of sorted, distinct pairs, with their affinity; and which they are, bool [k]."""
    kept = allowed(tables, pairs)
    some = PairList(pairs.mentee[kept], pairs.mentor[kept])
    return Arcs(some.mentee, some.mentor, scores(tables, some)), kept


def _scores(tables: Tables, mentee: Points, mentor: NDArray[np.int32]) -> Points:
    lengths = tables.starts[mentee + 1] - tables.starts[mentee]
    ends = np.cumsum(lengths)
    entries = ranges(tables.starts[mentee], lengths)
    products = tables.times[entries].astype(np.int64) * tables.values[tables.row[entries], np.repeat(mentor, lengths)]
    sums = np.concatenate([[0], np.cumsum(products)])
    found = sums[ends] - sums[ends - lengths]
    vectors = tables.mentee_vectors[mentee].astype(np.int64) * tables.mentor_vectors[mentor]
    points, _ = _looked_up(tables.bonus, PairList(mentee.astype(np.int32), mentor))
    return np.asarray(found + vectors.sum(axis=1) + points, np.int64)


def _looked_up(table: PairPoints, pairs: PairList) -> tuple[Points, NDArray[np.bool_]]:
    """The points of each pair in a table (0 where it isn't listed), and whether it is listed."""
    keys, asked = table.keys, pair_keys(pairs.mentee, pairs.mentor)
    place = np.minimum(np.searchsorted(keys, asked), max(0, len(keys) - 1))
    if not len(keys):
        return np.zeros(len(asked), np.int64), np.zeros(len(asked), np.bool_)
    listed = keys[place] == asked
    return np.where(listed, table.points[place], 0).astype(np.int64), listed


def passes(gate: Gate, mentee: Points, mentor: Points) -> NDArray[np.bool_]:
    """bool [k] for these couples of codes."""
    if gate.kind is GateKind.TABLE:
        assert gate.allowed is not None
        return np.asarray(gate.allowed[mentee, mentor], np.bool_)
    if gate.kind is GateKind.SHARE:
        return np.asarray((mentee & mentor) != 0, np.bool_)
    equal = mentee == mentor
    unknown = (mentee < 0) | (mentor < 0)
    return np.asarray(unknown | (equal if gate.kind is GateKind.SAME else ~equal), np.bool_)
