"""Peers and circles from a whole problem: pins, rules both ways, people without a place."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from binome.matching.criteria import Closeness, Same
from binome.matching.engine import match
from binome.matching.problem import (
    Category,
    Exclusion,
    Form,
    PairList,
    People,
    Problem,
    ProblemError,
    Protection,
)
from binome.matching.rules import OtherThan
from binome.matching.words import Words

SECTORS = ("banque", "santé", "énergie")


def listed(*couples):
    both = np.array(couples, np.int32).reshape(-1, 2)
    return PairList(both[:, 0].copy(), both[:, 1].copy())


def problem(form=Form.PEERS, n=12, seed=1, **others):
    rng = np.random.default_rng(seed)
    sector, company = rng.integers(0, 3, n).astype(np.int32), rng.integers(0, 4, n).astype(np.int32)
    columns = {
        "secteur": Category(sector, SECTORS),
        "entreprise": Category(company, tuple("ABCD")),
    }
    everybody = People(tuple(f"p{k}" for k in range(n)), np.ones(n, np.int32), columns)
    one_way = {("banque", "santé"): 30, ("santé", "énergie"): 17}
    criteria = (
        Same(name="secteur", label=Words("Secteur", "Sector"), points=40, column="secteur"),
        Closeness(name="proche", label=Words("Proche", "Near"), points=30, column="secteur", table=one_way),
    )
    rules = (OtherThan(name="entreprise", label=Words("Entreprise", "Company"), column="entreprise"),)
    return Problem(everybody, everybody, criteria, rules, form, Protection.NONE, **others)


def couples_of(matching):
    return list(zip(matching.pairs.mentee.tolist(), matching.pairs.mentor.tolist(), strict=True))


def test_peers_of_a_problem_keep_its_rules_and_count_both_directions():
    found = match(problem(), solver="wheels", kernel="reference")
    people = found.problem.mentees.columns
    assert all(people["entreprise"].codes[one] != people["entreprise"].codes[other] for one, other in couples_of(found))
    turned = PairList(found.pairs.mentor, found.pairs.mentee)
    criteria = found.problem.criteria
    expected = sum(one.score(found.problem, pairs) for one in criteria for pairs in (found.pairs, turned))
    assert np.array_equal(found.points, expected)
    assert found.population.found.exact


def test_an_exclusion_holds_in_both_directions():
    plain = match(problem())
    one, other = couples_of(plain)[0]
    for pair in ((one, other), (other, one)):
        without = match(problem(excluded=(Exclusion("veto", listed(pair), secret=True),)))
        assert (one, other) not in couples_of(without)


def test_a_pinned_pair_is_kept_whichever_way_it_is_written():
    plain = couples_of(match(problem()))
    company = problem().mentees.columns["entreprise"].codes
    free = [pair for pair in combinations(range(12), 2) if pair not in plain and company[pair[0]] != company[pair[1]]]
    one, other = free[0]
    for pins in (listed((one, other)), listed((other, one)), listed((one, other), (other, one))):
        found = couples_of(match(problem(pinned=pins)))
        assert (one, other) in found
        people = [person for pair in found for person in pair]
        assert len(people) == len(set(people))


def test_a_person_without_a_place_has_no_peer():
    asked = problem()
    busy = replace(asked.mentees, places=np.array([0] * 3 + [1] * 9, np.int32))
    found = match(replace(asked, mentees=busy, mentors=busy))
    assert all(one > 2 for one, _ in couples_of(found))
    assert len(found.pairs) == 4


def test_circles_of_a_problem_keep_its_rules_and_list_every_couple_inside():
    found = match(problem(Form.CIRCLES, circle_sizes=(3, 4)))
    company = found.problem.mentees.columns["entreprise"].codes
    assert found.circles
    assert couples_of(found) == sorted(pair for circle in found.circles for pair in combinations(circle, 2))
    assert all(company[one] != company[other] for one, other in couples_of(found))
    assert found.points.sum() == found.population.found.points


def test_what_one_population_cannot_do_is_said():
    asked = problem()
    twice = replace(asked.mentees, places=np.full(12, 2, np.int32))
    company = asked.mentees.columns["entreprise"].codes
    colleagues = next(pair for pair in combinations(range(12), 2) if company[pair[0]] == company[pair[1]])
    wrong = {
        "same object": replace(asked, mentors=replace(asked.mentees)),
        "several places": replace(asked, mentees=twice, mentors=twice),
        "breaks a hard rule": replace(asked, pinned=listed(colleagues)),
        "more people than she has places": replace(asked, pinned=listed(*_two_pins_of_one(company))),
        "Pins are for pairs": problem(Form.CIRCLES, pinned=listed((0, 1))),
    }
    for sentence, refused in wrong.items():
        with pytest.raises(ProblemError, match=sentence):
            match(refused)


def _two_pins_of_one(company):
    one = 0
    return [(one, other) for other in range(12) if company[other] != company[one]][:2]


@pytest.mark.parametrize("form", [Form.PEERS, Form.CIRCLES])
@pytest.mark.parametrize("n", [0, 1, 2])
def test_almost_nobody_is_matched_without_a_fault(form, n):
    assert len(match(problem(form, n=n)).circles) == 0
