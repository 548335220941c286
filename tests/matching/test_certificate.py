"""Whole matchings against exact references, level by level; their certificates, and what a checker must refuse."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from binome.matching import engine, lexicographic
from binome.matching.certificate import Certificate
from binome.matching.certify import certify
from binome.matching.checking import check
from binome.matching.compiler import compile_problem, fingerprint
from binome.matching.engine import match, open_market
from binome.matching.kernels.reference import ReferenceKernel
from binome.matching.native.library import load
from binome.matching.problem import Exclusion, Form, ProblemError, Protection
from binome.matching.words import Language
from tests.matching.exact import Case, by_programme, enumerated, pair_list, problem_of
from tests.matching.problems import problems

MAKERS = [
    pytest.param({"kernel": "reference", "solver": "wheels"}, id="wheels"),
    pytest.param(
        {"kernel": "native", "solver": "native"}, id="native", marks=pytest.mark.skipif(not load(), reason="no C")
    ),
]
WHEELS = {"kernel": "reference", "solver": "wheels"}
every_maker = pytest.mark.parametrize("maker", MAKERS)
every_protection = pytest.mark.parametrize("protection", Protection)


def random_case(seed, protection, largest=7, spread=None):
    """Few distinct points, so that every level has something to decide; pins and wishes now and then."""
    rng = np.random.default_rng([seed, list(Protection).index(protection)])
    n, m = rng.integers(1, largest + 1, 2)
    points = rng.integers(0, spread or rng.choice([2, 4, 12, 300]), (n, m))
    eligible = rng.random((n, m)) < rng.choice([0.2, 0.5, 0.8, 1.0])
    asked = rng.integers(0, rng.choice([2, 2, 3, 4]), n)
    offered = rng.integers(0, rng.choice([2, 3, 4]), m)
    pins = [(i, j) for i, j in np.argwhere(eligible & (asked > 0)[:, None] & (offered > 0))[:1] if seed % 3 == 0]
    wishes = [(i, j, i % 3) for i, j in np.argwhere(rng.random((n, m)) < 0.15) if seed % 2]
    problem = problem_of(points, eligible, asked, offered, pins=pins, protection=protection, wishes=wishes)
    for i, j, rank in wishes:
        points[i, j] += problem.wish_points[rank]
    tables = compile_problem(problem)
    return Case(problem, points, eligible, tables.low, tables.high)


def sums_of(case, matching):
    """What the matching's free pairs add up to, level by level."""
    pinned = set(zip(case.problem.pinned.mentee.tolist(), case.problem.pinned.mentor.tolist(), strict=True))
    pairs = set(zip(matching.pairs.mentee.tolist(), matching.pairs.mentor.tolist(), strict=True)) - pinned
    weights = case.weights()
    return tuple(sum(weights[i, j, level] for i, j in pairs) for level in range(weights.shape[2])), pairs


@every_maker
@every_protection
def test_every_level_is_what_every_choice_tried_in_turn_gives(maker, protection):
    for seed in range(60):
        case = random_case(seed, protection)
        sums, pairs, share = case.solve(enumerated)
        matching = match(case.problem, **maker)
        assert sums_of(case, matching) == (sums, set(pairs)), seed
        assert matching.proof.floor_share == share


@every_maker
@every_protection
@pytest.mark.parametrize("seed", range(3))
def test_larger_promotions_give_what_highs_gives(maker, protection, seed):
    case = random_case(seed, protection, largest=24, spread=200)

    def without_ties(weights, *rest):
        return by_programme(weights[:, :, :3], *rest)

    sums, _, share = case.solve(without_ties)
    matching = match(case.problem, **maker)
    assert sums_of(case, matching)[0][:3] == sums[:3]
    assert matching.proof.floor_share == share


@every_maker
@settings(max_examples=120, deadline=None)
@given(problem=problems(), protection=st.sampled_from(Protection))
def test_a_matching_is_proved_by_its_certificate(maker, problem, protection):
    problem = replace(problem, protection=protection)
    matching = match(problem, **maker)
    certificate = Certificate.from_json(certify(matching, **maker).to_json())
    assert certificate.exact
    assert check(problem, matching.pairs, certificate) == []
    kernel = ReferenceKernel(open_market(problem, compile_problem(problem)).tables)
    assert check(problem, matching.pairs, certificate, kernel=kernel) == []


