"""The solver in C: exact, and proved."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from binome.matching.problem import ProblemError
from binome.matching.solvers import Graph
from binome.matching.solvers.native import NativeSolver

from .random_tables import skip_without_compiler

EXAMPLES = settings(max_examples=400, deadline=None)
GRAPHS_AN_EXAMPLE = 10  # random ones, so that thousands are solved in seconds


@pytest.fixture(autouse=True, scope="module")
def built():
    skip_without_compiler()


def graph_of(weight, mentee_places, mentor_places):
    """The graph of a matrix, where 0 is no arc."""
    mentee, mentor = np.nonzero(weight)
    starts = np.searchsorted(mentee, np.arange(len(weight) + 1)).astype(np.int64)
    places = [np.asarray(side, np.int32) for side in (mentee_places, mentor_places)]
    return Graph(starts, mentor.astype(np.int32), weight[mentee, mentor], *places)


def proved_total(graph, solution):
    """The total weight, every condition of solvers/__init__.py having been checked."""
    mentee = np.repeat(np.arange(len(graph.mentee_places)), np.diff(graph.starts))
    seats = np.bincount(mentee[solution.chosen], minlength=len(graph.mentee_places))
    load = np.bincount(graph.mentor[solution.chosen], minlength=len(graph.mentor_places))
    slack = solution.u[mentee] + solution.v[graph.mentor] - graph.weight
    assert (solution.u >= 0).all() and (solution.v >= 0).all()
    assert (seats <= graph.mentee_places).all() and (load <= graph.mentor_places).all()
    assert (solution.u[seats < graph.mentee_places] == 0).all()
    assert (solution.v[load < graph.mentor_places] == 0).all()
    assert (slack[~solution.chosen] >= 0).all() and (slack[solution.chosen] <= 0).all()
    return int(graph.weight[solution.chosen].sum())


def exact_total(weight, mentee_places, mentor_places):
    """By scipy on expanded places, in floats that hold these weights exactly."""
    matrix = np.repeat(np.repeat(weight, mentor_places, axis=1), mentee_places, axis=0).astype(float)
    return int(matrix[linear_sum_assignment(matrix, maximize=True)].sum())


def random_case(rng):
    """Weights of all sizes, ties included; people without arcs and without places."""
    n, m = rng.integers(0, 30), rng.integers(0, 15)
    weight = rng.integers(1, rng.choice([2, 3, 20, 1000, 2**40]), (n, m)) + int(rng.choice([0, 50, 10**9]))
    weight[rng.random((n, m)) >= rng.choice([0.05, 0.2, 0.5, 1.0])] = 0
    return weight, (rng.random(n) < 0.9).astype(np.int32), rng.integers(0, 4, m).astype(np.int32)


@EXAMPLES
@given(seed=st.integers(0, 2**32))
def test_small_graphs_are_solved_exactly_and_proved(seed):
    rng = np.random.default_rng(seed)
    for _ in range(GRAPHS_AN_EXAMPLE):
        case = random_case(rng)
        graph = graph_of(*case)
        assert proved_total(graph, NativeSolver().solve(graph)) == exact_total(*case)
        start = (rng.integers(-5, 5, len(case[1])), rng.integers(-5, int(rng.choice([10, 10**9, 2**62])), len(case[2])))
        assert proved_total(graph, NativeSolver().solve(graph, start)) == exact_total(*case)


@pytest.mark.parametrize("places", [0, 1, 7, 10_000])
@pytest.mark.parametrize("weights", ["equal", "different", "huge"])
def test_ten_thousand_mentees_for_one_mentor(places, weights):
    rng = np.random.default_rng(0)
    top = {"equal": 2, "different": 10**6, "huge": 2**52}[weights]
    weight = rng.integers(1, top, (10_000, 1))
    graph = graph_of(weight, np.ones(10_000), [places])
    best = np.sort(weight[:, 0])[::-1][:places].sum()
    assert proved_total(graph, NativeSolver().solve(graph)) == best


@pytest.mark.parametrize("base", [0, 10**9])
@pytest.mark.parametrize("mentors", [300, 500, 700])
def test_identical_people_are_all_matched(mentors, base):
    graph = graph_of(np.full((500, mentors), base + 7), np.ones(500), np.ones(mentors))
    assert proved_total(graph, NativeSolver().solve(graph)) == min(500, mentors) * (base + 7)


@pytest.mark.parametrize("regime", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("top", [1, 2**52])
def test_the_largest_weights_neither_overflow_nor_loop(regime, top):
    rng = np.random.default_rng(3)
    n, m = 400, 150
    weight = rng.integers(max(1, top // 2), top + 1, (n, m))
    weight[rng.random((n, m)) < 0.7] = 0
    places = rng.multinomial(int(n * regime), np.ones(m) / m)
    graph = graph_of(weight, np.ones(n), places)
    total = proved_total(graph, NativeSolver().solve(graph))
    assert total == proved_total(graph, NativeSolver().solve(graph, (np.zeros(n, np.int64), np.full(m, top))))


def test_several_places_a_mentee_are_solved_too():
    weight = np.array([[5, 4], [3, 9]])
    graph = graph_of(weight, [2, 1], [1, 2])
    assert proved_total(graph, NativeSolver().solve(graph)) == 18


def test_weights_too_large_to_be_summed_are_refused():
    with pytest.raises(ProblemError, match="too large"):
        NativeSolver().solve(graph_of(np.array([[2**60]]), [1], [1]))
