"""The solver that is always there: scipy alone.

The graph becomes an assignment of rows to columns, which scipy solves (LAPJVsp: R. Jonker and A. Volgenant, "A shortest
augmenting path algorithm for dense and sparse linear assignment problems", 1987): one row for each place of a mentee,
one column for each place of a mentor, and one column where that row stays alone. An arc between two people with
several places each could be taken twice: it gets a row and a column of its own (`_shared`).

Where that table would be too large (thousands of mentees and thousands of places of one mentor), HiGHS solves the
linear programme, whose corners are whole. Either way the answer is only a beginning: `residual.py` improves it if it
can be improved, and proves it, in integers.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from binome.matching.problem import Points
from binome.matching.solvers import Graph, Solution
from binome.matching.solvers.residual import Places, prove, spread

TABLE_ENTRIES = 16_000_000  # the largest table: about 0.7 GB while it is built


class WheelsSolver:
    name = "wheels"

    def __init__(self, table_entries: int = TABLE_ENTRIES) -> None:
        self.table_entries = table_entries

    def solve(self, graph: Graph, start: tuple[Points, Points] | None = None) -> Solution:
        """Exact maximum of the total weight, with its proof. ProblemError when the weights are too large."""
        live = _Live(graph)
        if len(live.arcs) == 0:
            chosen = np.zeros(0, np.int64)
        elif (mine := live.everybody_at_best()) is not None:
            chosen = mine
        elif live.entries() <= self.table_entries:
            chosen = live.by_table()
        else:
            chosen = live.by_programme()
        flags = np.zeros(len(graph.weight), np.bool_)
        flags[live.arcs[chosen]] = True
        return prove(graph, flags)


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

    def everybody_at_best(self) -> Places | None:
        """The arcs that each mentee prefers, if no mentor is asked too much: nothing can be better."""
        order = np.lexsort((-self.weight, self.mentee))
        starts = np.searchsorted(self.mentee, np.arange(len(self.demand) + 1))
        rank = np.arange(len(order)) - starts[self.mentee]
        best = order[rank < self.demand[self.mentee]]
        load = np.bincount(self.mentor[best], minlength=len(self.capacity))
        return best if np.all(load <= self.capacity) else None

    def entries(self) -> int:
        """How many entries the table of `by_table` has."""
        d, c = self.demand[self.mentee], self.capacity[self.mentor]
        shared = (d > 1) & (c > 1)
        return int(np.where(shared, d + c + 1, d * c).sum() + self.demand.sum())

    def by_table(self) -> Places:
        """The chosen arcs, by an assignment of rows to columns."""
        table = _Table(self)
        row, column = min_weight_full_bipartite_matching(table.costs())
        return table.read(row, column)

    def by_programme(self) -> Places:
        """The chosen arcs, by HiGHS: the constraints of a transport problem are totally unimodular."""
        arcs, people = np.arange(len(self.arcs)), len(self.demand)
        rows = np.concatenate([self.mentee, people + self.mentor])
        ones = np.ones(2 * len(arcs))
        limits = np.concatenate([self.demand, self.capacity])
        matrix = csr_array((ones, (rows, np.concatenate([arcs, arcs]))), shape=(len(limits), len(arcs)))
        scale = float(self.weight.max())
        found = linprog(-self.weight / scale, A_ub=matrix, b_ub=limits, bounds=(0, 1), method="highs")
        if found.x is None:
            return arcs[:0]
        return self._within_places(np.flatnonzero(found.x > 0.5))

    def _within_places(self, arcs: Places) -> Places:
        """Those arcs, less any that would exceed somebody's places."""
        for people, places in ((self.mentee, self.demand), (self.mentor, self.capacity)):
            order = arcs[np.argsort(people[arcs], kind="stable")]
            first = np.searchsorted(people[order], people[order])
            arcs = order[np.arange(len(order)) - first < places[people[order]]]
        return np.sort(arcs)


class _Table:
    """Rows and columns of an assignment that says the same as the graph.

    Rows: the places of mentees, then the shared arcs. Columns: the places of mentors, then the shared arcs, then
    one column for each place of a mentee, where it stays alone. A shared arc that isn't taken has its own row in its
    own column; when a place of the mentee takes its column, its row must go and take a place of the mentor.
    """

    def __init__(self, live: _Live) -> None:
        self.live = live
        self.shared = np.flatnonzero((live.demand[live.mentee] > 1) & (live.capacity[live.mentor] > 1))
        self.row_starts = np.concatenate([[0], np.cumsum(live.demand)])
        self.column_starts = np.concatenate([[0], np.cumsum(live.capacity)])
        self.asked, self.offered = int(self.row_starts[-1]), int(self.column_starts[-1])

    def costs(self) -> csr_array:
        """The table, with costs from 1 (the best arc) to best + 1 (alone): scipy takes 0 for an absent entry."""
        live, shared, n = self.live, self.shared, len(self.shared)
        own_row, own_column = self.asked + np.arange(n), self.offered + np.arange(n)
        row, column, arc = self._pairs_of_places()
        to_column = spread(self.row_starts, live.mentee[shared])
        to_row = spread(self.column_starts, live.mentor[shared])
        repeated = np.repeat(np.arange(n), live.demand[live.mentee[shared]])
        alone = int(live.weight.max()) + 1
        rows = [row, to_column, np.repeat(own_row, live.capacity[live.mentor[shared]]), own_row, np.arange(self.asked)]
        columns = [column, own_column[repeated], to_row, own_column, self.offered + n + np.arange(self.asked)]
        gains = np.concatenate([live.weight[arc], live.weight[shared[repeated]]])
        costs = np.full(sum(map(len, rows)), float(alone))
        costs[: len(gains)] = alone - gains
        shape = (self.asked + n, self.offered + n + self.asked)
        return csr_array((costs, (np.concatenate(rows), np.concatenate(columns))), shape=shape)

    def _pairs_of_places(self) -> tuple[Places, Places, Places]:
        """For arcs that aren't shared: every place of the mentee with every place of the mentor, and the arc."""
        live = self.live
        plain = np.ones(len(live.arcs), np.bool_)
        plain[self.shared] = False
        arcs = np.flatnonzero(plain)
        arc = np.repeat(arcs, live.demand[live.mentee[arcs]])
        row = spread(self.row_starts, live.mentee[arcs])
        return (
            np.repeat(row, live.capacity[live.mentor[arc]]),
            spread(self.column_starts, live.mentor[arc]),
            np.repeat(arc, live.capacity[live.mentor[arc]]),
        )

    def read(self, row: Places, column: Places) -> Places:
        """The arcs that an assignment has taken."""
        live, own = self.live, column - self.offered
        taken = (row < self.asked) & (own >= 0) & (own < len(self.shared))
        plain = (row < self.asked) & (own < 0)
        mentee = np.searchsorted(self.row_starts, row[plain], side="right") - 1
        mentor = np.searchsorted(self.column_starts, column[plain], side="right") - 1
        width = len(live.capacity)
        keys = live.mentee * width + live.mentor
        return np.concatenate([self.shared[own[taken]], np.searchsorted(keys, mentee * width + mentor)])
