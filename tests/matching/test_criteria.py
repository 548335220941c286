"""Each criterion against a plain reading of its definition on words, and in words."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from binome.matching.criteria import (
    Alike,
    Closeness,
    Gap,
    Overlap,
    Same,
    Shared,
    contribution_names,
    contributions,
    one_pair,
)
from binome.matching.problem import Category, Labels, Number, PairList, People, Problem, ProblemError, Vector, Wishes
from binome.matching.shares import apportion, scaled
from binome.matching.words import Language, Words
from tests.matching.problems import all_pairs, problems

LABEL = Words("Critère", "Criterion")


def label(people, column, person):
    code = people.columns[column].codes[person]
    return people.columns[column].labels[code] if code >= 0 else None


def levels(people, column, person):
    kept = people.columns[column]
    where = range(kept.starts[person], kept.starts[person + 1])
    return {kept.labels[kept.codes[k]]: int(kept.levels[k]) for k in where}


def number(people, column, person):
    return int(people.columns[column].values[person]) if people.columns[column].known[person] else None


def share_out(weights, total):
    """Largest remainder, with fractions: each gets her share rounded down, the largest remainders one more."""
    exact = [Fraction(weight * total, sum(weights)) for weight in weights]
    shares = [int(share) for share in exact]
    order = sorted(range(len(exact)), key=lambda k: (shares[k] - exact[k], k))
    for k in order[: total - sum(shares)]:
        shares[k] += 1
    return shares


def plain(criterion, problem, i, j):
    """The points of a pair, by the words of the definition."""
    a, b = problem.mentees, problem.mentors
    if isinstance(criterion, Same):
        one, other = label(a, criterion.column, i), label(b, criterion.column, j)
        return criterion.points if one and one == other else 0
    if isinstance(criterion, Closeness):
        one, other = label(a, criterion.column, i), label(b, criterion.column, j)
        if not (one and other):
            return 0
        return criterion.table.get((one, other), criterion.points if one == other else 0)
    if isinstance(criterion, Gap):
        one, other = number(a, criterion.column, i), number(b, criterion.column, j)
        if one is None or other is None:
            return 0
        return max(0, criterion.points - criterion.per_step * abs(other - one - criterion.best))
    if isinstance(criterion, Overlap):
        wanted, offered = levels(a, criterion.wanted, i), levels(b, criterion.offered, j)
        shares = share_out(list(wanted.values()), criterion.points // 3) if wanted else []
        return sum(share * offered.get(word, 0) for share, word in zip(shares, wanted, strict=True))
    if isinstance(criterion, Shared):
        mine, theirs = levels(a, criterion.column, i), levels(b, criterion.column, j)
        shares = share_out([1] * len(mine), min(criterion.points, criterion.each * len(mine))) if mine else []
        return sum(share for share, word in zip(shares, mine, strict=True) if word in theirs)
    one, other = (side.columns[criterion.column].values[place] for side, place in ((a, i), (b, j)))
    rounded = [scaled(vector[None, :], criterion.points)[0].astype(int) for vector in (one, other)]
    return int(rounded[0] @ rounded[1])


@given(problems())
@settings(max_examples=150, deadline=None)
def test_every_criterion_brings_the_points_of_its_definition(problem):
    pairs = all_pairs(problem)
    found = contributions(problem, pairs)
    assert found.shape == (len(pairs), len(contribution_names(problem)))
    for k, (i, j) in enumerate(zip(pairs.mentee, pairs.mentor, strict=True)):
        expected = [plain(criterion, problem, i, j) for criterion in problem.criteria]
        for wishes in (problem.mentee_wishes, problem.mentor_wishes):
            ranks = {(a, b): r for a, b, r in zip(wishes.pairs.mentee, wishes.pairs.mentor, wishes.rank, strict=True)}
            rank = ranks.get((i, j), 99)
            expected.append(problem.wish_points[rank] if rank < len(problem.wish_points) else 0)
        both = expected.pop() + expected.pop()
        kept = (i, j) in set(zip(problem.current.mentee, problem.current.mentor, strict=True))
        assert found[k].tolist() == [*expected, both, problem.stickiness if kept else 0]


@given(problems())
@settings(max_examples=100, deadline=None)
def test_no_criterion_brings_more_than_its_points_and_each_can_be_told_for_any_pair(problem):
    pairs = all_pairs(problem)
    for criterion in problem.criteria:
        points = criterion.score(problem, pairs)
        assert np.all(points <= criterion.points)
        assert isinstance(criterion, Alike) or np.all(points >= 0)
        for i, j in zip(pairs.mentee.tolist()[:6], pairs.mentor.tolist()[:6], strict=True):
            french = criterion.tell(problem, i, j, Language.FRENCH)
            assert french.startswith("Critère\u00a0: ") and "{" not in french
            english = criterion.tell(problem, i, j, Language.ENGLISH)
            assert english.startswith("Criterion: ") and english.endswith(f"out of {criterion.points}")


@given(st.lists(st.lists(st.integers(1, 40), min_size=1, max_size=8), max_size=5), st.integers(0, 500))
def test_shares_are_those_of_the_largest_remainder_and_add_up(owners, total):
    owner = np.repeat(np.arange(len(owners)), list(map(len, owners)))
    weights = np.array([weight for each in owners for weight in each], np.int64)
    found = apportion(weights, owner, np.full(len(owners), total))
    assert found.tolist() == [share for each in owners for share in share_out(each, total)]


@given(
    st.lists(st.lists(st.integers(-128, 127), min_size=4, max_size=4), min_size=2, max_size=6), st.integers(0, 16_000)
)
def test_scaled_vectors_never_bring_more_than_the_points(vectors, points):
    found = scaled(np.array(vectors, np.int8), points).astype(int)
    assert np.abs(found @ found.T).max() <= points


def test_long_vectors_come_close_to_points_times_cosine():
    rng = np.random.default_rng(3)
    vectors = np.rint(rng.normal(size=(200, 64)) * 40).clip(-127, 127).astype(np.int8)
    vectors[100:] = vectors[:100] // 2 + vectors[100:] // 2
    lengths = np.linalg.norm(vectors.astype(float), axis=1)
    cosines = (vectors.astype(float) @ vectors.T) / np.outer(lengths, lengths)
    found = scaled(vectors, 1000).astype(int)
    assert np.abs(found @ found.T - 1000 * cosines).max() < 70


def test_a_vector_of_zeros_is_unknown_and_brings_nothing():
    assert not scaled(np.zeros((3, 4), np.int8), 500).any()


def test_a_mentor_who_masters_all_that_she_wants_brings_all_the_points():
    problem = promotion()
    skills = Overlap(name="skills", label=LABEL, points=120, wanted="skills", offered="skills")
    assert skills.score(problem, one_pair(0, 0)).tolist() == [(3 + 2 + 3) * 10]
    assert skills.score(problem, one_pair(0, 1)).tolist() == [120]


def promotion():
    """One mentee who wants four things, a mentor who brings three of them, another who masters all."""
    skills = ("négociation", "réseau", "management", "anglais")
    wants = Labels(np.array([0, 4]), np.array([0, 1, 2, 3], np.int32), np.array([3, 3, 3, 3], np.int16), skills)
    offers = Labels(
        np.array([0, 3, 7]),
        np.array([0, 1, 2, 3, 2, 1, 0], np.int32),
        np.array([3, 2, 3, 3, 3, 3, 3], np.int16),
        ("réseau", "négociation", "anglais", "management"),
    )
    mentees = {
        "skills": wants,
        "sector": Category(np.array([0], np.int32), ("santé",)),
        "stage": Number(np.array([1], np.int32), np.array([True])),
        "slots": Labels(np.array([0, 2]), np.array([0, 1], np.int32), np.ones(2, np.int16), ("lundi", "mardi")),
        "goals": Vector(np.array([[100, 0]], np.int8)),
    }
    mentors = {
        "skills": offers,
        "sector": Category(np.array([1, -1], np.int32), ("énergie", "santé")),
        "stage": Number(np.array([4, 0], np.int32), np.array([True, False])),
        "slots": Labels(np.array([0, 2, 2]), np.array([1, 0], np.int32), np.ones(2, np.int16), ("mardi", "lundi")),
        "goals": Vector(np.array([[60, 0], [-60, 0]], np.int8)),
    }
    ones = np.ones(1, np.int32), np.ones(2, np.int32)
    return Problem(People(("a",), ones[0], mentees), People(("b", "c"), ones[1], mentors))


SAID = [
    (
        Overlap(name="c", label=Words("Compétences", "Skills"), points=120, wanted="skills", offered="skills"),
        0,
        "Compétences\u00a0: 3 sur 4, dont «\u00a0réseau\u00a0» (niveau 3) — 80 points sur 120",
        "Skills: 3 of 4, including “réseau” (level 3) — 80 points out of 120",
    ),
    (
        Same(name="c", label=LABEL, points=1, column="sector"),
        0,
        "Critère\u00a0: santé — 1 point sur 1",
        "santé — 1 point out of 1",
    ),
    (
        Closeness(name="c", label=LABEL, points=50, column="sector", table={}),
        1,
        "Critère\u00a0: information manquante — 0 point sur 50",
        "Criterion: not known — 0 points out of 50",
    ),
    (
        Gap(name="c", label=LABEL, points=1500, column="stage", best=2, per_step=40),
        0,
        "Critère\u00a0: écart de 3, l’idéal étant 2 — 1\u202f460 points sur 1\u202f500",
        "Criterion: 3 apart, the ideal being 2 — 1,460 points out of 1,500",
    ),
    (
        Shared(name="c", label=LABEL, points=50, column="slots", each=6),
        0,
        "Critère\u00a0: 2 en commun (lundi et mardi) — 12 points sur 50",
        "Criterion: 2 shared (lundi and mardi) — 12 points out of 50",
    ),
    (
        Alike(name="c", label=LABEL, points=100, column="goals"),
        0,
        "Critère\u00a0: proximité de 100\u00a0% — 100 points sur 100",
        "Criterion: 100% alike — 100 points out of 100",
    ),
    (
        Alike(name="c", label=LABEL, points=100, column="goals"),
        1,
        "Critère\u00a0: directions opposées — \u2212100 points sur 100",
        "Criterion: opposite directions — \u2212100 points out of 100",
    ),
]


@pytest.mark.parametrize(("criterion", "mentor", "french", "english"), SAID)
def test_a_criterion_tells_itself_in_both_languages(criterion, mentor, french, english):
    problem = promotion()
    assert criterion.tell(problem, 0, mentor, Language.FRENCH) == french
    assert criterion.tell(problem, 0, mentor, Language.ENGLISH).endswith(english)


def test_what_two_people_share_is_said_alike_whoever_wrote_first():
    def answered(*codes: int) -> Labels:
        return Labels(np.array([0, 2]), np.array(codes, np.int32), np.ones(2, np.int16), ("soir", "midi"))

    criterion, said = Shared(name="c", label=LABEL, points=50, column="slots", each=6), []
    for one, other in ((answered(0, 1), answered(1, 0)), (answered(1, 0), answered(0, 1))):
        sides = [replace(promotion().mentees, columns={"slots": slots}) for slots in (one, other)]
        said.append(criterion.detail(Problem(*sides, criteria=(criterion,)), one_pair(0, 0), Language.FRENCH))
    assert said == ["2 en commun (midi et soir)"] * 2


WRONG = [
    (
        lambda: Same(name="c", label=LABEL, points=-1, column="x"),
        "The points of the criterion “c” must be from 0 to 15000, not -1.",
    ),
    (lambda: Same(name="c", label=LABEL, points=float("nan"), column="x"), "must be a whole number, not nan"),
    (lambda: Same(name="c", label=LABEL, points=2.5, column="x"), "must be a whole number, not 2.5"),
    (lambda: Same(name="c", label=LABEL, points=True, column="x"), "must be a whole number, not True"),
    (lambda: Same(name="c", label=LABEL, points=15_001, column="x"), "not 15001"),
    (
        lambda: Gap(name="c", label=LABEL, points=5, column="x", best=1, per_step=-2),
        "lost per step of the criterion “c”",
    ),
    (lambda: Gap(name="c", label=LABEL, points=5, column="x", best=1.5, per_step=2), "best gap of the criterion “c”"),
    (lambda: Gap(name="c", label=LABEL, points=5, column="x", best=2**31, per_step=2), "is too large: 2147483648."),
    (lambda: Shared(name="c", label=LABEL, points=5, column="x", each=None), "each label of the criterion “c”"),
    (
        lambda: Closeness(name="c", label=LABEL, points=5, column="x", table={("a", "b"): 6}),
        "“a” with “b” bring 6 points in the criterion “c”, which can bring 5 at most.",
    ),
    (lambda: Closeness(name="c", label=LABEL, points=5, column="x", table={("a", "b"): -6}), "“a” with “b”"),
]


@pytest.mark.parametrize(("made", "sentence"), WRONG)
def test_wrong_points_are_refused_when_a_criterion_is_made(made, sentence):
    with pytest.raises(ProblemError) as error:
        made()
    assert sentence in str(error.value)


def test_wishes_of_both_sides_add_up_and_late_ranks_bring_nothing():
    pairs = PairList(np.array([0, 0], np.int32), np.array([0, 1], np.int32))
    base = promotion()
    problem = Problem(
        base.mentees,
        base.mentors,
        mentee_wishes=Wishes(pairs, np.array([0, 9], np.int8)),
        mentor_wishes=Wishes(pairs, np.array([1, 2], np.int8)),
        wish_points=(60, 45, 30),
    )
    assert contributions(problem, pairs).tolist() == [[105, 0], [30, 0]]
