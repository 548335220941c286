"""Whole points shared out: by the largest remainder over labels, over the numbers of a vector by rounding."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from binome.matching.problem import Points

STEPS = 128  # of length, tried until the rounded vector is short enough


def apportion(weights: Points, owner: Points, totals: Points) -> Points:
    """Each owner's total shared between her entries as their weights, in whole numbers: int64 [e].

    `owner`: int64 [e], rising, a place in `totals`. Largest remainder (A. Hamilton, 1792): everyone's share rounded
    down, then one more to the largest remainders, the first listed among equals. An owner's shares add up to her total.
    """
    total = np.zeros(len(totals), np.int64)
    np.add.at(total, owner, weights)
    exact = weights * totals[owner]
    shares = exact // total[owner]
    given = np.zeros(len(totals), np.int64)
    np.add.at(given, owner, shares)
    order = np.lexsort((-(exact % total[owner]), owner))
    rank = np.empty(len(owner), np.int64)
    rank[order] = np.arange(len(owner)) - np.searchsorted(owner, owner)
    return np.asarray(shares + (rank < (totals - given)[owner]), np.int64)


def scaled(vectors: NDArray[np.int8], points: int) -> NDArray[np.int8]:
    """Vectors brought to a length of about sqrt(points), never more: two of them have a dot product of about
    points * cosine, and never above `points` (Cauchy and Schwarz). int8 [n, d], points <= 127 * 127.

    Only exactly rounded operations (integer sums, one square root, products): the same on any processor.
    """
    found = np.zeros_like(vectors)
    squares = np.einsum("ij,ij->i", vectors, vectors, dtype=np.int64)
    left = np.flatnonzero(squares)
    for step in range(STEPS):
        scale = np.sqrt(points / squares[left]) * ((STEPS - step) / STEPS)
        found[left] = np.rint(vectors[left] * scale[:, None])
        left = left[np.einsum("ij,ij->i", found[left], found[left], dtype=np.int64) > points]
        if not len(left):
            break
    found[left] = 0
    return found
