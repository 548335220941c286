"""What protects the worst-off, in numbers: a concave curve over points, or a floor relative to one's own best partner.

A plain floor (nobody under t points) is nearly useless: the one person with the poorest options pins it. A floor
relative to each person's own best eligible partner, and a concave curve, both move what can be moved.
"""

from __future__ import annotations

from decimal import Decimal, localcontext

import numpy as np

from binome.matching.problem import Ints, Points

SCALE = 10**6  # the curve's units: differences of one point stay visible where most pairs are
PRECISION = 40  # digits


def gentle_curve(low: int, high: int) -> Points:
    """int64 [high - low + 1]: for s = low, low + 1…, SCALE * (1 - exp(-s / t)) rounded up, t = 15 % of `high`.

    MATCHING's exp(-s / 150) on affinities of about 1,000 points, scaled to the programme's own points. Computed in
    whole numbers: the machine's own exponential may differ in its last digit from another's.
    """
    scale = max(20, high * 15 // 100, -low // 10)  # far under 0, the curve would leave int64
    with localcontext() as context:
        context.prec = PRECISION
        unit = 10**PRECISION
        ratio = int((Decimal(-1) / scale).exp() * unit)
        power = int((Decimal(-low) / scale).exp() * unit)
    curve = []
    for _ in range(high - low + 1):
        curve.append(SCALE - SCALE * power // unit)
        power = power * ratio // unit
    return np.array(curve, np.int64)


def floors(highest: Points, share: int) -> Ints:
    """The least points that each mentee accepts: `share` per cent of her best eligible pair's, rounded up; int32 [n].

    No floor under a share of 0, nor where her best brings nothing or less: there is nothing to protect.
    """
    floor = -(-highest * share // 100)
    return np.where((highest > 0) & (share > 0), floor, np.iinfo(np.int32).min).astype(np.int32)
