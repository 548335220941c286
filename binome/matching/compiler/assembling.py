"""All parts put together: rows, vectors, gates, exclusions, bonuses, and bounds on every affinity."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, hstack, vstack

from binome.matching.compiler.checks import check_problem
from binome.matching.compiler.fingerprint import fingerprint
from binome.matching.compiler.folding import fold
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
    left, right = _rows(problem)
    left, right, spilled = _spill(left, right)
    bonus = _bonus(problem, spilled)
    vectors = _vectors(problem)
    low, high = _bounds(left, right, bonus, vectors)
    return Tables(
        values=right.astype(np.int16).toarray(),
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


def _rows(problem: Problem) -> tuple[csr_array, csr_array]:
    """All criteria side by side, folded, without rows that bring nothing: int64 [n, r] and [r, m]."""
    n, m = len(problem.mentees), len(problem.mentors)
    parts = [_lean(part) for criterion in problem.criteria if (part := part_of(criterion, problem)) is not None]
    offsets = np.cumsum([0, *(part.left.shape[1] for part in parts)])
    units = [unit + start for part, start in zip(parts, offsets, strict=False) for unit in part.units]
    none = csr_array((n, 0), dtype=np.int64), csr_array((0, m), dtype=np.int64)
    left = csr_array(hstack([none[0], *(part.left for part in parts)], format="csr"))
    right = csr_array(vstack([none[1], *(part.right for part in parts)], format="csr"))
    left, right = fold(Part(left, right, tuple(units)))
    lean = _lean(Part(left, right))
    return lean.left, lean.right


def _lean(part: Part) -> Part:
    """Without the rows that no mentee or no mentor has, and without zeros."""
    left, right = part.left.copy(), part.right.copy()
    for matrix in (left, right):
        matrix.eliminate_zeros()
        matrix.sort_indices()
    kept = (np.bincount(left.indices, minlength=left.shape[1]) > 0) & (np.diff(right.indptr) > 0)
    places = np.cumsum(kept) - 1
    units = (places[unit[kept[unit]]] for unit in part.units)
    return Part(
        csr_array(left[:, np.flatnonzero(kept)]),
        csr_array(right[np.flatnonzero(kept)]),
        tuple(unit for unit in units if len(unit)),
    )


def _spill(left: csr_array, right: csr_array) -> tuple[csr_array, csr_array, csr_array]:
    """Rows as many as there is room for. The points of the rarest others go to single pairs: int64 [n, m]."""
    room = ROOM // max(1, 2 * right.shape[1])
    mentees = np.bincount(left.indices, minlength=left.shape[1]).astype(np.int64)
    pairs = mentees * np.diff(right.indptr)
    order = np.argsort(-pairs, kind="stable")
    kept, rare = np.sort(order[:room]), np.sort(order[room:])
    if int(pairs[rare].sum()) > MOST_BONUSES:
        raise ProblemError(
            f"The criteria compare {len(order)} different values, too many for {right.shape[1]} mentors: "
            f"group the values of a column."
        )
    spilled = csr_array(left[:, rare] @ right[rare])
    return csr_array(left[:, kept]), csr_array(right[kept]), spilled


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
    left: csr_array, right: csr_array, bonus: csr_array, vectors: tuple[NDArray[np.int8], NDArray[np.int8]]
) -> tuple[int, int]:
    """Bounds on every affinity: for each mentee, the best mentor of each of her rows, the longest vector (Cauchy and
    Schwarz), her largest bonus."""
    if not left.shape[0] or not right.shape[1]:
        return 0, 0
    most = _row_ends(right)
    highest = left @ most[1] + _row_ends(bonus)[1]
    lowest = left @ most[0]
    longest = [int(np.einsum("ij,ij->i", side, side, dtype=np.int64).max(initial=0)) for side in vectors]
    turn = math.isqrt(longest[0] * longest[1])
    return int(lowest.min()) - turn, int(highest.max()) + turn


def _row_ends(matrix: csr_array) -> tuple[Points, Points]:
    """The smallest and the largest value of each row, absent ones being 0."""
    full = np.diff(matrix.indptr) == matrix.shape[1]
    ends = []
    for pick, worst in ((np.minimum, 2**31), (np.maximum, -(2**31))):
        found = np.where(full, worst, 0).astype(np.int64)
        pick.at(found, np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr)), matrix.data)
        ends.append(found)
    return ends[0], ends[1]


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
