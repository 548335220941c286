"""What forbids a pair: hard rules, each asked one pair at a time here and told in words.

The compiler turns the same rules into gates for millions of pairs; this file knows nothing of it, so that each is a
check of the other. Every rule says what happens when something isn't known: the pair passes, or it fails.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from binome.matching.lookup import entries, find, in_common, words_of
from binome.matching.problem import Category, Exclusion, Labels, Number, PairList, Problem, ProblemError
from binome.matching.words import Language, Words, listed, whole

Flags = NDArray[np.bool_]
SAME_PERSON = "same_person"


class Unknown(StrEnum):
    """What a rule says of a pair when it lacks what it needs to decide."""

    PASSES = "passes"
    FAILS = "fails"


MISSING = Words("{label} : information manquante", "{label}: not known")
EQUAL = Words("même {label} ({value})", "same {label} ({value})")
DIFFERENT = Words(
    "{label} : {one} et {other}, alors qu’il faudrait la même réponse",
    "{label}: {one} and {other}, where the same is needed",
)
NOTHING = Words("{label} : rien en commun ({one} ; {other})", "{label}: nothing in common ({one}; {other})")
TOO_CLOSE = Words(
    "{label} : {one} pour la mentorée et {other} pour la mentore ; il faut au moins {least} de plus pour la mentore",
    "{label}: {one} for the mentee and {other} for the mentor, who needs at least {least} more",
)
TOO_FAR = Words(
    "{label} : {one} pour la mentorée et {other} pour la mentore ; il faut au plus {most} de plus pour la mentore",
    "{label}: {one} for the mentee and {other} for the mentor, who may have at most {most} more",
)
TOO_HIGH = Words(
    "{label} : {one} pour la mentorée et {other} pour la mentore ; il faut au moins {least} de plus pour la mentorée",
    "{label}: {one} for the mentee and {other} for the mentor; the mentee needs at least {least} more",
)
TOO_WIDE = Words(
    "{label} : {one} et {other} ; {most} d’écart au plus", "{label}: {one} and {other}, at most {most} apart"
)
TOGETHER = Words("{label} : {one} et {other} ne vont pas ensemble", "{label}: {one} and {other} can’t be together")
NOT_NEAR = Words(
    "{label} : rencontres en personne, mais {one} et {other} sont trop loin",
    "{label}: meetings in person, but {one} and {other} are too far apart",
)
MODES = Words("{label} : {one} et {other}", "{label}: {one} and {other}")

REASONS = {
    SAME_PERSON: Words("c’est la même personne", "this is the same person"),
    "reporting_line": Words("lien hiérarchique entre elles", "one reports to the other"),
    "conflict": Words("conflit d’intérêts déclaré", "a declared conflict of interest"),
    "met_before": Words("elles ont déjà formé un binôme", "they have already been a pair"),
}
SECRET = Words("ce binôme n’est pas possible", "this pair isn’t possible")


@dataclass(frozen=True, kw_only=True)
class Rule(ABC):
    """`name`: a short identifier, alone of its kind in a problem. `label`: the words people read, in small letters."""

    name: str
    label: Words
    unknown: Unknown = Unknown.PASSES

    def __post_init__(self) -> None:
        if self.unknown not in set(Unknown):
            raise ProblemError(f"{self}: “{self.unknown}” is no policy for missing values; “passes” or “fails” are.")

    def __str__(self) -> str:
        return f"The rule “{self.name}”"

    @abstractmethod
    def check(self, problem: Problem) -> None:
        """Raise ProblemError when a column is absent or of the wrong kind."""

    @abstractmethod
    def forbids(self, problem: Problem, pairs: PairList) -> Flags:
        """bool [k]: which pairs the rule forbids."""

    @abstractmethod
    def detail(self, problem: Problem, mentee: int, mentor: int, language: Language) -> str:
        """Why the rule forbids this pair, when everything is known."""

    @abstractmethod
    def missing(self, problem: Problem, pairs: PairList) -> Flags:
        """bool [k]: where something that the rule needs isn't known."""

    def tell(self, problem: Problem, mentee: int, mentor: int, language: Language) -> str:
        """Why the rule forbids this pair: « même entreprise (Alcyon) ». Nothing when it doesn't."""
        pair = PairList(np.array([mentee], np.int32), np.array([mentor], np.int32))
        if not self.forbids(problem, pair)[0]:
            return ""
        if self.missing(problem, pair)[0]:
            return MISSING.said(language, label=self.label)
        return self.detail(problem, mentee, mentor, language)

    def _decided(self, problem: Problem, pairs: PairList, broken: Flags) -> Flags:
        """`broken` where everything is known, the policy elsewhere."""
        return np.where(self.missing(problem, pairs), self.unknown == Unknown.FAILS, broken)


