"""Intervals held against published values, groups that stay outside the score, and parity with its cost."""

import numpy as np
import pytest

from binome.matching.engine import match
from binome.matching.fairness import by_group, mean_interval, wilson
from binome.matching.kernels import Weighing, choose
from binome.matching.parity import Multiplied, match_with_parity
from binome.matching.problem import Category, Form, ProblemError

from .exact import problem_of
from .instances import tables


@pytest.mark.parametrize(
    ("successes", "total", "low", "high"),
    # R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17, 1998,
    # table I, method 3 (score without continuity correction).
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_of_a_rate_is_the_published_one(successes, total, low, high):
    found = wilson(successes, total)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_rates_at_the_ends_and_without_anybody_have_their_interval():
    assert wilson(20, 20).high == 1.0 and wilson(20, 20).low == pytest.approx(1 - 0.1611, abs=1e-4)
    assert (wilson(0, 0).low, wilson(0, 0).high) == (0.0, 1.0)
    with pytest.raises(ValueError, match="more successes"):
        wilson(3, 2)


def test_the_interval_of_a_mean_is_students():
    """Student's t for 4 degrees of freedom is 2.776: 10 ± 2.776 * sqrt(2.5 / 5)."""
    found = mean_interval(np.array([8, 9, 10, 11, 12]))
    assert found.high == pytest.approx(10 + 2.7764 * 0.5**0.5, abs=1e-3)
    assert found.low == pytest.approx(20 - found.high)
    assert mean_interval(np.array([8])) is None


def test_each_group_has_its_people_its_matched_and_its_points():
    group = Category(np.array([0, 0, 1, -1, 0], np.int32), ("nord", "sud"))
    places = np.array([1, 1, 1, 1, 0], np.int32)
    found = by_group(group, places, np.array([0, 2, 2, 3], np.int32), np.array([10, 20, 30, 40], np.int64))
    assert [(each.label, each.people, each.matched, each.pairs, each.mean) for each in found] == [
        ("nord", 2, 1, 1, 10.0),
        ("sud", 1, 1, 2, 25.0),
        ("", 1, 1, 1, 40.0),
    ]


def unequal(seed, n=40, m=40):
    """Some mentors bring more to everybody, and half as much again to the « north »: it takes most of them."""
    rng = np.random.default_rng(seed)
    worth = rng.integers(0, 80, m)
    points = worth + rng.integers(0, 20, (n, m))
    points[: n // 2] += worth // 2
    problem = problem_of(points, rng.random((n, m)) < 0.6, np.ones(n, int), np.ones(m, int))
    return problem, Category((np.arange(n) >= n // 2).astype(np.int32), ("nord", "sud"))


@pytest.mark.parametrize("seed", range(4))
def test_parity_brings_the_means_together_at_a_stated_cost_with_as_many_pairs(seed):
    problem, group = unequal(seed)
    plain = match(problem)
    found = match_with_parity(problem, group)
    assert (found.label, len(found.matching.pairs)) == ("sud", len(plain.pairs))
    assert abs(found.gap[1]) < abs(found.gap[0]) / 4 and found.multiplier > 1
    assert found.cost == int(plain.points.sum() - found.matching.points.sum()) >= 0
    inside = group.codes[found.matching.pairs.mentee] == 1
    means = [found.matching.points[inside == side].mean() for side in (True, False)]
    assert found.gap[1] == pytest.approx(means[1] - means[0])


def test_parity_is_the_same_on_any_kernel():
    problem, group = unequal(9)
    both = [match_with_parity(problem, group, kernel=name, solver=solver) for name, solver in KERNELS]
    assert len({tuple(each.matching.pairs.mentor.tolist()) for each in both}) == 1


KERNELS = [("reference", "wheels"), ("auto", "auto")]


def test_parity_leaves_a_matching_without_a_gap_as_it_is():
    problem, group = unequal(1)
    nobody = Category(np.full_like(group.codes, -1), ())
    found = match_with_parity(problem, nobody)
    assert (found.label, found.cost, found.multiplier) == ("", 0, 1.0)
    with pytest.raises(ProblemError, match="two sides"):
        match_with_parity(problem_with_form(problem), group)


def problem_with_form(problem):
    from dataclasses import replace

    return replace(problem, mentors=problem.mentees, form=Form.PEERS)


def test_a_multiplied_kernel_prices_what_its_points_say():
    rng = np.random.default_rng(4)
    points, eligible = rng.integers(-20, 60, (7, 5)), rng.random((7, 5)) < 0.7
    inner = choose("reference", tables(points, eligible))
    times = rng.integers(1, 4, 7).astype(np.int64)
    kernel = Multiplied(inner, times)
    u, v = rng.integers(0, 90, 7).astype(np.int64), rng.integers(0, 60, 5).astype(np.int64)
    found, more = kernel.price(u, v, Weighing(50), count=9)
    weights = 50 + points * times[:, None]
    expected = np.argwhere(eligible & (weights > u[:, None] + v))
    assert list(zip(found.mentee.tolist(), found.mentor.tolist(), strict=True)) == [tuple(pair) for pair in expected]
    assert found.score.tolist() == [int(points[i, j] * times[i]) for i, j in expected]
    assert not more.any()
    assert kernel.tables.low <= (points * times[:, None])[eligible].min()
    assert kernel.tables.high >= (points * times[:, None])[eligible].max()
