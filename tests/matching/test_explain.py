"""Explanations are held against what they say: sums, forced solves, removed rules, places added one by one."""

import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.optimize import linear_sum_assignment

from binome.matching.compiler import compile_problem
from binome.matching.criteria import one_pair
from binome.matching.engine import match
from binome.matching.explain import explain_pairs, least_loss, why_not
from binome.matching.forbidden import count_forbidden, exclusion_label
from binome.matching.listed import allowed
from binome.matching.problem import Exclusion, PairList, ProblemError, Protection
from binome.matching.rules import broken_rules
from binome.matching.scarcity import Cause, Scarcity, tell_alone
from binome.matching.words import Language

from .exact import pair_list, problem_of
from .problems import all_pairs, problems
from .promotions import read

FRENCH, ENGLISH = Language.FRENCH, Language.ENGLISH


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def random_problem(seed, n=9, m=6, density=0.45, **more):
    rng = np.random.default_rng(seed)
    points, eligible = rng.integers(0, 60, (n, m)), rng.random((n, m)) < density
    return problem_of(points, eligible, np.ones(n, int), rng.integers(1, 3, m), **more), points, eligible


def test_a_pair_is_told_criterion_by_criterion_and_the_points_add_up(tmp_path):
    promotion = read(tmp_path)
    matching = match(promotion.problem)
    stories = explain_pairs(matching)

    awa = stories[0]
    assert (promotion.problem.mentees.ids[awa.mentee], promotion.problem.mentors.ids[awa.mentor]) == ("E1", "R1")
    assert [(part.label.french, part.points, part.most) for part in awa.parts] == [
        ("Compétences", 69, 90),
        ("Écart d’étape", 40, 40),
        ("Souhaits", 30, None),
    ]
    assert awa.points == sum(part.points for part in awa.parts) == int(matching.points[0])
    assert plain(awa.sentence(FRENCH)) == (
        "139 points, surtout : Compétences (69 sur 90), Écart d’étape (40 sur 40) et Premier souhait de la mentorée "
        "(30)."
    )
    assert awa.sentence(ENGLISH) == (
        "139 points, mostly: Compétences (69 of 90), Écart d’étape (40 of 40) and First wish of the mentee (30)."
    )


def test_points_that_do_not_add_up_are_never_published(tmp_path):
    matching = match(read(tmp_path).problem)
    with pytest.raises(ProblemError, match="don't add up"):
        explain_pairs(replace(matching, points=matching.points + 1))


@pytest.mark.parametrize("seed", range(12))
def test_what_imposing_a_pair_costs_is_exact_and_its_bound_is_never_above(seed):
    problem, points, eligible = random_problem(seed)
    matching = match(problem)
    offered = np.repeat(np.arange(6), problem.mentors.places)
    base = 10**6

    def best(weights):
        rows, columns = linear_sum_assignment(weights[:, offered], maximize=True)
        return int(weights[:, offered][rows, columns].sum())

    weights = np.where(eligible, base + points, 0)
    for mentee, mentor in np.argwhere(eligible)[::3]:
        answer = why_not(matching, mentee, mentor, match)
        if answer.together:
            continue
        forced = weights.copy()
        forced[mentee, mentor] += 1000 * base
        lost = best(weights) - (best(forced) - 1000 * base)
        assert answer.matched * base + answer.total == lost
        assert answer.points == points[mentee, mentor]
        unit = matching.proof.weighing.base
        assert 0 <= least_loss(matching, mentee, mentor) <= answer.matched * unit + answer.total


def test_a_pair_that_is_or_that_a_rule_forbids_is_told_so(tmp_path):
    promotion = read(tmp_path)
    matching = match(promotion.problem)
    people = promotion.problem
    together = why_not(matching, people.mentees.ids.index("E2"), people.mentors.ids.index("R2"), match)
    assert together.said(FRENCH, promotion.names) == "Elles sont déjà ensemble."
    forbidden = why_not(matching, 0, people.mentors.ids.index("R2"), match)
    told = plain(forbidden.said(FRENCH, promotion.names))
    assert told == "Elles ne peuvent pas être ensemble : même entreprise (Alcyon)."
    assert forbidden.said(ENGLISH, promotion.names) == "They can’t be together: same entreprise (Alcyon)."


def test_what_imposing_a_pair_changes_is_told_with_names():
    points = np.array([[50, 40], [45, 10]])
    problem = problem_of(points, np.ones((2, 2), bool), [1, 1], [1, 1])
    matching = match(problem)
    names = {"a0": "Awa", "a1": "Chloé", "b0": "Bruna", "b1": "Elsa"}
    answer = why_not(matching, 0, 0, match)
    assert plain(answer.said(FRENCH, names)) == (
        "Ce binôme vaudrait 50 points. Si on l’imposait, la promotion aurait le même nombre de binômes et 25 points de "
        "moins. Changeraient : Awa aurait Bruna au lieu d’Elsa et Chloé aurait Elsa au lieu de Bruna."
    )
    assert answer.said(ENGLISH, names) == (
        "This pair would be worth 50 points. If it were imposed, the promotion would have the same number of pairs and "
        "25 points fewer. These would change: Awa would have Bruna instead of Elsa and Chloé would have Elsa instead "
        "of Bruna."
    )


