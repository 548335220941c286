"""What other weights would do to a promotion, at once and without a trace: nothing is stored, nothing is journalled.

It is worked out in the request itself, so it is bounded: by the size of the promotion, in time, one at a time in a
process; and of one person on one promotion the last asked alone (ADR 0015).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from threading import Lock
from time import monotonic
from typing import Any

from django.db.models import Count

from binome.matching.compiler import compile_problem
from binome.matching.engine import Matching, match
from binome.matching.explain import parts_of
from binome.matching.forbidden import count_forbidden
from binome.matching.problem import Form, Problem
from binome.programmes.models import Cohort, Role

from .asking import Asked, ask, ask_of, read
from .outcome import in_words
from .people import active

#: More couples than this (mentees × mentors), and the worker's trial tells: a thousand on each side.
MOST_COUPLES = 1_000_000
#: How long one may take, wait for its turn, and how many wait.
SECONDS, PATIENCE, WAITING = 2.0, 1.0, 3

_slot = Lock()
_tickets = count(1)
#: (person, promotion) → the last preview that she asked for.
_last: dict[tuple[int, int], int] = {}


class NoPreview(Exception):
    """The promotion is too large, or of circles: the button asks the worker."""


class Busy(Exception):
    """Others are being worked out: to be asked again in a moment."""


class Overtaken(Exception):
    """She asked for another one meanwhile."""


@dataclass(frozen=True)
class Moved:
    """Somebody who would have somebody else: keys of enrolments, and what she gains in the programme's points."""

    who: int
    was: int | None
    would: int | None
    points: int


@dataclass(frozen=True)
class Weighed:
    """A criterion, with what it brings to all the pairs together, in points of the trial and in percent of all."""

    label: Mapping[str, str]
    points: int
    share: int


@dataclass(frozen=True)
class Preview:
    """Two numbers: with the programme's settings, with those tried. `totals` in the programme's own points, on both
    sides; `changed`: how many of those who ask; `gain` and `lose`: (people, points); `moved`: who loses most first."""

    asking: int
    served: tuple[int, int]
    totals: tuple[int, int]
    changed: int
    gain: tuple[int, int]
    lose: tuple[int, int]
    moved: Sequence[Moved]
    weighed: Sequence[Weighed]


def preview_of(cohort: Cohort, settings: Mapping[str, Any], *, by: int) -> Preview:
    """The best pairs with these settings beside the best with the programme's, for the people of now. `by`: the key of
    who asks. Raises NoPreview, Busy, Overtaken, and ProblemError for settings that allow no question."""
    _check_size(cohort)
    with _turn((by, cohort.pk)) as overtaken:
        until = monotonic() + SECONDS
        reading = read(cohort)
        own, tried = ask_of(reading), ask_of(reading, settings)
        found = [_solved(asked.problem, overtaken, until) for asked in (own, tried)]
        return _compared(own, tried, *found)


def rules_ahead(cohort: Cohort) -> list[dict[str, Any]]:
    """How many couples each hard rule keeps apart, before any calculation: [{"label", "apart"}], as the figures of a
    run. Raises NoPreview and ProblemError."""
    _check_size(cohort)
    problem = ask(cohort).problem
    counts = count_forbidden(problem, compile_problem(problem))
    return [{"label": in_words(rule.label), "apart": rule.forbidden} for rule in counts]


def _check_size(cohort: Cohort) -> None:
    sizes = dict(active(cohort).order_by().values_list("role").annotate(all=Count("pk")))
    modality = cohort.programme.modality
    people = sizes.get(Role.PEER, 0)
    couples = people * people if modality.symmetrical else sizes.get(Role.MENTEE, 0) * sizes.get(Role.MENTOR, 0)
    if modality.circle_sizes or couples > MOST_COUPLES:
        raise NoPreview


@contextmanager
def _turn(key: tuple[int, int]) -> Iterator[Callable[[], bool]]:
    """Alone in this process; gives what tells whether she asked for another one."""
    ticket = next(_tickets)
    if key not in _last and len(_last) > WAITING:
        raise Busy
    _last[key] = ticket
    begun = monotonic()
    try:
        while not _slot.acquire(timeout=0.05):
            if _last.get(key) != ticket:
                raise Overtaken
            if monotonic() - begun > PATIENCE:
                raise Busy
        try:
            yield lambda: _last.get(key) != ticket
        finally:
            _slot.release()
    finally:
        if _last.get(key) == ticket:
            del _last[key]


def _solved(problem: Problem, overtaken: Callable[[], bool], until: float) -> Matching:
    matching = match(problem, expired=lambda: overtaken() or monotonic() > until)
    if overtaken():
        raise Overtaken
    if monotonic() > until:
        raise NoPreview
    return matching


def _compared(own: Asked, tried: Asked, before: Matching, after: Matching) -> Preview:
    had, have = _hers(own, own.problem, before), _hers(tried, own.problem, after)
    moved = [
        Moved(who, was, would, gained)
        for who in sorted({*had, *have})
        for (was, old), (would, new) in [(had.get(who, (None, 0)), have.get(who, (None, 0)))]
        for gained in [new - old]
        if was != would
    ]
    gaining, losing = ([each.points for each in moved if sign * each.points > 0] for sign in (1, -1))
    places = own.problem.mentees.places
    return Preview(
        asking=int((places > 0).sum()),
        served=(len(had), len(have)),
        totals=(_worth(own.problem, before), _worth(own.problem, after)),
        changed=len(moved),
        gain=(len(gaining), sum(gaining)),
        lose=(len(losing), -sum(losing)),
        moved=sorted(moved, key=lambda each: (each.points, each.who)),
        weighed=_weighed(tried, after),
    )


def _hers(asked: Asked, worth: Problem, matching: Matching) -> dict[int, tuple[int, int]]:
    """Of each who has somebody: whom, and what it is worth with the criteria of `worth`; keys of enrolments."""
    pairs = matching.pairs
    points = parts_of(worth, pairs).sum(axis=1).tolist() if len(pairs) else []
    found = {}
    for mentee, mentor, each in zip(pairs.mentee.tolist(), pairs.mentor.tolist(), points, strict=True):
        one, other = asked.sides[0][mentee].enrolment, asked.sides[1][mentor].enrolment
        found[one] = (other, each)
        if worth.form is not Form.PAIRS:
            found[other] = (one, each)
    return found


def _worth(problem: Problem, matching: Matching) -> int:
    return int(parts_of(problem, matching.pairs).sum()) if len(matching.pairs) else 0


def _weighed(asked: Asked, matching: Matching) -> list[Weighed]:
    criteria = asked.problem.criteria
    parts = parts_of(asked.problem, matching.pairs).sum(axis=0).tolist() if len(matching.pairs) else [0] * len(criteria)
    whole = max(1, sum(parts))
    named = zip(criteria, parts[: len(criteria)], strict=True)
    return [Weighed(in_words(each.label), points, round(100 * points / whole)) for each, points in named]
