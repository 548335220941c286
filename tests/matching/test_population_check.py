"""Peers and circles: what the engine finds is accepted, bound and all; what is damaged is refused."""

from dataclasses import replace

import numpy as np
import pytest

from binome.matching.checking import check_population
from binome.matching.criteria import Closeness
from binome.matching.engine import match
from binome.matching.kernels.reference import ReferenceKernel
from binome.matching.problem import Category, Exclusion, Form, PairList, People, Problem, Protection
from binome.matching.tables import take
from binome.matching.words import Words
from tests.matching.exact import pair_list

WHEELS = {"kernel": "reference", "solver": "wheels"}
FORMS = pytest.mark.parametrize("form", [Form.PEERS, Form.CIRCLES])
PROTECTIONS = pytest.mark.parametrize("protection", [Protection.NONE, Protection.GENTLE])


def random_problem(seed, form, protection=Protection.NONE, n=13):
    """Points in one direction differ from those in the other; groups that can't meet; someone without a place."""
    rng = np.random.default_rng(seed)
    own = Category(np.arange(n, dtype=np.int32), tuple(f"x{k}" for k in range(n)))
    places = np.ones(n, np.int32)
    places[: seed % 3] = 0
    everybody = People(tuple(f"p{k}" for k in range(n)), places, {"who": own})
    table = {(f"x{i}", f"x{j}"): int(rng.integers(0, 90)) for i in range(n) for j in range(n)}
    criterion = Closeness(name="who", label=Words("Qui", "Who"), points=90, column="who", table=table)
    apart = rng.random((n, n)) < rng.choice([0.1, 0.4])
    if seed % 2:
        apart[:5, 5:] = True
    pins = [(3, 4)] if form is Form.PEERS and seed % 4 == 0 and n > 4 and not (apart | apart.T)[3, 4] else []
    excluded = (Exclusion("conflict", pair_list(np.argwhere(apart))),)
    return Problem(everybody, everybody, (criterion,), (), form, protection, excluded=excluded, pinned=pair_list(pins))


def kernel_of(problem, matching):
    """The reference kernel on the tables that were solved."""
    left = take(matching.population.tables, matching.population.people, matching.population.people)
    seats = np.full(len(matching.population.people), problem.circle_sizes[1] - 1, np.int32)
    if problem.form is Form.CIRCLES:
        left = replace(left, mentee_places=seats, mentor_places=seats)
    return ReferenceKernel(left)


@FORMS
@PROTECTIONS
def test_what_the_engine_finds_is_accepted(form, protection):
    for seed in range(25):
        problem = random_problem(seed, form, protection, n=1 + seed // 2)
        matching = match(problem, **WHEELS)
        assert check_population(problem, matching) == [], seed
        assert check_population(problem, matching, kernel=kernel_of(problem, matching)) == [], seed


def refused(problem, matching, **changed):
    """The faults that both ways of going through all couples find."""
    population = matching.population
    bound = replace(population.found.bound, **changed)
    forged = replace(matching, population=replace(population, found=replace(population.found, bound=bound)))
    faults = check_population(problem, forged)
    assert faults and check_population(problem, forged, kernel=kernel_of(problem, matching))
    return " ".join(map(str, faults))


@FORMS
@PROTECTIONS
@pytest.mark.parametrize("seed", [1, 4, 5])
def test_a_damaged_bound_is_refused(form, protection, seed):
    problem = random_problem(seed, form, protection)
    matching = match(problem, **WHEELS)
    bound = matching.population.found.bound
    assert "weigh" in refused(problem, matching, price=bound.price - 100_000_000)
    assert "one number a person" in refused(problem, matching, price=bound.price[1:])
    joined = np.arange(len(bound.part)) % 2
    if form is Form.PEERS:
        assert "two parts" in refused(problem, matching, part=joined, number=(9, 9))
        assert "covered" in refused(problem, matching, cover=bound.cover - 1)
        assert "cover" in refused(problem, matching, number=(bound.number[0] - 1, *bound.number[1:]))
        assert "bound the weight" in refused(problem, matching, weight=bound.weight - 1)
    else:
        assert "two parts" in refused(problem, matching, part=joined)
        assert "surplus" in refused(problem, matching, surplus=bound.surplus - 1, price=np.maximum(bound.price - 1, 0))
        assert "too few partners" in refused(problem, matching, partners=bound.partners - 1)
        assert "too few people" in refused(problem, matching, placed=bound.placed - 1)


@FORMS
def test_couples_that_can_not_be_are_refused(form):
    problem = random_problem(2, form)
    matching = match(problem, **WHEELS)

    def faults(pairs=None, points=None, problem=problem, **changed):
        pairs = matching.pairs if pairs is None else pairs
        changed = replace(matching, pairs=pairs, points=matching.points if points is None else points, **changed)
        return " ".join(map(str, check_population(problem, changed)))

    pairs = list(zip(matching.pairs.mentee.tolist(), matching.pairs.mentor.tolist(), strict=True))
    assert "points of a couple" in faults(points=matching.points + 1)
    assert faults(pairs=PairList(matching.pairs.mentor, matching.pairs.mentee))
    assert faults(pairs=pair_list(pairs[1:]), points=matching.points[1:])
    assert "isn’t in the problem" in faults(pairs=pair_list([*pairs[1:], (0, 99)]), circles=((0, 99, 1),))
    forbidden = replace(problem, excluded=(Exclusion("late", pair_list([pairs[0][::-1]])),))
    assert "break a hard rule: late" in faults(problem=forbidden)
    nobody = replace(problem.mentees, places=np.zeros(len(problem.mentees), np.int32))
    assert "no place" in faults(problem=replace(problem, mentees=nobody, mentors=nobody))
    if form is Form.CIRCLES:
        circles = matching.circles
        assert "twice" in faults(circles=(*circles, circles[0]))
        assert "hasn’t from 7 to 8 people" in faults(problem=replace(problem, circle_sizes=(7, 8)))
    else:
        assert "twice" in faults(pairs=pair_list([*pairs, (pairs[0][0], pairs[1][0])]))
        assert "pinned" in faults(problem=replace(problem, pinned=pair_list([(pairs[0][0], pairs[1][0])])))


def test_a_matching_of_two_sides_is_not_one_of_a_population():
    problem = random_problem(1, Form.PAIRS)
    assert "one population" in str(check_population(problem, match(problem, **WHEELS))[0])
