"""Peers and circles: what the engine finds is accepted, bound and all; what is damaged is refused."""

from dataclasses import replace

import numpy as np
import pytest

from binome.matching.bounds import certify_population, read_certificate
from binome.matching.checking import check_population
from binome.matching.compiler import fingerprint
from binome.matching.criteria import Closeness
from binome.matching.engine import match
from binome.matching.forms import open_population
from binome.matching.kernels.reference import ReferenceKernel
from binome.matching.problem import Category, Exclusion, Form, PairList, People, Problem, ProblemError, Protection
from binome.matching.rules import OtherThan
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


def kernel_of(problem):
    """The reference kernel on the tables that were solved."""
    return ReferenceKernel(open_population(problem)[2])


@FORMS
@PROTECTIONS
def test_what_the_engine_finds_is_accepted(form, protection):
    for seed in range(25):
        problem = random_problem(seed, form, protection, n=1 + seed // 2)
        matching = match(problem, **WHEELS)
        certificate = read_certificate(certify_population(matching).to_json())
        assert check_population(problem, matching.pairs, certificate) == [], seed
        assert check_population(problem, matching.pairs, certificate, kernel=kernel_of(problem)) == [], seed
        assert certificate.gap == matching.population.found.gap or certificate.exact, seed


def refused(problem, matching, **changed):
    """The faults that both ways of going through all couples find."""
    claimed = certify_population(matching)
    forged = replace(claimed, bound=replace(claimed.bound, **changed))
    faults = check_population(problem, matching.pairs, forged)
    assert faults and check_population(problem, matching.pairs, forged, kernel=kernel_of(problem))
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
        fewest, most = bound.partners
        assert "number of partners" in refused(problem, matching, partners=(fewest, most - 1))
        assert "number of partners" in refused(problem, matching, partners=(fewest + 1, most))
        assert "too few people" in refused(problem, matching, placed=bound.placed - 1)


@FORMS
def test_couples_that_can_not_be_are_refused(form):
    problem = random_problem(2, form)
    matching = match(problem, **WHEELS)

    claimed = certify_population(matching)

    def faults(pairs=None, problem=problem, **changed):
        certificate = replace(claimed, fingerprint=fingerprint(problem), **changed)
        return " ".join(map(str, check_population(problem, matching.pairs if pairs is None else pairs, certificate)))

    pairs = list(zip(matching.pairs.mentee.tolist(), matching.pairs.mentor.tolist(), strict=True))
    assert f"has {len(pairs)} and {claimed.total}." in faults(total=claimed.total + 1)
    assert "weigh" in faults(weight=claimed.weight + 1)
    assert f"not {claimed.people + 1} as claimed" in faults(people=claimed.people + 1)
    assert "other data" in str(check_population(problem, matching.pairs, replace(claimed, fingerprint="0")))
    assert "another protection" in faults(protection=Protection.GENTLE)
    assert "out of bounds" in faults(low=-(10**9))
    assert "out of bounds" in faults(bound=replace(claimed.bound, part=claimed.bound.part - 1))
    assert "too large" in faults(bound=replace(claimed.bound, price=claimed.bound.price + 2**61))
    assert faults(pairs=PairList(matching.pairs.mentor, matching.pairs.mentee))
    assert faults(pairs=pair_list(pairs[1:]))
    assert "isn’t in the problem" in faults(pairs=pair_list([*pairs[1:], (0, 99)]))
    forbidden = replace(problem, excluded=(Exclusion("late", pair_list([pairs[0][::-1]])),))
    assert "break a hard rule: late" in faults(problem=forbidden)
    nobody = replace(problem.mentees, places=np.zeros(len(problem.mentees), np.int32))
    assert "no place" in faults(problem=replace(problem, mentees=nobody, mentors=nobody))
    if form is Form.CIRCLES:
        assert "hasn’t from 7 to 8 people" in faults(problem=replace(problem, circle_sizes=(7, 8)))
    else:
        assert "twice" in faults(pairs=pair_list([*pairs, (pairs[0][0], pairs[1][0])]))
        assert "pinned" in faults(problem=replace(problem, pinned=pair_list([(pairs[0][0], pairs[1][0])])))


def test_a_matching_of_two_sides_is_not_one_of_a_population():
    problem = random_problem(1, Form.PAIRS)
    of_circles = match(random_problem(1, Form.CIRCLES), **WHEELS)
    certificate = certify_population(of_circles)
    assert "one population" in str(check_population(problem, match(problem, **WHEELS).pairs, certificate)[0])
    with pytest.raises(ProblemError, match="no bound"):
        certify_population(match(problem, **WHEELS))
    for damaged in ("[]", '{"bound": 1}', certificate.to_json().replace('"circles"', '"pairs"')):
        with pytest.raises(ProblemError, match="isn’t a certificate"):
            read_certificate(damaged)


def test_a_company_that_is_most_of_the_population_bounds_how_many_are_placed():
    problem = random_problem(2, Form.CIRCLES, n=70)
    company = problem.mentees.columns["who"]
    company = replace(company, codes=np.array([0] * 56 + list(range(1, 15)), np.int32))
    people = replace(problem.mentees, columns={**problem.mentees.columns, "company": company})
    rule = OtherThan(name="company", label=Words("Entreprise", "Company"), column="company")
    problem = replace(problem, mentees=people, mentors=people, rules=(rule,), excluded=())
    matching = match(problem, **WHEELS)
    bound = matching.population.found.bound
    assert len(bound.apart) > 50
    assert check_population(problem, matching.pairs, certify_population(matching)) == []
    assert "keeps apart" in refused(problem, matching, apart=np.append(bound.apart, len(bound.part) - 1))
    assert "too few people" in refused(problem, matching, apart=bound.apart[1:])
