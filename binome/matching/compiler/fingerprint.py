"""The SHA-256 of all that decides a matching: the same on any machine, whatever made the arrays.

Every part is written with its name and length, arrays as little-endian integers of a fixed size, columns and tables
in the order of their names. Labels that are only read (`label`) are left out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from binome.matching.problem import People, Problem

VERSION = "binome problem 1"


def fingerprint(problem: Problem) -> str:
    """Hexadecimal, of a checked problem."""
    digest = _Digest()
    digest.text("version", VERSION)
    for side, people in (("mentees", problem.mentees), ("mentors", problem.mentors)):
        _people(digest, side, people)
    digest.text("criteria", _canonical(problem.criteria))
    digest.text("rules", _canonical(problem.rules))
    rest = (problem.form, problem.protection, problem.wish_points, problem.stickiness, problem.circle_sizes)
    digest.text("settings", _canonical(rest))
    for name in ("mentee_wishes", "mentor_wishes"):
        wishes = getattr(problem, name)
        digest.pairs(name, wishes.pairs.mentee, wishes.pairs.mentor, wishes.rank)
    digest.text("exclusions", str(len(problem.excluded)))
    for exclusion in problem.excluded:
        digest.text("reason", exclusion.reason)
        digest.pairs("excluded", exclusion.pairs.mentee, exclusion.pairs.mentor)
    for name in ("pinned", "current"):
        pairs = getattr(problem, name)
        digest.pairs(name, pairs.mentee, pairs.mentor)
    return digest.end()


class _Digest:
    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def text(self, name: str, value: str) -> None:
        data = value.encode("utf-8", "surrogatepass")
        self._hash.update(f"{name} {len(data)}\n".encode())
        self._hash.update(data)

    def texts(self, name: str, values: Iterable[str]) -> None:
        self.text(name, json.dumps(list(values)))

    def array(self, name: str, values: NDArray[Any]) -> None:
        """Whole numbers, whatever their size here: 8 bytes each, the lowest first."""
        self.text(name, "x".join(map(str, values.shape)))
        self._hash.update(np.ascontiguousarray(values, "<i8").data)

    def pairs(self, name: str, *columns: NDArray[Any]) -> None:
        """The same whatever the order of the pairs."""
        order = np.lexsort(columns[:2])
        for column in columns:
            self.array(name, column[order])

    def end(self) -> str:
        return self._hash.hexdigest()


def _people(digest: _Digest, side: str, people: People) -> None:
    digest.texts(side, people.ids)
    digest.array("places", people.places)
    for name in sorted(people.columns):
        column = people.columns[name]
        digest.text("column", f"{type(column).__name__} {name}")
        for part in fields(column):
            value = getattr(column, part.name)
            if part.name == "labels":
                digest.texts(part.name, value)
            else:
                digest.array(part.name, value)


def _canonical(value: object) -> str:
    """Plain data and frozen dataclasses as JSON, sets and mappings in order."""
    return json.dumps(_plain(value))


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        kept = {part.name: _plain(getattr(value, part.name)) for part in fields(value) if part.name != "label"}
        return [type(value).__name__, sorted(kept.items())]
    if isinstance(value, Mapping):
        return sorted(([_plain(key), _plain(kept)] for key, kept in value.items()), key=json.dumps)
    if isinstance(value, frozenset | set):
        return sorted((_plain(each) for each in value), key=json.dumps)
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, np.integer):
        return int(value)
    return value
