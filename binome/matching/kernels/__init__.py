"""Kernels: the passes over all pairs, where the time goes. One small interface, two makers, the same answers.

`reference` is numpy alone and always there; `native` is our C, built at install where a compiler exists. Each
method returns the same integers on any processor, number of threads or kernel.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from binome.matching.problem import Ints, Points, ProblemError
from binome.matching.tables import Tables


@dataclass(frozen=True, eq=False)
class Arcs:
    """Eligible pairs with their affinity, sorted by (mentee, mentor), each once. int32 [k], int32 [k], int64 [k]."""

    mentee: Ints
    mentor: Ints
    score: Points

    def __len__(self) -> int:
        return len(self.mentee)


@dataclass(frozen=True, eq=False)
class Weighing:
    """The weight of a pair for one objective: w = base + s, or base + curve[s - low] when a curve is given.

    `curve`: int64 [high - low + 1], increasing. `floor`: int32 [n], pairs of mentee i under floor[i] don't exist.
    """

    base: int
    curve: Points | None = None
    low: int = 0
    floor: Ints | None = None

    def weights(self, score: Points) -> Points:
        """int64 [k] of affinities to int64 [k] of weights (the floor is the caller's business)."""
        return self.base + (score if self.curve is None else self.curve[score - self.low])


class Kernel(Protocol):
    """`tables` is fixed at construction: `Maker(tables, threads=1)`. No method changes anything."""

    name: str
    tables: Tables

    def best(self, count: int) -> Arcs:
        """The `count` eligible mentors of highest affinity for each mentee (ties: the lower place first)."""
        ...

    def price(
        self,
        u: Points,
        v: Points,
        weighing: Weighing,
        *,
        count: int,
        margin: int = 0,
        mentees: Ints | None = None,
        mentors: Ints | None = None,
    ) -> tuple[Arcs, NDArray[np.bool_]]:
        """Eligible pairs whose weight exceeds u_i + v_j + margin (margin -1: the tight ones too), the `count`
        largest excesses of each mentee (ties: lower place first). All pairs, or only those of the given mentees
        and/or mentors (sorted places). Second value: bool [n], True where a mentee had more than `count`."""
        ...

    def eligible(self) -> Points:
        """int64 [n]: how many eligible mentors each mentee has."""
        ...

    def highest(self) -> Points:
        """int64 [n]: each mentee's highest eligible affinity; tables.low - 1 where she has nobody."""
        ...


def choose(name: str, tables: Tables, threads: int = 1) -> Kernel:
    """The kernel of that name; "auto" is the native one where it is built. Raises ProblemError."""
    from binome.matching.kernels.native import NativeKernel
    from binome.matching.kernels.reference import ReferenceKernel
    from binome.matching.native.library import load

    if name == "auto":
        name = "native" if load() else "reference"
    makers: dict[str, type[NativeKernel] | type[ReferenceKernel]]
    makers = {"native": NativeKernel, "reference": ReferenceKernel}
    if name not in makers:
        raise ProblemError(f"There is no kernel “{name}”: choose auto, native or reference.")
    return makers[name](tables, threads)
