"""The pairs that an optimum knows of, by mentee and by mentor, and those found later. Never changed: copied."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from binome.matching.problem import Ints, Points

NOBODY = -1
LATER = 1000  # pairs found later, at least, before all are laid out anew


@dataclass(frozen=True, eq=False)
class Rows:
    """One side. Pairs of person x: other[starts[x] : starts[x + 1]]; then the later ones: head[x], next[head[x]]…"""

    starts: NDArray[np.int64]
    other: Ints
    weight: Points
    head: Ints
    next: Ints


@dataclass(frozen=True, eq=False)
class Known:
    """`sides`: of the mentees, of the mentors. `keys`: mentee * m + mentor, sorted. `later`: int32 [2, k], both people
    of the pairs found later, and what they weigh."""

    sides: tuple[Rows, Rows]
    keys: Points
    later: Ints
    later_weight: Points

    @classmethod
    def of(cls, mentee: Ints, mentor: Ints, weight: Points, shape: tuple[int, int]) -> Known:
        """Distinct pairs, in any order."""
        keys = mentee.astype(np.int64) * shape[1] + mentor
        order = np.argsort(keys, kind="stable")
        ends, weight = (mentee[order].astype(np.int32), mentor[order].astype(np.int32)), weight[order]
        turned = np.argsort(ends[1], kind="stable")
        none = np.empty(0, np.int32)
        sides = []
        for side, by in ((0, slice(None)), (1, turned)):
            starts = np.searchsorted(ends[side][by], np.arange(shape[side] + 1)).astype(np.int64)
            head = np.full(shape[side], NOBODY, np.int32)
            sides.append(Rows(starts, np.ascontiguousarray(ends[1 - side][by]), weight[by].copy(), head, none))
        return cls((sides[0], sides[1]), keys[order], np.empty((2, 0), np.int32), np.empty(0, np.int64))

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.sides[0].head), len(self.sides[1].head)

    def all(self) -> tuple[Ints, Ints, Points]:
        """Mentee, mentor, weight of each."""
        rows = self.sides[0]
        mentee = np.repeat(np.arange(len(rows.head), dtype=np.int32), np.diff(rows.starts))
        return (
            np.concatenate([mentee, self.later[0]]),
            np.concatenate([rows.other, self.later[1]]),
            np.concatenate([rows.weight, self.later_weight]),
        )

    def of_person(self, side: int, person: int) -> tuple[Ints, Points]:
        """Her pairs: the other person, the weight."""
        rows = self.sides[side]
        begun = slice(rows.starts[person], rows.starts[person + 1])
        later, place = [], int(rows.head[person])
        while place != NOBODY:
            later.append(place)
            place = int(rows.next[place])
        if not later:
            return rows.other[begun], rows.weight[begun]
        return (
            np.concatenate([rows.other[begun], self.later[1 - side][later]]),
            np.concatenate([rows.weight[begun], self.later_weight[later]]),
        )

    def has(self, mentee: Ints, mentor: Ints) -> NDArray[np.bool_]:
        """bool [k]: which pairs are known."""
        m = self.shape[1]
        asked = mentee.astype(np.int64) * m + mentor
        place = np.searchsorted(self.keys, asked)
        begun = np.append(self.keys, -1)[place] == asked
        return np.asarray(begun | np.isin(asked, self.later[0].astype(np.int64) * m + self.later[1]), np.bool_)

    def reweighed(self, mentee: Ints, mentor: Ints, weight: Points) -> Known:
        """The same pairs, these known ones with other weights."""
        known = self.all()
        keys = known[0].astype(np.int64) * self.shape[1] + known[1]
        order = np.argsort(keys)
        known[2][order[np.searchsorted(keys[order], mentee.astype(np.int64) * self.shape[1] + mentor)]] = weight
        return Known.of(*known, self.shape)

    def with_more(self, mentee: Ints, mentor: Ints, weight: Points) -> Known:
        """Pairs that were not known, and distinct."""
        if not len(weight):
            return self
        later = np.concatenate([self.later, np.array([mentee, mentor], np.int32)], axis=1)
        weights = np.concatenate([self.later_weight, weight])
        if len(weights) > max(LATER, len(self.keys) // 4):
            return Known.of(*replace(self, later=later, later_weight=weights).all(), self.shape)
        sides = [_linked(rows, people) for rows, people in zip(self.sides, (mentee, mentor), strict=True)]
        return Known((sides[0], sides[1]), self.keys, later, weights)


def _linked(rows: Rows, people: Ints) -> Rows:
    head, following = rows.head.copy(), np.concatenate([rows.next, np.empty(len(people), np.int32)])
    for place, person in enumerate(people.tolist(), len(rows.next)):
        following[place] = head[person]
        head[person] = place
    return replace(rows, head=head, next=following)
