"""An effect on the whole, in words that this viewer may read: before anything is decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from binome.matching.problem import ProblemError
from binome.mentoring.matchmaking.effects import Act, Effect, Outcome, effect_of, standing_of
from binome.mentoring.models import MatchRun
from binome.programmes.models import Cohort, Enrolment

from .page import named, reading_language

#: How many people are named; the others are counted.
NAMED = 12


@dataclass(frozen=True)
class Change:
    """One person who would have somebody else. `points`: what she gains."""

    who: str
    before: str
    after: str
    points: int


@dataclass(frozen=True)
class Told:
    """An outcome for a page. `elsewhere`: how many of those who change she can't name; 0 for who runs it all."""

    pairs: int
    points: int
    changes: list[Change]
    alone: list[str]
    more: int
    elsewhere: int

    @property
    def fewer(self) -> int:
        return -self.pairs

    @property
    def lost(self) -> int:
        return -self.points


@dataclass(frozen=True)
class Shown:
    """`best` and `kept` as `Effect`; `kept` is None where it is the same. `cost`: what keeping costs beside the best,
    in pairs and points. `fault`: why there is no answer. `pinned`: there is none because the others' pairs were
    kept. `at`: when what this is read from was calculated."""

    best: Told | None = None
    kept: Told | None = None
    cost: tuple[int, int] = (0, 0)
    fault: str = ""
    pinned: bool = False
    at: datetime | None = None


@dataclass(frozen=True)
class Ahead:
    """What acts would do to the promotion; nothing where the run left no memory: the others' pairs were kept, as
    after a refusal; or it was of peers, of circles, with a floor. A calculation will say."""

    run: MatchRun
    effect: Effect | None = None
    fault: str = ""

    def codes(self) -> set[str]:
        """Of everybody who is to be named."""
        moved = [*self.effect.best.moved, *self.effect.kept.moved] if self.effect else []
        return {code for each in moved for code in (each.mentee, *each.before, *each.after)}

    def shown(self, names: dict[str, str]) -> Shown:
        """`names`: of those whom the viewer may name, by code (N11)."""
        if self.effect is None:
            return Shown(fault=self.fault, pinned=bool(self.run.settings.get("pins")))
        best, kept = (_told(outcome, names) for outcome in (self.effect.best, self.effect.kept))
        same = self.effect.best.moved == self.effect.kept.moved
        cost = (best.pairs - kept.pairs, best.points - kept.points)
        return Shown(best, None if same else kept, cost, at=self.run.done_at)


def look_ahead(run: MatchRun, acts: list[Act]) -> Ahead:
    try:
        standing = standing_of(run)
        return Ahead(run, effect_of(standing, acts) if standing else None)
    except ProblemError as error:
        return Ahead(run, fault=error.said(reading_language()))


def people_of(request: HttpRequest, cohort: Cohort, codes: Iterable[str]) -> dict[str, Enrolment]:
    """Those of these people of a promotion who are in her perimeter, by code. One query."""
    rows = request.perimeter.enrolments(cohort).filter(code__in=set(codes)).select_related("person")
    rows = rows.only("code", "role", "affiliation", "person__first_name")
    found = {row.code: row for row in rows}
    for row in found.values():
        row.cohort, row.programme = cohort, cohort.programme
    return found


def by_code(request: HttpRequest, people: Iterable[Enrolment]) -> dict[str, str]:
    """What she may call them; of somebody beyond her perimeter, nothing."""
    rows = list(people)
    known = named(request, rows)
    return {row.code: known[row.pk] for row in rows if row.pk in known}


def _told(outcome: Outcome, names: dict[str, str]) -> Told:
    hers = [each for each in outcome.moved if each.mentee in names]
    changes = [
        Change(names[each.mentee], _listed(each.before, names), _listed(each.after, names), each.points)
        for each in sorted(hers, key=lambda each: (bool(each.after), each.points, each.mentee))
    ]
    alone = [names[each.mentee] for each in outcome.alone if each.mentee in names]
    return Told(
        outcome.pairs,
        outcome.points,
        changes[:NAMED],
        alone[:NAMED],
        max(0, len(changes) - NAMED),
        len(outcome.moved) - len(hers),
    )


def _listed(codes: tuple[str, ...], names: dict[str, str]) -> str:
    return ", ".join(names.get(code) or _("quelqu’un d’un autre périmètre") for code in codes)
