"""All parts put together: rows, vectors, gates, exclusions, bonuses, and bounds on every affinity."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, hstack, vstack

from binome.matching.compiler.checks import check_problem
from binome.matching.compiler.fingerprint import fingerprint
from binome.matching.compiler.gates import gates_of
from binome.matching.compiler.parts import Part, part_of
from binome.matching.criteria import Alike
from binome.matching.problem import Points, Problem, ProblemError
from binome.matching.shares import scaled
from binome.matching.tables import PairPoints, Tables

ROOM = 512 * 2**20  # bytes for the rows of values; the rarest rows beyond become bonuses of single pairs
MOST_BONUSES = 100_000_000  # pairs


def compile_problem(problem: Problem) -> Tables:
    """Integer tables that give every pair the points of its criteria, wishes and stickiness, and bar what rules bar.

    Raises ProblemError, one sentence, for anything wrong in the problem.
    """
    check_problem(problem)
    part, spilled = _spill(_lean(_side_by_side(problem)))
    left, values = part.left, np.ascontiguousarray(part.right.astype(np.int16).toarray())
    bonus = _bonus(problem, spilled)
    vectors = _vectors(problem)
    low, high = _bounds(left, values, bonus, vectors)
    return Tables(
        values=values,
        starts=left.indptr.astype(np.int64),
        row=left.indices.astype(np.int32),
        times=left.data.astype(np.int16),
        mentee_vectors=vectors[0],
        mentor_vectors=vectors[1],
        gates=gates_of(problem),
        excluded=_excluded(problem),
        bonus=PairPoints(bonus.indptr.astype(np.int64), bonus.indices.astype(np.int32), bonus.data.astype(np.int32)),
        mentee_places=problem.mentees.places.astype(np.int32),
        mentor_places=problem.mentors.places.astype(np.int32),
        low=low,
        high=high,
        fingerprint=fingerprint(problem),
    )


def _side_by_side(problem: Problem) -> Part:
    """All criteria as one part."""
    parts = [part for criterion in problem.criteria if (part := part_of(criterion, problem)) is not None]
    none = csr_array((len(problem.mentees), 0), dtype=np.int64), csr_array((0, len(problem.mentors)), dtype=np.int64)
    return Part(
        csr_array(hstack([none[0], *(part.left for part in parts)], format="csr")),
        csr_array(vstack([none[1], *(part.right for part in parts)], format="csr")),
    )


def _lean(part: Part) -> Part:
    """Without zeros, nor rows that no mentee or no mentor has."""
    part.left.eliminate_zeros()
    part.right.eliminate_zeros()
    mentees = np.bincount(part.left.indices, minlength=part.left.shape[1])
    kept = np.flatnonzero((mentees > 0) & (np.diff(part.right.indptr) > 0))
    return Part(csr_array(part.left[:, kept]), csr_array(part.right[kept]))


def _spill(part: Part) -> tuple[Part, csr_array]:
    """Rows as many as there is room for. The points of the rarest others go to single pairs: int64 [n, m]."""
    room = ROOM // max(1, 2 * part.right.shape[1])
    mentees = np.bincount(part.left.indices, minlength=part.left.shape[1]).astype(np.int64)
    pairs = mentees * np.diff(part.right.indptr)
    order = np.argsort(-pairs, kind="stable")
    kept, rare = np.sort(order[:room]), order[room:]
    if int(pairs[rare].sum()) > MOST_BONUSES:
        raise ProblemError(
            f"The criteria compare {len(pairs)} different values, too many for {part.right.shape[1]} mentors: "
            f"group the values of a column."
        )
    some = Part(csr_array(part.left[:, kept]), csr_array(part.right[kept]))
    return some, csr_array(part.left[:, rare] @ part.right[rare])


def _bonus(problem: Problem, spilled: csr_array) -> csr_array:
    """Points of single pairs: spilled rows, wishes of both sides, current pairs."""
    found = [spilled]
    steps = np.array([*problem.wish_points, 0], np.int64)
    for wishes in (problem.mentee_wishes, problem.mentor_wishes):
        points = steps[np.minimum(wishes.rank.astype(np.int64), len(steps) - 1)]
        found.append(csr_array(coo_array((points, (wishes.pairs.mentee, wishes.pairs.mentor)), shape=spilled.shape)))
    kept = np.full(len(problem.current), problem.stickiness, np.int64)
    current = problem.current.mentee, problem.current.mentor
    found.append(csr_array(coo_array((kept, current), shape=spilled.shape)))
    total = csr_array(sum(found[1:], start=found[0]))
    total.eliminate_zeros()
    total.sort_indices()
    return total


def _vectors(problem: Problem) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """The vectors of all criteria that compare directions, side by side."""
    sides: tuple[list[NDArray[np.int8]], ...] = tuple(
        [np.empty((len(people), 0), np.int8)] for people in (problem.mentees, problem.mentors)
    )
    for criterion in problem.criteria:
        if isinstance(criterion, Alike) and criterion.points:
            for side, column in zip(sides, criterion.both(problem), strict=True):
                side.append(scaled(column.values, criterion.points))
    return np.concatenate(sides[0], axis=1), np.concatenate(sides[1], axis=1)


def _bounds(
    left: csr_array,
    values: NDArray[np.int16],
    bonus: csr_array,
    vectors: tuple[NDArray[np.int8], NDArray[np.int8]],
) -> tuple[int, int]:
    """Bounds on every affinity: for each mentee, the best mentor of each of her rows, the longest vector (Cauchy and
    Schwarz), her largest bonus."""
    if not left.shape[0] or not values.shape[1]:
        return 0, 0
    lowest = left @ values.min(axis=1).astype(np.int64)
    highest = left @ values.max(axis=1).astype(np.int64)
    np.add.at(highest, *_largest(bonus))
    longest = [int(np.einsum("ij,ij->i", side, side, dtype=np.int64).max(initial=0)) for side in vectors]
    turn = math.isqrt(longest[0] * longest[1])
    return int(lowest.min()) - turn, int(highest.max()) + turn


def _largest(bonus: csr_array) -> tuple[Points, Points]:
    """The mentees who have a bonus, and their largest."""
    owners = np.flatnonzero(np.diff(bonus.indptr))
    return owners, np.maximum.reduceat(bonus.data, bonus.indptr[owners]) if len(owners) else bonus.data


def _excluded(problem: Problem) -> PairPoints:
    """Each excluded pair once, with its first reason; the same person on both sides before all."""
    n, m = len(problem.mentees), len(problem.mentors)
    places = {name: place for place, name in enumerate(problem.mentors.ids)}
    own = [(i, places[name], -1) for i, name in enumerate(problem.mentees.ids) if name in places]
    found = [np.array(own, np.int64).reshape(-1, 3)]
    for reason, exclusion in enumerate(problem.excluded):
        pairs = exclusion.pairs
        found.append(np.stack([pairs.mentee, pairs.mentor, np.full(len(pairs), reason)], axis=1))
    mentee, mentor, reason = np.concatenate(found).astype(np.int64).T
    keys, first = np.unique(mentee * max(1, m) + mentor, return_index=True)
    starts = np.searchsorted(keys, np.arange(n + 1, dtype=np.int64) * max(1, m))
    return PairPoints(starts.astype(np.int64), mentor[first].astype(np.int32), reason[first].astype(np.int32))
