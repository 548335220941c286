"""Every solver against every choice tried in turn, and against HiGHS: the same total, and a proof that adds up."""

import numpy as np
import pytest

from binome.matching.native.library import load
from binome.matching.problem import ProblemError
from binome.matching.solvers import Graph, wheels
from binome.matching.solvers.native import NativeSolver
from binome.matching.solvers.residual import prove
from binome.matching.solvers.wheels import WheelsSolver
from tests.matching.exact import by_programme, enumerated

SOLVERS = [
    pytest.param(WheelsSolver(), id="wheels"),
    pytest.param(WheelsSolver(table_entries=0), id="wheels, no table"),
    pytest.param(NativeSolver() if load() else None, id="native", marks=pytest.mark.skipif(not load(), reason="no C")),
]
every_solver = pytest.mark.parametrize("solver", SOLVERS)


def graph_of(weight, asked, offered):
    """The graph of a matrix, where 0 is no arc."""
    mentee, mentor = np.nonzero(weight)
    starts = np.searchsorted(mentee, np.arange(len(weight) + 1)).astype(np.int64)
    places = (np.asarray(side, np.int32) for side in (asked, offered))
    return Graph(starts, mentor.astype(np.int32), weight[mentee, mentor].astype(np.int64), *places)


def proved_total(graph, solution):
    """The total, once every condition of solvers/__init__.py is seen to hold."""
    n, m = len(graph.mentee_places), len(graph.mentor_places)
    mentee = np.repeat(np.arange(n), np.diff(graph.starts))
    chosen = solution.chosen
    seats, load_ = np.bincount(mentee[chosen], minlength=n), np.bincount(graph.mentor[chosen], minlength=m)
    slack = solution.u[mentee] + solution.v[graph.mentor] - graph.weight
    assert (seats <= graph.mentee_places).all() and (load_ <= graph.mentor_places).all()
    assert (solution.u >= 0).all() and (solution.v >= 0).all()
    assert (solution.u[seats < graph.mentee_places] == 0).all()
    assert (solution.v[load_ < graph.mentor_places] == 0).all()
    assert (slack[~chosen] >= 0).all() and (slack[chosen] <= 0).all()
    return sum(graph.weight[chosen].tolist())


def random_case(seed, largest=8, asked=2):
    rng = np.random.default_rng(seed)
    n, m = rng.integers(0, largest, 2)
    weight = rng.integers(1, rng.choice([2, 4, 50, 10**6, 2**40]), (n, m)) + int(rng.choice([0, 10**9]))
    weight[rng.random((n, m)) >= rng.choice([0.1, 0.4, 0.7, 1.0])] = 0
    return weight, rng.integers(0, asked + 1, n), rng.integers(0, 5, m)


def best(case, reference):
    weight, asked, offered = case
    return reference(weight[:, :, None].astype(object), weight > 0, asked, offered)[0][0]


@every_solver
@pytest.mark.parametrize("asked", [1, 3])
def test_small_graphs_give_what_every_choice_tried_in_turn_gives(solver, asked):
    for seed in range(250):
        case = random_case(seed, asked=asked)
        assert proved_total(graph_of(*case), solver.solve(graph_of(*case))) == best(case, enumerated), seed


@every_solver
@pytest.mark.parametrize("seed", range(12))
def test_larger_graphs_give_what_highs_gives(solver, seed):
    rng = np.random.default_rng(seed)
    weight = rng.integers(1, 400, (60, 40)) * (rng.random((60, 40)) < rng.choice([0.05, 0.2, 0.6]))
    case = weight, rng.integers(1, 2 + seed % 3, 60), rng.integers(0, 4, 40)
    assert proved_total(graph_of(*case), solver.solve(graph_of(*case))) == best(case, by_programme)


@every_solver
def test_any_numbers_may_be_given_to_begin_with(solver):
    for seed in range(60):
        case, rng = random_case(seed), np.random.default_rng(seed)
        graph = graph_of(*case)
        top = int(rng.choice([10, 10**9, 2**62]))
        start = rng.integers(-5, top, len(case[1])), rng.integers(-top, top, len(case[2]))
        assert proved_total(graph, solver.solve(graph, start)) == best(case, enumerated), seed
        again = solver.solve(graph)
        assert proved_total(graph, solver.solve(graph, (again.u, again.v))) == best(case, enumerated)


@every_solver
def test_nobody_no_place_and_one_column_are_legal(solver):
    for shape in ((0, 0), (0, 3), (3, 0)):
        graph = graph_of(np.zeros(shape, int), np.ones(shape[0]), np.ones(shape[1]))
        assert proved_total(graph, solver.solve(graph)) == 0
    without = graph_of(np.array([[5, 9], [7, 0]]), [1, 0], [1, 0])
    assert proved_total(without, solver.solve(without)) == 5
    column = graph_of(np.arange(1, 41)[:, None], np.ones(40), [25])
    assert proved_total(column, solver.solve(column)) == sum(range(16, 41))


@every_solver
def test_weights_beyond_floating_numbers_are_still_told_apart(solver):
    """2**53 + 1 isn't a float; the better of two choices is."""
    high = 2**55
    weight = np.array([[high + 2, high + 1], [high + 2, high]])
    graph = graph_of(weight, [1, 1], [1, 1])
    assert proved_total(graph, solver.solve(graph)) == 2 * high + 3


@every_solver
def test_weights_that_can_not_be_summed_are_refused(solver):
    with pytest.raises(ProblemError, match="weights are too large"):
        solver.solve(graph_of(np.full((3, 2), 2**60), [1, 1, 1], [1, 1]))


@every_solver
@pytest.mark.parametrize("offered", [[4500], [2500, 400], [300] * 12])
def test_a_mentor_with_places_by_the_thousand_takes_neither_long_nor_much_memory(solver, offered):
    rng = np.random.default_rng(3)
    graph = graph_of(rng.integers(1, 900, (5000, len(offered))) + 10**7, np.ones(5000), offered)
    solution = solver.solve(graph)
    assert solution.chosen.sum() == min(5000, sum(offered))
    proved_total(graph, solution)


@pytest.mark.parametrize("seed", range(40))
def test_whatever_scipy_answers_the_optimum_is_found(seed, monkeypatch):
    def careless(table):
        """Each row takes the first of its columns that is free."""
        taken, column = set(), []
        for row in range(table.shape[0]):
            entries = sorted(table.indices[table.indptr[row] : table.indptr[row + 1]].tolist())
            column.append(next(place for place in entries if place not in taken))
            taken.add(column[-1])
        return np.arange(table.shape[0]), np.array(column, dtype=int)

    monkeypatch.setattr(wheels, "min_weight_full_bipartite_matching", careless)
    case = random_case(seed, largest=10, asked=1)
    assert proved_total(graph_of(*case), WheelsSolver().solve(graph_of(*case))) == best(case, enumerated)


@pytest.mark.parametrize("seed", range(60))
def test_any_choice_is_improved_to_the_optimum(seed):
    case, rng = random_case(seed), np.random.default_rng(seed)
    graph = graph_of(*case)
    chosen = np.zeros(len(graph.weight), bool)
    seats, room = graph.mentee_places.copy(), graph.mentor_places.copy()
    mentee = np.repeat(np.arange(len(seats)), np.diff(graph.starts))
    for arc in rng.permutation(len(chosen)):
        i, j = mentee[arc], graph.mentor[arc]
        chosen[arc] = seats[i] > 0 and room[j] > 0
        seats[i] -= chosen[arc]
        room[j] -= chosen[arc]
    assert proved_total(graph, prove(graph, chosen)) == best(case, enumerated)
