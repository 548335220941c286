"""The best couples of a graph without sides: our C against rustworkx, couple for couple."""

import numpy as np
import pytest

from binome.matching.solvers import Edges, native
from binome.matching.solvers.native import NativeSolver
from binome.matching.solvers.wheels import WheelsSolver
from tests import LONG

from .random_tables import skip_without_compiler

GRAPHS = 20_000 if LONG else 600


@pytest.fixture(autouse=True, scope="module")
def built():
    skip_without_compiler()


def random_edges(seed):
    """Sparse and dense graphs, few weights or many; the last level leaves one optimum."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(0, 200 if seed % 20 == 0 else 40))
    first, second = np.triu_indices(n, 1)
    kept = rng.random(len(first)) < rng.choice([0.05, 0.1, 0.3, 1.0])
    first, second = (side[kept].astype(np.int32) for side in (first, second))
    points = rng.integers(0, rng.choice([2, 5, 100, 10**6]), len(first))
    return Edges(n, first, second, (points, rng.integers(0, 2**40, len(first)))), rng


def prices_of(edges, rng):
    """None, prices that hold, or any."""
    if rng.random() < 0.3:
        return None
    prices = np.zeros(edges.people, np.int64)
    if rng.random() < 0.5:
        weight = edges.steps()[0] + edges.levels[0]
        for side in (edges.first, edges.second):
            np.maximum.at(prices, side, weight)
    return prices + rng.integers(0, 50, edges.people)


def test_in_c_and_by_rustworkx_the_couples_are_the_same_whatever_the_prices_to_begin_with():
    for seed in range(GRAPHS):
        edges, rng = random_edges(seed)
        found = NativeSolver().couples(edges, prices_of(edges, rng))
        assert np.array_equal(found, WheelsSolver().couples(edges)), seed


def test_by_rustworkx_too_prices_change_the_time_and_no_couple():
    """Where everybody finds somebody, or all but one; and where more stay alone."""
    whole = odd = 0
    for seed in range(GRAPHS):
        edges, rng = random_edges(seed)
        plain = WheelsSolver().couples(edges)
        prices = rng.integers(0, 10**6, edges.people) if seed % 3 else prices_of(edges, rng)
        assert np.array_equal(plain, WheelsSolver().couples(edges, prices)), seed
        alone = len(np.union1d(edges.first, edges.second)) - 2 * plain.sum()
        whole, odd = whole + (alone == 0), odd + (alone == 1)
    assert min(whole, odd) > GRAPHS // 10


def test_weights_too_wide_for_the_c_are_left_to_rustworkx(monkeypatch):
    edges, _ = random_edges(7)
    expected = NativeSolver().couples(edges)
    monkeypatch.setattr(native, "WIDEST", 1 << 20)
    monkeypatch.setattr(NativeSolver, "__init__", lambda self: None)  # without the C
    assert np.array_equal(NativeSolver().couples(edges), expected)
