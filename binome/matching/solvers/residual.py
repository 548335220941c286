"""From any matching on a sparse graph to an optimal one and the integers that prove it. Exact, numpy alone.

Source: linear programming duality of the assignment problem, and Klein's cancelling of improving cycles (M. Klein,
"A primal method for minimal cost flows", 1967), by label-correcting sweeps (Bellman–Ford) over arrays.

The conditions on u and v of `solvers/__init__.py` are differences. With a_i = -u_i and a ground g = 0:

    v_j >= a_i + w_ij  on an arc not chosen      a_i >= v_j - w_ij  on a chosen one
    v_j >= g, g >= a_i                           a_i >= g and g >= v_j  while a place is left

so the least labels that satisfy them are the longest paths from the ground, if no cycle gains anything; and a cycle
that gains is a better matching: its arcs change sides.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from binome.matching.problem import Points, ProblemError
from binome.matching.solvers import Graph, Solution

Places = NDArray[np.int64]
Flags = NDArray[np.bool_]

NOWHERE = -(2**62)  # the label of what no path reaches, and the weight of an arc that is not there
LARGEST = 2**61  # no path may weigh more
GROUND = -1  # the parent of a path's first person
FIRST_CHECK = 64  # sweeps before the first search for a gaining cycle; then at every doubling


def spread(starts: Places, rows: Places) -> Places:
    """The places, in a compressed list, of all entries of the given rows, one row after the other."""
    lengths: Places = starts[rows + 1] - starts[rows]
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total, dtype=np.int64) + np.repeat(starts[rows] - ends + lengths, lengths)


def prove(graph: Graph, chosen: Flags) -> Solution:
    """The optimum, reached from `chosen` (bool [k], within everybody's places), with the u and v that prove it.

    Raises ProblemError when a sum along a path could leave int64.
    """
    people = len(graph.mentee_places) + len(graph.mentor_places) + 2
    if len(graph.weight) and int(graph.weight.max()) * people >= LARGEST:
        raise ProblemError(f"The weights are too large to be summed exactly over {people - 2} people.")
    residual = _Residual(graph, chosen)
    while not residual.settle():
        residual.improve()
    return residual.solution()


class _Residual:
    """One matching, its labels, and for each person the arc by which her label came to her."""

    def __init__(self, graph: Graph, chosen: Flags) -> None:
        self.graph = graph
        self.chosen = chosen.copy()
        self.mentor = graph.mentor.astype(np.int64)
        self.mentee = np.repeat(np.arange(len(graph.mentee_places)), np.diff(graph.starts))
        self.live = (graph.mentee_places[self.mentee] > 0) & (graph.mentor_places[self.mentor] > 0)
        self.weight = np.where(self.live, graph.weight, NOWHERE)

    def settle(self) -> bool:
        """Sweep until the labels hold. False: they can't, as some path or cycle of the labels gains."""
        self._begin()
        sweeps, check = 0, FIRST_CHECK
        active = np.flatnonzero(self.a > NOWHERE)
        while len(active):
            active = self._to_mentees(self._to_mentors(active))
            sweeps += 1
            if sweeps == check:
                if len(self._circling()):
                    return False
                check *= 2
        return not (np.any(self.a > 0) or np.any(self.v[self.mentor_left] > 0))

    def _begin(self) -> None:
        graph, chosen = self.graph, np.flatnonzero(self.chosen)
        n, m = len(graph.mentee_places), len(graph.mentor_places)
        self.mentee_left = np.bincount(self.mentee[chosen], minlength=n) < graph.mentee_places
        load = np.bincount(self.mentor[chosen], minlength=m)
        self.mentor_left = load < graph.mentor_places
        self.held = chosen[np.argsort(self.mentor[chosen], kind="stable")]  # the chosen arcs, mentor by mentor
        self.held_starts = np.concatenate([[0], np.cumsum(load)])
        self.open_weight = np.where(self.chosen, NOWHERE, self.weight)
        self.v = np.zeros(m, np.int64)
        self.a = np.where(self.mentee_left, 0, NOWHERE)
        self.mentor_parent = np.full(m, GROUND)
        self.mentee_parent = np.full(n, GROUND)
        self._to_mentees(np.flatnonzero(load))

    def _to_mentors(self, mentees: Places) -> Places:
        """Labels along the arcs not chosen of these mentees. The mentors whose label rose."""
        arcs = spread(self.graph.starts, mentees)
        offers = self.open_weight[arcs] + self.a[self.mentee[arcs]]
        return _raise(self.v, self.mentor_parent, self.mentor[arcs], offers, arcs)

    def _to_mentees(self, mentors: Places) -> Places:
        """Labels along the chosen arcs of these mentors. The mentees whose label rose."""
        arcs = self.held[spread(self.held_starts, mentors)]
        offers = self.v[self.mentor[arcs]] - self.weight[arcs]
        return _raise(self.a, self.mentee_parent, self.mentee[arcs], offers, arcs)

    def _circling(self) -> Places:
        """The mentors whose line of parents never comes to the ground: it turns in a cycle, which gains."""
        m = len(self.v)
        mentee = np.where(self.mentor_parent == GROUND, -1, self.mentee[self.mentor_parent])
        arc = np.where(mentee < 0, GROUND, self.mentee_parent[mentee])
        ancestor = np.append(np.where(arc == GROUND, m, self.mentor[arc]), m)
        for _ in range(m.bit_length() + 1):
            ancestor = ancestor[ancestor]
        return np.flatnonzero(ancestor[:m] < m)

    def improve(self) -> None:
        """Flip the arcs of gaining paths and cycles that have nobody in common, the largest gains first."""
        mentors = np.flatnonzero(self.mentor_left & (self.v > 0))
        mentees = np.flatnonzero(self.a > 0)
        gains = np.concatenate([self.v[mentors], self.a[mentees]])
        ends = [*((int(j), False) for j in mentors), *((int(i), True) for i in mentees)]
        starts = [ends[k] for k in np.argsort(-gains, kind="stable")]
        starts += [(int(j), False) for j in self._circling()]
        used: set[tuple[int, bool]] = set()
        for start in starts:
            walk = self._walk(start, used)
            used.update(walk)
            arcs = np.fromiter(walk.values(), np.int64, len(walk))
            arcs = arcs[arcs != GROUND]
            self.chosen[arcs] = ~self.chosen[arcs]

    def _walk(self, start: tuple[int, bool], used: set[tuple[int, bool]]) -> dict[tuple[int, bool], int]:
        """Back along the parents to the ground, or around a cycle: each person with the arc that leads to her.

        Nothing if somebody on the way was used. A person is (place, is a mentee)."""
        walk: dict[tuple[int, bool], int] = {}
        person, arc = start, 0
        while arc != GROUND:
            if person in used:
                return {}
            if person in walk:
                people = list(walk)
                return {member: walk[member] for member in people[people.index(person) :]}
            place, is_mentee = person
            arc = int(self.mentee_parent[place] if is_mentee else self.mentor_parent[place])
            walk[person] = arc
            person = (int(self.mentor[arc] if is_mentee else self.mentee[arc]), not is_mentee)
        return walk

    def solution(self) -> Solution:
        """The labels as duals. Who has no place costs what she would bring, so that no arc of hers gains."""
        graph = self.graph
        u, v = np.where(graph.mentee_places > 0, -self.a, 0), self.v.copy()
        rest = np.flatnonzero(graph.mentee_places[self.mentee] <= 0)
        np.maximum.at(u, self.mentee[rest], graph.weight[rest] - v[self.mentor[rest]])
        rest = np.flatnonzero(graph.mentor_places[self.mentor] <= 0)
        np.maximum.at(v, self.mentor[rest], graph.weight[rest] - u[self.mentee[rest]])
        return Solution(self.chosen, u, v)


def _raise(labels: Points, parents: Places, people: Places, offers: Points, arcs: Places) -> Places:
    """Raise each person's label to the best offer and remember its arc. Those whose label rose, once each."""
    better = np.flatnonzero(offers > labels[people])
    people, offers, arcs = people[better], offers[better], arcs[better]
    np.maximum.at(labels, people, offers)
    winners = offers == labels[people]
    parents[people[winners]] = arcs[winners]
    return np.unique(people[winners])
