"""Pairs of peers: one population, everyone with one partner at most, affinity s_ij + s_ji.

A pair is possible when it is eligible in both directions. The best cover of the population by itself (`cover.py`)
bounds the optimum and nearly reaches it. Up to EXACT people the rest is closed by the solver's blossom algorithm
(J. Edmonds, "Paths, trees, and flowers", 1965) on the few pairs that could still be in an optimum: those whose slack is
at most twice the gap. Above, it mends the neighbourhood of the odd cycles among everyone's few best, and the gap is
stated.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from binome.matching.columns import Optimum, base_weight, candidates, merge, never, solve_all_pairs
from binome.matching.cover import Bound, bound, near_pairs, total
from binome.matching.curve import gentle_curve
from binome.matching.kernels import Arcs, Kernel, Weighing
from binome.matching.lexicographic import first_level, refine, taken, tie_weights
from binome.matching.mutual import NO_FLOOR
from binome.matching.problem import Points, ProblemError, Protection
from binome.matching.solvers import Edges, Solver
from binome.matching.ties import Seeds, ties

EXACT = 2_000  # people: the blossom algorithm takes a second or two on their pairs
NEIGHBOURS = 12  # best partners of each, where a near-solution is mended
MENDED = 10_000  # people mended at once: in C a tenth of a second, by rustworkx more than a minute
PRUNED = 400_000  # pairs that the blossom algorithm may weigh against each other, in both directions
HASH_BITS = 40


@dataclass(frozen=True, eq=False)
class Peers:
    """`pairs`: each once, the smaller place first, sorted; score: s_ij + s_ji. `weight`: what `bound` bounds.

    `exact`: nothing better exists, by `bound` alone or by the blossom algorithm on all the pairs that it leaves.
    """

    pairs: Arcs
    weighing: Weighing
    bound: Bound
    exact: bool

    @property
    def weight(self) -> int:
        return total(self.weighing, self.pairs)

    @property
    def gap(self) -> tuple[int, int]:
        """At most so many pairs more; at most so much more weight with the same number in each part."""
        if self.exact:
            return 0, 0
        return self.bound.matched - len(self.pairs), self.bound.weight - self.weight


def match_peers(
    kernel: Kernel, solver: Solver, people: Seeds, protection: Protection, expired: Callable[[], bool] = never
) -> Peers:
    """The best pairs of the population whose `mutual` tables the kernel holds; `people`: seeds of their ids.

    Raises ProblemError for more than one place a person, and for a floor, that isn't defined here.
    """
    n, weighing = len(people), _weighing(kernel, protection)
    cover, optimum = _cover(kernel, solver, weighing, people, expired)
    duals = optimum.solution.u + optimum.solution.v
    couples, odd = near_pairs(cover, weighing.weights(cover.score))
    pairs = _among(_forward(cover, n), couples, n)
    if odd or 2 * len(pairs) < n:
        exactly = partial(blossom, weighing=weighing, people=people, solver=solver, price=duals - weighing.base)
        known, before = _best_known(optimum.arcs, cover, n), -1
        pairs = mended(known, pairs, odd, n, exactly)
        while before < len(pairs) < n // 2:  # around whoever is left alone, while it places somebody more
            before, pairs = len(pairs), mended(known, pairs, (), n, exactly)
    proof = bound(kernel, solver, weighing, optimum.arcs, duals, pairs)
    exact = proof.matched == len(pairs) and proof.weight == total(weighing, pairs)
    found = Peers(pairs, weighing, proof, exact)
    return _closed(kernel, solver, found, people) if n <= EXACT else found


def _weighing(kernel: Kernel, protection: Protection) -> Weighing:
    tables = kernel.tables
    if np.any(tables.mentee_places > 1):
        raise ProblemError("Peers have one partner each: nobody may have two places.")
    if protection is Protection.FLOOR:
        raise ProblemError(NO_FLOOR)
    if protection is Protection.NONE:
        return Weighing(base_weight(tables, tables.high - tables.low, tables.low))
    curve = gentle_curve(tables.low, tables.high)
    return Weighing(base_weight(tables, int(curve[-1] - curve[0]), int(curve[0])), curve, tables.low)


def _cover(
    kernel: Kernel, solver: Solver, weighing: Weighing, people: Seeds, expired: Callable[[], bool]
) -> tuple[Arcs, Optimum]:
    """The best cover of the population by itself, and the optimum that proves it.

    Its ties are broken alike both ways, so that two people who could be a couple are, rather than on a longer cycle.
    """
    optimum = solve_all_pairs(kernel, solver, weighing, candidates(kernel), expired=expired)
    if optimum.gap:
        return taken(optimum.arcs, optimum.solution.chosen), optimum
    level = first_level("total", kernel, weighing, optimum)
    if weighing.curve is not None:
        level = refine("total", level, lambda arcs: arcs.score, solver)
    level = refine("ties", level, lambda a: _alike(a, people), solver)
    return level.pairs(), optimum


def _alike(arcs: Arcs, people: Seeds) -> Points:
    return tie_weights(arcs, people, people) + tie_weights(_swap(arcs), people, people)


def _swap(arcs: Arcs) -> Arcs:
    """Each arc the other way, in the same order."""
    return Arcs(arcs.mentor, arcs.mentee, arcs.score)


def _forward(arcs: Arcs, n: int) -> Arcs:
    """Each couple once, whichever way it was listed, the smaller place first, sorted."""
    both = merge(arcs, _swap(arcs), n)
    return taken(both, both.mentee < both.mentor)


def _best_known(arcs: Arcs, cover: Arcs, n: int) -> Arcs:
    """The couples of the cover and everyone's best few, whom the arcs hold since the first pass."""
    order = np.lexsort((arcs.mentor, -arcs.score, arcs.mentee))
    rank = np.arange(len(order)) - np.searchsorted(arcs.mentee, arcs.mentee)
    few = np.zeros(len(order), np.bool_)
    few[order[rank < NEIGHBOURS]] = True
    return _forward(merge(cover, taken(arcs, few), n), n)


