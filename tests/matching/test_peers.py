"""Peers against every possible set of pairs, and against the blossom algorithm on whole graphs."""

from functools import cache

import numpy as np
import pytest
import rustworkx

from binome.matching import cover, peers
from binome.matching.kernels.reference import ReferenceKernel
from binome.matching.mutual import mutual
from binome.matching.problem import ProblemError, Protection
from binome.matching.solvers.wheels import WheelsSolver
from binome.matching.ties import seeds

from .instances import population, tables


def everybody(n):
    return seeds(f"p{k}" for k in range(n))


def draw(seed, largest=9):
    """A small population; half of them in groups that never meet, so that odd groups leave people out."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(0, largest + 1))
    points, eligible = population(rng, n, int(rng.choice([4, 60])), float(rng.choice([0.25, 0.6, 1.0])))
    if seed % 2:
        group = rng.integers(0, 3, n)
        eligible &= group[:, None] == group[None]
    return points, eligible


def solve(points, eligible, protection=Protection.NONE, ids=None, makers=(ReferenceKernel, WheelsSolver)):
    kernel, solver = makers[0](mutual(tables(points, eligible))), makers[1]()
    return peers.match_peers(kernel, solver, everybody(len(points)) if ids is None else ids, protection), kernel


def best_by_trying(weight, possible):
    """(pairs, weight) of the best matching, by recursion over who is left."""
    n = len(weight)

    @cache
    def best(left):
        if not left:
            return 0, 0
        first = (left & -left).bit_length() - 1
        rest = left & ~(1 << first)
        found = best(rest)
        for other in range(first + 1, n):
            if rest >> other & 1 and possible[first, other]:
                pairs, total = best(rest & ~(1 << other))
                found = max(found, (pairs + 1, total + int(weight[first, other])))
        return found

    return best((1 << n) - 1)


def prove(found, kernel, points, eligible):
    """The bound read by hand: every line of its docstring over all pairs."""
    possible = eligible & eligible.T
    bound, mutual_points = found.bound, points + points.T
    weight = found.weighing.weights(mutual_points) - found.weighing.base
    i, j = np.nonzero(possible)
    assert np.all(bound.part[i] == bound.part[j])
    assert np.all(bound.cover[i] + bound.cover[j] >= 2)
    assert np.all(bound.price[i] + bound.price[j] >= 2 * weight[i, j])
    assert bound.number == tuple(int(bound.cover[bound.part == part].sum()) // 2 for part in range(len(bound.number)))
    prices = [np.sort(bound.price[bound.part == part])[::-1] for part in range(len(bound.filled))]
    assert bound.weight == sum(int(p[: 2 * k].sum()) // 2 for p, k in zip(prices, bound.filled, strict=True))


def keep_the_rules(found, points, eligible):
    a, b = found.pairs.mentee, found.pairs.mentor
    assert np.all(a < b)
    assert len(np.unique([a, b])) == 2 * len(a)
    assert np.all((eligible & eligible.T)[a, b])
    assert np.array_equal(found.pairs.score, (points + points.T)[a, b])


@pytest.mark.parametrize("protection", [Protection.NONE, Protection.GENTLE])
def test_a_small_population_has_the_best_pairs_of_all(protection):
    for seed in range(200):
        points, eligible = draw(seed)
        found, kernel = solve(points, eligible, protection)
        keep_the_rules(found, points, eligible)
        prove(found, kernel, points, eligible)
        both = points + points.T
        weight = found.weighing.weights(both) - found.weighing.base if len(points) else both
        assert (len(found.pairs), found.weight) == best_by_trying(weight, eligible & eligible.T), seed
        assert found.exact
        assert found.gap == (0, 0)


def whole_graph_optimum(points, eligible):
    possible = np.triu(eligible & eligible.T)
    graph = rustworkx.PyGraph()
    graph.add_nodes_from(range(len(points)))
    both = points + points.T
    graph.add_edges_from([(int(i), int(j), int(both[i, j])) for i, j in zip(*np.nonzero(possible), strict=True)])
    pairs = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    return len(pairs), sum(int(both[i, j]) for i, j in pairs)


@pytest.mark.parametrize("n", [60, 61, 120])
def test_larger_populations_agree_with_the_blossom_algorithm_on_all_pairs(n):
    rng = np.random.default_rng(n)
    points, eligible = population(rng, n, 200, 0.9)
    found, kernel = solve(points, eligible)
    keep_the_rules(found, points, eligible)
    prove(found, kernel, points, eligible)
    assert found.exact
    assert (len(found.pairs), found.weight) == whole_graph_optimum(points, eligible)


def test_above_the_exact_size_the_gap_holds_the_true_optimum(monkeypatch):
    monkeypatch.setattr(peers, "EXACT", 0)
    monkeypatch.setattr(peers, "MENDED", 6)
    stated = 0
    for seed in range(200):
        points, eligible = draw(seed, 16)
        found, kernel = solve(points, eligible)
        keep_the_rules(found, points, eligible)
        prove(found, kernel, points, eligible)
        number, weight = best_by_trying(points + points.T, eligible & eligible.T)
        assert len(found.pairs) <= number <= found.bound.matched, seed
        if len(found.pairs) == number:
            assert found.weight <= weight, seed
        if found.exact:
            assert (len(found.pairs), found.weight) == (number, weight), seed
        stated += found.gap != (0, 0)
    assert stated


def test_whoever_a_first_mending_leaves_alone_is_looked_at_again(monkeypatch):
    monkeypatch.setattr(peers, "EXACT", 0)
    monkeypatch.setattr(peers, "MENDED", 10)
    for seed in range(70, 80):  # 76: two people are left alone whom a mending around them places
        points, eligible = population(np.random.default_rng(seed), 40, 60, 0.5)
        found, _kernel = solve(points, eligible)
        assert len(found.pairs) == whole_graph_optimum(points, eligible)[0], seed


def test_the_order_of_the_people_changes_nothing():
    rng = np.random.default_rng(5)
    points, eligible = population(rng, 30, 3)  # few different points: many equal optima
    order = rng.permutation(30)
    ids = everybody(30)
    first, _ = solve(points, eligible, ids=ids)
    second, _ = solve(points[np.ix_(order, order)], eligible[np.ix_(order, order)], ids=ids[order])
    named = {
        frozenset((int(order[a]), int(order[b]))) for a, b in zip(second.pairs.mentee, second.pairs.mentor, strict=True)
    }
    assert named == {frozenset((int(a), int(b))) for a, b in zip(first.pairs.mentee, first.pairs.mentor, strict=True)}


def test_two_places_and_a_floor_are_refused_for_peers():
    one = ReferenceKernel(mutual(tables(np.zeros((2, 2), int), ~np.eye(2, dtype=bool))))
    with pytest.raises(ProblemError, match="floor"):
        peers.match_peers(one, WheelsSolver(), everybody(2), Protection.FLOOR)
    places = np.array([2, 1])
    two = ReferenceKernel(mutual(tables(np.zeros((2, 2), int), ~np.eye(2, dtype=bool), places, places)))
    with pytest.raises(ProblemError, match="one partner"):
        peers.match_peers(two, WheelsSolver(), everybody(2), Protection.NONE)


def test_an_odd_cycle_leaves_out_whoever_costs_least():
    for seed in range(50):
        rng = np.random.default_rng(seed)
        length = int(rng.choice([3, 5, 7, 9]))
        weights = rng.integers(0, 50, length)
        after = np.roll(np.arange(length), -1)
        arcs = cover.Arcs(np.arange(length, dtype=np.int32), after.astype(np.int32), weights)
        pairs, odd = cover.near_pairs(arcs, weights)
        weight = np.zeros((length, length), int)
        weight[np.arange(length), after] = weight[after, np.arange(length)] = weights
        possible = np.zeros((length, length), bool)
        possible[np.arange(length), after] = possible[after, np.arange(length)] = True
        assert sorted(odd) == list(range(length))
        assert (len(pairs), sum(int(weight[pair]) for pair in pairs)) == best_by_trying(weight, possible)


def test_parts_that_only_one_pass_over_all_pairs_can_join_are_joined():
    eligible = ~np.eye(4, dtype=bool)
    kernel = ReferenceKernel(mutual(tables(np.zeros((4, 4), int), eligible)))
    few = kernel.best(4)
    kept = (few.mentee // 2) == (few.mentor // 2)
    assert set(cover.parts(kernel, cover.Arcs(few.mentee[kept], few.mentor[kept], few.score[kept]))) == {0}
