"""How the pairs of a promotion go, for who runs it: when they met and how often, never what was said (D17).

A reason for closing is not read here, so that no page of a manager changes with a report or a refusal (N10).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from binome.core.sorting import bare
from binome.programmes.models import Cohort, Enrolment, Programme
from binome.programmes.queries.cohorts import leavers
from binome.programmes.queries.perimeter import Perimeter

from ..lifecycle import LIVE, Fit, Rhythm, RunState, State
from ..models import CircleMember, FitAnswer, MatchRun, Meeting, MentoringRequest, Pair, Proposal
from .pairs import DAYS_BETWEEN, MEETINGS_A_MONTH, planned_meetings

#: Days after which a request or a proposal without an answer, and a pair without a first meeting, are told.
UNANSWERED_DAYS = 7
UNMET_DAYS = 21
#: How many months of meetings are drawn.
MONTHS = 8
#: How many promotions the dashboard offers.
PROMOTIONS = 6


class Pace(TextChoices):
    """How a pair goes, the one that needs a word most first."""

    SILENT = "silent", _("Silencieux")
    UNMET = "unmet", _("Pas encore rencontrés")
    SLOW = "slow", _("À relancer")
    STARTING = "starting", _("Commence")
    REGULAR = "regular", _("Régulier")
    OVER = "over", _("Terminé")


@dataclass(frozen=True)
class Going:
    """One pair: how it goes, how many meetings it held of those that its rhythm allows, the day of the last; and
    whether it is of the branch that is asked for."""

    pair: Pair
    pace: Pace
    held: int
    last_on: date | None
    there: bool = True

    @property
    def planned(self) -> int:
        return planned_meetings(self.pair)

    @property
    def is_live(self) -> bool:
        return self.pair.state in LIVE


def pace_of(pair: Pair, *, held: int, last_on: date | None, programme: Programme, today: date) -> Pace:
    """From its dates alone. It is slow once two of its rhythm's meetings could have been held since the last one."""
    if pair.state not in LIVE:
        return Pace.OVER
    if timezone.localdate(pair.last_sign_at) <= today - timedelta(days=programme.silence_days):
        return Pace.SILENT
    if not held or last_on is None:
        began = timezone.localdate(pair.opened_at)
        return Pace.UNMET if began <= today - timedelta(days=UNMET_DAYS) else Pace.STARTING
    slow = last_on < today - timedelta(days=2 * DAYS_BETWEEN[Rhythm(pair.rhythm)])
    return Pace.SLOW if slow else Pace.REGULAR


def pairs_within(perimeter: Perimeter, cohort: Cohort) -> QuerySet[Pair]:
    """Those of a promotion of which at least one of the two is within the perimeter."""
    rows = Pair.objects.filter(cohort=cohort)
    if perimeter.whole:
        return rows
    hers = perimeter.enrolments(cohort).values("person")
    return rows.filter(Q(mentor__in=hers) | Q(mentee__in=hers))


def progress_of(perimeter: Perimeter, cohort: Cohort, *, branch: str = "", today: date) -> list[Going]:
    """Every pair of the perimeter, by the first name of who is accompanied. `branch`: the lineage of an entity, of
    which one of the two is `there`; "" is everywhere. One query."""
    there = perimeter.enrolments(cohort).filter(affiliation__entity__lineage__startswith=branch).order_by()
    hers = Exists(there.filter(person=OuterRef("mentor"))) | Exists(there.filter(person=OuterRef("mentee")))
    counted: QuerySet[Any] = (
        pairs_within(perimeter, cohort)
        .annotate(
            held=Count("meetings"),
            last_on=Max("meetings__held_on"),
            name=F("mentee__first_name"),
            there=Case(When(hers, then=True), default=False) if branch else Value(True),
        )
        .only("state", "mentor", "mentee", "rhythm", "opened_at", "planned_end_on", "last_sign_at")
    )
    found = sorted(counted.order_by("pk"), key=lambda pair: bare(pair.name))
    programme = perimeter.programme
    return [
        Going(
            pair=pair, held=pair.held, last_on=pair.last_on, there=pair.there,
            pace=pace_of(pair, held=pair.held, last_on=pair.last_on, programme=programme, today=today),
        )
        for pair in found
    ]  # fmt: skip


def paces(goings: Iterable[Going]) -> Counter[str]:
    """How many pairs go how."""
    return Counter(going.pace.value for going in goings)


