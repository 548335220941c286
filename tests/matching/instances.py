"""Random small problems written as a table of points and a table of who may be with whom: for methods on tables."""

import numpy as np

from binome.matching.problem import PairList, Wishes
from binome.matching.tables import PairPoints, Tables


def listed(where, points):
    """The pairs marked in a bool [n, m], with points of the same shape."""
    row, column = np.nonzero(where)
    starts = np.searchsorted(row, np.arange(where.shape[0] + 1)).astype(np.int64)
    return PairPoints(starts, column.astype(np.int32), points[row, column].astype(np.int32))


def tables(points, eligible, mentee_places=None, mentor_places=None, bonus=None):
    """Tables in which each mentee has a row of her own: any points can be written so."""
    n, m = points.shape
    whole = points if bonus is None else points + bonus
    return Tables(
        values=points.astype(np.int16),
        starts=np.arange(n + 1, dtype=np.int64),
        row=np.arange(n, dtype=np.int32),
        times=np.ones(n, np.int16),
        mentee_vectors=np.empty((n, 0), np.int8),
        mentor_vectors=np.empty((m, 0), np.int8),
        gates=(),
        excluded=listed(~eligible, np.zeros((n, m))),
        bonus=listed(np.zeros((n, m), bool) if bonus is None else bonus != 0, whole - points),
        mentee_places=np.ones(n, np.int32) if mentee_places is None else mentee_places.astype(np.int32),
        mentor_places=np.ones(m, np.int32) if mentor_places is None else mentor_places.astype(np.int32),
        low=int(whole.min(initial=0)),
        high=int(whole.max(initial=0)),
        fingerprint="0" * 64,
    )


def population(rng, n, spread=60, density=0.7, symmetric_rule=True):
    """Points and eligibility of one population, nobody with herself."""
    points = rng.integers(-spread // 4, spread, (n, n))
    eligible = rng.random((n, n)) < density
    if symmetric_rule:
        eligible &= eligible.T
    np.fill_diagonal(eligible, False)
    return points, eligible


def wishes(pairs, rank):
    both = np.array(pairs, np.int32).reshape(-1, 2)
    return Wishes(PairList(both[:, 0].copy(), both[:, 1].copy()), np.array(rank, np.int8))
