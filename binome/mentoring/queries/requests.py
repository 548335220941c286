"""Requests as pages read them: who asked whom, waiting lists, how fast a mentor answers, who else could be asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from statistics import median
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from binome.core.prepared import Given, prepared
from binome.people.models import User
from binome.programmes.models import Enrolment, EnrolmentState, Programme, Role

from ..lifecycle import OPEN, State
from ..models import Listing, MentoringRequest, Place, WaitingEntry
from .directory import LIVE, UNREAD, hidden_from
from .picture import listed_in

#: Below this many answers nothing is said of a mentor's delay: one busy week is not a habit.
ENOUGH_ANSWERS = 3
RECENT_ANSWERS = 10
#: How far the fair order is read in search of mentors who share a topic.
FAIR_ORDER_READ = 200
SECONDS_A_DAY = 86_400


@dataclass(frozen=True)
class Capacity:
    """A mentor's places, and how many mentees wait for one."""

    free: int
    total: int
    waiting: int


def admitted_mentor(programme: Programme, code: str, cohort: int | None = None) -> Enrolment | None:
    """A mentor who was once admitted, whatever she is now: in this promotion, the viewer's, else in her last one."""
    rows = _admitted(programme=programme.pk, code=code)
    return next((row for row in rows if row.cohort_id == cohort), rows[0] if rows else None)


@prepared
def _admitted(programme: Given, code: Given) -> QuerySet[Enrolment]:
    mentors = Enrolment.objects.filter(programme=programme, person__code=code, role=Role.MENTOR)
    rows = mentors.select_related("person__profile", "programme").exclude(state=EnrolmentState.PENDING)
    return rows.order_by("-cohort__number")


def requests_of(person: User) -> QuerySet[MentoringRequest]:
    """Those she may open, with both people and what their profiles say."""
    return MentoringRequest.objects.concerning(person).select_related(
        "mentor__profile", "mentee__profile", "programme", "pair"
    )


def inbox(person: User, programme: int) -> QuerySet[MentoringRequest]:
    """What waits for her answer in a programme, given by its key, the most urgent first."""
    rows = MentoringRequest.objects.pending().filter(mentor=person, programme=programme)
    return rows.select_related("mentor", "mentee__profile").order_by("due_at", "pk")


def sent(person: User, programme: int) -> QuerySet[MentoringRequest]:
    """What waits for an answer in a programme, given by its key, then what she has not finished writing."""
    rows = MentoringRequest.objects.filter(mentee=person, programme=programme, state__in=OPEN)
    return rows.select_related("mentor__profile", "mentee").order_by(
        F("sent_at").asc(nulls_last=True), "created_at", "pk"
    )


def history(person: User, programme: Programme) -> QuerySet[MentoringRequest]:
    """Every request she made or received in it, the latest first; a draft thrown away is forgotten."""
    rows = requests_of(person).filter(programme=programme).exclude(state=State.WITHDRAWN, sent_at=None)
    return rows.order_by(Coalesce("sent_at", "created_at").desc(), "-pk")


def count_waiting(person: User, programme: Programme) -> int:
    """How many requests wait for an answer in it, hers to give or to receive."""
    rows = MentoringRequest.objects.pending().filter(programme=programme)
    return rows.filter(Q(mentor=person) | Q(mentee=person)).count()


def _count(rows: QuerySet[Any], by: str) -> Coalesce:
    """How many of these rows, as a column of the outer row; zero when there are none."""
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _places_of(outer: str) -> QuerySet[Place]:
    return Place.objects.filter(enrolment=OuterRef(outer))


def capacity_of(mentor: Enrolment) -> Capacity:
    """Her places and her waiting list, in one query."""
    row = (
        Enrolment.objects.filter(pk=mentor.pk)
        .annotate(
            total=_count(_places_of("pk"), "enrolment"),
            free=_count(_places_of("pk").filter(pair=None), "enrolment"),
            waiting=_count(WaitingEntry.objects.filter(mentor=OuterRef("pk")), "mentor"),
        )
        .values("total", "free", "waiting")
        .get()
    )
    return Capacity(**row)


def waiting_entries(mentee: User) -> QuerySet[WaitingEntry]:
    """The lists she is on, with her `rank` on each and whether a place is `free` now."""
    earlier = WaitingEntry.objects.filter(mentor=OuterRef("mentor")).filter(
        Q(joined_at__lt=OuterRef("joined_at")) | Q(joined_at=OuterRef("joined_at"), pk__lt=OuterRef("pk"))
    )
    return (
        WaitingEntry.objects.filter(mentee=mentee)
        .select_related("mentor__person__profile")
        .annotate(rank=_count(earlier, "mentor") + 1, free=_count(_places_of("mentor").filter(pair=None), "enrolment"))
        .order_by("joined_at", "pk")
    )


def waiting_entry(*, mentee: User, mentor: Enrolment) -> WaitingEntry | None:
    return waiting_entries(mentee).filter(mentor=mentor).first()


def usual_answer_days(mentor: User) -> int | None:
    """In how many days she usually answers: the median of her last answers. None when they are too few to say."""
    delays = [
        (row.answered_at - row.sent_at).total_seconds()
        for row in _last_answers(mentor=mentor.pk)
        if row.sent_at is not None and row.answered_at is not None
    ]
    if len(delays) < ENOUGH_ANSWERS:
        return None
    return max(1, ceil(median(delays) / SECONDS_A_DAY))


@prepared
def _last_answers(mentor: Given) -> QuerySet[MentoringRequest]:
    answered = MentoringRequest.objects.filter(mentor=mentor, state__in=[State.ACCEPTED, State.DECLINED])
    return answered.order_by("-answered_at", "-pk").only("sent_at", "answered_at")[:RECENT_ANSWERS]


def suggestions(
    *, mentee: User, programme: Programme, cohort: int | None = None, topics: Iterable[str], limit: int = 3
) -> list[Listing]:
    """Other mentors she could ask: a free place, a topic in common first, then the directory's fair order.

    Never one she has asked already, nor one kept apart from her, nor her own other account.
    """
    asked = MentoringRequest.objects.filter(mentee=mentee, programme=programme).values("mentor")
    fair = (
        listed_in(programme, cohort)
        .filter(free__gt=0)
        .exclude(person__in=asked)
        .exclude(person__in=hidden_from(mentee) | {mentee.pk})
        .order_by("turn", "pk")
        .values_list("pk", "facet_tokens")[:FAIR_ORDER_READ]
    )
    wanted = {f"topic:{topic}" for topic in topics}
    likely = [pk for pk, facets in sorted(fair, key=lambda row: not wanted & set(row[1].split()))][: 2 * limit]
    found = Listing.objects.filter(LIVE).select_related("person__profile").defer(*UNREAD).in_bulk(likely)
    return [found[pk] for pk in likely if pk in found][:limit]
