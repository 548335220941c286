"""The kernel in C finds exactly the pairs that the definitions and the reference kernel find."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from binome.matching.kernels import Weighing
from binome.matching.kernels.native import CHUNK, NativeKernel
from binome.matching.kernels.reference import ReferenceKernel
from binome.matching.native import library, packing
from binome.matching.native.library import INSTRUCTIONS, NativeMissing
from binome.matching.tables import LIMIT, GateKind

from . import random_tables as native

native.ready()
SETS = library.available_instructions()
EXAMPLES = settings(max_examples=60, deadline=None)


@pytest.fixture(autouse=True, scope="module")
def built():
    native.skip_without_compiler()


def a_weighing(rng, tables, kind):
    """Any objective that lexicographic.py may ask for, and the curve's flat parts."""
    n, _ = tables.shape
    base = int(rng.choice([0, 1, 700, 10**9, 2**52, -(10**6)]))
    if "curve" in kind:
        steps = rng.integers(0, int(rng.choice([2, 50, 10**11])), tables.high - tables.low + 8)
        return Weighing(base, np.cumsum(steps), tables.low - 3, _floor(rng, n, tables, kind))
    return Weighing(base, floor=_floor(rng, n, tables, kind))


def _floor(rng, n, tables, kind):
    return rng.integers(tables.low - 5, tables.high + 6, n).astype(np.int32) if "floor" in kind else None


