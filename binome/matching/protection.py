"""How the worst-off are protected: the highest floor that keeps the number matched (curves are in `curve.py`)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from binome.matching.columns import Optimum, never, solve_all_pairs
from binome.matching.curve import floors
from binome.matching.kernels import Arcs, Kernel, Weighing
from binome.matching.problem import Ints
from binome.matching.solvers import Solver


def highest_floor(
    kernel: Kernel, solver: Solver, matched: int, arcs: Arcs, expired: Callable[[], bool] = never
) -> tuple[int, Ints]:
    """The highest share (whole per cents) under which `matched` places can still be filled, by bisection."""
    highest = kernel.highest()
    low, high = 0, 100
    while low < high and not expired():
        share = (low + high + 1) // 2
        if fillable(kernel, solver, floors(highest, share), arcs) >= matched:
            low = share
        else:
            high = share - 1
    return low, floors(highest, low)


def fillable(kernel: Kernel, solver: Solver, floor: Ints, arcs: Arcs) -> int:
    """How many places can be filled at most with pairs that reach their floor."""
    return int(filling(kernel, solver, floor, arcs).solution.chosen.sum())


def filling(kernel: Kernel, solver: Solver, floor: Ints, arcs: Arcs) -> Optimum:
    """A choice with as many pairs as possible, and its proof: every pair weighs 1."""
    tables = kernel.tables
    alike = np.zeros(tables.high - tables.low + 1, np.int64)
    return solve_all_pairs(kernel, solver, Weighing(1, alike, tables.low, floor), arcs)