@dataclass(frozen=True, kw_only=True)
class OfCategory(Rule):
    """One label a person, on both sides."""

    column: str

    def check(self, problem: Problem) -> None:
        self.both(problem)

    def both(self, problem: Problem) -> tuple[Category, Category]:
        return (
            find(problem.mentees, "mentees", self.column, Category, str(self)),
            find(problem.mentors, "mentors", self.column, Category, str(self)),
        )

    def missing(self, problem: Problem, pairs: PairList) -> Flags:
        mentees, mentors = self.both(problem)
        return np.asarray((mentees.codes[pairs.mentee] < 0) | (mentors.codes[pairs.mentor] < 0))

    def equal(self, problem: Problem, pairs: PairList) -> Flags:
        mentees, mentors = self.both(problem)
        one = in_common(mentees.codes[pairs.mentee], mentees.labels, mentees.labels)
        return np.asarray(one == in_common(mentors.codes[pairs.mentor], mentors.labels, mentees.labels))

    def words(self, problem: Problem, mentee: int, mentor: int) -> dict[str, object]:
        mentees, mentors = self.both(problem)
        return {"label": self.label, "one": words_of(mentees, mentee), "other": words_of(mentors, mentor)}


@dataclass(frozen=True, kw_only=True)
class OtherThan(OfCategory):
    """The labels must differ: another company than her own."""

    def forbids(self, problem: Problem, pairs: PairList) -> Flags:
        return self._decided(problem, pairs, self.equal(problem, pairs))

    def detail(self, problem: Problem, mentee: int, mentor: int, language: Language) -> str:
        words = self.words(problem, mentee, mentor)
        return EQUAL.said(language, label=_small(self.label, language), value=words["one"])


@dataclass(frozen=True, kw_only=True)
class SameAs(OfCategory):
    """The labels must be equal: the same programme, the same country."""

    def forbids(self, problem: Problem, pairs: PairList) -> Flags:
        return self._decided(problem, pairs, ~self.equal(problem, pairs))

    def detail(self, problem: Problem, mentee: int, mentor: int, language: Language) -> str:
        return DIFFERENT.said(language, **self.words(problem, mentee, mentor))


@dataclass(frozen=True, kw_only=True)
class ShareOne(Rule):
    """At least one label in common: a language both speak. Nothing is known of whoever has no label at all."""

    column: str

    def check(self, problem: Problem) -> None:
        self.both(problem)

    def both(self, problem: Problem) -> tuple[Labels, Labels]:
        return (
            find(problem.mentees, "mentees", self.column, Labels, str(self)),
            find(problem.mentors, "mentors", self.column, Labels, str(self)),
        )

    def missing(self, problem: Problem, pairs: PairList) -> Flags:
        mentees, mentors = self.both(problem)
        return np.asarray((np.diff(mentees.starts)[pairs.mentee] == 0) | (np.diff(mentors.starts)[pairs.mentor] == 0))

    def forbids(self, problem: Problem, pairs: PairList) -> Flags:
        mentees, mentors = self.both(problem)
        owner, codes, _ = entries(mentees, pairs.mentee)
        own = in_common(codes, mentees.labels, mentees.labels)
        other, codes, _ = entries(mentors, pairs.mentor)
        theirs = in_common(codes, mentors.labels, mentees.labels)
        width = len(mentees.labels) + len(mentors.labels)
        shared = owner[np.isin(owner * width + own, other * width + theirs)]
        broken = np.ones(len(pairs), np.bool_)
        broken[shared] = False
        return self._decided(problem, pairs, broken)

    def detail(self, problem: Problem, mentee: int, mentor: int, language: Language) -> str:
        mentees, mentors = self.both(problem)
        said = [
            listed((side.labels[code] for code in entries(side, np.array([person]))[1]), language, at_most=4)
            for side, person in ((mentees, mentee), (mentors, mentor))
        ]
        return NOTHING.said(language, label=self.label, one=said[0], other=said[1])


