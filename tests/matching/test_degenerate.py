"""Promotions that are hardly promotions: a clear result, proved like any other, or a clear sentence."""

import numpy as np
import pytest

from binome.matching.bounds import certify_population
from binome.matching.certify import certify
from binome.matching.checking import check, check_population
from binome.matching.criteria import Closeness, Overlap, Same
from binome.matching.engine import match
from binome.matching.problem import (
    Category,
    Exclusion,
    Form,
    Labels,
    PairList,
    People,
    Problem,
    ProblemError,
    Protection,
)
from binome.matching.words import Words
from tests.matching.random_tables import ready

MAKERS = [("reference", "wheels"), ("native", "native")]
LABEL = Words("Critère", "Criterion")


@pytest.fixture(params=MAKERS, ids=lambda maker: maker[0])
def maker(request):
    if request.param[0] == "native" and (reason := ready()):
        pytest.skip(reason)
    return {"kernel": request.param[0], "solver": request.param[1]}


def people(prefix, places, labels=None):
    labels = ["a"] * len(places) if labels is None else labels
    words = tuple(sorted(set(labels)))
    codes = np.array([words.index(label) for label in labels], np.int32)
    ids = tuple(f"{prefix}{k}" for k in range(len(places)))
    return People(ids, np.array(places, np.int32), {"kind": Category(codes, words)})


def problem(asked, offered, points=40, **others):
    kind = Same(name="kind", label=LABEL, points=points, column="kind")
    return Problem(people("e", asked), people("r", offered), criteria=(kind,), **others)


def proved(question, maker):
    """The matching, its certificate being valid."""
    matching = match(question, **maker)
    assert check(question, matching.pairs, certify(matching, **maker)) == []
    return matching


def every_pair(n, m):
    return PairList(np.repeat(np.arange(n, dtype=np.int32), m), np.tile(np.arange(m, dtype=np.int32), n))


@pytest.mark.parametrize("protection", Protection)
@pytest.mark.parametrize(("n", "m", "number"), [(0, 0, 0), (0, 3, 0), (3, 0, 0), (1, 1, 1)])
def test_nobody_and_one_person(n, m, number, protection, maker):
    matching = proved(problem([1] * n, [1] * m, protection=protection), maker)

    assert len(matching.pairs) == number
    assert matching.points.tolist() == [40] * number


@pytest.mark.parametrize("protection", Protection)
def test_everyone_forbidden_to_everyone(protection, maker):
    question = problem([1] * 4, [1] * 4, excluded=(Exclusion("conflict", every_pair(4, 4)),), protection=protection)

    assert len(proved(question, maker).pairs) == 0


@pytest.mark.parametrize("protection", Protection)
def test_everyone_alike(protection, maker):
    matching = proved(problem([1] * 150, [2] * 60, protection=protection), maker)

    assert len(matching.pairs) == 120
    assert set(matching.points.tolist()) == {40}


def test_weights_all_zero(maker):
    matching = proved(problem([1] * 5, [1] * 5, points=0), maker)

    assert (len(matching.pairs), int(matching.points.sum())) == (5, 0)


def test_nobody_has_a_place(maker):
    assert len(proved(problem([1] * 3, [0] * 3), maker).pairs) == 0
    assert len(proved(problem([0] * 3, [2] * 3), maker).pairs) == 0


def test_ten_thousand_mentees_for_one_mentor(maker):
    assert len(proved(problem([1] * 10_000, [1]), maker).pairs) == 1
    assert len(proved(problem([1] * 10_000, [9_999]), maker).pairs) == 9_999


def test_a_person_on_both_sides_is_never_matched_with_herself(maker):
    both = people("x", [1, 1])
    question = Problem(both, people("x", [1, 1]), criteria=(Same(name="kind", label=LABEL, points=9, column="kind"),))

    matching = proved(question, maker)

    assert sorted(zip(matching.pairs.mentee.tolist(), matching.pairs.mentor.tolist(), strict=True)) == [(0, 1), (1, 0)]


def test_a_duplicated_person_is_named_with_her_two_rows(maker):
    twice = People(("e0", "e1", "e0"), np.ones(3, np.int32), {"kind": Category(np.zeros(3, np.int32), ("a",))})

    with pytest.raises(ProblemError, match=r"e0.*1.*3|1.*3.*e0"):
        match(Problem(twice, people("r", [1])), **maker)