@every_protection
def test_every_maker_gives_the_same_pairs_and_a_certificate_for_either_is_accepted(protection):
    for seed in range(10 if load() else 0):
        problem = random_case(seed, protection).problem
        one, other = (match(problem, **maker.values[0]) for maker in MAKERS)
        assert np.array_equal(one.pairs.mentor, other.pairs.mentor)
        assert check(problem, one.pairs, certify(other)) == check(problem, other.pairs, certify(one)) == []


POINTS = np.array([[40, 60, 25, 0], [42, 80, 5, 60], [12, 70, 45, 20], [30, 50, 30, 10], [8, 70, 3, 33]])


@pytest.fixture(params=Protection)
def proved(request):
    """Five mentees, four mentors for four of them, one pair excluded: problem, pairs, certificate, and a kernel."""
    eligible = np.ones((5, 4), bool)
    eligible[0, 0] = False
    problem = problem_of(POINTS, eligible, np.ones(5, int), np.ones(4, int), protection=request.param)
    matching = match(problem, **WHEELS)
    kernel = ReferenceKernel(open_market(problem, compile_problem(problem)).tables)
    return problem, matching.pairs, certify(matching, **WHEELS), kernel


def refused(proved, *, problem=None, pairs=None, kernel=True, **changed):
    """The faults that both ways of going through all pairs find."""
    certificate = replace(proved[2], **changed)
    problem, pairs = problem or proved[0], pairs or proved[1]
    faults = check(problem, pairs, certificate)
    assert faults
    if kernel:
        assert check(problem, pairs, certificate, kernel=proved[3])
    return " ".join(map(str, faults))


def with_pairs(proved, pairs):
    """The same matching with other pairs, and a certificate that adds them up right: only its proof can fail."""
    problem, _, certificate, _ = proved
    weights = Case(problem, POINTS, np.ones((5, 4), bool), certificate.low, certificate.high).weights()
    number, curve, total, tie = (sum(weights[i, j, level] for i, j in pairs) for level in range(4))
    first = certificate.base * number + (curve if problem.protection is Protection.GENTLE else total)
    values = {problem.protection.value: first, "total": total, "ties": tie}
    levels = tuple(replace(level, value=values[level.name]) for level in certificate.levels)
    return refused(proved, pairs=pair_list(sorted(pairs)), matched=number, total=total, levels=levels)


def couples(pairs):
    return list(zip(pairs.mentee.tolist(), pairs.mentor.tolist(), strict=True))


def test_two_pairs_that_exchange_their_mentors_are_refused(proved):
    pairs = couples(proved[1])
    for one in range(len(pairs)):
        for other in range(one):
            (a, x), (b, y) = pairs[one], pairs[other]
            if (a, y) != (0, 0) and (b, x) != (0, 0):
                rest = [pair for place, pair in enumerate(pairs) if place not in (one, other)]
                fault = with_pairs(proved, [*rest, (a, y), (b, x)])
                assert "isn’t excluded" in fault or "under the floor" in fault


def test_a_missing_pair_is_refused(proved):
    for pair in couples(proved[1]):
        assert "isn’t excluded" in with_pairs(proved, [each for each in couples(proved[1]) if each != pair])


def test_pairs_that_can_not_be_are_refused(proved):
    pairs = couples(proved[1])
    (first, mentor), alone = pairs[0], ({0, 1, 2, 3, 4} - {i for i, _ in pairs}).pop()
    assert "break a hard rule" in with_pairs(proved, [pair for pair in pairs if pair[1] and pair[0]] + [(0, 0)])
    assert "more pairs than places" in with_pairs(proved, [*pairs, (alone, mentor)])
    assert "twice" in with_pairs(proved, [*pairs, pairs[0]])
    assert "isn’t in the problem" in refused(proved, pairs=pair_list([*pairs[1:], (first, 4)]))
    pinned = replace(proved[0], pinned=pair_list([(alone, mentor)]))
    assert "pinned pair is missing" in refused(proved, problem=pinned, fingerprint=fingerprint(pinned))


def test_any_number_of_any_proof_changed_by_one_is_refused(proved):
    certificate = proved[2]
    for place, level in enumerate(certificate.levels):
        for side in "uv":
            for person in range(len(getattr(level.duals, side))):
                duals = getattr(level.duals, side).copy()
                duals[person] += 1
                changed = replace(level, duals=replace(level.duals, **{side: duals}))
                levels = (*certificate.levels[:place], changed, *certificate.levels[place + 1 :])
                assert "isn’t excluded" in refused(proved, levels=levels)
        for name in ("value", "each"):
            changed = replace(level, **{name: getattr(level, name) + 1})
            levels = (*certificate.levels[:place], changed, *certificate.levels[place + 1 :])
            if name == "value" or not place:
                refused(proved, levels=levels)


