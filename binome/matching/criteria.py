"""What brings points to a pair: six criteria, each scored one pair at a time here and told in words.

The compiler turns the same criteria into tables for millions of pairs; this file knows nothing of it, so that each
is a check of the other (`contributions` against the tables). What isn't known brings 0 points, for every criterion.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from binome.matching.lookup import entries, find, in_common, places_in, vocabulary, words_of
from binome.matching.problem import (
    Category,
    Labels,
    Number,
    PairList,
    Points,
    Problem,
    ProblemError,
    Vector,
)
from binome.matching.shares import apportion, scaled
from binome.matching.tables import LIMIT
from binome.matching.words import Language, Words, listed, percent, whole

LEVELS = 3  # of mastery: 1 discovers, 2 is at ease, 3 masters

TOLD = Words("{label} : {detail} — {points} sur {most}", "{label}: {detail} — {points} out of {most}")
POINT = Words("{points} point", "{points} point"), Words("{points} points", "{points} points")
MISSING = Words("information manquante", "not known")
BOTH = Words("{one} et {other}", "{one} and {other}")
APART = Words("écart de {gap}, l’idéal étant {best}", "{gap} apart, the ideal being {best}")
SOME = Words("{number} sur {all}", "{number} of {all}")
INCLUDING = Words(
    "{number} sur {all}, dont « {skill} » (niveau {level})", "{number} of {all}, including “{skill}” (level {level})"
)
SHARED = Words("{number} en commun ({labels})", "{number} shared ({labels})")
NONE_SHARED = Words("rien en commun", "nothing shared")
CLOSE = Words("proximité de {share}", "{share} alike")
OPPOSED = Words("directions opposées", "opposite directions")


def check_whole(value: object, what: str) -> int:
    """A whole number of 32 bits, or a ProblemError that says what it is instead."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise ProblemError(f"{what} must be a whole number, not {value}.")
    if abs(int(value)) >= 2**31:
        raise ProblemError(f"{what} is too large: {value}.")
    return int(value)


def check_points(value: object, what: str) -> None:
    """A whole number from 0 to LIMIT, or a ProblemError that says what it is instead."""
    if not 0 <= check_whole(value, what) <= LIMIT:
        raise ProblemError(f"{what} must be from 0 to {LIMIT}, not {value}.")


def said_points(number: int, language: Language) -> str:
    """« 1 point », « 72 points »."""
    one = abs(number) < 2 if language == Language.FRENCH else abs(number) == 1
    return POINT[0 if one else 1].said(language, points=whole(number, language))


@dataclass(frozen=True, kw_only=True)
class Criterion(ABC):
    """`name`: a short identifier, alone of its kind in a problem. `label`: the words people read. `points`: the most
    that the criterion can bring, a whole number; 0 is allowed, and then it brings nothing."""

    name: str
    label: Words
    points: int

    def __post_init__(self) -> None:
        check_points(self.points, f"The points of {self}")

    def __str__(self) -> str:
        return f"the criterion “{self.name}”"

    @abstractmethod
    def check(self, problem: Problem) -> None:
        """Raise ProblemError when a column is absent or of the wrong kind."""

    @abstractmethod
    def score(self, problem: Problem, pairs: PairList) -> Points:
        """The points of each pair: int64 [k]."""

    @abstractmethod
    def detail(self, problem: Problem, pair: PairList, language: Language) -> str:
        """What makes the points of one pair, in words."""

    def tell(self, problem: Problem, mentee: int, mentor: int, language: Language) -> str:
        """« Compétences : 3 sur 4, dont « négociation » (niveau 3) — 72 points sur 120 »."""
        pair = one_pair(mentee, mentor)
        points, most = int(self.score(problem, pair)[0]), whole(self.points, language)
        detail = self.detail(problem, pair, language)
        return TOLD.said(language, label=self.label, detail=detail, points=said_points(points, language), most=most)


def one_pair(mentee: int, mentor: int) -> PairList:
    return PairList(np.array([mentee], np.int32), np.array([mentor], np.int32))


