"""How the worst-off are protected: a concave curve over points, or a floor relative to one's own best partner.

A plain floor (nobody under t points) is nearly useless: the one person with the poorest options pins it. A floor
relative to each person's own best eligible partner, and a concave curve, both move what can be moved.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, localcontext

import numpy as np

from binome.matching.columns import Optimum, never, solve_all_pairs
from binome.matching.kernels import Arcs, Kernel, Weighing
from binome.matching.problem import Ints, Points
from binome.matching.solvers import Solver
from binome.matching.tables import Tables

SCALE = 10**6  # the curve's units: differences of one point stay visible where most pairs are
PRECISION = 40  # digits


def gentle_curve(tables: Tables) -> Points:
    """int64 [high - low + 1]: for s = low, low + 1…, SCALE * (1 - exp(-s / t)) rounded up, t = 15 % of `high`.

    MATCHING's exp(-s / 150) on affinities of about 1,000 points, scaled to the programme's own points. Computed in
    whole numbers: the machine's own exponential may differ in its last digit from another's.
    """
    scale = max(20, tables.high * 15 // 100, -tables.low // 10)  # far under 0, the curve would leave int64
    with localcontext() as context:
        context.prec = PRECISION
        unit = 10**PRECISION
        ratio = int((Decimal(-1) / scale).exp() * unit)
        power = int((Decimal(-tables.low) / scale).exp() * unit)
    curve = []
    for _ in range(tables.high - tables.low + 1):
        curve.append(SCALE - SCALE * power // unit)
        power = power * ratio // unit
    return np.array(curve, np.int64)


def floors(highest: Points, share: int) -> Ints:
    """The least points that each mentee accepts: `share` per cent of her best eligible pair's, rounded up; int32 [n].

    No floor under a share of 0, nor where her best brings nothing or less: there is nothing to protect.
    """
    floor = -(-highest * share // 100)
    return np.where((highest > 0) & (share > 0), floor, np.iinfo(np.int32).min).astype(np.int32)


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
