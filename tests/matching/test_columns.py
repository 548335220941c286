"""Column generation and the levels, against HiGHS on all pairs at once: same number, same totals, the same pairs
whoever solves and in whatever order the people stand."""

import numpy as np
import pytest
from scipy.optimize import LinearConstraint, milp

from binome.matching.columns import base_weight, candidates, merge, solve_all_pairs
from binome.matching.curve import floors, gentle_curve
from binome.matching.kernels import Arcs, Weighing
from binome.matching.kernels.reference import ReferenceKernel
from binome.matching.lexicographic import first_level, refine, tie_weights
from binome.matching.protection import fillable, highest_floor
from binome.matching.solvers.wheels import WheelsSolver
from binome.matching.ties import seeds
from tests.matching.instances import tables

SOLVER = WheelsSolver()


def instance(seed, n=12, m=9, spread=30):
    """Few distinct points: many ties."""
    rng = np.random.default_rng(seed)
    points = rng.integers(-spread // 3, spread, (n, m))
    eligible = rng.random((n, m)) < rng.choice([0.2, 0.6, 1.0])
    return points, eligible, rng.integers(1, 3, n), rng.integers(1, 4, m)


def best(weights, mentee_places, mentor_places):
    """The largest total by HiGHS, and how many pairs it takes: weights [n, m], those not above 0 don't exist."""
    n, m = weights.shape
    row, column = np.nonzero(weights > 0)
    if not len(row):
        return 0, 0
    sums = np.zeros((n + m, len(row)))
    sums[row, np.arange(len(row))] = 1
    sums[n + column, np.arange(len(row))] = 1
    limits = LinearConstraint(sums, ub=np.concatenate([mentee_places, mentor_places]))
    found = milp(-weights[row, column].astype(float), constraints=limits, integrality=1, bounds=(0, 1))
    taken = found.x > 0.5
    return int(weights[row, column][taken].sum()), int(taken.sum())


def few_arcs(kernel):
    """One arc a mentee: pricing has everything to find."""
    return kernel.best(1)


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("start", [few_arcs, candidates])
def test_the_optimum_over_all_pairs_is_found_from_any_first_arcs(seed, start):
    points, eligible, asked, offered = instance(seed)
    kernel = ReferenceKernel(tables(points, eligible, asked, offered))
    base = base_weight(kernel.tables, kernel.tables.high - kernel.tables.low, kernel.tables.low)

    optimum = solve_all_pairs(kernel, SOLVER, Weighing(base), start(kernel))

    expected, number = best(np.where(eligible, base + points, 0), asked, offered)
    weights = base + optimum.arcs.score[optimum.solution.chosen]
    assert (int(weights.sum()), len(weights), optimum.gap) == (expected, number, 0)


@pytest.mark.parametrize("seed", range(40))
def test_a_search_that_is_stopped_says_how_much_it_may_miss(seed):
    points, eligible, asked, offered = instance(seed, spread=300)
    kernel = ReferenceKernel(tables(points, eligible, asked, offered))
    base = base_weight(kernel.tables, kernel.tables.high - kernel.tables.low, kernel.tables.low)

    optimum = solve_all_pairs(kernel, SOLVER, Weighing(base), few_arcs(kernel), expired=lambda: True)

    expected, _ = best(np.where(eligible, base + points, 0), asked, offered)
    value = int((base + optimum.arcs.score[optimum.solution.chosen]).sum())
    assert value <= expected <= value + optimum.gap


@pytest.mark.parametrize("seed", range(40))
def test_the_second_level_is_the_best_total_among_the_best_protected(seed):
    points, eligible, asked, offered = instance(seed)
    compiled = tables(points, eligible, asked, offered)
    kernel = ReferenceKernel(compiled)
    curve = gentle_curve(compiled.low, compiled.high) // 50_000  # coarse, so that many choices are protected alike
    base = base_weight(compiled, int(curve[-1] - curve[0]), int(curve[0]))
    weighing = Weighing(base, curve, compiled.low)

    first = first_level("gentle", kernel, weighing, solve_all_pairs(kernel, SOLVER, weighing, few_arcs(kernel)))
    pairs = refine("total", first, lambda arcs: arcs.score, SOLVER).pairs()

    protected = np.where(eligible, weighing.weights(points - 0), 0)
    level, number = best(protected, asked, offered)
    assert (int(protected[pairs.mentee, pairs.mentor].sum()), len(pairs)) == (level, number)
    both = np.where(eligible, protected * 10_000 + points + 100, 0)
    assert int(both[pairs.mentee, pairs.mentor].sum()) == best(both, asked, offered)[0]


class _Backwards:
    """A solver that takes the graph in the opposite order of people: other optimum, other duals."""

    name = "backwards"

    def solve(self, graph, start=None):
        from binome.matching.solvers import Graph, Solution

        n, m = len(graph.mentee_places), len(graph.mentor_places)
        mentee = n - 1 - np.repeat(np.arange(n), np.diff(graph.starts))
        mentor = m - 1 - graph.mentor
        order = np.lexsort((mentor, mentee))
        starts = np.searchsorted(mentee[order], np.arange(n + 1)).astype(np.int64)
        turned = Graph(starts, mentor[order], graph.weight[order], graph.mentee_places[::-1], graph.mentor_places[::-1])
        found = SOLVER.solve(turned)
        chosen = np.zeros(len(order), bool)
        chosen[order] = found.chosen
        return Solution(chosen, found.u[::-1].copy(), found.v[::-1].copy())


def matched(points, eligible, asked, offered, mentees, mentors, solver):
    compiled = tables(points, eligible, asked, offered)
    kernel = ReferenceKernel(compiled)
    weighing = Weighing(base_weight(compiled, compiled.high - compiled.low, compiled.low))
    level = first_level("total", kernel, weighing, solve_all_pairs(kernel, solver, weighing, few_arcs(kernel)))
    ids = seeds(mentees), seeds(mentors)
    pairs = refine("ties", level, lambda arcs: tie_weights(arcs, *ids), solver).pairs()
    return {(mentees[i], mentors[j]) for i, j in zip(pairs.mentee, pairs.mentor, strict=True)}


@pytest.mark.parametrize("seed", range(40))
def test_ties_depend_neither_on_the_solver_nor_on_the_order_of_the_people(seed):
    points, eligible, asked, offered = instance(seed, spread=4)
    mentees, mentors = [f"a{i}" for i in range(12)], [f"b{j}" for j in range(9)]
    expected = matched(points, eligible, asked, offered, mentees, mentors, SOLVER)

    assert matched(points, eligible, asked, offered, mentees, mentors, _Backwards()) == expected
    rng = np.random.default_rng(seed)
    rows, columns = rng.permutation(12), rng.permutation(9)
    shuffled = matched(
        points[rows][:, columns],
        eligible[rows][:, columns],
        asked[rows],
        offered[columns],
        [mentees[i] for i in rows],
        [mentors[j] for j in columns],
        SOLVER,
    )
    assert shuffled == expected


@pytest.mark.parametrize("seed", range(25))
def test_the_floor_is_the_highest_share_that_keeps_the_number_matched(seed):
    points, eligible, asked, offered = instance(seed)
    kernel = ReferenceKernel(tables(points, eligible, asked, offered))
    number = best(np.where(eligible, 1, 0), asked, offered)[1]

    share, floor = highest_floor(kernel, SOLVER, number, few_arcs(kernel))

    def filled(percent):
        least = floors(kernel.highest(), percent)
        return best(np.where(eligible & (points >= least[:, None]), 1, 0), asked, offered)[1]

    assert filled(share) == number
    assert share == 100 or filled(share + 1) < number
    assert np.array_equal(floor, floors(kernel.highest(), share))


def test_the_gentle_curve_rises_and_bends():
    compiled = tables(np.array([[-40, 700]]), np.ones((1, 2), bool))
    curve = gentle_curve(compiled.low, compiled.high)

    steps = np.diff(curve)
    assert len(curve) == 741
    assert abs(curve[40]) <= 1
    assert (steps > 0).all()
    assert (np.diff(steps) <= 1).all()  # rounding
    assert abs(curve[40 + 105] - 10**6 * (1 - np.exp(-1))) <= 1


def test_nobody_and_no_eligible_pair_are_legal():
    for shape in ((0, 0), (0, 3), (3, 0), (2, 2)):
        kernel = ReferenceKernel(tables(np.zeros(shape, int), np.zeros(shape, bool)))
        optimum = solve_all_pairs(kernel, SOLVER, Weighing(10), candidates(kernel))
        assert (len(optimum.arcs), optimum.gap) == (0, 0)
        assert fillable(kernel, SOLVER, floors(kernel.highest(), 50), Arcs(*([np.empty(0, np.int32)] * 3))) == 0


def test_merging_keeps_both_sorted_each_pair_once():
    rng = np.random.default_rng(4)
    for _ in range(200):
        m = int(rng.integers(1, 12))
        keys = [rng.permutation(20 * m)[: rng.integers(0, 30)] for _ in range(2)]
        keys[0].sort()
        arcs = [Arcs((k // m).astype(np.int32), (k % m).astype(np.int32), 7 * k) for k in keys]
        both = merge(*arcs, m)
        expected = np.union1d(*keys)
        assert np.array_equal(both.mentee * m + both.mentor, expected)
        assert np.array_equal(both.score, 7 * expected)
        assert (both.mentee.dtype, both.mentor.dtype, both.score.dtype) == (np.int32, np.int32, np.int64)
