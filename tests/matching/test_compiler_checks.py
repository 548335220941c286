"""What is wrong in a problem is said in one sentence; degenerate problems compile."""

from dataclasses import replace

import numpy as np
import pytest

from binome.matching import listed
from binome.matching.compiler import compile_problem, gates, parts
from binome.matching.criteria import Alike, Gap, Overlap, Same, Shared, contributions
from binome.matching.problem import Category, Exclusion, Labels, Number, People, Problem, ProblemError, Vector, Wishes
from binome.matching.rules import Allowed, Apart, InPerson, NotTogether, OtherThan, ShareOne, Unknown, broken_rules
from binome.matching.tables import LIMIT
from binome.matching.words import Words
from tests.matching.problems import all_pairs, pair_list

LABEL = Words("Critère", "Criterion")
SAME = Same(name="town", label=LABEL, points=10, column="town")


def category(codes, labels=("Lyon", "Brest")):
    return Category(np.array(codes, np.int32), labels)


def skills(rows, labels=("a", "b"), level=1):
    starts = np.cumsum([0, *map(len, rows)])
    codes = np.array([code for row in rows for code in row], np.int32)
    return Labels(starts, codes, np.full(len(codes), level, np.int16), labels)


def people(prefix, **columns):
    """Three people with one place each."""
    return People(tuple(f"{prefix}{k}" for k in range(3)), np.ones(3, np.int32), columns)


def problem(mentee=None, mentor=None, **settings):
    one = {"town": category([0, 1, -1]), **(mentee or {})}
    other = {"town": category([1, 1, 0]), **(mentor or {})}
    return Problem(people("a", **one), people("b", **other), **settings)


def places(values, dtype=np.int32):
    return replace(problem(), mentors=replace(people("b"), places=np.array(values, dtype)))


