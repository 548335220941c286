"""Circles against every possible partition, and the bound read by hand."""

from dataclasses import replace
from functools import cache
from itertools import combinations

import numpy as np
import pytest

from binome.matching import annealing, circles, couples, partition
from binome.matching.kernels import Weighing
from binome.matching.kernels.reference import ReferenceKernel
from binome.matching.mutual import mutual
from binome.matching.partition import best_partition
from binome.matching.problem import ProblemError, Protection
from binome.matching.solvers.wheels import WheelsSolver
from binome.matching.splits import gathered, shared_out, splits
from binome.matching.tables import Gate, GateKind

from .instances import population, tables


def kernel_of(points, eligible, largest=6, maker=ReferenceKernel):
    both = mutual(tables(points, eligible))
    places = np.full(len(points), largest - 1, np.int32)
    return maker(replace(both, mentee_places=places, mentor_places=places))


def solve(
    points,
    eligible,
    sizes=(3, 6),
    protection=Protection.NONE,
    seed=1,
    makers=(ReferenceKernel, WheelsSolver),
):
    kernel = kernel_of(points, eligible, sizes[1], makers[0])
    return circles.match_circles(kernel, makers[1](), sizes, seed, protection)


def draw(seed, largest=9):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(0, largest + 1))
    return population(rng, n, 60, float(rng.choice([0.5, 0.85, 1.0])))


def best_by_trying(points, eligible, sizes):
    """(people placed, points) of the best circles, by recursion over who is left."""
    both, possible = points + points.T, eligible & eligible.T

    @cache
    def best(left):
        if not left:
            return 0, 0
        first, *others = sorted(left)
        found = best(frozenset(others))
        for size in range(sizes[0] - 1, sizes[1]):
            for some in combinations(others, size):
                circle = np.array((first, *some))
                inside = np.ix_(circle, circle)
                if (possible[inside] | np.eye(len(circle), dtype=bool)).all():
                    placed, total = best(frozenset(others) - set(some))
                    found = max(found, (placed + len(circle), total + int(np.triu(both[inside], 1).sum())))
        return found

    return best(frozenset(range(len(points))))


def keep_the_rules(found, points, eligible, sizes):
    people = [person for circle in found.circles for person in circle]
    assert len(people) == len(set(people)) == found.placed
    assert all(sizes[0] <= len(circle) <= sizes[1] for circle in found.circles)
    assert all(eligible[a, b] and eligible[b, a] for circle in found.circles for a, b in combinations(circle, 2))
    total = sum(int(points[a, b] + points[b, a]) for circle in found.circles for a, b in combinations(circle, 2))
    assert found.points == total


def prove(found, points, eligible, sizes):
    """The bound's docstring over all couples."""
    bound, weight = found.bound, points + points.T
    i, j = np.nonzero(np.triu(eligible & eligible.T))
    assert np.all(bound.part[i] == bound.part[j])
    excess = np.maximum(2 * weight[i, j] - bound.price[i] - bound.price[j], 0)
    assert excess.sum() <= bound.surplus
    assert np.all(bound.price >= 0)
    assert not (eligible & eligible.T)[np.ix_(bound.apart, bound.apart)].any()
    assert bound.partners == (sizes[0] - 1, sizes[1] - 1)


@pytest.mark.parametrize("sizes", [(3, 6), (2, 3), (4, 4)])
def test_small_populations_have_the_best_circles_of_all(sizes):
    for seed in range(40):
        points, eligible = draw(seed)
        found = solve(points, eligible, sizes)
        keep_the_rules(found, points, eligible, sizes)
        prove(found, points, eligible, sizes)
        assert (found.placed, found.points) == best_by_trying(points, eligible, sizes), seed
        assert found.exact
        assert found.gap == (0, 0)


def test_the_search_finds_the_best_circles_of_small_populations(monkeypatch):
    monkeypatch.setattr(circles, "EXACT", 0)
    monkeypatch.setattr(annealing, "SWEEPS", (200, 200))
    reached = 0
    for seed in range(40):
        points, eligible = draw(seed)
        found = solve(points, eligible)
        keep_the_rules(found, points, eligible, (3, 6))
        prove(found, points, eligible, (3, 6))
        placed, total = best_by_trying(points, eligible, (3, 6))
        assert found.placed == placed <= found.bound.placed, seed
        assert found.points <= total <= found.bound.weight(placed), seed
        reached += found.points == total
    assert reached >= 39


