"""What is asked: two sides of people, criteria with points, hard rules, wishes. Values only, no calculation.

People are kept by columns, as arrays: a promotion of 100,000 people compiles in a second. Every array is
indexed by the person's place in her side (`mentees` or `mentors`), and every pair is written
(place among the mentees, place among the mentors).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from binome.matching.called import MENTEE, MENTOR, Called
from binome.matching.words import Language, Sentence, Words

if TYPE_CHECKING:
    from binome.matching.criteria import Criterion
    from binome.matching.rules import Rule

Ints = NDArray[np.int32]
Points = NDArray[np.int64]


class ProblemError(ValueError):
    """The problem can't be read or solved as asked, said in a sentence naming side, person and column.

    What a file can cause is said in both languages; what only a program can, in English.
    """

    def __init__(self, why: Sentence | Words | str) -> None:
        super().__init__(str(why.about() if isinstance(why, Words) else why))
        self._why = why

    def said(self, language: Language) -> str:
        return self._why if isinstance(self._why, str) else self._why.said(language)


class Form(StrEnum):
    """Who can be with whom: two sides, one side two by two, one side in circles."""

    PAIRS = "pairs"
    PEERS = "peers"
    CIRCLES = "circles"


class Protection(StrEnum):
    """How the worst-off are protected, between the number matched and the total.

    NONE: the highest total. GENTLE: the total of 1 - exp(-points / 150), a soft leximin. FLOOR: nobody under
    the highest share of her own best eligible partner's points that keeps the number matched.
    """

    NONE = "none"
    GENTLE = "gentle"
    FLOOR = "floor"


@dataclass(frozen=True, eq=False)
class Category:
    """One label a person, or none. `codes`: int32 [n], -1 where nothing is known; `labels`: the words."""

    codes: Ints
    labels: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Labels:
    """Several labels a person, each with a level (importance, mastery), as compressed rows.

    `starts`: int64 [n + 1]; person p has `codes[starts[p]:starts[p + 1]]` with `levels` (int16, >= 1).
    """

    starts: NDArray[np.int64]
    codes: Ints
    levels: NDArray[np.int16]
    labels: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Number:
    """One whole number a person (a stage, a time zone, a year). `known`: False where nothing is known."""

    values: Ints
    known: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Vector:
    """A direction in a space of meanings (goals), already rounded: int8 [n, d]."""

    values: NDArray[np.int8]


Column = Category | Labels | Number | Vector


@dataclass(frozen=True, eq=False)
class People:
    """One side. `places`: int32 [n], how many partners each may have (a mentor's capacity, a mentee's demand)."""

    ids: tuple[str, ...]
    places: Ints
    columns: Mapping[str, Column] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, eq=False)
class PairList:
    """k pairs: `mentee` and `mentor`, int32 [k]."""

    mentee: Ints
    mentor: Ints

    def __len__(self) -> int:
        return len(self.mentee)


def no_pairs() -> PairList:
    return PairList(np.empty(0, np.int32), np.empty(0, np.int32))


@dataclass(frozen=True, eq=False)
class Wishes:
    """Ranked preferences of one side: pair k is the rank-th wish (0 is the first) of its owner."""

    pairs: PairList
    rank: NDArray[np.int8]


def no_wishes() -> Wishes:
    return Wishes(no_pairs(), np.empty(0, np.int8))


@dataclass(frozen=True, eq=False)
class Exclusion:
    """Pairs forbidden one by one, for a reason (`reporting_line`, `conflict`, `met_before`, `veto`…).

    A `secret` reason is never told in an explanation: a veto reads as "this pair isn't possible".
    """

    reason: str
    pairs: PairList
    secret: bool = False


@dataclass(frozen=True, eq=False)
class Problem:
    """Everything that decides a matching. For peers and circles `mentors` is `mentees`, the same object.

    `wish_points`: the points of a first, second… wish, added to the pair's affinity, for each side's wishes.
    `stickiness`: the points added to each pair of `current`, so that kept pairs are disturbed as little as asked.
    `circle_sizes`: the smallest and the largest circle. `called`: the nouns of both sides, for sentences only.
    """

    mentees: People
    mentors: People
    criteria: tuple[Criterion, ...] = ()
    rules: tuple[Rule, ...] = ()
    form: Form = Form.PAIRS
    protection: Protection = Protection.GENTLE
    mentee_wishes: Wishes = field(default_factory=no_wishes)
    mentor_wishes: Wishes = field(default_factory=no_wishes)
    wish_points: tuple[int, ...] = (60, 45, 30, 20, 10)
    excluded: tuple[Exclusion, ...] = ()
    pinned: PairList = field(default_factory=no_pairs)
    current: PairList = field(default_factory=no_pairs)
    stickiness: int = 0
    circle_sizes: tuple[int, int] = (3, 6)
    called: Called = (MENTEE, MENTOR)