TWICE = pair_list([(0, 1), (2, 2), (0, 1)])
WRONG = {
    "same identifier": (
        lambda: Problem(People(("x", "y", "x"), np.ones(3, np.int32)), people("b")),
        "mentees 1 and 3 have the same identifier, “x”.",
    ),
    "no identifier": (
        lambda: Problem(People(("x", ""), np.ones(2, np.int32)), people("b")),
        "mentee 2 has no identifier.",
    ),
    "negative places": (
        lambda: places([1, -2, 1]),
        "mentor 2 (“b1”): the number of places is -2; a whole number, 0 or more is needed.",
    ),
    "places that are no number": (
        lambda: places([1, 1, np.nan], float),
        "mentor 3 (“b2”): the number of places is nan",
    ),
    "half a place": (lambda: places([0.5, 1, 1], float), "mentor 1 (“b0”): the number of places is 0.5"),
    "places as floats": (lambda: places([1, 1, 1], float), "must be an array of whole numbers"),
    "too few places": (lambda: places([1, 1]), "There are 3 mentors and 2 rows in the number of places"),
    "unknown column": (
        lambda: problem(criteria=(replace(SAME, column="twon"),)),
        "The criterion “town”: the mentees have no column “twon”; they have “town”.",
    ),
    "no columns": (
        lambda: replace(problem(criteria=(SAME,)), mentors=people("b")),
        "The criterion “town”: the mentors have no column “town”; they have no column at all.",
    ),
    "wrong kind": (
        lambda: problem(rules=(ShareOne(name="r", label=LABEL, column="town"),)),
        "The rule “r”: the column “town” of the mentees holds one label a person; several labels a person is needed.",
    ),
    "code out of range": (
        lambda: problem({"town": category([0, 7, 0])}),
        "mentee 2 (“a1”): the column “town” is 7; a whole number from -1 to 1 is needed.",
    ),
    "not finite": (
        lambda: problem(mentor={"town": Category(np.array([0, np.nan, 1]), ("Lyon", "Brest"))}),
        "mentor 2 (“b1”): the column “town” is nan",
    ),
    "label twice": (lambda: problem({"town": category([0, 0, 0], ("x", "x"))}), "lists “x” twice"),
    "empty label": (lambda: problem({"town": category([0, 0, 0], ("x", ""))}), "lists “” which is no label"),
    "rows that don't add up": (
        lambda: problem({"skills": replace(skills([[0], [1], []]), starts=np.array([0, 1, 5, 2]))}),
        "The rows of the column “skills” of the mentees don’t add up",
    ),
    "label of one person twice": (
        lambda: problem({"skills": skills([[0], [1, 0, 1], []])}),
        "mentee 2 (“a1”) has “b” twice in the column “skills”.",
    ),
    "level 0": (
        lambda: problem({"skills": skills([[], [1], []], level=0)}),
        "mentee 2 (“a1”): the column “skills” is 0",
    ),
    "level too high": (
        lambda: problem(
            {"skills": skills([[0], [], []])},
            {"skills": skills([[], [1], []], level=4)},
            criteria=(Overlap(name="c", label=LABEL, points=9, wanted="skills", offered="skills"),),
        ),
        "mentor 2 (“b1”) has the level 4 in the column “skills”; 3 is the highest.",
    ),
    "numbers that are no numbers": (
        lambda: problem({"stage": Number(np.array([1, np.nan, 2]), np.ones(3, np.bool_))}),
        "mentee 2 (“a1”): the column “stage” is nan",
    ),
    "known that is no flag": (
        lambda: problem({"stage": Number(np.ones(3, np.int32), np.ones(3, np.int32))}),
        "must be true or false",
    ),
    "vectors not finite": (
        lambda: problem({"goals": Vector(np.array([[1.0, 2.0], [np.inf, 0], [0, 0]]))}),
        "mentee 2 (“a1”): the column “goals” has a number that isn’t finite.",
    ),
    "vectors not rounded": (lambda: problem({"goals": Vector(np.ones((3, 2)))}), "rounded to 8-bit whole numbers"),
    "flat vectors": (lambda: problem({"goals": Vector(np.ones(3, np.int8))}), "one row of numbers a person"),
    "vectors of two lengths": (
        lambda: problem(
            {"goals": Vector(np.ones((3, 2), np.int8))},
            {"goals": Vector(np.ones((3, 5), np.int8))},
            criteria=(Alike(name="c", label=LABEL, points=9, column="goals"),),
        ),
        "the mentees’ vectors have 2 numbers and the mentors’ have 5.",
    ),
    "two criteria of one name": (lambda: problem(criteria=(SAME, SAME)), "Two criteria have the same name, “town”."),
    "a wish out of range": (
        lambda: problem(mentee_wishes=Wishes(pair_list([(0, 0), (0, 3)]), np.zeros(2, np.int8))),
        "Pair 2 of the mentees’ wishes names mentor 3; there are 3, from 0.",
    ),
    "a rank under 0": (
        lambda: problem(mentor_wishes=Wishes(pair_list([(0, 0)]), np.array([-1], np.int8))),
        "A rank in the mentors’ wishes must be a whole number, 0 for the first wish.",
    ),
    "too few ranks": (
        lambda: problem(mentor_wishes=Wishes(pair_list([(0, 0)]), np.empty(0, np.int8))),
        "There are 1 pairs and 0 ranks in the mentors’ wishes.",
    ),
    "a wish twice": (
        lambda: problem(mentee_wishes=Wishes(TWICE, np.array([0, 1, 2], np.int8))),
        "a0 and b1 are twice in the mentees’ wishes: pairs 1 and 3.",
    ),
    "an exclusion twice": (lambda: problem(excluded=(Exclusion("veto", TWICE),)), "twice in the exclusions “veto”"),
    "a pin twice": (lambda: problem(pinned=TWICE), "a0 and b1 are twice in the pinned pairs"),
    "a current pair twice": (lambda: problem(current=TWICE), "twice in the current pairs"),
    "negative wish points": (lambda: problem(wish_points=(5, -1)), "The points of wish 2 must be from 0 to 15000"),
    "stickiness that is no number": (lambda: problem(stickiness=float("nan")), "(stickiness) must be a whole number"),
    "circles of one": (lambda: problem(circle_sizes=(1, 3)), "A circle can’t have from 1 to 3 people"),
    "too many points": (
        lambda: problem(
            criteria=(replace(SAME, points=9000), replace(SAME, name="other", points=6500)),
            mentee_wishes=Wishes(pair_list([(0, 0)]), np.zeros(1, np.int8)),
            current=pair_list([(0, 0)]),
            stickiness=40,
        ),
        f"All points together make 15600, 600 more than the {LIMIT} allowed: "
        f"town 9000, other 6500, the mentees’ wishes 60, kept pairs 40.",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_with_side_person_and_column(case):
    made, sentence = WRONG[case]
    with pytest.raises(ProblemError) as error:
        compile_problem(made())
    assert sentence in str(error.value)


def agree(made):
    tables, pairs = compile_problem(made), all_pairs(made)
    scores = listed.scores(tables, pairs)
    assert np.array_equal(scores, contributions(made, pairs).sum(axis=1))
    assert listed.allowed(tables, pairs).tolist() == [not broken for broken in broken_rules(made, pairs)]
    assert np.all((tables.low <= scores) & (scores <= tables.high))
    return tables


def test_nobody_compiles():
    nobody = People((), np.empty(0, np.int32))
    tables = agree(Problem(nobody, nobody))
    assert tables.shape == (0, 0)
    assert (tables.low, tables.high) == (0, 0)
    agree(Problem(nobody, people("b")))
    agree(Problem(people("a"), nobody))


def test_points_all_zero_leave_everybody_equal():
    tables = agree(problem(criteria=(replace(SAME, points=0),)))
    assert (len(tables.values), tables.low, tables.high) == (0, 0, 0)


def test_points_up_to_the_limit_are_exact():
    tables = agree(problem(criteria=(replace(SAME, points=LIMIT),)))
    assert tables.high == LIMIT


def test_whoever_is_on_both_sides_is_never_with_herself():
    both = people("p", town=category([0, 1, 1]))
    tables = agree(Problem(both, both))
    assert tables.excluded.mentor.tolist() == [0, 1, 2]
    assert tables.excluded.points.tolist() == [-1, -1, -1]


def test_an_exclusion_keeps_its_first_reason():
    excluded = (Exclusion("one", pair_list([(1, 1)])), Exclusion("two", pair_list([(0, 2), (1, 1)])))
    tables = agree(problem(excluded=excluded))
    assert tables.excluded.points.tolist() == [1, 0]


def test_a_common_label_among_hundreds_is_found_without_masks():
    labels = tuple(f"l{k}" for k in range(300))
    rng = np.random.default_rng(5)
    sides = [
        skills([sorted(rng.choice(300, rng.integers(0, 30), replace=False)) for _ in range(40)], labels) for _ in "ab"
    ]
    ids = [tuple(f"{side}{k}" for k in range(40)) for side in "ab"]
    sides[1] = replace(sides[1], labels=labels[::-1])
    for unknown in Unknown:
        rule = ShareOne(name="r", label=LABEL, unknown=unknown, column="tongues")
        shared = Shared(name="c", label=LABEL, points=100, column="tongues", each=9)
        one, other = (People(ids[k], np.ones(40, np.int32), {"tongues": sides[k]}) for k in (0, 1))
        agree(Problem(one, other, criteria=(shared,), rules=(rule,)))


def test_numbers_at_the_ends_of_their_range_are_compared_exactly():
    ends = Number(np.array([-(2**31), 2**31 - 1, 0], np.int32), np.ones(3, np.bool_))
    gap = Gap(name="c", label=LABEL, points=LIMIT, column="stage", best=2**31 - 1, per_step=LIMIT)
    agree(problem({"stage": ends}, {"stage": ends}, criteria=(gap,), rules=(apart(0),)))


def apart(least):
    return Apart(name="r", label=LABEL, column="stage", least=least)


def test_too_many_different_numbers_are_refused_with_the_column(monkeypatch):
    monkeypatch.setattr(parts, "MOST_COUPLES", 8)
    three = Number(np.array([1, 2, 3], np.int32), np.ones(3, np.bool_))
    gap = Gap(name="c", label=LABEL, points=9, column="stage", best=0, per_step=1)
    with pytest.raises(ProblemError, match="column “stage” has too many different numbers"):
        compile_problem(problem({"stage": three}, {"stage": three}, criteria=(gap,)))


LARGE = [
    Allowed(name="r", label=LABEL, column="town", couples=frozenset({("Lyon", "Brest")})),
    NotTogether(name="r", label=LABEL, column="town", groups=(("Lyon", "Brest"),)),
    InPerson(name="r", label=LABEL, column="town", in_person=("Lyon",), place="town"),
    Apart(name="r", label=LABEL, column="stage", least=0),
]


@pytest.mark.parametrize("rule", LARGE)
def test_a_rule_over_too_many_different_values_is_refused_rather_than_filling_the_memory(monkeypatch, rule):
    two = Number(np.array([1, 2, 2], np.int32), np.ones(3, np.bool_))
    asked = problem({"stage": two}, {"stage": two}, rules=(rule,))
    agree(asked)
    monkeypatch.setattr(gates, "MOST_COUPLES", 3)
    with pytest.raises(ProblemError, match="The rule “r” has too many different"):
        compile_problem(asked)


def test_a_rule_that_every_pair_passes_costs_no_gate():
    three = Number(np.array([1, 2, 3], np.int32), np.ones(3, np.bool_))
    apart_companies = OtherThan(name="o", label=LABEL, column="company")
    columns = (
        {"stage": three, "company": category([0, 0, 1])},
        {"stage": three, "company": category([0, 0, 1], ("x", "y"))},
    )
    assert agree(problem(*columns, rules=(apart(-2), apart_companies))).gates == ()
    assert len(agree(problem(*columns, rules=(apart(1),))).gates) == 1


@pytest.mark.parametrize("unknown", Unknown)
def test_in_person_only_places_of_one_area_or_the_same_place_go_together(unknown):
    """Places in no area, in one, in two, on one side only or on both, and one that isn't known."""
    here = ("Lyon", "Villeurbanne", "Vienne", "Brest", "Nice", "Paris")
    there = ("Vienne", "Lyon", "Brest", "Grenoble", "Lille")
    areas = (("Lyon", "Villeurbanne", "Vienne"), ("Vienne", "Grenoble"), ("Paris", "Meaux"))
    modes = category([0] * 7, ("sur place",)), category([0] * 6, ("sur place",))
    sides = [
        People(
            tuple(f"{side}{k}" for k in range(len(towns) + 1)),
            np.ones(len(towns) + 1, np.int32),
            {"mode": mode, "town": category([*range(len(towns)), -1], towns)},
        )
        for side, towns, mode in zip("ab", (here, there), modes, strict=True)
    ]
    rule = InPerson(
        name="r", label=LABEL, unknown=unknown, column="mode", in_person=("sur place",), place="town", areas=areas
    )
    made = Problem(*sides, rules=(rule,))
    allowed = {
        (here[i], there[j]) for i in range(6) for j in range(5) if not broken_rules(made, pair_list([(i, j)]))[0]
    }
    near = {"Lyon": ("Lyon", "Vienne"), "Villeurbanne": ("Lyon", "Vienne"), "Vienne": ("Lyon", "Vienne", "Grenoble")}
    near["Brest"] = ("Brest",)
    assert allowed == {(one, other) for one, others in near.items() for other in others}
    agree(made)
