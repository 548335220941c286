"""The stable mode: no two people who would both rather be together than as they are matched.

Each side ranks its eligible partners: its own expressed wishes first (in their order), then the affinity, ties by a
hash of the two ids. Mentees propose, mentors keep the best proposals that their places allow (D. Gale and
L. S. Shapley, "College admissions and the stability of marriage", 1962; several places a mentee: A. E. Roth and
M. Sotomayor, "Two-sided matching", 1990, chapter 5). The result is the stable matching that is best for every mentee.

No list of all pairs is ever kept. A mentor's bar (the worst that she holds, once she is full) only rises, so that a
mentee at the end of her list asks the kernel for the mentors who would take her now; nobody there means nobody ever.
Then one pass over all pairs counts those that would block: none.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np

from binome.matching import kernels
from binome.matching.compiler import compile_problem
from binome.matching.engine import Matching, open_market
from binome.matching.kernels import Arcs, Kernel
from binome.matching.listed import scores
from binome.matching.problem import Form, Ints, PairList, Points, ProblemError
from binome.matching.rankings import Rankings
from binome.matching.words import Words

FIRST_LIST = 32  # partners on a mentee's list
AT_ONCE = 4_000_000  # entries of lists made at once: memory


@dataclass(frozen=True)
class Account:
    """What a matching gives: pairs, the sum of their affinities, pairs that would rather be together."""

    matched: int
    points: int
    blocking: int


def account(rankings: Rankings, kernel: Kernel, pairs: PairList) -> Account:
    """The three numbers of any matching within everybody's places, for a comparison side by side."""
    points = int(scores(kernel.tables, pairs).sum())
    return Account(len(pairs), points, len(blocking_pairs(rankings, kernel, pairs)))


@dataclass(frozen=True, eq=False)
class StableMode:
    """The stable matching of a problem beside the best one. `pairs`: places in the problem, sorted, pins included;
    `stable` and `best` count the pairs that were open to choice, without the pins."""

    pairs: PairList
    stable: Account
    best: Account


_TWO_SIDES = Words("Le mode stable suppose deux côtés, mentorées et mentores.", "The stable mode is for two sides.")


def stable_mode(matching: Matching, *, kernel: str = "auto", threads: int = 1) -> StableMode:
    """The stable matching of the problem whose best matching is given, and the numbers of both.

    Pins are kept aside; no pair with them counts as blocking. Raises ProblemError for peers and circles.
    """
    problem = matching.problem
    if problem.form is not Form.PAIRS:
        raise ProblemError(_TWO_SIDES)
    market = open_market(problem, compile_problem(problem))
    pricing = kernels.choose(kernel, market.tables, threads)
    rankings = Rankings.of(problem, market.tables, market.mentees, market.mentors)
    found = match_stable(rankings, pricing)
    pins = set(zip(problem.pinned.mentee.tolist(), problem.pinned.mentor.tolist(), strict=True))
    both = zip(matching.pairs.mentee.tolist(), matching.pairs.mentor.tolist(), strict=True)
    open_ = np.array([pair not in pins for pair in both], np.bool_)
    mentee = np.searchsorted(market.mentees, matching.pairs.mentee[open_]).astype(np.int32)
    mentor = np.searchsorted(market.mentors, matching.pairs.mentor[open_]).astype(np.int32)
    best = account(rankings, pricing, PairList(mentee, mentor))
    everyone = np.array(
        sorted(
            {*zip(market.mentees[found.mentee].tolist(), market.mentors[found.mentor].tolist(), strict=True), *pins}
        ),
        np.int32,
    ).reshape(-1, 2)
    pairs = PairList(everyone[:, 0].copy(), everyone[:, 1].copy())
    return StableMode(pairs, account(rankings, pricing, found), best)