def expected_a_month(goings: Iterable[Going]) -> int:
    """How many meetings a month the rhythms of the living pairs make."""
    return round(sum(MEETINGS_A_MONTH[Rhythm(going.pair.rhythm)] for going in goings if going.is_live))


def meetings_by_month(perimeter: Perimeter, cohort: Cohort, *, today: date) -> list[tuple[date, int]]:
    """(first day, meetings held) of each month since the first meeting, the last MONTHS of them; empty before it."""
    held = Meeting.objects.filter(pair__in=pairs_within(perimeter, cohort), held_on__lte=today)
    counts: Counter[date] = Counter()
    # By day, which each database counts by itself; SQLite's months are worked out in Python, meeting by meeting.
    for day, count in held.order_by().values_list("held_on").annotate(count=Count("pk")):
        counts[day.replace(day=1)] += count
    if not counts:
        return []
    month = today.replace(day=1)
    months: list[tuple[date, int]] = []
    first = min(counts)
    while month >= first and len(months) < MONTHS:
        months.append((month, counts[month]))
        month = (month - timedelta(days=1)).replace(day=1)
    return months[::-1]


def standings(perimeter: Perimeter, *, now: datetime) -> list[Cohort]:
    """The promotions that are not archived, the last one first, PROMOTIONS at most, and what of each waits. One query.

    `run_state`: of its own last run. `unanswered_proposals`: offered for UNANSWERED_DAYS and not answered by both.
    `unanswered_requests`: of the programme, and `not_right`, living pairs of which one said that it is not the right
    pair: for who runs it all. The latter is told as a count of FEWEST at least. `gone`: who left her organisation and
    still takes part.
    """
    since, modality = now - timedelta(days=UNANSWERED_DAYS), perimeter.programme.modality
    waiting: dict[str, Any] = {"run_state": Value(None, output_field=CharField())}
    waiting |= dict.fromkeys(("unanswered_proposals", "unanswered_requests", "not_right"), Value(0))
    here = Q() if perimeter.whole else Q(affiliation__in=perimeter.affiliations())
    waiting["gone"] = _number_of(leavers(Enrolment.objects.filter(here, cohort=OuterRef("pk"))))
    if not modality.self_service:
        runs = MatchRun.objects.filter(cohort=OuterRef("pk"), name="").order_by("-asked_at", "-pk")
        waiting["run_state"] = Subquery(runs.values("state")[:1])
    if modality.both_accept:
        waiting["unanswered_proposals"] = _number_of(_unanswered(perimeter, since=since))
    if perimeter.whole:
        waiting["not_right"] = _number_of(_unsuited() if modality.circle_sizes else _doubted())
    if perimeter.whole and modality.self_service:
        asked = MentoringRequest.objects.filter(programme=OuterRef("programme"), state=State.SENT, sent_at__lte=since)
        waiting["unanswered_requests"] = _number_of(asked)
    rows = Cohort.objects.filter(programme=perimeter.programme, archived_at=None).order_by("-number")
    cohorts = list(rows.annotate(**waiting)[:PROMOTIONS])
    for cohort in cohorts:
        cohort.programme = perimeter.programme
    return cohorts


def _unanswered(perimeter: Perimeter, *, since: datetime) -> QuerySet[Proposal]:
    """Of one cohort of an outer query."""
    offered = Proposal.objects.filter(
        run__cohort=OuterRef("pk"), run__state=RunState.OFFERED, offered_at__lte=since, pair=None
    )
    rows = offered.exclude(mentee_said="no").exclude(mentor_said="no")
    if perimeter.whole:
        return rows
    here = perimeter.affiliations()
    return rows.filter(Q(mentee__affiliation__in=here) | Q(mentor__affiliation__in=here))


def _doubted() -> QuerySet[Pair]:
    """Of one cohort of an outer query."""
    doubts = FitAnswer.objects.filter(pair=OuterRef("pk"), answer=Fit.NOT_RIGHT)
    return Pair.objects.filter(Exists(doubts), cohort=OuterRef("pk"), state__in=LIVE)


def _unsuited() -> QuerySet[CircleMember]:
    """Whoever says so of her circle, in one cohort of an outer query."""
    return CircleMember.objects.live().filter(circle__cohort=OuterRef("pk"), fit=Fit.NOT_RIGHT)


def _number_of(rows: QuerySet[Any]) -> Coalesce:
    """In the form of a column: how many they are."""
    grouped = rows.order_by().annotate(one=F("pk") * 0).values("one").annotate(count=Count("pk"))
    return Coalesce(Subquery(grouped.values("count")), 0)
