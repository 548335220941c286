"""The solver that is always there: scipy and numpy alone.

Where each pair takes the only place of one of its two people (a mentee has one mentor: nearly always), the graph is an
assignment of rows to columns, which scipy solves (LAPJVsp: R. Jonker and A. Volgenant, "A shortest augmenting path
algorithm for dense and sparse linear assignment problems", 1987): one row for each place of a mentee, one column for
each place of a mentor, and one column where that row stays alone. For very few mentors with many places HiGHS solves
the linear programme, whose corners are whole (its constraints are totally unimodular); elsewhere we begin from nothing.
In any case `residual.py` improves what can be improved, and proves the answer in integers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from binome.matching.problem import Points
from binome.matching.solvers import Edges, Graph, Solution
from binome.matching.solvers.blossoms import best_couples
from binome.matching.solvers.residual import Places, prove, spread

TABLE_ENTRIES = 16_000_000  # the largest table: about 0.7 GB while it is built
COPIES = 15  # entries for one arc beyond which, measured, other ways are faster than the table
FEW = 8  # mentors for whom HiGHS is faster than beginning from nothing


class WheelsSolver:
    name = "wheels"

    def __init__(self, table_entries: int = TABLE_ENTRIES) -> None:
        self.table_entries = table_entries

    def solve(self, graph: Graph, start: tuple[Points, Points] | None = None) -> Solution:
        """Exact maximum of the total weight, with its proof. ProblemError when the weights are too large."""
        live = _Live(graph)
        chosen, everybody = live.best_kept()
        if not everybody and live.table_entries() <= min(self.table_entries, COPIES * len(live.arcs)):
            chosen = _assignment(live, start)
        elif not everybody and 1 < np.count_nonzero(live.capacity) <= FEW:
            chosen = _programme(live)
        flags = np.zeros(len(graph.weight), np.bool_)
        flags[live.arcs[chosen]] = True
        return prove(graph, flags)

    def couples(self, edges: Edges, prices: Points | None = None) -> NDArray[np.bool_]:
        """The best couples, by rustworkx."""
        return best_couples(edges, prices)


class _Live:
    """The arcs whose two people have places. Places are at most the number of one's arcs: more would bring nothing."""

    def __init__(self, graph: Graph) -> None:
        n, m = len(graph.mentee_places), len(graph.mentor_places)
        mentee = np.repeat(np.arange(n), np.diff(graph.starts))
        self.arcs = np.flatnonzero((graph.mentee_places[mentee] > 0) & (graph.mentor_places[graph.mentor] > 0))
        self.mentee = mentee[self.arcs]
        self.mentor = graph.mentor[self.arcs].astype(np.int64)
        self.weight = graph.weight[self.arcs]
        self.demand = np.minimum(np.bincount(self.mentee, minlength=n), graph.mentee_places)
        self.capacity = np.minimum(np.bincount(self.mentor, minlength=m), graph.mentor_places)

    def best_kept(self) -> tuple[Places, bool]:
        """The arcs that each mentee prefers, of which a mentor without room for all keeps the best. True when every
        mentor has room: nothing can be better."""
        best = self._first(np.arange(len(self.arcs)), self.mentee, self.demand)
        kept = self._first(best, self.mentor, self.capacity)
        return kept, len(kept) == len(best)

    def _first(self, arcs: Places, people: Places, places: Places) -> Places:
        """Of these arcs, each person's heaviest ones, as many as she has places."""
        order = arcs[np.lexsort((-self.weight[arcs], people[arcs]))]
        rank = np.arange(len(order)) - np.searchsorted(people[order], people[order])
        return np.sort(order[rank < places[people[order]]])

    def table_entries(self) -> float:
        """The size of the table of `_assignment`; infinite if a pair could be taken twice there."""
        d, c = self.demand[self.mentee], self.capacity[self.mentor]
        return np.inf if np.any((d > 1) & (c > 1)) else int((d * c).sum() + self.demand.sum())