def match_stable(rankings: Rankings, kernel: Kernel) -> PairList:
    """The stable matching that is best for every mentee, sorted by mentee then mentor."""
    market = _Market(kernel.tables.mentee_places.tolist(), kernel.tables.mentor_places.tolist())
    waiting, count = np.flatnonzero(kernel.tables.mentee_places > 0).astype(np.int32), FIRST_LIST
    while len(waiting):
        undecided: list[int] = []
        size = max(1, AT_ONCE // count)
        for start in range(0, len(waiting), size):
            lists = _lists(rankings, kernel, market.bars(), waiting[start : start + size], count)
            undecided += [i for i, mine in lists.items() if not mine.whole and not market.news(i, mine)]
            market.propose(lists)
        waiting = market.unheard()
        count = 4 * count if undecided else FIRST_LIST
    return market.pairs()


def blocking_pairs(rankings: Rankings, kernel: Kernel, pairs: PairList) -> Arcs:
    """Every eligible pair, not matched together, whose two people would each take the other: one pass over all."""
    tables = kernel.tables
    arcs = Arcs(pairs.mentee, pairs.mentor, scores(tables, pairs))
    mentee_keys, mentor_keys = rankings.keys(arcs)
    mentee_bars = _bars(arcs.mentee, mentee_keys, tables.mentee_places)
    mentor_bars = _bars(arcs.mentor, mentor_keys, tables.mentor_places)
    found = rankings.takers(kernel, mentee_bars, mentor_bars)
    width = tables.shape[1]
    taken = pairs.mentee.astype(np.int64) * width + pairs.mentor
    free = ~np.isin(found.mentee.astype(np.int64) * width + found.mentor, taken)
    return Arcs(found.mentee[free], found.mentor[free], found.score[free])


def _bars(people: Ints, keys: Points, places: Ints) -> Points:
    """int64: the key that a new partner must pass: the worst one held; -1 while a place is left."""
    worst = np.full(len(places), np.iinfo(np.int64).max)
    np.minimum.at(worst, people, keys)
    return np.where(np.bincount(people, minlength=len(places)) < places, -1, worst)


@dataclass
class _List:
    """What is left of a mentee's list: places from `at` to `end` in shared arrays. `whole`: nobody comes after."""

    mentors: memoryview
    keys: memoryview
    at: int
    end: int
    length: int
    whole: bool


def _lists(rankings: Rankings, kernel: Kernel, bars: Points, mentees: Ints, count: int) -> dict[int, _List]:
    """For each of these mentees, those who would take her now, the dearest first, without a hole in the order."""
    arcs, more = rankings.first_takers(kernel, bars, mentees, count)
    mine, theirs = rankings.keys(arcs)
    order = np.lexsort((-mine, arcs.mentee))
    mentors, keys = arcs.mentor[order].data, theirs[order].data
    starts = np.searchsorted(arcs.mentee, mentees).tolist()
    ends = np.searchsorted(arcs.mentee, mentees, side="right").tolist()
    both = zip(mentees.tolist(), starts, ends, strict=True)
    return {i: _List(mentors, keys, at, end, end - at, not more[i]) for i, at, end in both}


class _Market:
    """Who holds whom, while mentees propose."""

    def __init__(self, mentee_places: list[int], mentor_places: list[int]) -> None:
        self.wanted = mentee_places
        self.places = mentor_places
        self.held: list[list[tuple[int, int]]] = [[] for _ in mentor_places]  # heaps of (key, mentee)
        self.partners: list[set[int]] = [set() for _ in mentee_places]
        self.lists: dict[int, _List] = {}
        self.kept = 0  # entries of lists in memory

    def propose(self, lists: dict[int, _List]) -> None:
        """These mentees, and whoever loses a place by it, propose down their lists until each has her places."""
        self.lists |= lists
        self.kept += sum(mine.length for mine in lists.values())
        if self.kept > 4 * AT_ONCE:
            self._forget(lists)
        waiting = sorted(lists, reverse=True)
        while waiting:
            mentee = waiting.pop()
            mine = self.lists[mentee]
            while len(self.partners[mentee]) < self.wanted[mentee] and mine.at < mine.end:
                mentor, key = mine.mentors[mine.at], mine.keys[mine.at]
                mine.at += 1
                if mentor not in self.partners[mentee]:
                    waiting += self._ask(mentor, key, mentee)

    def news(self, mentee: int, mine: _List) -> bool:
        """Whether a list names anybody whom the mentee doesn't have."""
        return any(mentor not in self.partners[mentee] for mentor in mine.mentors[mine.at : mine.end])

    def _ask(self, mentor: int, key: int, mentee: int) -> list[int]:
        """The mentor takes her or not. Whoever lost a place by it."""
        heap, asked = self.held[mentor], (key, mentee)
        if len(heap) < self.places[mentor]:
            heapq.heappush(heap, asked)
            self.partners[mentee].add(mentor)
            return []
        if not heap or asked < heap[0]:
            return []
        _, bumped = heapq.heapreplace(heap, asked)
        self.partners[mentee].add(mentor)
        self.partners[bumped].remove(mentor)
        return [bumped]

    def _forget(self, lists: dict[int, _List]) -> None:
        """Drop what is left of all other lists, for memory's sake: it will be asked for again if need be."""
        for mentee, mine in self.lists.items():
            if mentee not in lists and mine.at < mine.end:
                self.lists[mentee] = _List(mine.mentors[:0], mine.keys[:0], 0, 0, 0, False)
        self.kept = sum(mine.length for mine in lists.values())

    def unheard(self) -> Ints:
        """Those with a place left, at the end of a list that others may follow."""
        return np.array([i for i, mine in sorted(self.lists.items()) if self._short(i, mine)], np.int32)

    def _short(self, mentee: int, mine: _List) -> bool:
        return not mine.whole and mine.at == mine.end and len(self.partners[mentee]) < self.wanted[mentee]

    def bars(self) -> Points:
        """int64 [m]: the key that a proposal must pass: -1 while a place is left, the largest integer without any."""
        never = int(np.iinfo(np.int64).max)
        both = zip(self.held, self.places, strict=True)
        return np.array([-1 if len(h) < p else h[0][0] if h else never for h, p in both], np.int64)

    def pairs(self) -> PairList:
        found = sorted((mentee, mentor) for mentor, heap in enumerate(self.held) for _, mentee in heap)
        both = np.array(found, np.int32).reshape(-1, 2)
        return PairList(both[:, 0].copy(), both[:, 1].copy())
