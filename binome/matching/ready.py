"""The stable matching of ready lists: everybody's partners in her order, from wherever they come.

`stable.py` makes the lists from affinities and wishes; here they are given. Same method, same source: mentees propose,
mentors keep the best proposals that their places allow. In C where it is built, in Python elsewhere: the same pairs.
"""

from __future__ import annotations

import ctypes
import heapq
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from binome.matching.native import library
from binome.matching.native.library import address
from binome.matching.problem import Ints, PairList, ProblemError

WRONG = -1  # as in deferred.c


@dataclass(frozen=True, eq=False)
class Lists:
    """One side. Person x has places[x] and would take other[starts[x] : starts[x + 1]], the dearest first.

    starts: int64 [n + 1]; other: int32 [k], places on the other side; places: int32 [n].
    """

    starts: NDArray[np.int64]
    other: Ints
    places: Ints

    def __post_init__(self) -> None:
        """Raises ProblemError when the three arrays don't fit together."""
        starts, places = self.starts, self.places
        if len(starts) != len(places) + 1 or starts[0] or starts[-1] != len(self.other) or np.any(np.diff(starts) < 0):
            raise ProblemError("The lists' starts must rise from 0 to the number of entries, one more than people.")
        if len(places) and places.min() < 0:
            raise ProblemError("Nobody has fewer than 0 places.")


def match_lists(mentees: Lists, mentors: Lists, *, solver: str = "auto") -> PairList:
    """The stable matching that is best for every mentee, by mentee and then as she lists them. Whoever one of the two
    doesn't list is no partner. Raises ProblemError for somebody who doesn't exist or is listed twice by the same."""
    native = library.need() if solver == "native" else library.load() if solver == "auto" else None
    return _in_c(native, mentees, mentors) if native else _in_python(mentees, mentors)


def _wrong() -> ProblemError:
    return ProblemError("Somebody on a list doesn't exist, or is there twice.")


class _Lists(ctypes.Structure):
    _fields_ = library.fields("count: starts other places")


def _in_c(native: ctypes.CDLL, mentees: Lists, mentors: Lists) -> PairList:
    kept, sides = list[Any](), []
    for lists in (mentees, mentors):
        arrays = (
            np.ascontiguousarray(lists.starts, np.int64),
            np.ascontiguousarray(lists.other, np.int32),
            np.ascontiguousarray(lists.places, np.int32),
        )
        sides.append(_Lists(len(lists.places), *(address(array) for array in arrays)))
        kept += arrays
    most = min(len(mentees.other), int(mentees.places.sum(dtype=np.int64)))
    mentee, mentor = (np.empty(most, np.int32) for _ in range(2))
    count = native.binome_deferred(*map(ctypes.byref, sides), address(mentee), address(mentor))
    if count < 0:
        raise _wrong() if count == WRONG else MemoryError("the lists are too long for this machine's memory")
    return PairList(mentee[:count].copy(), mentor[:count].copy())


def _in_python(mentees: Lists, mentors: Lists) -> PairList:
    """The same."""
    ranks = _ranks(mentees, mentors).tolist()
    other, starts, left = mentees.other.tolist(), mentees.starts.tolist(), mentees.places.tolist()
    following, places = starts[:-1].copy(), mentors.places.tolist()
    held: list[list[tuple[int, int, int]]] = [[] for _ in places]  # heaps of (-rank, mentee, entry)
    waiting = list(range(len(left)))
    while waiting:
        mentee = waiting.pop()
        while left[mentee] > 0 and following[mentee] < starts[mentee + 1]:
            entry = following[mentee]
            following[mentee] += 1
            heap, asked, room = held[other[entry]], (-ranks[entry], mentee, entry), places[other[entry]]
            if ranks[entry] < 0 or not room or (len(heap) == room and asked < heap[0]):
                continue
            left[mentee] -= 1
            if len(heap) < room:
                heapq.heappush(heap, asked)
            else:
                _, bumped, _ = heapq.heapreplace(heap, asked)
                left[bumped] += 1
                waiting.append(bumped)
    chosen = np.array(sorted(entry for heap in held for _, _, entry in heap), np.int64)
    mentee_of = np.repeat(np.arange(len(left), dtype=np.int32), np.diff(mentees.starts))
    return PairList(mentee_of[chosen], mentees.other[chosen])


def _ranks(mentees: Lists, mentors: Lists) -> NDArray[np.int64]:
    """int64 [k]: how far down each mentee is on the list of each mentor whom she lists; -1 when she isn't."""
    keys = []
    for mine, theirs in ((mentees, mentors), (mentors, mentees)):
        if len(mine.other) and not 0 <= mine.other.min() <= mine.other.max() < len(theirs.places):
            raise _wrong()
        owner = np.repeat(np.arange(len(mine.places)), np.diff(mine.starts))
        keys.append((owner, mine.other) if mine is mentees else (mine.other, owner))
    asked, listed = (mentee.astype(np.int64) * len(mentors.places) + mentor for mentee, mentor in keys)
    order = np.argsort(listed, kind="stable")
    if any(len(np.unique(one)) < len(one) for one in (asked, listed)):
        raise _wrong()
    rank = np.append(np.arange(len(listed)) - mentors.starts[keys[1][1]], -1)
    place = np.searchsorted(listed[order], asked)
    found = np.append(listed[order], -1)[place] == asked
    return np.where(found, rank[np.append(order, len(order))[place]], -1)
