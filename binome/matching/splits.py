"""Two circles dissolved and built anew: every way to share their people out is weighed at once, by one product.

This is the step of `circles.py`. It holds every exchange of one or several people between two circles, every move,
every merging and every splitting (an empty circle is one of the two).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from binome.matching.problem import Ints, Points


@dataclass(frozen=True, eq=False)
class Splits:
    """The p ways to share t people between two groups. `first`: bool [p, t], who is in the first group. `together`:
    float64 [p, t(t-1)/2], 1 for each couple in the same circle; `placed`: int64 [p], how many people are in one: a
    group under the smallest size is no circle."""

    first: NDArray[np.bool_]
    together: NDArray[np.float64]
    placed: Points


@lru_cache(maxsize=64)
def splits(people: int, smallest: int, largest: int) -> Splits:
    """All splits into two groups of `largest` at most. The first person stays in the first group, or is alone in it:
    the two groups are not told apart."""
    rows = [
        np.isin(np.arange(people), (0, *others))
        for size in range(max(1, people - largest), min(largest, people) + 1)
        for others in combinations(range(1, people), size - 1)
    ]
    first = np.array(rows, np.bool_)
    sizes = first.sum(axis=1)
    sizes = np.stack([sizes, people - sizes], axis=1)
    circle = sizes >= smallest
    a, b = couples_of(people)
    both, neither = first[:, a] & first[:, b], ~first[:, a] & ~first[:, b]
    together = (both & circle[:, :1]) | (neither & circle[:, 1:])
    return Splits(first, together.astype(np.float64), (sizes * circle).sum(axis=1))


@lru_cache(maxsize=64)
def couples_of(people: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The t(t-1)/2 couples of t people, as two arrays of places."""
    first, second = np.triu_indices(people, 1)
    return first, second


def gathered(members: Ints, people: int) -> Ints:
    """int32 [b, people]: the people of groups of so many (int32 [b, seats], -1 for an empty seat)."""
    order = np.argsort(members < 0, axis=1, kind="stable")
    return np.take_along_axis(members, order, axis=1)[:, :people]


def shared_out(people: Ints, first: NDArray[np.bool_], largest: int) -> tuple[Ints, Ints]:
    """The members of both groups, int32 [b, largest] twice, -1 for an empty seat; people int32 [b, t], first [b, t]."""
    order = np.argsort(~first, axis=1, kind="stable")
    empty = np.full((len(people), 2 * largest), -1, np.int32)
    row = np.concatenate([np.take_along_axis(people, order, axis=1), empty], axis=1)
    size = first.sum(axis=1)[:, None]
    seat = np.arange(largest)
    return np.where(seat < size, row[:, :largest], -1).astype(np.int32), np.take_along_axis(row, size + seat, axis=1)