@dataclass(frozen=True, kw_only=True)
class Apart(Rule):
    """least <= the mentor's number - the mentee's <= most; None: no bound.

    Direction (the mentor is ahead): least=1. Reverse mentoring: most=-1. Time zones at most 4 hours apart: least=-4,
    most=4.
    """

    column: str
    least: int | None = None
    most: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        for bound in (self.least, self.most):
            if bound is not None and (isinstance(bound, bool) or not isinstance(bound, int | np.integer)):
                raise ProblemError(f"{self}: a bound must be a whole number, not {bound}.")
        if self.least is None and self.most is None:
            raise ProblemError(f"{self} has no bound: it would forbid nothing.")
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ProblemError(f"{self} asks for at least {self.least} and at most {self.most}: nothing can be both.")

    def check(self, problem: Problem) -> None:
        self.both(problem)

    def both(self, problem: Problem) -> tuple[Number, Number]:
        return (
            find(problem.mentees, "mentees", self.column, Number, str(self)),
            find(problem.mentors, "mentors", self.column, Number, str(self)),
        )

    def missing(self, problem: Problem, pairs: PairList) -> Flags:
        mentees, mentors = self.both(problem)
        return np.asarray(~(mentees.known[pairs.mentee] & mentors.known[pairs.mentor]))

    def forbids(self, problem: Problem, pairs: PairList) -> Flags:
        mentees, mentors = self.both(problem)
        gap = mentors.values[pairs.mentor].astype(np.int64) - mentees.values[pairs.mentee]
        return self._decided(problem, pairs, self.outside(gap))

    def outside(self, gap: NDArray[np.int64]) -> Flags:
        broken = np.zeros(gap.shape, np.bool_)
        if self.least is not None:
            broken |= gap < self.least
        if self.most is not None:
            broken |= gap > self.most
        return broken

    def detail(self, problem: Problem, mentee: int, mentor: int, language: Language) -> str:
        mentees, mentors = self.both(problem)
        one, other = int(mentees.values[mentee]), int(mentors.values[mentor])
        holes = {"one": whole(one, language), "other": whole(other, language), "label": self.label}
        if self.least is not None and self.most == -self.least:
            return TOO_WIDE.said(language, most=whole(self.most, language), **holes)
        if self.least is not None and other - one < self.least:
            return TOO_CLOSE.said(language, least=whole(self.least, language), **holes)
        assert self.most is not None
        if self.most < 0:
            return TOO_HIGH.said(language, least=whole(-self.most, language), **holes)
        return TOO_FAR.said(language, most=whole(self.most, language), **holes)


@dataclass(frozen=True, kw_only=True)
class NotTogether(OfCategory):
    """Two different labels of one group can't be together: declared competitors. A label may be in several groups."""

    groups: tuple[tuple[str, ...], ...]

    def forbids(self, problem: Problem, pairs: PairList) -> Flags:
        couples = _couples(self.both(problem), pairs)
        rivals = np.array([_grouped(self.groups, *couple) for couple in couples], np.bool_)
        return self._decided(problem, pairs, rivals & ~self.equal(problem, pairs))

    def detail(self, problem: Problem, mentee: int, mentor: int, language: Language) -> str:
        return TOGETHER.said(language, **self.words(problem, mentee, mentor))


@dataclass(frozen=True, kw_only=True)
class Allowed(OfCategory):
    """Only these couples (mentee's label, mentor's label) may be together: a perimeter."""

    couples: frozenset[tuple[str, str]]

    def forbids(self, problem: Problem, pairs: PairList) -> Flags:
        couples = _couples(self.both(problem), pairs)
        return self._decided(problem, pairs, np.array([couple not in self.couples for couple in couples], np.bool_))

    def detail(self, problem: Problem, mentee: int, mentor: int, language: Language) -> str:
        return TOGETHER.said(language, **self.words(problem, mentee, mentor))


