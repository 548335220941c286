"""Fewer rows for each mentee: where few combinations of some rows exist, each combination becomes one row.

A mentee of the sector 3 at the stage 1 who is free on three evenings has one row of points instead of five. Kernels go
through a mentee's rows for every mentor: their time falls in proportion, and the affinities are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, hstack, vstack

from binome.matching.problem import Points

COMBINATIONS = 160  # rows that one fold may make: more would leave the processor's cache
UNITS = 64  # folded at most: a criterion with more labels has them rarely together


@dataclass(frozen=True, eq=False)
class _Fold:
    """Rows merged so far, and each mentee's combination of them: int64 [n], under `count`; 0 is none of them."""

    rows: tuple[int, ...]
    codes: Points
    count: int
    units: int = 1


def fold(left: csr_array, units: Sequence[Points]) -> tuple[csr_array, csr_array]:
    """`left`, int64 [n, r], as the product of two matrices, [n, s] with fewer entries and [s, r].

    `units`: groups of columns of which a mentee has at most one.
    """
    folds = [one for one in _folds(left, units) if one.units > 1]
    kept = np.setdiff1d(np.arange(left.shape[1]), [row for one in folds for row in one.rows])
    every = csr_array((np.ones(len(kept), np.int64), kept, np.arange(len(kept) + 1)), shape=(len(kept), left.shape[1]))
    lefts, rights = [left[:, kept]], [every]
    for one in folds:
        _, first = np.unique(one.codes, return_index=True)
        some = one.codes > 0
        starts = np.concatenate([[0], np.cumsum(some)])
        shape = (left.shape[0], one.count - 1)
        lefts.append(csr_array((np.ones(int(starts[-1]), np.int64), one.codes[some] - 1, starts), shape=shape))
        inside = np.zeros(left.shape[1], np.int64)
        inside[list(one.rows)] = 1
        rights.append(csr_array(left[first[-shape[1] :]].multiply(inside)))
    return csr_array(hstack(lefts, format="csr")), csr_array(vstack(rights, format="csr"))


def _folds(left: csr_array, units: Sequence[Points]) -> list[_Fold]:
    """Units put together as long as few enough combinations exist, the largest first, each where it first fits."""
    folds: list[_Fold] = []
    columns = left.tocsc()
    for rows in sorted(units, key=lambda rows: (-len(rows), rows[0]))[:UNITS]:
        unit = _Fold(tuple(rows.tolist()), *_codes(columns[:, rows]))
        if unit.count > COMBINATIONS:
            continue
        for place, one in enumerate(folds):
            merged = _merged(one, unit)
            if merged.count <= COMBINATIONS:
                folds[place] = merged
                break
        else:
            folds.append(unit)
    return folds


def _codes(columns: csr_array) -> tuple[Points, int]:
    """Which entry each mentee has among columns of which she has at most one, and how many there are; 0 for none."""
    entries = columns.tocoo()
    different, places = np.unique(entries.col.astype(np.int64) * 2**32 + entries.data, return_inverse=True)
    codes = np.zeros(columns.shape[0], np.int64)
    codes[entries.row] = places + 1
    return codes, len(different) + 1


def _merged(one: _Fold, unit: _Fold) -> _Fold:
    both = one.codes * unit.count + unit.codes
    met = np.bincount(both, minlength=1) > 0
    met[0] = True
    return _Fold(one.rows + unit.rows, (np.cumsum(met) - 1)[both], int(met.sum()), one.units + 1)
