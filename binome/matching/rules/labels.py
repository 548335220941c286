"""Rules on labels: companies, programmes, languages, competitors, perimeters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from binome.matching.lookup import entries, find, in_common
from binome.matching.problem import Labels, PairList, Problem
from binome.matching.rules.base import Flags, OfCategory, Rule, labels_of
from binome.matching.words import Language, Words, listed

EQUAL = Words("même {label} ({value})", "same {label} ({value})")
DIFFERENT = Words(
    "{label} : {one} et {other}, alors qu’il faudrait la même réponse",
    "{label}: {one} and {other}, where the same is needed",
)
NOTHING = Words("{label} : rien en commun ({one} ; {other})", "{label}: nothing in common ({one}; {other})")
TOGETHER = Words("{label} : {one} et {other} ne vont pas ensemble", "{label}: {one} and {other} can’t be together")


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
class NotTogether(OfCategory):
    """Two different labels of one group can't be together: declared competitors. A label may be in several groups."""

    groups: tuple[tuple[str, ...], ...]

    def forbids(self, problem: Problem, pairs: PairList) -> Flags:
        labels = labels_of(self.both(problem), pairs)
        groups = groups_of(self.groups)
        rivals = [one != other and together(groups, one, other) for one, other in labels]
        return self._decided(problem, pairs, np.array(rivals, np.bool_))

    def detail(self, problem: Problem, mentee: int, mentor: int, language: Language) -> str:
        return TOGETHER.said(language, **self.words(problem, mentee, mentor))


@dataclass(frozen=True, kw_only=True)
class Allowed(OfCategory):
    """Only these couples (mentee's label, mentor's label) may be together: a perimeter."""

    couples: frozenset[tuple[str, str]]

    def forbids(self, problem: Problem, pairs: PairList) -> Flags:
        labels = labels_of(self.both(problem), pairs)
        return self._decided(problem, pairs, np.array([couple not in self.couples for couple in labels], np.bool_))

    def detail(self, problem: Problem, mentee: int, mentor: int, language: Language) -> str:
        return TOGETHER.said(language, **self.words(problem, mentee, mentor))


def groups_of(groups: tuple[tuple[str, ...], ...]) -> dict[str, set[int]]:
    """Each label's groups."""
    found: dict[str, set[int]] = {}
    for number, group in enumerate(groups):
        for label in group:
            found.setdefault(label, set()).add(number)
    return found


def together(groups: Mapping[str, set[int]], one: str, other: str) -> bool:
    """The two labels have a group in common."""
    return one in groups and other in groups and not groups[one].isdisjoint(groups[other])


def _small(label: Words, language: Language) -> str:
    """The label inside a sentence: « Entreprise » loses its capital, « CV » keeps it."""
    text = label.said(language)
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