def _assignment(live: _Live, start: tuple[Points, Points] | None) -> Places:
    """The arcs chosen by scipy: every place of the mentee with every place of the mentor of every arc, or alone."""
    row_starts = np.concatenate([[0], np.cumsum(live.demand)])
    column_starts = np.concatenate([[0], np.cumsum(live.capacity)])
    asked, offered = int(row_starts[-1]), int(column_starts[-1])
    arc = np.repeat(np.arange(len(live.arcs)), live.demand[live.mentee])
    row = np.repeat(spread(row_starts, live.mentee), live.capacity[live.mentor[arc]])
    column = spread(column_starts, live.mentor[arc])
    arc = np.repeat(arc, live.capacity[live.mentor[arc]])
    table = _from_nothing(live, row, column, arc) if start is None else _from_duals(live, row, column, arc, *start)
    row, column = min_weight_full_bipartite_matching(table)
    paired = (row < asked) & (column < offered)
    mentee = np.searchsorted(row_starts, row[paired], side="right") - 1
    mentor = np.searchsorted(column_starts, column[paired], side="right") - 1
    width = len(live.capacity)
    chosen: Places = np.searchsorted(live.mentee * width + live.mentor, mentee * width + mentor)
    return chosen


def _from_nothing(live: _Live, row: Places, column: Places, arc: Places) -> csr_array:
    """Rows: mentees' places. Columns: mentors' places, then the same mentees' places, where they stay alone.

    Costs go from 1 (the best arc) to best + 1 (alone), as scipy takes 0 for an absent entry.
    """
    asked, offered = int(live.demand.sum()), int(live.capacity.sum())
    alone, places = int(live.weight.max()) + 1, np.arange(asked)
    costs = np.concatenate([alone - live.weight[arc], np.full(asked, alone)]).astype(np.float64)
    entries = (np.concatenate([row, places]), np.concatenate([column, offered + places]))
    return csr_array((costs, entries), shape=(asked, offered + asked))


def _from_duals(live: _Live, row: Places, column: Places, arc: Places, u: Points, v: Points) -> csr_array:
    """The same choice in costs reduced by earlier duals, nearly all zero: scipy is several times faster on them.

    Total weight = all u + all v - (u of places left alone) - (v of places left free) - (u + v - w of chosen arcs),
    so that a free place has a cost too: each mentor's place gets a row, which takes its own column when it is free,
    or else the alone column of the mentee who took it (at no cost). Every entry is raised alike to be above 0.
    """
    asked, offered = int(live.demand.sum()), int(live.capacity.sum())
    places, slots = np.arange(asked), np.arange(offered)
    u, v = (np.clip(duals, 0, live.weight.max()) for duals in (u, v))
    reduced = u[live.mentee] + v[live.mentor] - live.weight
    alone, free = np.repeat(u, live.demand), np.repeat(v, live.capacity)
    costs = np.concatenate([reduced[arc], alone, free, np.zeros(len(arc), np.int64)])
    costs = (costs - costs.min() + 1).astype(np.float64)
    rows = np.concatenate([row, places, asked + slots, asked + column])
    columns = np.concatenate([column, offered + places, slots, offered + row])
    return csr_array((costs, (rows, columns)), shape=(asked + offered, offered + asked))


def _programme(live: _Live) -> Places:
    """The arcs chosen by HiGHS, if they stay within the places; else none."""
    n, m, arcs = len(live.demand), len(live.capacity), np.arange(len(live.arcs))
    entries = (np.concatenate([live.mentee, n + live.mentor]), np.concatenate([arcs, arcs]))
    sums = csr_array((np.ones(2 * len(arcs)), entries), shape=(n + m, len(arcs)))
    limits = np.concatenate([live.demand, live.capacity])
    gains = live.weight / float(live.weight.max())
    found = linprog(-gains, A_ub=sums, b_ub=limits, bounds=(0, 1), method="highs").x
    taken = np.zeros(len(arcs), np.bool_) if found is None else found > 0.5
    return arcs[taken] if np.all(sums @ taken <= limits) else arcs[:0]