@pytest.mark.parametrize(("n", "largest"), [(24, 4), (20, 5)])
def test_the_search_stays_within_six_thousandths_of_the_optimum_where_it_is_known(n, largest, monkeypatch):
    monkeypatch.setattr(partition, "NODES", 10**6)
    rng = np.random.default_rng(n)
    tastes = rng.integers(-9, 10, (n, 5))
    company = rng.integers(0, 9, n)
    points, eligible = tastes @ tastes.T + rng.integers(200, 220, (n, n)), company[:, None] != company[None]
    all_of_them = couples.all_couples(kernel_of(points, eligible, largest), Weighing(0))
    exact = best_partition(all_of_them.weights(), all_of_them.possible(), 4, largest, 10**6)
    best = sum(int((points + points.T)[a, b]) for circle in exact for a, b in combinations(circle, 2))
    monkeypatch.setattr(circles, "EXACT", 0)
    found = solve(points, eligible, (4, largest))
    keep_the_rules(found, points, eligible, (4, largest))
    assert found.placed == sum(map(len, exact))
    assert found.points >= 0.994 * best


def test_the_same_problem_gives_the_same_circles_and_states_its_gap(monkeypatch):
    monkeypatch.setattr(annealing, "SWEEPS", (50, 50))
    points, eligible = population(np.random.default_rng(3), 60, 100, 0.8)
    first, second = solve(points, eligible, seed=7), solve(points, eligible, seed=7)
    assert first.circles == second.circles
    assert not first.exact
    assert first.gap[1] == first.bound.weight(first.placed) - first.weight > 0
    prove(first, points, eligible, (3, 6))


def test_circles_are_protected_by_the_gentle_curve():
    points, eligible = population(np.random.default_rng(5), 9, 100, 1.0)
    found, plain = solve(points, eligible, (3, 3), Protection.GENTLE), solve(points, eligible, (3, 3))
    keep_the_rules(found, points, eligible, (3, 3))
    assert found.weight != found.points
    assert found.points <= plain.points


def test_groups_that_never_meet_bound_how_many_are_placed():
    group = np.repeat([0, 1, 2], [5, 2, 8])
    found = solve(np.ones((15, 15), int), group[:, None] == group[None], (3, 3))
    assert (found.placed, found.bound.placed) == (9, 9)


def test_a_company_too_large_for_the_others_bounds_how_many_are_placed():
    company = np.repeat([0, 1, 2, 3], [9, 2, 2, 2])
    points, eligible = np.ones((15, 15), int), company[:, None] != company[None]
    gate = Gate(0, GateKind.DIFFER, company.astype(np.int64), company.astype(np.int64))
    places = np.full(15, 2, np.int32)
    both = replace(mutual(tables(points, eligible)), gates=(gate,), mentee_places=places, mentor_places=places)
    found = circles.match_circles(ReferenceKernel(both), WheelsSolver(), (3, 3), 1, Protection.NONE)
    assert found.bound.apart.tolist() == list(range(9))
    assert (found.placed, found.bound.placed) == (9, 9)


def of_companies(sizes_of_companies, rng):
    """Random points; nobody is with one of her own company."""
    company = np.repeat(np.arange(len(sizes_of_companies)), sizes_of_companies)
    points = rng.integers(0, 100, (len(company), len(company)))
    gate = Gate(0, GateKind.DIFFER, company.astype(np.int64), company.astype(np.int64))
    return points, company[:, None] != company[None], gate


def solve_companies(points, eligible, gate, sizes):
    places = np.full(len(points), sizes[1] - 1, np.int32)
    both = replace(mutual(tables(points, eligible)), gates=(gate,), mentee_places=places, mentor_places=places)
    return circles.match_circles(ReferenceKernel(both), WheelsSolver(), sizes, 1, Protection.NONE)


