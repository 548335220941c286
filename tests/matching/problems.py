"""Random small problems with every criterion and every rule, values missing here and there (hypothesis)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import strategies as st

from binome.matching.criteria import Alike, Closeness, Criterion, Gap, Overlap, Same, Shared
from binome.matching.problem import (
    Category,
    Column,
    Exclusion,
    Labels,
    Number,
    PairList,
    People,
    Problem,
    Vector,
    Wishes,
)
from binome.matching.rules import Allowed, Apart, InPerson, NotTogether, OtherThan, Rule, SameAs, ShareOne, Unknown
from binome.matching.words import Words

WORDS = ("nord", "sud", "est", "ouest", "centre", "mer", "île")
LABEL = Words("Critère", "Criterion")
Draw = Callable[[st.SearchStrategy[Any]], Any]


def pair_list(pairs: list[tuple[int, int]]) -> PairList:
    array = np.array(pairs, np.int32).reshape(-1, 2)
    return PairList(array[:, 0].copy(), array[:, 1].copy())


def all_pairs(problem: Problem) -> PairList:
    n, m = len(problem.mentees), len(problem.mentors)
    return pair_list([(i, j) for i in range(n) for j in range(m)])


@st.composite
def vocabularies(draw: Draw) -> tuple[str, ...]:
    """Both sides may know other words, in another order."""
    return tuple(draw(st.lists(st.sampled_from(WORDS), min_size=1, unique=True)))


@st.composite
def categories(draw: Draw, size: int) -> Category:
    labels = draw(vocabularies())
    codes = draw(st.lists(st.integers(-1, len(labels) - 1), min_size=size, max_size=size))
    return Category(np.array(codes, np.int32), labels)


@st.composite
def label_lists(draw: Draw, size: int) -> Labels:
    labels = draw(vocabularies())
    rows = [draw(st.dictionaries(st.integers(0, len(labels) - 1), st.integers(1, 3))) for _ in range(size)]
    starts = np.cumsum([0, *map(len, rows)]).astype(np.int64)
    codes = [code for row in rows for code in row]
    levels = [level for row in rows for level in row.values()]
    return Labels(starts, np.array(codes, np.int32), np.array(levels, np.int16), labels)


@st.composite
def numbers(draw: Draw, size: int) -> Number:
    values = draw(st.lists(st.integers(-3, 5), min_size=size, max_size=size))
    known = draw(st.lists(st.booleans(), min_size=size, max_size=size))
    return Number(np.array(values, np.int32), np.array(known, np.bool_))


@st.composite
def vectors(draw: Draw, size: int) -> Vector:
    row = st.lists(st.integers(-128, 127), min_size=3, max_size=3)
    return Vector(np.array(draw(st.lists(row, min_size=size, max_size=size)), np.int8).reshape(size, 3))


@st.composite
def people(draw: Draw, side: str) -> People:
    """One in a few bears the same identifier on both sides."""
    size = draw(st.integers(0, 5))
    ids = tuple(f"{'p' if draw(st.integers(0, 4)) == 0 else side}{place}" for place in range(size))
    columns: dict[str, Column] = {
        "town": draw(categories(size)),
        "mode": draw(categories(size)),
        "skills": draw(label_lists(size)),
        "slots": draw(label_lists(size)),
        "stage": draw(numbers(size)),
        "goals": draw(vectors(size)),
    }
    places = draw(st.lists(st.integers(0, 3), min_size=size, max_size=size))
    return People(ids, np.array(places, np.int32), columns)


couples = st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS))
groups = st.lists(st.lists(st.sampled_from(WORDS), max_size=3).map(tuple), max_size=3).map(tuple)


@st.composite
def criteria(draw: Draw) -> tuple[Criterion, ...]:
    """Some of all sorts, in any order, some of them twice."""

    def one(number: int) -> Criterion:
        points = draw(st.integers(0, 200))
        common: dict[str, Any] = {"name": f"c{number}", "label": LABEL, "points": points}
        sort = draw(st.integers(0, 5))
        if sort == 0:
            return Same(**common, column="town")
        if sort == 1:
            table = draw(st.dictionaries(couples, st.integers(0, points), max_size=6))
            return Closeness(**common, column=draw(st.sampled_from(("town", "mode"))), table=table)
        if sort == 2:
            return Gap(**common, column="stage", best=draw(st.integers(-2, 3)), per_step=draw(st.integers(0, 90)))
        if sort == 3:
            return Overlap(**common, wanted="skills", offered=draw(st.sampled_from(("skills", "slots"))))
        if sort == 4:
            return Shared(**common, column="slots", each=draw(st.integers(0, 60)))
        return Alike(**common, column="goals")

    return tuple(one(number) for number in range(draw(st.integers(0, 6))))


@st.composite
def rules(draw: Draw) -> tuple[Rule, ...]:
    def one(number: int) -> Rule:
        common: dict[str, Any] = {"name": f"r{number}", "label": LABEL, "unknown": draw(st.sampled_from(Unknown))}
        sort = draw(st.integers(0, 6))
        if sort == 0:
            return OtherThan(**common, column="town")
        if sort == 1:
            return SameAs(**common, column="mode")
        if sort == 2:
            return ShareOne(**common, column="slots")
        if sort == 3:
            least = draw(st.none() | st.integers(-3, 2))
            most = draw(st.integers(-1, 4) if least is None else st.none() | st.integers(least, 5))
            return Apart(**common, column="stage", least=least, most=most)
        if sort == 4:
            return NotTogether(**common, column="town", groups=draw(groups))
        if sort == 5:
            return Allowed(**common, column="town", couples=frozenset(draw(st.sets(couples))))
        modes = draw(st.tuples(st.sets(st.sampled_from(WORDS[:3])), st.sets(st.sampled_from(WORDS[2:5]))))
        return InPerson(
            **common,
            column="mode",
            in_person=tuple(sorted(modes[0])),
            remote=tuple(sorted(modes[1] - modes[0])),
            place="town",
            areas=draw(groups),
        )

    return tuple(one(number) for number in range(draw(st.integers(0, 3))))


@st.composite
def problems(draw: Draw) -> Problem:
    mentees, mentors = draw(people("a")), draw(people("b"))
    pair = st.tuples(st.integers(0, max(0, len(mentees) - 1)), st.integers(0, max(0, len(mentors) - 1)))
    some = st.lists(pair, unique=True, max_size=6 if len(mentees) and len(mentors) else 0)

    def wishes() -> Wishes:
        pairs = draw(some)
        ranks = draw(st.lists(st.integers(0, 6), min_size=len(pairs), max_size=len(pairs)))
        return Wishes(pair_list(pairs), np.array(ranks, np.int8))

    return Problem(
        mentees,
        mentors,
        criteria=draw(criteria()),
        rules=draw(rules()),
        mentee_wishes=wishes(),
        mentor_wishes=wishes(),
        excluded=tuple(Exclusion(f"e{number}", pair_list(draw(some))) for number in range(draw(st.integers(0, 2)))),
        current=pair_list(draw(some)),
        stickiness=draw(st.integers(0, 50)),
    )