def _among(known: Arcs, couples: Sequence[tuple[int, int]], n: int) -> Arcs:
    both = np.array(couples, np.int64).reshape(-1, 2)
    return taken(known, np.isin(known.mentee.astype(np.int64) * n + known.mentor, both[:, 0] * n + both[:, 1]))


def mended(known: Arcs, pairs: Arcs, odd: Sequence[int], n: int, exactly: Callable[[Arcs], Arcs]) -> Arcs:
    """The pairs, the best ones around the odd cycles and whoever is alone; elsewhere as they are.

    The neighbourhood is everyone's best partners, rank by rank, with those whom they are paired with.
    """
    partner = np.full(n, -1)
    partner[pairs.mentee], partner[pairs.mentor] = pairs.mentor, pairs.mentee
    inside = _neighbourhood(known, partner, odd)
    apart = taken(pairs, ~inside[pairs.mentee])
    here = taken(known, inside[known.mentee] & inside[known.mentor])
    return merge(apart, exactly(here), n)


def _neighbourhood(known: Arcs, partner: NDArray[np.int64], odd: Sequence[int]) -> NDArray[np.bool_]:
    """bool [n], MENDED people or a few more; whole pairs only."""
    n = len(partner)
    inside = np.zeros(n, np.bool_)
    inside[list(odd)] = True
    inside |= partner < 0
    inside[partner[inside & (partner >= 0)]] = True
    both = merge(known, _swap(known), n)
    order = np.lexsort((-both.score, both.mentee))
    starts = np.searchsorted(both.mentee, np.arange(n + 1))
    while 0 < inside.sum() < min(MENDED, n):
        before = int(inside.sum())
        for rank in range(NEIGHBOURS):
            place = starts[:-1][inside] + rank
            place = place[place < starts[1:][inside]]
            inside[both.mentor[order[place]]] = True
            inside[partner[inside & (partner >= 0)]] = True
            if inside.sum() >= MENDED:
                return inside
        if inside.sum() == before:
            return inside
    return inside


def _closed(kernel: Kernel, solver: Solver, found: Peers, people: Seeds) -> Peers:
    """The optimum itself: the best of the pairs whose slack the gap leaves room for, ties broken by the ids."""
    proof, weighing = found.bound, found.weighing
    if proof.matched > len(found.pairs):
        room = kernel.best(len(people))
    else:
        slack = 2 * (proof.weight - found.weight) + len(proof.number)  # each part was rounded down
        room = _within(kernel, weighing, proof.price, slack)
    if len(room) > PRUNED:
        return found
    pairs = blossom(_forward(room, len(people)), weighing, people, solver, proof.price)
    return Peers(pairs, weighing, proof, True)


def _within(kernel: Kernel, weighing: Weighing, price: Points, slack: int) -> Arcs:
    """The pairs with price_i + price_j - 2 weight <= slack: no other is in any optimum.

    In pairs that fill the same number in each part, the slacks add up to twice what their weight lacks to the bound.
    """
    tables = kernel.tables
    score = np.arange(tables.low, tables.high + 1)
    doubled = Weighing(0, 2 * (weighing.weights(score) - weighing.base), tables.low)
    return kernel.price(price, price, doubled, count=len(price), margin=-(slack + 1))[0]


def blossom(couples: Arcs, weighing: Weighing, people: Seeds, solver: Solver, price: Points) -> Arcs:
    """The best pairs among these couples: the most, then weight, then points, then a hash of the ids: one optimum,
    whatever the order and the solver. `price`: as in Bound."""
    weight = weighing.weights(couples.score) - weighing.base
    tie = ties(people[couples.mentee], people[couples.mentor], HASH_BITS)
    tie += ties(people[couples.mentor], people[couples.mentee], HASH_BITS)
    least = int(weight.min(initial=0))
    levels = [weight - least, couples.score - couples.score.min(initial=0), tie]
    edges = Edges(len(people), couples.mentee, couples.mentor, tuple(levels))
    return taken(couples, solver.couples(edges, price - least + edges.steps()[0]))
