"""What all rules have in common: a name, a policy for what isn’t known, and words."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from binome.matching.criteria import one_pair
from binome.matching.lookup import find, in_common, words_of
from binome.matching.problem import Category, PairList, Problem, ProblemError
from binome.matching.words import Language, Words

Flags = NDArray[np.bool_]

MISSING = Words("{label} : information manquante", "{label}: not known")


class Unknown(StrEnum):
    """What a rule says of a pair when it lacks what it needs to decide."""

    PASSES = "passes"
    FAILS = "fails"


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
        pair = one_pair(mentee, mentor)
        if not self.forbids(problem, pair)[0]:
            return ""
        if self.unknown == Unknown.FAILS and self.missing(problem, pair)[0]:
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


def labels_of(both: tuple[Category, Category], pairs: PairList) -> list[tuple[str, str]]:
    """Each pair's two labels, "" where nothing is known."""
    labels = [(*side.labels, "") for side in both]
    codes = zip(both[0].codes[pairs.mentee].tolist(), both[1].codes[pairs.mentor].tolist(), strict=True)
    return [(labels[0][one], labels[1][other]) for one, other in codes]
