"""For the tests of the native part: build it once, and random tables with a naive evaluator beside them."""

import os
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from hypothesis import strategies as st

from binome.matching.kernels import Arcs
from binome.matching.native import build, library
from binome.matching.tables import LIMIT, Gate, GateKind, PairPoints, Tables


@cache
def ready() -> str:
    """Empty when the native part is here, built if need be; else why it can't be."""
    if library.load():
        return ""
    if build.find_compiler() is None and os.environ.get("CI") != "true":
        return "no C compiler on this machine"
    build.build()
    library.load.cache_clear()
    assert library.load(), "built, and not found again"
    return ""


def skip_without_compiler():
    if reason := ready():
        pytest.skip(f"THE NATIVE PART IS NOT TESTED: {reason}")


@dataclass(frozen=True)
class Shape:
    """What hypothesis draws and shrinks; the figures come from `seed`."""

    seed: int
    n: int
    m: int
    rows: int
    depth: int
    largest: int
    gates: tuple[GateKind, ...]
    codes: int
    excluded: float
    bonus: float


shapes = st.builds(
    Shape,
    seed=st.integers(0, 2**32),
    n=st.integers(0, 12) | st.integers(120, 150),
    m=st.integers(0, 12) | st.integers(60, 70) | st.sampled_from([127, 513, 700, 1100]),
    rows=st.sampled_from([0, 1, 3, 5, 80]),
    depth=st.sampled_from([0, 1, 3, 4, 7, 64]),
    largest=st.sampled_from([0, 1, 40, LIMIT]),
    gates=st.lists(st.sampled_from(GateKind), max_size=5).map(tuple),
    codes=st.sampled_from([1, 2, 5, 40]),
    excluded=st.sampled_from([0.0, 0.05, 0.9]),
    bonus=st.sampled_from([0.0, 0.05]),
)


def make(shape: Shape) -> Tables:
    """Tables whose affinities use the whole range `-largest .. largest`, negative values and times included."""
    rng = np.random.default_rng(shape.seed)
    n, m = shape.n, shape.m
    lengths = rng.integers(0, shape.rows + 1, n)
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    row = rng.integers(0, max(shape.rows, 1), starts[-1]).astype(np.int32)
    times = np.where(rng.random(starts[-1]) < 0.5, 1, rng.integers(-3, 7, starts[-1])).astype(np.int16)
    each = shape.largest // 3
    span = max(each // max(int(np.add.reduceat(np.r_[np.abs(times), 0], starts[:-1]).max(initial=1)), 1), 0) if n else 0
    longest = int(np.sqrt(each / shape.depth)) if shape.depth else 0
    vector = min(longest, 127)
    low_vector = -min(longest, 128)
    bonus = _pairs(rng, n, m, shape.bonus, -each, each)
    return Tables(
        values=rng.integers(-span, span + 1, (shape.rows, m)).astype(np.int16),
        starts=starts,
        row=row,
        times=times,
        mentee_vectors=rng.integers(low_vector, vector + 1, (n, shape.depth)).astype(np.int8),
        mentor_vectors=rng.integers(low_vector, vector + 1, (m, shape.depth)).astype(np.int8),
        gates=tuple(_gate(rng, kind, n, m, shape.codes) for kind in shape.gates),
        excluded=_pairs(rng, n, m, shape.excluded, 0, 1),
        bonus=bonus,
        mentee_places=np.ones(n, np.int32),
        mentor_places=rng.integers(0, 3, m).astype(np.int32),
        low=-max(shape.largest, 1),
        high=max(shape.largest, 1),
        fingerprint="",
    )


def _pairs(rng, n, m, share, low, high):
    chosen = rng.random((n, m)) < share
    starts = np.concatenate([[0], np.cumsum(chosen.sum(1))]).astype(np.int64)
    mentor = np.nonzero(chosen)[1].astype(np.int32)
    return PairPoints(starts, mentor, rng.integers(low, high + 1, len(mentor)).astype(np.int32))


def _gate(rng, kind, n, m, codes):
    if kind == GateKind.TABLE:
        return Gate(0, kind, rng.integers(0, codes, n), rng.integers(0, codes, m), rng.random((codes, codes)) < 0.6)
    if kind == GateKind.SHARE:
        return Gate(0, kind, rng.integers(0, 2**62, n) & rng.integers(0, 2**62, n), rng.integers(0, 2**40, m))
    return Gate(0, kind, rng.integers(-1, codes, n), rng.integers(-1, codes, m))


def affinity(tables: Tables) -> np.ndarray:
    """int64 [n, m], by the definition of tables.py."""
    n, _ = tables.shape
    s = tables.mentee_vectors.astype(np.int64) @ tables.mentor_vectors.astype(np.int64).T
    for i in range(n):
        for k in range(tables.starts[i], tables.starts[i + 1]):
            s[i] += int(tables.times[k]) * tables.values[tables.row[k]].astype(np.int64)
        for k in range(tables.bonus.starts[i], tables.bonus.starts[i + 1]):
            s[i, tables.bonus.mentor[k]] += tables.bonus.points[k]
    return s


def may_meet(tables: Tables) -> np.ndarray:
    """bool [n, m], by the definition of GateKind."""
    n, m = tables.shape
    allowed = np.ones((n, m), bool)
    for gate in tables.gates:
        a, b = gate.mentee[:, None], gate.mentor[None]
        unknown = (a < 0) | (b < 0)
        allowed &= {
            GateKind.TABLE: lambda a=a, b=b, gate=gate: gate.allowed[a, b],
            GateKind.SHARE: lambda a=a, b=b: (a & b) != 0,
            GateKind.SAME: lambda a=a, b=b, unknown=unknown: unknown | (a == b),
            GateKind.DIFFER: lambda a=a, b=b, unknown=unknown: unknown | (a != b),
        }[gate.kind]()
    for i in range(n):
        allowed[i, tables.excluded.mentor[tables.excluded.starts[i] : tables.excluded.starts[i + 1]]] = False
    return allowed


def naive_price(tables, u, v, weighing, count, margin, mentees, mentors):
    """`Kernel.price` by sorting each mentee's wanted pairs."""
    n, m = tables.shape
    s, wanted = affinity(tables), may_meet(tables)
    wanted &= np.isin(np.arange(n), mentees)[:, None] & np.isin(np.arange(m), mentors)[None]
    excess = np.full((n, m), np.iinfo(np.int64).min)
    excess[wanted] = weighing.weights(s[wanted]) - (u[:, None] + v[None])[wanted]
    wanted &= excess > margin
    if weighing.floor is not None:
        wanted &= s >= weighing.floor[:, None]
    return _first(s, excess, wanted, count)


def naive_best(tables, count):
    s = affinity(tables)
    return _first(s, s, may_meet(tables), count)[0]


def _first(s, rank, wanted, count):
    pairs = []
    for i, row in enumerate(wanted):
        mentors = sorted(np.flatnonzero(row).tolist(), key=lambda j, i=i: (-rank[i, j], j))
        pairs += [(i, j, s[i, j]) for j in sorted(mentors[:count])]
    mentee, mentor, score = np.array(pairs, np.int64).reshape(-1, 3).T
    return Arcs(mentee.astype(np.int32), mentor.astype(np.int32), score), wanted.sum(1) > count


def as_lists(arcs: Arcs) -> list[list[int]]:
    return [arcs.mentee.tolist(), arcs.mentor.tolist(), arcs.score.tolist()]
