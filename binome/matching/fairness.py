"""Does a matching serve every group alike? Match rates and mean affinities by group, with 95 % intervals.

A group is a label that people bear (a site, an entity, a career stage). It is looked at here, after the matching: no
criterion and no rule sees it unless the organiser asks for parity (parity.py).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from binome.matching.problem import Category, PairList, Points

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Interval:
    low: float
    high: float


@dataclass(frozen=True)
class GroupFigures:
    """One group of one side. `people`: those who asked for a partner (places above 0); `matched`: those who have at
    least one. `mean`: points of their pairs, None without a pair. Intervals are None where nothing can be said."""

    label: str
    people: int
    matched: int
    rate: Interval
    pairs: int
    mean: float | None
    mean_interval: Interval | None


def wilson(successes: int, total: int, confidence: float = CONFIDENCE) -> Interval:
    """The score interval of a proportion: E. B. Wilson, "Probable inference, the law of succession, and statistical
    inference", Journal of the American Statistical Association 22, 1927. Good for small groups too."""
    if not 0 <= successes <= total:
        raise ValueError("There can't be more successes than tries.")
    if not total:
        return Interval(0.0, 1.0)
    z = float(ndtri((1 + confidence) / 2))
    share, width = successes / total, z * z / total
    centre = share + width / 2
    spread = z * math.sqrt(share * (1 - share) / total + width / (4 * total))
    low = 0.0 if successes == 0 else (centre - spread) / (1 + width)
    high = 1.0 if successes == total else (centre + spread) / (1 + width)
    return Interval(low, high)


def mean_interval(values: Points, confidence: float = CONFIDENCE) -> Interval | None:
    """Student's interval of a mean ("The probable error of a mean", Biometrika 6, 1908); None under two values."""
    count = len(values)
    if count < 2:
        return None
    mean = math.fsum(values.tolist()) / count
    variance = math.fsum((value - mean) ** 2 for value in values.tolist()) / (count - 1)
    spread = float(stdtrit(count - 1, (1 + confidence) / 2)) * math.sqrt(variance / count)
    return Interval(mean - spread, mean + spread)


def by_group(
    group: Category, places: NDArray[np.int32], owners: NDArray[np.int32], points: Points
) -> list[GroupFigures]:
    """The figures of each label that someone bears, in the order of the labels; those without a label come last.

    `group` and `places`: one side, [n]. `owners`: the place on that side of each pair's person, [k]; `points`: [k].
    """
    asking = places > 0
    served = np.zeros(len(places), np.bool_)
    served[owners] = True
    found = []
    for code in [*range(len(group.labels)), -1]:
        here = (group.codes == code) & asking
        if not here.any():
            continue
        theirs = points[group.codes[owners] == code]
        people, matched = int(here.sum()), int((here & served).sum())
        mean = math.fsum(theirs.tolist()) / len(theirs) if len(theirs) else None
        found.append(
            GroupFigures(
                label=group.labels[code] if code >= 0 else "",
                people=people,
                matched=matched,
                rate=wilson(matched, people),
                pairs=len(theirs),
                mean=mean,
                mean_interval=mean_interval(theirs),
            )
        )
    return found


def side_of(pairs: PairList, side: int) -> NDArray[np.int32]:
    """The people of one side of each pair: 0 the mentees, 1 the mentors."""
    return pairs.mentor if side else pairs.mentee