@pytest.mark.parametrize("sizes", [(3, 6), (2, 3), (3, 4), (4, 4)])
def test_no_circles_of_a_large_company_weigh_more_than_their_bound(sizes, monkeypatch):
    monkeypatch.setattr(circles, "EXACT", 0)
    monkeypatch.setattr(annealing, "SWEEPS", (50, 50))
    for seed in range(12):
        rng = np.random.default_rng(seed)
        points, eligible, gate = of_companies([int(rng.integers(3, 7)), 1, 1, 1, 1][: 3 + seed % 3], rng)
        found = solve_companies(points, eligible, gate, sizes)
        prove(found, points, eligible, sizes)
        placed, total = best_by_trying(points, eligible, sizes)
        assert found.placed == placed <= found.bound.placed
        assert found.points <= total <= found.bound.weight(placed), seed


def test_the_bound_of_a_company_that_is_most_of_the_population_counts_circles_of_three():
    points, eligible, gate = of_companies([56, *[1] * 14], np.random.default_rng(1))
    found = solve_companies(points, eligible, gate, (3, 6))
    assert found.placed == found.bound.placed == 21
    assert found.bound.seats(21) == 42  # seven circles of three, and not of six
    assert found.weight <= found.bound.weight(21) < 1.6 * found.weight


@pytest.mark.parametrize(("smallest", "largest"), [(2, 3), (3, 3), (3, 6), (2, 6)])
def test_no_sizes_of_circles_give_more_partners_than_the_bound_says(smallest, largest):
    def sizes_of(people, most):
        if not people:
            yield ()
        for size in range(smallest, min(people, most) + 1):
            for rest in sizes_of(people - size, size):
                yield (size, *rest)

    for others, apart in [(12, 0), (9, 5), (6, 9)]:
        bound = circles.CircleBound(
            np.zeros(others + apart, np.int64),
            np.arange(apart),
            0,
            np.arange(others + apart) ** 2,
            0,
            (smallest - 1, largest - 1),
        )
        prices = np.sort(bound.price)[::-1]
        for people in range(1, others + apart + 1):
            for sizes in sizes_of(people, largest):
                if len(sizes) >= people - others:
                    partners = np.repeat(np.array(sizes) - 1, sizes)
                    assert partners.sum() <= bound.seats(people)
                    assert (partners * prices[:people]).sum() // 2 <= bound.weight(people)


@pytest.mark.parametrize("sizes", [(1, 3), (4, 3), (3, 9)])
def test_impossible_sizes_are_refused(sizes):
    with pytest.raises(ProblemError, match="2 to 8 people"):
        solve(np.ones((3, 3), int), np.ones((3, 3), bool), sizes)


def test_a_floor_is_refused_for_circles():
    with pytest.raises(ProblemError, match="floor"):
        solve(np.ones((3, 3), int), np.ones((3, 3), bool), protection=Protection.FLOOR)


@pytest.mark.parametrize("people", range(2, 9))
def test_every_way_to_share_two_circles_out_is_tried_once(people):
    ways = splits(people, 3, 4)
    sides = {frozenset(np.flatnonzero(row).tolist()) for row in ways.first}
    everyone = frozenset(range(people))
    possible = {
        frozenset(some)
        for size in range(people + 1)
        for some in combinations(range(people), size)
        if size <= 4 and people - size <= 4
    }
    assert {frozenset({side, everyone - side}) for side in sides} == {frozenset({s, everyone - s}) for s in possible}
    assert len(sides) == len(ways.first)
    for row, together, placed in zip(ways.first, ways.together, ways.placed, strict=True):
        sizes = [int(row.sum()), people - int(row.sum())]
        assert placed == sum(size for size in sizes if size >= 3)
        assert together.sum() == sum(size * (size - 1) // 2 for size in sizes if size >= 3)


def test_people_are_gathered_and_shared_out_without_loss():
    members = np.array([[4, -1, 7, -1, 2, 9, -1, -1]], np.int32)
    people = gathered(members, 4)
    one, other = shared_out(people, np.array([[True, False, True, True]]), 4)
    assert people.tolist() == [[4, 7, 2, 9]]
    assert one.tolist() == [[4, 2, 9, -1]]
    assert other.tolist() == [[7, -1, -1, -1]]