def test_what_is_not_known_brings_nothing(maker):
    unknown = People(("e0",), np.ones(1, np.int32), {"kind": Category(np.full(1, -1, np.int32), ())})
    question = Problem(unknown, people("r", [1]), criteria=(Same(name="kind", label=LABEL, points=9, column="kind"),))

    assert proved(question, maker).points.tolist() == [0]


@pytest.mark.parametrize("points", [-1, float("nan"), 2.5, True])
def test_points_that_are_no_whole_number_are_refused(points):
    with pytest.raises(ProblemError, match=r"whole number|from 0 to"):
        Same(name="kind", label=LABEL, points=points, column="kind")


def test_points_that_would_overflow_are_refused_by_the_name_of_the_criteria(maker):
    with pytest.raises(ProblemError, match="kind"):
        match(problem([1], [1], points=40_000), **maker)


def test_an_unknown_column_is_named(maker):
    question = problem([1], [1])
    wanted = Overlap(name="skills", label=LABEL, points=9, wanted="skills", offered="skills")

    with pytest.raises(ProblemError, match="skills"):
        match(Problem(question.mentees, question.mentors, criteria=(wanted,)), **maker)


def test_a_pin_that_breaks_a_rule_and_one_too_many_are_refused(maker):
    pinned = PairList(np.array([0], np.int32), np.array([0], np.int32))
    forbidden = Exclusion("conflict", pinned)
    with pytest.raises(ProblemError, match=r"e0 and r0.*conflict"):
        match(problem([1], [1], pinned=pinned, excluded=(forbidden,)), **maker)

    twice = PairList(np.array([0, 1], np.int32), np.array([0, 0], np.int32))
    with pytest.raises(ProblemError, match="r0 is pinned to more people"):
        match(problem([1, 1], [1], pinned=twice), **maker)


def test_negative_affinities_still_count_after_the_number_matched(maker):
    """A pair that brings less than nothing is better than nobody (the number comes first)."""
    table = {("a", "b"): 0, ("b", "a"): 0}
    question = Problem(
        people("e", [1, 1], ["a", "b"]),
        people("r", [1, 1], ["b", "a"]),
        criteria=(Closeness(name="kind", label=LABEL, points=5, column="kind", table=table),),
    )
    matching = proved(question, maker)
    assert (len(matching.pairs), int(matching.points.sum())) == (2, 10)


def test_a_label_that_nobody_else_has_is_legal(maker):
    labels = Labels(np.array([0, 1]), np.array([0], np.int32), np.array([3], np.int16), ("only her",))
    none = Labels(np.array([0, 0]), np.empty(0, np.int32), np.empty(0, np.int16), ())
    question = Problem(
        People(("e0",), np.ones(1, np.int32), {"skills": labels}),
        People(("r0",), np.ones(1, np.int32), {"skills": none}),
        criteria=(Overlap(name="skills", label=LABEL, points=90, wanted="skills", offered="skills"),),
    )
    assert proved(question, maker).points.tolist() == [0]


def placed(form, count, maker, **others):
    """How many of one population find somebody, the bound being true."""
    everybody = people("p", [1] * count)
    kind = Same(name="kind", label=LABEL, points=40, column="kind")
    question = Problem(everybody, everybody, criteria=(kind,), form=form, **others)
    matching = match(question, **maker)
    assert check_population(question, matching.pairs, certify_population(matching)) == []
    return len(np.union1d(matching.pairs.mentee, matching.pairs.mentor))


@pytest.mark.parametrize(
    ("form", "count", "number"),
    [
        *[(Form.PEERS, count, number) for count, number in [(0, 0), (1, 0), (2, 2), (3, 2), (151, 150)]],
        *[(Form.CIRCLES, count, number) for count, number in [(0, 0), (1, 0), (2, 0), (3, 3), (61, 61)]],
    ],
)
def test_one_population_of_nobody_few_or_everyone_alike(form, count, number, maker):
    assert placed(form, count, maker) == number


@pytest.mark.parametrize("form", [Form.PEERS, Form.CIRCLES])
def test_one_population_where_nobody_may_meet(form, maker):
    assert placed(form, 9, maker, excluded=(Exclusion("conflict", every_pair(9, 9)),)) == 0
