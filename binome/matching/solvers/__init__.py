"""Solvers: the best matching on a given sparse graph, exactly, with its proof. Two makers, the same optimum.

`wheels` is scipy alone and always there; `native` is our C. Both return integers that satisfy, for every arc:

    u_i >= 0, v_j >= 0;  u_i = 0 if mentee i has a place left;  v_j = 0 if mentor j has a place left;
    w_ij <= u_i + v_j on every arc not chosen;  w_ij >= u_i + v_j on every arc chosen

which proves the chosen arcs optimal (linear programming duality). Among equal optima a solver may choose any:
the canonical one is found by `lexicographic.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from binome.matching.problem import Ints, Points, ProblemError


@dataclass(frozen=True, eq=False)
class Graph:
    """Compressed rows sorted by (mentee, mentor). starts int64 [n + 1], mentor int32 [k], weight int64 [k] > 0,
    places of both sides int32 [n] and [m] (>= 0)."""

    starts: NDArray[np.int64]
    mentor: Ints
    weight: Points
    mentee_places: Ints
    mentor_places: Ints


@dataclass(frozen=True, eq=False)
class Solution:
    """`chosen`: bool [k], one for each arc of the graph. u int64 [n], v int64 [m]."""

    chosen: NDArray[np.bool_]
    u: Points
    v: Points


@dataclass(frozen=True, eq=False)
class Edges:
    """A graph without sides: edge k joins first[k] and second[k], each couple once. `levels`: int64 [k] >= 0 each,
    compared one after the other once couples are as many as possible. int32 [k], int32 [k]."""

    people: int
    first: Ints
    second: Ints
    levels: tuple[Points, ...]

    def steps(self) -> list[int]:
        """What one more of anything before each level must weigh, to outweigh all that the level can bring."""
        return [self.people * int(level.max(initial=0)) + 1 for level in self.levels]


class Solver(Protocol):
    name: str

    def solve(self, graph: Graph, start: tuple[Points, Points] | None = None) -> Solution:
        """Exact maximum of the total weight. `start`: earlier (u, v), any values, used only to go faster."""
        ...

    def couples(self, edges: Edges, prices: Points | None = None) -> NDArray[np.bool_]:
        """bool [k]: the best couples, everyone in one at most. `prices`: int64 [people] >= 0, any values, used only to
        go faster; best where price_i + price_j is little over twice (the first of the steps + the first level)."""
        ...


def choose(name: str) -> Solver:
    """The solver of that name; "auto" is the native one where it is built. Raises ProblemError."""
    from binome.matching.native.library import load
    from binome.matching.solvers.native import NativeSolver
    from binome.matching.solvers.wheels import WheelsSolver

    if name == "auto":
        name = "native" if load() else "wheels"
    makers: dict[str, type[NativeSolver] | type[WheelsSolver]] = {"native": NativeSolver, "wheels": WheelsSolver}
    if name not in makers:
        raise ProblemError(f"There is no solver “{name}”: choose auto, native or wheels.")
    return makers[name]()