def duals(rng, tables, weighing):
    """Near the weights, where the answer is hard; or anywhere."""
    n, m = tables.shape
    spread = int(rng.choice([1, 30, 20_000, 2**50]))
    top = int(weighing.weights(np.array([0]))[0])
    u = rng.choice([0, top, top // 2], n) + rng.integers(-spread, spread + 1, n)
    v = rng.choice([0, top // 2], m) + rng.integers(-spread, spread + 1, m)
    return u.astype(np.int64), v.astype(np.int64)


def some(rng, length):
    return np.flatnonzero(rng.random(length) < rng.choice([0.1, 0.6])).astype(np.int32)


@EXAMPLES
@given(shape=native.shapes, count=st.sampled_from([0, 1, 2, 7, 10**6]))
def test_the_best_mentors_are_those_of_the_definition(shape, count):
    tables = native.make(shape)
    expected = native.as_lists(native.naive_best(tables, count))
    for instructions in SETS:
        assert native.as_lists(NativeKernel(tables, instructions=instructions).best(count)) == expected


@EXAMPLES
@given(
    shape=native.shapes,
    kind=st.sampled_from(["plain", "floor", "curve", "curve and floor"]),
    count=st.sampled_from([0, 1, 3, 10**6]),
    margin=st.sampled_from([0, -1, 5]),
    part=st.sampled_from(["all", "mentees", "mentors", "both"]),
)
def test_the_pairs_that_price_out_are_those_of_the_definition(shape, kind, count, margin, part):
    tables = native.make(shape)
    rng = np.random.default_rng(shape.seed)
    n, m = tables.shape
    weighing = a_weighing(rng, tables, kind)
    u, v = duals(rng, tables, weighing)
    mentees, mentors = some(rng, n), some(rng, m)
    asked = {"mentees": mentees} if part in ("mentees", "both") else {}
    asked |= {"mentors": mentors} if part in ("mentors", "both") else {}
    everyone = {"mentees": np.arange(n), "mentors": np.arange(m)} | asked
    expected, expected_more = native.naive_price(tables, u, v, weighing, count, margin, **everyone)
    for instructions in SETS:
        arcs, more = NativeKernel(tables, instructions=instructions).price(
            u, v, weighing, count=count, margin=margin, **asked
        )
        assert native.as_lists(arcs) == native.as_lists(expected)
        assert more.tolist() == expected_more.tolist()


@EXAMPLES
@given(shape=native.shapes)
def test_counts_and_heights_are_those_of_the_definition(shape):
    tables = native.make(shape)
    allowed = native.may_meet(tables)
    highest = np.where(allowed, native.affinity(tables), tables.low - 1).max(1, initial=tables.low - 1)
    for instructions in SETS:
        kernel = NativeKernel(tables, instructions=instructions)
        assert kernel.eligible().tolist() == allowed.sum(1).tolist()
        assert kernel.highest().tolist() == highest.tolist()


@pytest.mark.parametrize("instructions", SETS)
def test_rules_too_rich_for_masks_are_asked_pair_by_pair(instructions, monkeypatch):
    shape = native.Shape(5, 40, 300, 3, 4, 400, tuple(GateKind), 9, 0.05, 0.05)
    tables = native.make(shape)
    as_masks = NativeKernel(tables, instructions=instructions)
    monkeypatch.setattr(packing, "MASK_BYTES", 0)
    pair_by_pair = NativeKernel(tables, instructions=instructions)
    assert pair_by_pair._packed.structure.gates == 4
    assert native.as_lists(pair_by_pair.best(5)) == native.as_lists(as_masks.best(5))
    assert pair_by_pair.eligible().tolist() == as_masks.eligible().tolist() == native.may_meet(tables).sum(1).tolist()


@pytest.mark.parametrize("instructions", SETS)
@pytest.mark.parametrize("threads", [1, 2])
def test_a_larger_promotion_gives_what_the_reference_gives(instructions, threads):
    shape = native.Shape(9, 2 * CHUNK + 300, 1300, 40, 32, 900, (GateKind.TABLE, GateKind.SHARE), 12, 0.001, 0.002)
    tables = native.make(shape)
    ours, reference = NativeKernel(tables, threads, instructions), ReferenceKernel(tables)
    n, m = tables.shape
    rng = np.random.default_rng(1)
    u, v = 10**9 + rng.integers(100, 500, n), rng.integers(0, 300, m)
    u[rng.random(n) < 0.1] = 0
    for weighing in (Weighing(10**9), Weighing(10**9, floor=rng.integers(-50, 250, n).astype(np.int32))):
        arcs, more = ours.price(u, v, weighing, count=8, margin=-1)
        expected, expected_more = reference.price(u, v, weighing, count=8, margin=-1)
        assert native.as_lists(arcs) == native.as_lists(expected)
        assert more.tolist() == expected_more.tolist()
    assert native.as_lists(ours.best(16)) == native.as_lists(reference.best(16))
    assert ours.eligible().tolist() == reference.eligible().tolist()
    assert ours.highest().tolist() == reference.highest().tolist()


@pytest.mark.parametrize("instructions", SETS)
def test_a_later_excess_that_no_16_bits_hold_is_found(instructions):
    """Mentors of falling affinity whose price falls faster: the best excess is the last, beyond any 16-bit limit."""
    m = 1500
    values = np.linspace(LIMIT, -LIMIT, m).astype(np.int16)[None]
    tables = native.make(native.Shape(1, 4, m, 0, 0, LIMIT, (), 1, 0, 0))
    one = np.arange(5, dtype=np.int64), np.zeros(4, np.int32), np.ones(4, np.int16)
    tables = replace(tables, values=values, starts=one[0], row=one[1], times=one[2])
    for step in (21, 1000, 10**12):
        u, v = np.full(4, -20_000), -np.arange(m, dtype=np.int64) * step
        arcs, more = NativeKernel(tables, instructions=instructions).price(u, v, Weighing(0), count=2)
        expected, _ = native.naive_price(tables, u, v, Weighing(0), 2, 0, np.arange(4), np.arange(m))
        assert native.as_lists(arcs) == native.as_lists(expected)
        assert more.all()


def test_what_would_overflow_is_refused():
    tables = native.make(native.Shape(1, 3, 3, 1, 0, 5, (), 1, 0, 0))
    u, v = np.zeros(3, np.int64), np.zeros(3, np.int64)
    kernel = NativeKernel(tables)
    with pytest.raises(ValueError, match=r"2\*\*60"):
        kernel.price(u + 2**61, v, Weighing(0), count=1)
    with pytest.raises(ValueError, match="curve"):
        kernel.price(u, v, Weighing(0, np.arange(3), tables.low), count=1)
    with pytest.raises(ValueError, match="duals"):
        kernel.price(u[1:], v, Weighing(0), count=1)


def test_an_instruction_set_that_is_not_here_is_refused():
    tables = native.make(native.Shape(1, 3, 3, 1, 0, 5, (), 1, 0, 0))
    assert SETS[0] == INSTRUCTIONS[0]
    with pytest.raises(NativeMissing, match="quantum"):
        NativeKernel(tables, instructions="quantum")