@dataclass(frozen=True, kw_only=True)
class OfCategory(Criterion):
    """What Same and Closeness have in common: one label a person, on both sides."""

    column: str

    def check(self, problem: Problem) -> None:
        self.both(problem)

    def both(self, problem: Problem) -> tuple[Category, Category]:
        user = f"The criterion “{self.name}”"
        return (
            find(problem.mentees, "mentees", self.column, Category, user),
            find(problem.mentors, "mentors", self.column, Category, user),
        )

    def detail(self, problem: Problem, pair: PairList, language: Language) -> str:
        mentees, mentors = self.both(problem)
        one, other = words_of(mentees, int(pair.mentee[0])), words_of(mentors, int(pair.mentor[0]))
        if not one or not other:
            return MISSING.said(language)
        return one if one == other else BOTH.said(language, one=one, other=other)


@dataclass(frozen=True, kw_only=True)
class Same(OfCategory):
    """Equal labels bring all the points, others none."""

    def score(self, problem: Problem, pairs: PairList) -> Points:
        mentees, mentors = self.both(problem)
        one = in_common(mentees.codes[pairs.mentee], mentees.labels, mentees.labels)
        other = in_common(mentors.codes[pairs.mentor], mentors.labels, mentees.labels)
        return np.where((one == other) & (one >= 0), self.points, 0).astype(np.int64)


@dataclass(frozen=True, kw_only=True)
class Closeness(OfCategory):
    """Points by (mentee's label, mentor's label): sectors of one family, towns not far apart. A couple that isn't in
    the table brings all the points when the labels are equal, else none."""

    table: Mapping[tuple[str, str], int]

    def __post_init__(self) -> None:
        super().__post_init__()
        for (one, other), points in self.table.items():
            check_points(points, f"The points of “{one}” with “{other}” in {self}")
            if points > self.points:
                raise ProblemError(
                    f"“{one}” with “{other}” bring {points} points in {self}, which can bring {self.points} at most."
                )

    def between(self, one: str, other: str) -> int:
        """The points of two labels."""
        return self.table.get((one, other), self.points if one == other else 0)

    def score(self, problem: Problem, pairs: PairList) -> Points:
        mentees, mentors = self.both(problem)
        couples = zip(mentees.codes[pairs.mentee].tolist(), mentors.codes[pairs.mentor].tolist(), strict=True)
        points = (
            self.between(mentees.labels[one], mentors.labels[other]) if min(one, other) >= 0 else 0
            for one, other in couples
        )
        return np.array(list(points), np.int64)


@dataclass(frozen=True, kw_only=True)
class Gap(Criterion):
    """All the points when the mentor's number is the mentee's plus `best`, `per_step` fewer for each step away."""

    column: str
    best: int
    per_step: int

    def __post_init__(self) -> None:
        super().__post_init__()
        check_points(self.per_step, f"The points lost per step of {self}")
        check_whole(self.best, f"The best gap of {self}")

    def check(self, problem: Problem) -> None:
        self.both(problem)

    def both(self, problem: Problem) -> tuple[Number, Number]:
        user = f"The criterion “{self.name}”"
        return (
            find(problem.mentees, "mentees", self.column, Number, user),
            find(problem.mentors, "mentors", self.column, Number, user),
        )

    def score(self, problem: Problem, pairs: PairList) -> Points:
        mentees, mentors = self.both(problem)
        gap = mentors.values[pairs.mentor].astype(np.int64) - mentees.values[pairs.mentee]
        left = self.points - np.abs(gap - self.best) * self.per_step
        return np.where(mentees.known[pairs.mentee] & mentors.known[pairs.mentor], np.maximum(0, left), 0)

    def detail(self, problem: Problem, pair: PairList, language: Language) -> str:
        mentees, mentors = self.both(problem)
        mentee, mentor = int(pair.mentee[0]), int(pair.mentor[0])
        if not (mentees.known[mentee] and mentors.known[mentor]):
            return MISSING.said(language)
        gap = int(mentors.values[mentor]) - int(mentees.values[mentee])
        return APART.said(language, gap=whole(gap, language), best=whole(self.best, language))