def test_a_first_level_proved_for_this_number_of_pairs_only_is_refused(proved):
    """With `each`, the bound would hold against choices of as many pairs, and hide one that has more."""
    certificate, first = proved[2], proved[2].levels[0]
    u = first.duals.u - 10 * (first.duals.u > 0)
    levels = (replace(first, each=10, duals=replace(first.duals, u=u)), *certificate.levels[1:])
    assert "may not count on the number" in refused(proved, levels=levels)


def test_pairs_worth_more_under_the_floor_are_refused():
    """110 points leave a1 with a fifth of her best; 90 give everyone two fifths at least."""
    points, ones = np.array([[100, 40], [50, 10]]), np.ones(2, int)
    problem = problem_of(points, points > 0, ones, ones, protection=Protection.FLOOR)
    certificate = certify(match(problem, **WHEELS), **WHEELS)
    assert (certificate.share, certificate.total) == (40, 90)
    first = replace(certificate.levels[0], value=2 * certificate.base + 110)
    forged = replace(certificate, total=110, levels=(first, *certificate.levels[1:]))
    for kernel in (None, ReferenceKernel(open_market(problem, compile_problem(problem)).tables)):
        faults = check(problem, pair_list([(0, 0), (1, 1)]), forged, kernel=kernel)
        assert str(faults[0]) == "a pair is under the floor."
        assert "more than the" in str(faults[1])


def test_a_negative_number_where_nobody_is_wanted_is_refused(proved):
    certificate = proved[2]
    alone = ({0, 1, 2, 3, 4} - set(proved[1].mentee.tolist())).pop()
    level = certificate.levels[0]
    assert level.duals.u[alone] == 0
    u = level.duals.u.copy()
    u[alone] = -5
    levels = (replace(level, duals=replace(level.duals, u=u)), *certificate.levels[1:])
    assert "negative" in refused(proved, levels=levels)


def test_what_the_certificate_counts_must_be_so(proved):
    certificate = proved[2]
    for name in ("matched", "total", "eligible"):
        refused(proved, **{name: getattr(certificate, name) + 1})
    assert "too low" in refused(proved, base=100) or proved[0].protection is not Protection.NONE
    assert "outside the bounds" in refused(proved, low=5, kernel=False)
    assert "for other data" in refused(proved, fingerprint="0" * 64)
    other = Protection.NONE if certificate.protection is not Protection.NONE else Protection.GENTLE
    assert "another protection" in refused(proved, protection=other)
    assert "must prove" in refused(proved, levels=certificate.levels[:1])
    assert "out of bounds" in refused(proved, gap=-1)
    short = replace(certificate.levels[0].duals, u=certificate.levels[0].duals.u[:-1])
    levels = (replace(certificate.levels[0], duals=short), *certificate.levels[1:])
    assert "one number a person" in refused(proved, levels=levels)


def test_points_that_changed_since_are_refused(proved):
    """Even if the fingerprint were forged: a pair that wasn't chosen becomes worth choosing."""
    problem, pairs, _, _ = proved
    unchosen = next(
        pair for pair in np.argwhere(POINTS >= 0).tolist() if tuple(pair) not in couples(pairs) and any(pair)
    )
    table = dict(problem.criteria[0].table) | {(f"xa{unchosen[0]}", f"yb{unchosen[1]}"): 70}
    for pair in couples(pairs):
        table[f"xa{pair[0]}", f"yb{pair[1]}"] -= POINTS[pair] > 0
    changed = replace(problem, criteria=(replace(problem.criteria[0], table=table),))
    total = sum(table[f"xa{i}", f"yb{j}"] for i, j in couples(pairs))
    refused(proved, problem=changed, fingerprint=fingerprint(changed), total=total, kernel=False)


def test_a_matching_made_without_seeing_an_eligible_pair_is_refused(proved):
    problem, pairs, certificate, kernel = proved
    seen = 0
    for hidden in couples(pairs):
        excluded = (*problem.excluded, Exclusion("hidden", pair_list([hidden])))
        blind = replace(problem, excluded=excluded)
        matching = match(blind, **WHEELS)
        forged = certify(matching, **WHEELS)
        assert check(blind, matching.pairs, forged) == []
        forged = replace(forged, fingerprint=fingerprint(problem), eligible=certificate.eligible)
        assert check(problem, matching.pairs, forged)
        assert check(problem, matching.pairs, forged, kernel=kernel)
        seen += 1
    assert seen == 4