@dataclass(frozen=True, kw_only=True)
class InPerson(OfCategory):
    """Who wants to meet `in_person` (labels of `column`) needs someone near, and not someone who meets `remote` only.

    Near: the same label of `place`, or two labels of one of the `areas` (a place may be in several). Places count only
    where one of the two wants to meet in person.
    """

    in_person: tuple[str, ...]
    remote: tuple[str, ...] = ()
    place: str
    areas: tuple[tuple[str, ...], ...] = field(default=())

    def check(self, problem: Problem) -> None:
        super().check(problem)
        self.places(problem)

    def places(self, problem: Problem) -> tuple[Category, Category]:
        return (
            find(problem.mentees, "mentees", self.place, Category, str(self)),
            find(problem.mentors, "mentors", self.place, Category, str(self)),
        )

    def near(self, one: str, other: str) -> bool:
        return one == other or _grouped(self.areas, one, other)

    def wanted(self, problem: Problem, pairs: PairList) -> Flags:
        """bool [k]: one of the two wants to meet in person."""
        couples = _couples(self.both(problem), pairs)
        return np.array([one in self.in_person or other in self.in_person for one, other in couples], np.bool_)

    def missing(self, problem: Problem, pairs: PairList) -> Flags:
        places = np.array([not (one and other) for one, other in _couples(self.places(problem), pairs)], np.bool_)
        return np.asarray(super().missing(problem, pairs) | (places & self.wanted(problem, pairs)))

    def forbids(self, problem: Problem, pairs: PairList) -> Flags:
        fails = self.unknown == Unknown.FAILS
        modes, places = _couples(self.both(problem), pairs), _couples(self.places(problem), pairs)
        return np.array(
            [self._forbidden(*mode, *place, fails) for mode, place in zip(modes, places, strict=True)], np.bool_
        )

    def _forbidden(self, one: str, other: str, here: str, there: str, fails: bool) -> bool:
        """For two modes and two places, "" where unknown."""
        if not (one and other) and fails:
            return True
        if one not in self.in_person and other not in self.in_person:
            return False
        if one in self.remote or other in self.remote:
            return True
        return not self.near(here, there) if here and there else fails

    def detail(self, problem: Problem, mentee: int, mentor: int, language: Language) -> str:
        words = self.words(problem, mentee, mentor)
        if words["one"] in self.remote or words["other"] in self.remote:
            return MODES.said(language, **words)
        mentees, mentors = self.places(problem)
        here, there = words_of(mentees, mentee), words_of(mentors, mentor)
        return NOT_NEAR.said(language, label=self.label, one=here, other=there)


def _couples(both: tuple[Category, Category], pairs: PairList) -> list[tuple[str, str]]:
    """Each pair's two labels, "" where nothing is known."""
    labels = [(*side.labels, "") for side in both]
    codes = zip(both[0].codes[pairs.mentee].tolist(), both[1].codes[pairs.mentor].tolist(), strict=True)
    return [(labels[0][one], labels[1][other]) for one, other in codes]


def _grouped(groups: Iterable[tuple[str, ...]], one: str, other: str) -> bool:
    return any(one in group and other in group for group in groups)


def _small(label: Words, language: Language) -> str:
    """The label inside a sentence: « Entreprise » loses its capital, « CV » keeps it."""
    text = label.said(language)
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def broken_rules(problem: Problem, pairs: PairList) -> list[tuple[str, ...]]:
    """What forbids each pair, all of it: names of rules, reasons of exclusions, `same_person`. Nothing: ()."""
    broken: list[list[str]] = [[] for _ in range(len(pairs))]
    for rule in problem.rules:
        for place in np.flatnonzero(rule.forbids(problem, pairs)).tolist():
            broken[place].append(rule.name)
    asked = list(zip(pairs.mentee.tolist(), pairs.mentor.tolist(), strict=True))
    for exclusion in problem.excluded:
        them = set(zip(exclusion.pairs.mentee.tolist(), exclusion.pairs.mentor.tolist(), strict=True))
        for place, pair in enumerate(asked):
            if pair in them:
                broken[place].append(exclusion.reason)
    for place, (mentee, mentor) in enumerate(asked):
        if problem.mentees.ids[mentee] == problem.mentors.ids[mentor]:
            broken[place].append(SAME_PERSON)
    return [tuple(names) for names in broken]


def tell_exclusion(exclusion: Exclusion, language: Language) -> str:
    """Why a pair is excluded; a secret reason is never told."""
    if exclusion.secret:
        return SECRET.said(language)
    reason = REASONS.get(exclusion.reason)
    return reason.said(language) if reason else exclusion.reason