@dataclass(frozen=True, kw_only=True)
class Overlap(Criterion):
    """What she wants against what the mentor offers, label by label.

    A mentee's importances are shared out as whole numbers adding up to points // 3 (largest remainder), each brought as
    many times as the mentor's level, from 1 to 3: a mentor who masters everything brings 3 * (points // 3).
    """

    wanted: str
    offered: str

    def check(self, problem: Problem) -> None:
        self.both(problem)

    def both(self, problem: Problem) -> tuple[Labels, Labels]:
        user = f"The criterion “{self.name}”"
        offered = find(problem.mentors, "mentors", self.offered, Labels, user)
        high = np.flatnonzero(offered.levels > LEVELS)
        if len(high):
            owner = int(np.searchsorted(offered.starts, high[0], side="right")) - 1
            raise ProblemError(
                f"{user}: mentor {owner + 1} (“{problem.mentors.ids[owner]}”) has the level {offered.levels[high[0]]} "
                f"in the column “{self.offered}”; {LEVELS} is the highest."
            )
        return find(problem.mentees, "mentees", self.wanted, Labels, user), offered

    def shares(self, owner: Points, importances: Points, owners: int) -> Points:
        """The whole number of points that each wanted label brings for each of the mentor's levels."""
        return apportion(importances, owner, np.full(owners, self.points // LEVELS))

    def score(self, problem: Problem, pairs: PairList) -> Points:
        owner, shares, levels, _ = self._met(problem, pairs)
        return np.bincount(owner, shares * levels, minlength=len(pairs)).astype(np.int64)

    def _met(self, problem: Problem, pairs: PairList) -> tuple[Points, Points, Points, Points]:
        """Every wanted label of every pair: which pair, its share, the mentor's level in it (0: none), its code."""
        wanted, offered = self.both(problem)
        owner, codes, importances = entries(wanted, pairs.mentee)
        shares = self.shares(owner, importances, len(pairs))
        wants = in_common(codes, wanted.labels, wanted.labels)
        other, codes, levels = entries(offered, pairs.mentor)
        offers = in_common(codes, offered.labels, wanted.labels)
        return owner, shares, _levels(owner, wants, other, offers, levels), wants

    def detail(self, problem: Problem, pair: PairList, language: Language) -> str:
        wanted, offered = self.both(problem)
        _, shares, levels, codes = self._met(problem, pair)
        if not len(codes):
            return MISSING.said(language)
        number, best = int(np.count_nonzero(levels)), int(np.argmax(shares * levels))
        labels = vocabulary(wanted.labels, offered.labels)
        some = INCLUDING if number else SOME
        return some.said(language, number=number, all=len(codes), skill=labels[codes[best]], level=int(levels[best]))


def _levels(owner: Points, codes: Points, other: Points, offered: Points, levels: Points) -> Points:
    """For each (owner, code), the level of the same couple among (other, offered); 0 where it isn't there."""
    width = int(max(codes.max(initial=0), offered.max(initial=0))) + 1
    keys = other * width + offered
    order = np.argsort(keys, kind="stable")
    asked = owner * width + codes
    place = np.searchsorted(keys[order], asked)
    inside = place < len(keys)
    found = order[np.where(inside, place, 0)] if len(keys) else place
    met = np.zeros(len(asked), np.int64)
    same = np.flatnonzero(inside)[keys[found[inside]] == asked[inside]]
    met[same] = levels[found[same]]
    return met


@dataclass(frozen=True, kw_only=True)
class Shared(Criterion):
    """`each` point for every label that both have (slots, languages). A mentee whose labels would bring more than
    `points` together has `points` shared out between them (largest remainder): no cap, so that each label counts."""

    column: str
    each: int

    def __post_init__(self) -> None:
        super().__post_init__()
        check_points(self.each, f"The points of each label of {self}")

    def check(self, problem: Problem) -> None:
        self.both(problem)

    def both(self, problem: Problem) -> tuple[Labels, Labels]:
        user = f"The criterion “{self.name}”"
        return (
            find(problem.mentees, "mentees", self.column, Labels, user),
            find(problem.mentors, "mentors", self.column, Labels, user),
        )

    def shares(self, owner: Points, owners: int) -> Points:
        """The points that each of a mentee's labels brings when the mentor has it too."""
        numbers = np.bincount(owner, minlength=owners)
        return apportion(np.ones(len(owner), np.int64), owner, np.minimum(self.points, self.each * numbers))

    def score(self, problem: Problem, pairs: PairList) -> Points:
        owner, met, _ = self._met(problem, pairs)
        return np.bincount(owner, met * self.shares(owner, len(pairs)), minlength=len(pairs)).astype(np.int64)

    def _met(self, problem: Problem, pairs: PairList) -> tuple[Points, Points, Points]:
        """Every label of the mentee of every pair: which pair, 1 if the mentor has it, its code."""
        mentees, mentors = self.both(problem)
        owner, codes, _ = entries(mentees, pairs.mentee)
        own = in_common(codes, mentees.labels, mentees.labels)
        other, codes, _ = entries(mentors, pairs.mentor)
        theirs = in_common(codes, mentors.labels, mentees.labels)
        return owner, _levels(owner, own, other, theirs, np.ones(len(other), np.int64)), own

    def detail(self, problem: Problem, pair: PairList, language: Language) -> str:
        mentees, mentors = self.both(problem)
        _, met, codes = self._met(problem, pair)
        if not len(codes) or not len(entries(mentors, pair.mentor)[0]):
            return MISSING.said(language)
        labels = vocabulary(mentees.labels, mentors.labels)
        names = sorted(labels[code] for code in codes[met > 0])  # the same words, whoever is read first
        if not names:
            return NONE_SHARED.said(language)
        return SHARED.said(language, number=len(names), labels=listed(names, language, at_most=4))


@dataclass(frozen=True, kw_only=True)
class Alike(Criterion):
    """Directions of meaning: about points * cosine, as the dot product of two rounded vectors (of 120 points, rounding
    moves 4 or 5). Opposite directions bring negative points."""

    column: str

    def check(self, problem: Problem) -> None:
        self.both(problem)

    def both(self, problem: Problem) -> tuple[Vector, Vector]:
        user = f"The criterion “{self.name}”"
        mentees = find(problem.mentees, "mentees", self.column, Vector, user)
        mentors = find(problem.mentors, "mentors", self.column, Vector, user)
        lengths = mentees.values.shape[1], mentors.values.shape[1]
        if lengths[0] != lengths[1]:
            raise ProblemError(
                f"{user}: in the column “{self.column}”, the mentees’ vectors have {lengths[0]} numbers and the "
                f"mentors’ have {lengths[1]}."
            )
        return mentees, mentors

    def score(self, problem: Problem, pairs: PairList) -> Points:
        mentees, mentors = self.both(problem)
        one = scaled(mentees.values[pairs.mentee], self.points)
        other = scaled(mentors.values[pairs.mentor], self.points)
        points: Points = np.einsum("ij,ij->i", one, other, dtype=np.int64)
        return points

    def detail(self, problem: Problem, pair: PairList, language: Language) -> str:
        mentees, mentors = self.both(problem)
        if not (mentees.values[pair.mentee].any() and mentors.values[pair.mentor].any()):
            return MISSING.said(language)
        points = int(self.score(problem, pair)[0])
        if points < 0:
            return OPPOSED.said(language)
        return CLOSE.said(language, share=percent(points / max(1, self.points), language))


def contribution_names(problem: Problem) -> tuple[str, ...]:
    """The columns of `contributions`: each criterion's name, then `wishes` and `stickiness`."""
    return (*(criterion.name for criterion in problem.criteria), "wishes", "stickiness")


def contributions(problem: Problem, pairs: PairList) -> Points:
    """The points of each pair, criterion by criterion, then those of wishes and of a kept pair: int64 [k, c].

    Each row adds up to the pair's affinity.
    """
    parts = [criterion.score(problem, pairs) for criterion in problem.criteria]
    steps = np.array([*problem.wish_points, 0], np.int64)
    wishes = np.zeros(len(pairs), np.int64)
    for wished in (problem.mentee_wishes, problem.mentor_wishes):
        ranks = np.minimum(np.append(wished.rank.astype(np.int64), len(steps)), len(steps) - 1)
        wishes += steps[ranks[places_in(wished.pairs, pairs)]]
    kept = places_in(problem.current, pairs) < len(problem.current)
    return np.stack([*parts, wishes, np.where(kept, problem.stickiness, 0).astype(np.int64)], axis=1)
