"""Each criterion as two sparse matrices whose product is its points: mentees x rows, times rows x mentors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from binome.matching.criteria import Closeness, Criterion, Gap, OfCategory, Overlap, Same, Shared
from binome.matching.lookup import in_common, vocabulary
from binome.matching.problem import Labels, Points, Problem, ProblemError
from binome.matching.tables import LIMIT
from binome.matching.words import Words

MOST_COUPLES = 50_000_000  # of different values of one column


@dataclass(frozen=True, eq=False)
class Part:
    """`left`: int64 [n, r], `right`: int64 [r, m]."""

    left: csr_array
    right: csr_array


def part_of(criterion: Criterion, problem: Problem) -> Part | None:
    """None for a criterion on vectors, which stay as they are."""
    if isinstance(criterion, OfCategory):
        return _category(criterion, problem)
    if isinstance(criterion, Gap):
        return _gap(criterion, problem)
    if isinstance(criterion, Overlap):
        return _overlap(criterion, problem)
    if isinstance(criterion, Shared):
        return _shared(criterion, problem)
    return None


def _category(criterion: OfCategory, problem: Problem) -> Part:
    mentees, mentors = criterion.both(problem)
    labels = vocabulary(mentees.labels, mentors.labels)
    one = in_common(mentees.codes, mentees.labels, mentees.labels)
    other = in_common(mentors.codes, mentors.labels, mentees.labels)
    if isinstance(criterion, Closeness):
        places = {label: place for place, label in enumerate(labels)}
        met = {(places[a], places[b]): p for (a, b), p in criterion.table.items() if a in places and b in places}
        met |= {(k, k): criterion.points for k in range(len(labels)) if (k, k) not in met}
    else:
        assert isinstance(criterion, Same)
        met = {(k, k): criterion.points for k in range(len(labels))}
    couples = np.array(list(met), np.int64).reshape(-1, 2)
    points = np.array(list(met.values()), np.int64)
    table = csr_array((points, (couples[:, 0], couples[:, 1])), shape=(len(labels), len(labels)))
    return _by_table(one, other, table)


_TOO_MANY = Words(
    "Le critère « {label} » : la colonne « {column} » a trop de nombres différents ({one} chez les mentorées, {other} "
    "chez les mentores) ; arrondissez-les.",
    "{criterion}: the column “{column}” has too many different numbers ({one} of mentees, {other} of mentors): "
    "round them.",
)


def _gap(criterion: Gap, problem: Problem) -> Part:
    mentees, mentors = criterion.both(problem)
    one, own = _distinct(mentees.values, mentees.known)
    other, theirs = _distinct(mentors.values, mentors.known)
    if len(own) * len(theirs) > MOST_COUPLES:
        asked = {"criterion": criterion, "label": criterion.label, "column": criterion.column}
        raise ProblemError(_TOO_MANY.about(**asked, one=len(own), other=len(theirs)))
    step = min(criterion.per_step, LIMIT)
    left = criterion.points - np.abs(theirs[None, :] - own[:, None] - criterion.best) * step
    return _by_table(one, other, csr_array(np.maximum(0, left)))


def _distinct(values: NDArray[np.int32], known: NDArray[np.bool_]) -> tuple[Points, Points]:
    """Each person's place among the different known values (-1: not known), and those values: int64."""
    different, places = np.unique(values[known], return_inverse=True)
    codes = np.full(len(values), -1, np.int64)
    codes[known] = places
    return codes, different.astype(np.int64)


def _by_table(one: Points, other: Points, table: csr_array) -> Part:
    """Points by (mentee's code, mentor's code)."""
    right = csr_array(table @ _indicator(other, table.shape[1]).T)
    return Part(_indicator(one, table.shape[0]), right)


def _indicator(codes: Points, width: int) -> csr_array:
    """A 1 at each person's code: int64 [people, width]."""
    known = codes >= 0
    starts = np.concatenate([[0], np.cumsum(known)])
    return csr_array((np.ones(int(starts[-1]), np.int64), codes[known], starts), shape=(len(codes), width))


def _overlap(criterion: Overlap, problem: Problem) -> Part:
    wanted, offered = criterion.both(problem)
    owner = np.repeat(np.arange(len(problem.mentees)), np.diff(wanted.starts))
    shares = criterion.shares(owner, wanted.levels.astype(np.int64), len(problem.mentees))
    return _rows(wanted, offered, shares, offered.levels.astype(np.int64))


def _shared(criterion: Shared, problem: Problem) -> Part:
    mentees, mentors = criterion.both(problem)
    owner = np.repeat(np.arange(len(problem.mentees)), np.diff(mentees.starts))
    shares = criterion.shares(owner, len(problem.mentees))
    return _rows(mentees, mentors, shares, np.ones(len(mentors.codes), np.int64))


def _rows(one: Labels, other: Labels, times: Points, values: Points) -> Part:
    """One row for each label: the mentees' `times` on it, the mentors' `values`."""
    width = len(vocabulary(one.labels, other.labels))
    mine = in_common(one.codes, one.labels, one.labels)
    theirs = in_common(other.codes, other.labels, one.labels)
    left = csr_array((times, mine, one.starts), shape=(len(one.starts) - 1, width))
    right = csr_array((values, theirs, other.starts), shape=(len(other.starts) - 1, width))
    return Part(left, csr_array(right.T))
