"""The best circles of a small population, exactly: every possible circle is a column of a mixed-integer programme.

Source: set partitioning, E. Balas and M. W. Padberg, "Set partitioning: a survey", 1976; solved by HiGHS.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array, vstack

from binome.matching.problem import Points

POSSIBLE = 12_000  # circles: HiGHS takes a few seconds
NODES = 2_000  # of its search tree: then it is given up (a clock would make answers differ)


def best_partition(
    weight: Points, possible: NDArray[np.bool_], smallest: int, largest: int, most: int = POSSIBLE
) -> list[tuple[int, ...]] | None:
    """The circles that place the most people, then weigh the most. None where there are over
    `most` possible circles, or where the search for the best is too long.

    `weight`: int64 [n, n], symmetric; `possible`: bool [n, n], symmetric, for every couple inside a circle.
    """
    circles = _possible_circles(possible, smallest, largest, most)
    if circles is None or not circles:
        return circles
    size = np.array([len(circle) for circle in circles])
    value = np.array([weight[np.ix_(circle, circle)].sum() // 2 for circle in circles])
    starts = np.concatenate([[0], np.cumsum(size)])
    members = np.concatenate([np.array(circle) for circle in circles])
    inside = csc_array((np.ones(len(members)), members, starts), shape=(len(weight), len(circles)))
    fullest = _chosen(-size, inside, np.ones(len(weight)))
    if fullest is None:
        return None
    enough = vstack([inside, csc_array(-size[None])])
    best = _chosen(-value, enough, np.append(np.ones(len(weight)), -size[fullest].sum()))
    return None if best is None else [circles[place] for place in np.flatnonzero(best)]


def _possible_circles(
    possible: NDArray[np.bool_], smallest: int, largest: int, most: int
) -> list[tuple[int, ...]] | None:
    """Every set of people, two by two possible, of these sizes, its members in order; None once over `most`."""
    after = [set((np.flatnonzero(possible[k, k + 1 :]) + k + 1).tolist()) for k in range(len(possible))]
    found: list[tuple[int, ...]] = []
    growing: list[tuple[tuple[int, ...], set[int]]] = [((k,), after[k]) for k in range(len(possible))]
    while growing:
        circle, others = growing.pop()
        if len(circle) >= smallest:
            found.append(circle)
        if len(found) + len(growing) > most:
            return None
        if len(circle) < largest:
            growing += [((*circle, k), others & after[k]) for k in sorted(others)]
    return sorted(found)


def _chosen(cost: Points, constraints: csc_array, upper: NDArray[np.float64]) -> NDArray[np.bool_] | None:
    answer = milp(
        cost,
        constraints=LinearConstraint(constraints, -np.inf, upper),
        integrality=np.ones(len(cost)),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0, "node_limit": NODES},
    )
    return np.asarray(answer.x > 0.5, np.bool_) if answer.status == 0 else None
