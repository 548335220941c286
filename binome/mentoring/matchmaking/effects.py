"""« And if…? », at once and exactly: what one act would change for the whole, before anything is calculated anew.

A run leaves its standing in `MatchRun.memory` (`binome.matching.remembering`): an act is then a few shortest paths on
its duals (`binome.matching.events`). Two answers each time: the best for all, where anybody may move, and the one that
disturbs as few pairs as can be, with what keeping them costs. A run made by keeping bears its acts in its settings
("acts"): they are done again on the memory of the last whole calculation.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from binome.matching.engine import Matching
from binome.matching.events import Standing
from binome.matching.listed import scores
from binome.matching.problem import Form, PairList, ProblemError, Protection
from binome.matching.remembering import from_bytes, to_bytes
from binome.matching.words import Words
from binome.people.models import User
from binome.programmes.models import Cohort

from ..lifecycle import RulingKind
from ..models import MatchRun, Ruling
from .outcome import tables_of
from .ruling import request_run

#: "pin" or "refuse" of two people, in any order, or "leave" of one (the other is empty), by their codes.
Act = tuple[str, str, str]
Places = set[tuple[int, int]]

NO_ROOM = Words(
    "plus de place : d’autres choix de l’équipe occupent déjà celles de l’une de ces deux personnes",
    "no place left: other choices of the team already take those of one of these two people",
)
UNKNOWN = Words(
    "une de ces personnes n’était pas là au dernier calcul",
    "one of these people was not there at the last calculation",
)


@dataclass(frozen=True)
class Moved:
    """A mentee whose partners change: their codes before and after, and the points that she gains."""

    mentee: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    points: int


@dataclass(frozen=True)
class Outcome:
    """After an act, against now: how many more pairs (negative: fewer) and points, and who has somebody else."""

    pairs: int
    points: int
    moved: tuple[Moved, ...]

    @property
    def alone(self) -> tuple[Moved, ...]:
        """Who had somebody and would have nobody."""
        return tuple(each for each in self.moved if not each.after)


@dataclass(frozen=True)
class Effect:
    """`best`: the whole at its best. `kept`: as few pairs disturbed as can be; the same when nobody need move."""

    best: Outcome
    kept: Outcome


def remember(matching: Matching) -> bytes:
    """The memory of a proved matching of two sides; nothing for the others: their effects are known by a run alone."""
    problem, proof = matching.problem, matching.proof
    if problem.form is not Form.PAIRS or proof is None or proof.gap or problem.protection is Protection.FLOOR:
        return b""
    tables = tables_of(matching)
    stickiness = tables.high - tables.low
    return to_bytes(Standing.from_matching(matching, stickiness), stickiness)


def standing_of(run: MatchRun) -> Standing | None:
    """Where a run left its promotion, ready for acts; None when it has no memory."""
    memory = bytes(run.memory)
    return _acted(from_bytes(memory), run.settings.get("acts", ())) if memory else None


def effect_of(standing: Standing, acts: Sequence[Act]) -> Effect:
    """What acts would change together. Raises ProblemError, in both languages, when there is no place for them."""
    after = _acted(standing, acts)
    best = replace(after, sticky=after.free, sums=(after.sums[1], after.sums[1]))
    return Effect(_outcome(standing, best), _outcome(standing, after))


def request_kept_run(*, run: MatchRun, acts: Sequence[Act], by: User, now: datetime) -> MatchRun:
    """Ask for a run where these acts are done and no other pair moves but those that must: the one that
    `Effect.kept` showed. Raises ProblemError where `run` left no memory."""
    standing = standing_of(run)
    if standing is None:
        raise ProblemError(UNKNOWN)
    codes = _codes(standing)
    pairs = _acted(standing, acts).pairs()
    found = run.cohort.enrolments.in_bulk({code for side in codes for code in side}, field_name="code")
    pins = [(found[codes[0][one]], found[codes[1][other]]) for one, other in pairs]
    done = [*run.settings.get("acts", []), *map(list, acts)]
    after = run.settings.get("after", run.code)
    return request_run(cohort=run.cohort, by=by, now=now, pins=pins, acts=done, after=after)


def ruled_pins(cohort: Cohort) -> set[tuple[int, int]]:
    """The couples of enrolments that the team imposed."""
    return set(Ruling.objects.filter(cohort=cohort, kind=RulingKind.IMPOSED).values_list("mentee", "mentor"))


def _acted(standing: Standing, acts: Iterable[Sequence[str]]) -> Standing:
    places = [{code: place for place, code in enumerate(side)} for side in _codes(standing)]
    for kind, *codes in acts:
        mentee, mentor = (next((side[code] for code in codes if code in side), None) for side in places)
        if kind == "leave" and (mentee is not None or mentor is not None):
            standing = standing.leave(mentee=mentee, mentor=mentor).standing
        elif mentee is None or mentor is None:
            raise ProblemError(UNKNOWN)
        elif kind == "refuse":
            standing = standing.refuse(mentee, mentor).standing
        else:
            standing = _pinned(standing, mentee, mentor)
    return standing


def _pinned(standing: Standing, mentee: int, mentor: int) -> Standing:
    """She gives up who was imposed before: a mentee has one mentor."""
    if (mentee, mentor) in standing.pins:
        return standing
    for pin in sorted(pin for pin in standing.pins if pin[0] == mentee):
        standing = standing.refuse(*pin).standing
    try:
        return standing.pin(mentee, mentor).standing
    except ProblemError as error:
        raise ProblemError(NO_ROOM) from error


def _codes(standing: Standing) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return standing.origin.mentees.ids, standing.origin.mentors.ids


def _outcome(before: Standing, after: Standing) -> Outcome:
    old, new = set(before.pairs()), set(after.pairs())
    points = _points(before, old ^ new)
    codes = _codes(before)

    def partners(pairs: Places, mentee: int) -> tuple[str, ...]:
        return tuple(sorted(codes[1][mentor] for one, mentor in pairs if one == mentee))

    lost, won = old - new, new - old
    gains = {mentee: 0 for mentee, _mentor in lost | won}
    for pairs, sign in ((lost, -1), (won, 1)):
        for pair in pairs:
            gains[pair[0]] += sign * points[pair]
    moved = [
        Moved(codes[0][mentee], partners(lost, mentee), partners(won, mentee), gained)
        for mentee, gained in sorted(gains.items())
    ]
    return Outcome(len(new) - len(old), after.points() - before.points(), tuple(moved))


def _points(standing: Standing, pairs: Places) -> dict[tuple[int, int], int]:
    listed = sorted(pairs)
    both = np.array(listed, np.int32).reshape(-1, 2)
    found = scores(standing.kernel.tables, PairList(both[:, 0].copy(), both[:, 1].copy()))
    return dict(zip(listed, found.tolist(), strict=True))
