"""Fewer rows for each mentee: where few combinations of some rows exist, each combination becomes one row.

A mentee of the sector 3 at the stage 1 who is free on three evenings has one row of points instead of five. Kernels go
through a mentee's rows for every mentor: their time falls in proportion, and the affinities are the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, hstack, vstack

from binome.matching.compiler.parts import Part
from binome.matching.problem import Points

COMBINATIONS = 160  # rows that one fold may make: more would leave the processor's cache
UNITS = 64  # folded at most: a criterion with more labels has them rarely together


@dataclass(frozen=True, eq=False)
class _Fold:
    """Rows merged so far, and each mentee's combination of them: int64 [n], under `count`."""

    rows: tuple[int, ...]
    codes: Points
    count: int
    units: int = 1


def fold(part: Part) -> tuple[csr_array, csr_array]:
    """Left and right matrices with the same product and fewer entries on the left."""
    n = part.left.shape[0]
    folds: list[_Fold] = []
    columns = part.left.tocsc()
    for rows in sorted(part.units, key=lambda rows: (-len(rows), rows[0] if len(rows) else 0))[:UNITS]:
        unit = _Fold(tuple(rows.tolist()), *_codes(columns[:, rows], n))
        if unit.count > COMBINATIONS:
            continue
        merged = next((_merged(one, unit) for one in folds if _fits(one, unit)), None)
        if merged is None:
            folds.append(unit)
        else:
            folds = [merged if set(one.rows) < set(merged.rows) else one for one in folds]
    worth = [one for one in folds if one.units > 1]
    kept = np.setdiff1d(np.arange(part.left.shape[1]), [row for one in worth for row in one.rows])
    lefts, rights = [part.left[:, kept]], [part.right[kept]]
    for one in worth:
        left, right = _combined(part, one)
        lefts.append(left)
        rights.append(right)
    return csr_array(hstack(lefts, format="csr")), csr_array(vstack(rights, format="csr"))


def _codes(columns: csr_array, n: int) -> tuple[Points, int]:
    """Which entry each mentee has among columns of which she has at most one: 0 for none."""
    entries = columns.tocoo()
    different, places = np.unique(entries.col.astype(np.int64) * 2**32 + entries.data, return_inverse=True)
    codes = np.zeros(n, np.int64)
    codes[entries.row] = places + 1
    return codes, len(different) + 1


def _pairs(one: _Fold, unit: _Fold) -> Points:
    return one.codes * unit.count + unit.codes


def _fits(one: _Fold, unit: _Fold) -> bool:
    met = np.bincount(_pairs(one, unit), minlength=1)
    return int(np.count_nonzero(met)) <= COMBINATIONS


def _merged(one: _Fold, unit: _Fold) -> _Fold:
    both = _pairs(one, unit)
    met = np.bincount(both, minlength=1) > 0
    codes = (np.cumsum(met) - 1)[both]
    return _Fold(one.rows + unit.rows, codes, int(met.sum()), one.units + 1)


def _combined(part: Part, one: _Fold) -> tuple[csr_array, csr_array]:
    """One row for each combination that some mentee has."""
    n = len(one.codes)
    _, first = np.unique(one.codes, return_index=True)
    rows = np.sort(np.array(one.rows))
    right = part.left[first][:, rows] @ part.right[rows]
    left = csr_array((np.ones(n, np.int64), one.codes, np.arange(n + 1)), shape=(n, len(first)))
    return left, csr_array(right)