def test_a_floor_that_could_be_higher_or_lower_is_refused(proved):
    certificate = proved[2]
    if certificate.share is None:
        assert "belongs to the protection" in refused(proved, share=0)
        return
    assert 0 < certificate.share < 100
    for share in range(101):
        if share != certificate.share:
            refused(proved, share=share)
    for name, fault in (("number", "no more pairs"), ("higher", "a higher floor")):
        cover = getattr(certificate, name)
        assert fault in refused(proved, **{name: replace(cover, u=cover.u + 1)})
        assert fault in refused(proved, **{name: replace(cover, u=cover.u * 0, v=cover.v * 0)})
        assert fault in refused(proved, **{name: replace(cover, u=cover.u - 1)})
        assert not replace(certificate, **{name: None}).exact


@every_protection
def test_a_run_that_was_stopped_claims_a_gap_that_is_checked(protection, monkeypatch):
    monkeypatch.setattr(engine, "candidates", lambda kernel: kernel.best(1))
    for seed in range(5):
        points = np.random.default_rng(seed).integers(0, 900, (30, 12))
        problem = problem_of(points, points > 90, np.ones(30, int), np.full(12, 2), protection=protection)
        matching = match(problem, **WHEELS, expired=lambda: True)
        certificate = certify(matching, **WHEELS)
        assert check(problem, matching.pairs, certificate) == []
        assert certificate.gap and not certificate.exact
        assert "isn’t excluded" in str(
            check(problem, matching.pairs, replace(certificate, gap=certificate.gap - 1))[-1]
        )
        assert "au plus" in certificate.said(Language.FRENCH)


def test_too_many_ties_are_said_and_only_the_first_level_is_claimed(monkeypatch):
    monkeypatch.setattr(lexicographic, "TIES", 10)
    monkeypatch.setattr(lexicographic, "EVERY", 2)
    problem = problem_of(np.full((12, 12), 7), np.ones((12, 12), bool), np.ones(12, int), np.ones(12, int))
    matching = match(problem, **WHEELS)
    certificate = certify(matching, **WHEELS)
    assert (len(certificate.levels), certificate.exact) == (1, False)
    assert check(problem, matching.pairs, certificate) == []
    assert "égalités" in certificate.said(Language.FRENCH)


@every_protection
def test_nobody_no_place_and_nothing_possible_are_proved_too(protection):
    for shape, places in (((0, 0), 1), ((0, 2), 1), ((2, 0), 1), ((2, 2), 0), ((2, 2), 1)):
        no = np.zeros(shape, bool)
        problem = problem_of(
            no.astype(int), no, np.full(shape[0], places), np.full(shape[1], places), protection=protection
        )
        matching = match(problem, **WHEELS)
        certificate = certify(matching, **WHEELS)
        assert (certificate.matched, certificate.exact) == (0, True)
        assert check(problem, matching.pairs, certificate) == []


def test_a_certificate_is_read_back_whole_and_anything_else_is_refused(proved):
    text = proved[2].to_json()
    assert Certificate.from_json(text).to_json() == text
    for wrong in ("", "{}", "[]", "null", '"a"', text[:-3], text.replace("certificate 1", "certificate 9")):
        with pytest.raises(ProblemError, match="certificate of a matching"):
            Certificate.from_json(wrong)
    for name, value in (("gap", 1.5), ("total", "8"), ("complete", 1), ("levels", 3), ("share", "a"), ("form", "ring")):
        with pytest.raises(ProblemError, match="certificate of a matching"):
            Certificate.from_json(json.dumps({**json.loads(text), name: value}))
    read = json.loads(text)
    read["levels"][0]["duals"]["u"][0] = 10**30
    with pytest.raises(ProblemError, match="certificate of a matching"):
        Certificate.from_json(json.dumps(read))


def test_the_proof_is_told_in_both_languages(proved):
    certificate = proved[2]
    french, english = (certificate.said(language) for language in Language)
    assert french.startswith(f"{certificate.matched} binômes, {certificate.total} points.")
    assert "19 binômes possibles examinés, 0 qui permettrait de faire mieux" in french
    assert "19 possible pairs examined, 0 that would allow better" in english
    assert certificate.fingerprint in french and certificate.fingerprint in english
    assert ("Plancher" in french) == (certificate.share is not None)


def test_other_forms_are_not_proved_by_levels(proved):
    problem = replace(proved[0], form=Form.PEERS, mentors=proved[0].mentees, excluded=())
    certificate = replace(proved[2], form=Form.PEERS, fingerprint=fingerprint(problem))
    assert any("nothing of the form" in str(fault) for fault in check(problem, proved[1], certificate))