def test_a_secret_reason_is_never_told():
    problem, _points, _eligible = random_problem(3, density=1)
    problem = replace(problem, excluded=(Exclusion("veto de R4", pair_list([(0, 0)]), secret=True),))
    matching = match(problem)
    assert why_not(matching, 0, 0, match).said(ENGLISH, {}) == "They can’t be together: this pair isn’t possible."
    told = [tell_alone(each, problem, {}, FRENCH) for each in Scarcity(matching, compile_problem(problem)).alone(0)]
    assert "veto" not in str(told)
    assert "veto" not in exclusion_label(problem.excluded[0]).said(FRENCH)


def test_beside_another_reason_a_secret_one_is_not_even_said_to_exist():
    problem, _points, _eligible = random_problem(3, density=1)
    known, veto = Exclusion("conflict", pair_list([(0, 0)])), Exclusion("veto", pair_list([(0, 0)]), secret=True)

    def said(*excluded: Exclusion) -> str:
        matching = match(replace(problem, excluded=excluded))
        return why_not(matching, 0, 0, match).said(FRENCH, {})

    assert said(known) == said(known, veto) == said(veto, known)
    assert said(veto) == said(veto, replace(veto, reason="autre"))


def test_a_pair_beside_full_pins_says_who_has_no_place():
    problem, _points, _eligible = random_problem(3, density=1, pins=[(0, 1)])
    matching = match(problem)
    answer = why_not(matching, 0, 2, match)
    assert "a0" in answer.said(FRENCH, {}) and answer.full == "a0"
    assert why_not(matching, 0, 1, match).together


@pytest.mark.parametrize("seed", range(30))
def test_whoever_is_alone_for_scarcity_is_in_a_set_that_asks_for_more_than_there_is(seed):
    problem, _points, _eligible = random_problem(seed, n=12, m=5, density=0.3)
    matching = match(problem)
    tables = compile_problem(problem)
    found = Scarcity(matching, tables).alone(0)
    counts = np.bincount(matching.pairs.mentee, minlength=12)
    assert [each.person for each in found] == np.flatnonzero(counts == 0).tolist()
    for each in found:
        row = allowed(tables, pair_list([(each.person, mentor) for mentor in range(5)]))
        assert each.possible == row.sum()
        if each.cause is Cause.NOBODY:
            assert not row.any()
            continue
        assert each.cause is Cause.SCARCITY and each.asked > each.offered
        for rival in each.rivals:
            row = allowed(tables, pair_list([(rival, mentor) for mentor in range(5)]))
            assert set(np.flatnonzero(row)) <= set(each.hosts)
        for host in each.hosts:
            more = problem.mentors.places.copy()
            more[host] += 1
            assert (
                len(match(replace(problem, mentors=replace(problem.mentors, places=more))).pairs)
                == len(matching.pairs) + 1
            )


def test_places_that_pins_take_are_neither_asked_for_nor_offered():
    problem = problem_of(np.full((5, 3), 9), np.ones((5, 3), bool), np.ones(5, int), np.ones(3, int), pins=[(0, 2)])
    matching = match(problem)
    alone = Scarcity(matching, compile_problem(problem)).alone(0)
    assert [(len(each.rivals), each.asked, each.offered) for each in alone] == [(4, 4, 2), (4, 4, 2)]
    assert plain(tell_alone(alone[0], problem, {}, FRENCH)[0]).endswith("Quel que soit le choix, il en manque 2.")


def test_a_place_that_any_of_many_mentors_could_add_is_told_without_a_list():
    problem = problem_of(np.full((9, 8), 9), np.ones((9, 8), bool), np.ones(9, int), np.ones(8, int))
    alone = Scarcity(match(problem), compile_problem(problem)).alone(0)[0]
    assert tell_alone(alone, problem, {}, FRENCH)[1] == "Une place de plus suffirait, chez l’une de ces 8 mentores."


