"""Each rule against a plain reading of its definition on words, and in words."""

import numpy as np
import pytest
from hypothesis import given, settings

from binome.matching.problem import Category, Exclusion, Labels, Number, People, Problem, ProblemError
from binome.matching.rules import (
    SAME_PERSON,
    Allowed,
    Apart,
    InPerson,
    NotTogether,
    OtherThan,
    SameAs,
    ShareOne,
    Unknown,
    broken_rules,
    tell_exclusion,
)
from binome.matching.words import Language, Words
from tests.matching.problems import all_pairs, pair_list, problems
from tests.matching.test_criteria import label, levels, number

LABEL = Words("Entreprise", "Company")
FAILS = Unknown.FAILS


def plain(rule, problem, i, j):
    """Whether a rule forbids a pair, by the words of the definition."""
    a, b = problem.mentees, problem.mentors
    fails = rule.unknown == Unknown.FAILS
    if isinstance(rule, ShareOne):
        mine, theirs = levels(a, rule.column, i), levels(b, rule.column, j)
        return not set(mine) & set(theirs) if mine and theirs else fails
    if isinstance(rule, Apart):
        one, other = number(a, rule.column, i), number(b, rule.column, j)
        if one is None or other is None:
            return fails
        low = -np.inf if rule.least is None else rule.least
        high = np.inf if rule.most is None else rule.most
        return not low <= other - one <= high
    one, other = label(a, rule.column, i), label(b, rule.column, j)
    if isinstance(rule, InPerson):
        here, there = label(a, rule.place, i), label(b, rule.place, j)
        return in_person(rule, {one, other}, here, there, fails)
    if one is None or other is None:
        return fails
    if isinstance(rule, OtherThan):
        return one == other
    if isinstance(rule, SameAs):
        return one != other
    if isinstance(rule, NotTogether):
        return one != other and any({one, other} <= set(group) for group in rule.groups)
    return (one, other) not in rule.couples


def in_person(rule, modes, here, there, fails):
    if None in modes and fails:
        return True
    if not modes & set(rule.in_person):
        return False
    if modes & set(rule.remote):
        return True
    if here is None or there is None:
        return fails
    return here != there and not any({here, there} <= set(area) for area in rule.areas)


@given(problems())
@settings(max_examples=150, deadline=None)
def test_every_rule_forbids_what_its_definition_forbids_and_tells_why(problem):
    pairs = all_pairs(problem)
    excluded = [set(zip(each.pairs.mentee, each.pairs.mentor, strict=True)) for each in problem.excluded]
    for broken, i, j in zip(broken_rules(problem, pairs), pairs.mentee, pairs.mentor, strict=True):
        expected = [rule.name for rule in problem.rules if plain(rule, problem, i, j)]
        expected += [each.reason for each, them in zip(problem.excluded, excluded, strict=True) if (i, j) in them]
        expected += [SAME_PERSON] if problem.mentees.ids[i] == problem.mentors.ids[j] else []
        assert list(broken) == expected
        for rule in problem.rules:
            for language in Language:
                assert bool(rule.tell(problem, int(i), int(j), language)) == (rule.name in broken)


def promotion():
    """Two people a side: everything known of the first, nothing of the second."""

    def side(company, stage, tongues, mode, town):
        known = np.array([True, False])
        return {
            "company": Category(np.array([0, -1], np.int32), (company,)),
            "stage": Number(np.array([stage, 0], np.int32), known),
            "tongues": Labels(
                np.array([0, len(tongues), len(tongues)]),
                np.arange(len(tongues), dtype=np.int32),
                np.ones(len(tongues), np.int16),
                tongues,
            ),
            "mode": Category(np.array([0, -1], np.int32), (mode,)),
            "town": Category(np.array([0, -1], np.int32), (town,)),
        }

    places = np.ones(2, np.int32)
    return Problem(
        People(("a", "b"), places, side("Alcyon", 3, ("français",), "en personne", "Lyon")),
        People(("c", "d"), places, side("Alcyon", 2, ("anglais", "arabe"), "au choix", "Brest")),
    )


