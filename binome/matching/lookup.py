"""A column found by its name and kind, and both sides read in one vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from binome.matching.problem import (
    Category,
    Column,
    Ints,
    Labels,
    Number,
    PairList,
    People,
    Points,
    ProblemError,
    Vector,
)
from binome.matching.tables import ranges

Some = TypeVar("Some", bound=Column)

KINDS = {Category: "one label", Labels: "several labels", Number: "one whole number", Vector: "one vector"}


def find(people: People, side: str, column: str, kind: type[Some], user: str) -> Some:
    """The column of this name, of this kind. `side` and `user` are for the sentence of the ProblemError."""
    found = people.columns.get(column)
    if found is None:
        known = ", ".join(f"“{name}”" for name in sorted(people.columns)) or "no column at all"
        raise ProblemError(f"{user}: the {side} have no column “{column}”; they have {known}.")
    if not isinstance(found, kind):
        raise ProblemError(
            f"{user}: the column “{column}” of the {side} holds {KINDS[type(found)]} a person; "
            f"{KINDS[kind]} a person is needed."
        )
    return found


@lru_cache(maxsize=256)
def _places(labels: tuple[str, ...], others: tuple[str, ...]) -> Ints:
    """For each of the `others`, its place in the vocabulary of `labels` followed by the others: int32."""
    places: dict[str, int] = {}
    for label in (*labels, *others):
        places.setdefault(label, len(places))
    return np.array([places[label] for label in others], np.int32)


def vocabulary(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    """The labels of both, once each: what `in_common` numbers."""
    return tuple(dict.fromkeys((*first, *second)))


def in_common(codes: Ints, labels: tuple[str, ...], mentee_labels: tuple[str, ...]) -> Points:
    """Codes over `labels` as codes over `vocabulary(mentee_labels, mentor labels)`; -1 stays. int64."""
    if not len(labels):
        return np.full(len(codes), -1, np.int64)
    return np.where(codes < 0, -1, _places(mentee_labels, labels)[codes]).astype(np.int64)


def entries(labels: Labels, people: Ints) -> tuple[Points, Ints, NDArray[np.int64]]:
    """The labels of some people, one after the other: place in `people`, code, level. [e] each."""
    starts = labels.starts[people]
    lengths = labels.starts[people.astype(np.int64) + 1] - starts
    where = ranges(starts, lengths)
    return np.repeat(np.arange(len(people)), lengths), labels.codes[where], labels.levels[where].astype(np.int64)


def words_of(column: Category, person: int) -> str:
    """A person's label, or nothing."""
    code = int(column.codes[person])
    return column.labels[code] if code >= 0 else ""


def places_in(known: PairList, pairs: PairList) -> Ints:
    """The place of each pair in a list of distinct pairs; the list's length where it isn't there. int32 [k]."""
    near = np.flatnonzero(np.isin(known.mentee, pairs.mentee))
    couples = zip(known.mentee[near].tolist(), known.mentor[near].tolist(), strict=True)
    places = dict(zip(couples, near.tolist(), strict=True))
    asked = zip(pairs.mentee.tolist(), pairs.mentor.tolist(), strict=True)
    return np.array([places.get(pair, len(known)) for pair in asked], np.int32)
