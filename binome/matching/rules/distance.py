"""Rules on distances: how far apart two numbers may be, and who may meet in person."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from binome.matching.called import nouns_in
from binome.matching.criteria import check_whole
from binome.matching.lookup import find, words_of
from binome.matching.problem import Category, Number, PairList, Problem, ProblemError
from binome.matching.rules.base import Flags, OfCategory, Rule, Unknown, labels_of
from binome.matching.rules.labels import TOGETHER, groups_of, together
from binome.matching.words import Language, Words, whole

TOO_LITTLE = Words(
    "{label} : {one} pour {the_mentee} et {other} pour {the_mentor} ; il faut au moins {bound} de plus pour {who}",
    "{label}: {one} for {the_mentee} and {other} for {the_mentor}; {who} needs at least {bound} more",
)
TOO_MUCH = Words(
    "{label} : {one} pour {the_mentee} et {other} pour {the_mentor} ; il faut au plus {bound} de plus pour {who}",
    "{label}: {one} for {the_mentee} and {other} for {the_mentor}; {who} may have at most {bound} more",
)
TOO_WIDE = Words(
    "{label} : {one} et {other} ; {most} d’écart au plus", "{label}: {one} and {other}, at most {most} apart"
)
NOT_NEAR = Words(
    "{label} : rencontres en personne, mais {one} et {other} sont trop loin",
    "{label}: meetings in person, but {one} and {other} are too far apart",
)


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
            if bound is not None:
                check_whole(bound, f"{self}: a bound")
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
        holes = {"label": self.label, "one": whole(one, language), "other": whole(other, language)}
        if self.least is not None and self.most == -self.least:
            return TOO_WIDE.said(language, most=whole(self.most, language), **holes)
        ahead, behind = (noun.the for noun in reversed(problem.called))
        if self.least is not None and other - one < self.least:
            sentence, bound, who = _bounded(self.least, ahead, behind)
        else:
            sentence, bound, who = _bounded(-(self.most or 0), behind, ahead)
        return sentence.said(language, bound=whole(bound, language), who=who, **nouns_in(problem.called), **holes)


def _bounded(bound: int, ahead: Words, behind: Words) -> tuple[Words, int, Words]:
    """The one ahead needs a number of steps more, or the one behind may have only so many more."""
    return (TOO_LITTLE, bound, ahead) if bound > 0 else (TOO_MUCH, -bound, behind)


@dataclass(frozen=True, kw_only=True)
class InPerson(OfCategory):
    """Who wants to meet `in_person` (labels of `column`) needs someone near, and not someone who meets `remote` only.

    Near: the same label of `place`, or two labels of one of the `areas` (a place may be in several). Places count only
    where one of the two wants to meet in person.
    """

    in_person: tuple[str, ...]
    remote: tuple[str, ...] = ()
    place: str
    areas: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        for mode in self.in_person:
            if mode in self.remote:
                raise ProblemError(f"{self}: “{mode}” can’t mean both in person and remote only.")

    def check(self, problem: Problem) -> None:
        super().check(problem)
        self.places(problem)

    def places(self, problem: Problem) -> tuple[Category, Category]:
        return (
            find(problem.mentees, "mentees", self.place, Category, str(self)),
            find(problem.mentors, "mentors", self.place, Category, str(self)),
        )

    def missing(self, problem: Problem, pairs: PairList) -> Flags:
        """A mode, or a place where one of the two wants to meet in person."""
        modes, places = labels_of(self.both(problem), pairs), labels_of(self.places(problem), pairs)
        return np.array(
            [
                not all(mode) or (self._meet(*mode) and not all(place))
                for mode, place in zip(modes, places, strict=True)
            ],
            np.bool_,
        )

    def forbids(self, problem: Problem, pairs: PairList) -> Flags:
        """An unknown mode asks for nothing and an unknown place is near all others, unless the rule has them fail."""
        if self.unknown == Unknown.FAILS:
            return self.missing(problem, pairs) | self._broken(problem, pairs)
        return self._broken(problem, pairs)

    def _broken(self, problem: Problem, pairs: PairList) -> Flags:
        """By what is known."""
        modes, places = labels_of(self.both(problem), pairs), labels_of(self.places(problem), pairs)
        areas = groups_of(self.areas)
        broken = [
            self._meet(*mode)
            and (self._apart(*mode) or (all(place) and place[0] != place[1] and not together(areas, *place)))
            for mode, place in zip(modes, places, strict=True)
        ]
        return np.array(broken, np.bool_)

    def _meet(self, one: str, other: str) -> bool:
        """One of the two wants to meet in person."""
        return one in self.in_person or other in self.in_person

    def _apart(self, one: str, other: str) -> bool:
        """One of the two meets remotely only."""
        return one in self.remote or other in self.remote

    def detail(self, problem: Problem, mentee: int, mentor: int, language: Language) -> str:
        words = self.words(problem, mentee, mentor)
        if self._apart(str(words["one"]), str(words["other"])):
            return TOGETHER.said(language, **words)
        mentees, mentors = self.places(problem)
        here, there = words_of(mentees, mentee), words_of(mentors, mentor)
        return NOT_NEAR.said(language, label=self.label, one=here, other=there)