SAID = [
    (OtherThan(name="r", label=LABEL, column="company"), "même entreprise (Alcyon)", "same company (Alcyon)"),
    (OtherThan(name="r", label=Words("CV", "CV"), column="company"), "même CV (Alcyon)", "same CV (Alcyon)"),
    (
        SameAs(name="r", label=Words("Ville", "Town"), column="town"),
        "Ville\u00a0: Lyon et Brest, alors qu’il faudrait la même réponse",
        "Town: Lyon and Brest, where the same is needed",
    ),
    (
        ShareOne(name="r", label=Words("Langues", "Languages"), column="tongues"),
        "Langues\u00a0: rien en commun (français\u00a0; anglais et arabe)",
        "Languages: nothing in common (français; anglais and arabe)",
    ),
    (
        Apart(name="r", label=Words("Étape", "Stage"), column="stage", least=1),
        "Étape\u00a0: 3 pour la mentorée et 2 pour la mentore\u00a0; il faut au moins 1 de plus pour la mentore",
        "Stage: 3 for the mentee and 2 for the mentor; the mentor needs at least 1 more",
    ),
    (
        Apart(name="r", label=Words("Étape", "Stage"), column="stage", most=-2),
        "Étape\u00a0: 3 pour la mentorée et 2 pour la mentore\u00a0; il faut au moins 2 de plus pour la mentorée",
        "Stage: 3 for the mentee and 2 for the mentor; the mentee needs at least 2 more",
    ),
    (
        Apart(name="r", label=Words("Étape", "Stage"), column="stage", least=0, most=3),
        "Étape\u00a0: 3 pour la mentorée et 2 pour la mentore\u00a0; il faut au plus 0 de plus pour la mentorée",
        "Stage: 3 for the mentee and 2 for the mentor; the mentee may have at most 0 more",
    ),
    (
        Apart(name="r", label=Words("Fuseau", "Time zone"), column="stage", least=0, most=0),
        "Fuseau\u00a0: 3 et 2\u00a0; 0 d’écart au plus",
        "Time zone: 3 and 2, at most 0 apart",
    ),
    (
        NotTogether(name="r", label=Words("Villes", "Towns"), column="town", groups=(("Lyon", "Brest"),)),
        "Villes\u00a0: Lyon et Brest ne vont pas ensemble",
        "Towns: Lyon and Brest can’t be together",
    ),
    (
        InPerson(name="r", label=Words("Lieu", "Place"), column="mode", in_person=("en personne",), place="town"),
        "Lieu\u00a0: rencontres en personne, mais Lyon et Brest sont trop loin",
        "Place: meetings in person, but Lyon and Brest are too far apart",
    ),
    (
        InPerson(
            name="r",
            label=Words("Lieu", "Place"),
            column="mode",
            in_person=("en personne",),
            remote=("au choix",),
            place="town",
            areas=(("Lyon", "Brest"),),
        ),
        "Lieu\u00a0: en personne et au choix ne vont pas ensemble",
        "Place: en personne and au choix can’t be together",
    ),
]


@pytest.mark.parametrize(("rule", "french", "english"), SAID)
def test_a_broken_rule_tells_why_in_both_languages(rule, french, english):
    problem = promotion()
    assert rule.tell(problem, 0, 0, Language.FRENCH) == french
    assert rule.tell(problem, 0, 0, Language.ENGLISH) == english


@pytest.mark.parametrize(
    "rule",
    [
        OtherThan(name="r", label=LABEL, unknown=FAILS, column="company"),
        SameAs(name="r", label=LABEL, unknown=FAILS, column="company"),
        ShareOne(name="r", label=LABEL, unknown=FAILS, column="tongues"),
        Apart(name="r", label=LABEL, unknown=FAILS, column="stage", most=9),
        NotTogether(name="r", label=LABEL, unknown=FAILS, column="town", groups=()),
        Allowed(name="r", label=LABEL, unknown=FAILS, column="town", couples=frozenset({("Lyon", "Brest")})),
        InPerson(name="r", label=LABEL, unknown=FAILS, column="mode", in_person=(), place="town"),
    ],
)
def test_what_is_not_known_fails_or_passes_as_the_rule_says(rule):
    problem = promotion()
    unknown = pair_list([(0, 1), (1, 0), (1, 1)])
    assert rule.forbids(problem, unknown).tolist() == [True, True, True]
    assert rule.tell(problem, 0, 1, Language.FRENCH) == "Entreprise\u00a0: information manquante"
    passing = type(rule)(**{**vars(rule), "unknown": Unknown.PASSES})
    assert passing.forbids(problem, unknown).tolist() == [False, False, False]


def test_a_secret_reason_is_never_told_and_known_ones_are_told_in_words():
    pairs = pair_list([(0, 0)])
    assert tell_exclusion(Exclusion("veto", pairs, secret=True), Language.FRENCH) == "ce binôme n’est pas possible"
    assert tell_exclusion(Exclusion("met_before", pairs), Language.ENGLISH) == "they have already been a pair"
    assert tell_exclusion(Exclusion("même école", pairs), Language.FRENCH) == "même école"


WRONG = [
    (lambda: Apart(name="r", label=LABEL, column="x"), "The rule “r” has no bound: it would forbid nothing."),
    (lambda: Apart(name="r", label=LABEL, column="x", least=float("nan")), "must be a whole number, not nan"),
    (
        lambda: Apart(name="r", label=LABEL, column="x", least=3, most=2),
        "at least 3 and at most 2: nothing can be both",
    ),
    (
        lambda: OtherThan(name="r", label=LABEL, column="x", unknown="perhaps"),
        "“perhaps” is no policy for missing values",
    ),
    (
        lambda: InPerson(name="r", label=LABEL, column="x", in_person=("a",), remote=("a",), place="y"),
        "“a” can’t mean both in person and remote only",
    ),
]


@pytest.mark.parametrize(("made", "sentence"), WRONG)
def test_a_rule_that_makes_no_sense_is_refused_when_made(made, sentence):
    with pytest.raises(ProblemError) as error:
        made()
    assert sentence in str(error.value)


def test_two_people_of_one_company_are_no_competitors():
    problem = promotion()
    rule = NotTogether(name="r", label=LABEL, column="company", groups=(("Alcyon", "Borée"),))
    assert rule.forbids(problem, pair_list([(0, 0)])).tolist() == [False]
