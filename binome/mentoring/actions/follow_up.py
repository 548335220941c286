"""What time does by itself: reminders, expiries, the end of a pair, silence, the end of a pause.

Run any number of times, it does each thing once (B8); each is a transaction of its own.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from binome.core.journal import record
from binome.core.moves import MoveRefused
from binome.programmes.lifecycle import CohortState
from binome.programmes.models import Enrolment, Pause, Programme

from .. import emails
from ..lifecycle import PairState
from ..models import Circle, MentoringRequest, Pair, Proposal
from .answers import expire_request, remind_mentor, resume_mentor
from .circles import ask_circle_for_news, end_circle
from .offers import expire_proposal, remind_proposal
from .pairs import propose_closing

#: At most this many of each kind in one run, so that a day missed is caught up without a burst (B8).
BATCH = 200
Row = TypeVar("Row")


def follow_up(*, now: datetime) -> dict[str, int]:
    """Do all that is due now. Returns how many of each."""
    done = {"reminded": 0, "expired": 0, "closing": 0, "silent": 0, "resumed": 0}
    for programme in Programme.objects.order_by("pk"):
        done["expired"] += _each(_due(programme, now), lambda r: expire_request(mentoring_request=r, now=now))
        done["reminded"] += _each(_to_remind(programme, now), lambda r: remind_mentor(mentoring_request=r, now=now))
        done["expired"] += _each(_offers(programme, due_at__lte=now), lambda o: expire_proposal(proposal=o, now=now))
        since = now - timedelta(days=programme.remind_after_days)
        unanswered = _offers(programme, offered_at__lte=since, reminded_at=None, due_at__gt=now)
        done["reminded"] += _each(unanswered, lambda o: remind_proposal(proposal=o, now=now))
        done["silent"] += _each(_silent_circles(programme, now), lambda c: ask_circle_for_news(circle=c, now=now))
        _each(_over(programme), lambda c: end_circle(c, now=now))
        done["closing"] += _each(_ending(programme, now), lambda p: propose_closing(pair=p, because="end", now=now))
        done["silent"] += _each(_silent(programme, now), lambda p: ask_for_news(pair=p, now=now))
        done["closing"] += _each(
            _still_silent(programme, now), lambda p: propose_closing(pair=p, because="silence", now=now)
        )
        done["resumed"] += _each(_back(programme, now), lambda e: resume_mentor(mentor=e, by=None, now=now))
    return done


def _each(rows: Iterable[Row], act: Callable[[Row], object]) -> int:
    count = 0
    for row in rows:
        try:
            act(row)
        except MoveRefused:
            continue  # someone was faster: nothing is left to do
        count += 1
    return count


@transaction.atomic
def ask_for_news(*, pair: Pair, now: datetime) -> None:
    """Nothing for long: a gentle message to both, once per silence."""
    if Pair.objects.filter(pk=pair.pk, state=PairState.ACTIVE, silence_told_at=None).update(silence_told_at=now):
        record("news_asked", obj=pair, now=now)
        emails.news_asked(pair, now=now)


@transaction.atomic
def give_time_back(*, time: timedelta, now: datetime) -> int:
    """The site was stopped for `time`, so nobody could answer: what waits gets it again. Returns how many."""
    given = MentoringRequest.objects.pending().update(due_at=F("due_at") + time)
    given += Proposal.objects.waiting().update(due_at=F("due_at") + time)
    record("time_given_back", now=now, seconds=int(time.total_seconds()), requests=given)
    return given


def _due(programme: Programme, now: datetime) -> list[MentoringRequest]:
    rows = MentoringRequest.objects.pending().filter(programme=programme, due_at__lte=now)
    return list(rows.select_related("mentor", "mentee", "programme").order_by("due_at", "pk")[:BATCH])


def _offers(programme: Programme, **which: Any) -> list[Proposal]:
    rows = Proposal.objects.waiting().filter(run__cohort__programme=programme, **which)
    ends = ("run__cohort__programme", "mentee__person", "mentor__person")
    return list(rows.select_related(*ends).order_by("due_at", "pk")[:BATCH])


def _to_remind(programme: Programme, now: datetime) -> list[MentoringRequest]:
    since = now - timedelta(days=programme.remind_after_days)
    rows = MentoringRequest.objects.pending().filter(programme=programme, sent_at__lte=since, reminded_at=None)
    rows = rows.filter(Q(question_asked_at=None) | Q(question_answered_at__isnull=False), due_at__gt=now)
    return list(rows.select_related("mentor", "mentee", "programme").order_by("sent_at", "pk")[:BATCH])


def _pairs(programme: Programme) -> QuerySet[Pair]:
    rows = Pair.objects.filter(programme=programme, state=PairState.ACTIVE)
    return rows.select_related("mentor", "mentee", "programme").order_by("pk")


def _ending(programme: Programme, now: datetime) -> list[Pair]:
    soon = timezone.localdate(now) + timedelta(days=programme.closing_days)
    return list(_pairs(programme).filter(planned_end_on__lte=soon)[:BATCH])


def _silent(programme: Programme, now: datetime) -> list[Pair]:
    since = now - timedelta(days=programme.silence_days)
    return list(_pairs(programme).filter(last_sign_at__lte=since, silence_told_at=None)[:BATCH])


def _still_silent(programme: Programme, now: datetime) -> list[Pair]:
    since = now - timedelta(days=programme.silence_grace_days)
    return list(_pairs(programme).filter(silence_told_at__lte=since, last_sign_at__lt=F("silence_told_at"))[:BATCH])


def _silent_circles(programme: Programme, now: datetime) -> list[Circle]:
    since = now - timedelta(days=programme.silence_days)
    rows = Circle.objects.live().filter(cohort__programme=programme, last_sign_at__lte=since, silence_told_at=None)
    return list(rows.select_related("cohort__programme").order_by("pk")[:BATCH])


def _over(programme: Programme) -> list[Circle]:
    """Those whose promotion is closed."""
    rows = Circle.objects.live().filter(cohort__programme=programme, cohort__state=CohortState.CLOSED)
    return list(rows.order_by("pk")[:BATCH])


def _back(programme: Programme, now: datetime) -> list[Enrolment]:
    rows = Enrolment.objects.filter(programme=programme, pause=Pause.OWN, pause_until__lte=timezone.localdate(now))
    return list(rows.select_related("person", "programme").order_by("pk")[:BATCH])