@settings(max_examples=60, deadline=None)
@given(problems())
def test_a_lifted_rule_brings_the_partners_that_it_says_and_each_rule_is_counted(problem):
    tables = compile_problem(problem)
    every = all_pairs(problem)
    here = (problem.mentees.places[every.mentee] > 0) & (problem.mentors.places[every.mentor] > 0)
    kept = PairList(every.mentee[here], every.mentor[here])
    counted = [rule.forbidden for rule in count_forbidden(problem, tables)]
    expected = [int(rule.forbids(problem, kept).sum()) for rule in problem.rules]
    for exclusion in problem.excluded:
        listed = set(zip(exclusion.pairs.mentee.tolist(), exclusion.pairs.mentor.tolist(), strict=True))
        expected.append(sum(pair in listed for pair in zip(kept.mentee.tolist(), kept.mentor.tolist(), strict=True)))
    assert counted == expected

    problem = replace(problem, pinned=pair_list([]), protection=Protection.NONE)
    matching = match(problem)
    for each in Scarcity(matching, tables).alone(0):
        others = np.flatnonzero(problem.mentors.places > 0)
        broken = broken_rules(problem, pair_list([(each.person, other) for other in others]))
        for lift in each.lifts:
            names = [rule.name for rule in problem.rules if rule.label == lift.label]
            names += [exclusion.reason for exclusion in problem.excluded if exclusion_label(exclusion) == lift.label]
            assert lift.people in [sum(set(all_) == {name} for all_ in broken) for name in names]


def test_a_secret_exclusion_is_never_proposed_to_be_lifted():
    problem, _points, _eligible = random_problem(3, n=1, m=1, density=1)
    problem = replace(problem, excluded=(Exclusion("veto", pair_list([(0, 0)]), secret=True),))
    alone = Scarcity(match(problem), compile_problem(problem)).alone(0)[0]
    assert (alone.cause, alone.lifts) == (Cause.NOBODY, ())
    known = replace(problem, excluded=(replace(problem.excluded[0], secret=False),))
    assert [lift.people for lift in Scarcity(match(known), compile_problem(known)).alone(0)[0].lifts] == [1]


def test_a_free_place_that_could_reach_her_is_not_scarcity():
    """A stable or interrupted matching may leave someone alone although another one would not."""
    problem = problem_of(np.full((2, 2), 5), np.array([[True, True], [True, False]]), [1, 1], [1, 1])
    found = match(problem)
    assert len(found.pairs) == 2
    fewer = replace(found, pairs=pair_list([(0, 0)]), points=found.points[:1])
    alone = Scarcity(fewer, compile_problem(problem)).alone(0)
    assert [(each.person, each.cause) for each in alone] == [(1, Cause.OPEN)]


def test_whoever_has_all_her_possible_partners_is_not_told_of_scarcity():
    problem = problem_of(np.full((1, 1), 5), np.ones((1, 1), bool), [2], [3])
    matching = match(problem)
    alone = Scarcity(matching, compile_problem(problem)).alone(0)[0]
    assert (alone.missing, alone.cause, alone.possible) == (1, Cause.TAKEN, 1)
    assert plain(tell_alone(alone, problem, {}, FRENCH)[0]) == (
        "1 mentore possible pour elle, déjà avec elle ou avec d’autres."
    )


def test_nine_hundred_people_for_six_hundred_places_are_explained_in_seconds():
    """Sets that touch are one: each person is looked at once, however many are left alone."""
    rng = np.random.default_rng(7)
    points = np.full((900, 600), 5)
    problem = problem_of(points, rng.random((900, 600)) < 0.9, np.ones(900, int), np.ones(600, int))
    matching, tables = match(problem), compile_problem(problem)
    started = time.process_time()
    alone = Scarcity(matching, tables).alone(0)
    assert time.process_time() - started < 10
    assert len(alone) == 300 and {each.cause for each in alone} == {Cause.SCARCITY}
    assert {(each.asked, each.offered) for each in alone} == {(900, 600)}


def test_whoever_meets_in_person_only_learns_what_remote_would_bring(tmp_path):
    people = "id;role;mode;ville\nE1;mentee;en présence;Lyon\nR1;mentor;les deux;Lille\nR2;mentor;en présence;Lille\n"
    rules = (
        '[[criteria]]\nkind = "same"\ncolumn = "ville"\npoints = 9\n'
        '[[rules]]\nkind = "in_person"\nlabel = "Rencontres"\n'
        'column = "mode"\nin_person = ["en présence"]\nplace = "ville"\n'
    )
    promotion = read(tmp_path, people, rules)
    alone = Scarcity(match(promotion.problem), compile_problem(promotion.problem)).alone(0)[0]
    assert [plain(line) for line in tell_alone(alone, promotion.problem, promotion.names, FRENCH)] == [
        "Les règles ne lui laissent aucune mentore possible.",
        "Sans la règle « Rencontres » : 2 partenaires possibles de plus, 2 avec une place libre.",
        "Si elle acceptait de se voir à distance : 1 partenaire possible de plus.",
    ]


def test_one_pair_alone_is_the_same_in_a_list(tmp_path):
    problem = read(tmp_path).problem
    assert broken_rules(problem, one_pair(0, 1)) == [broken_rules(problem, all_pairs(problem))[1]]
