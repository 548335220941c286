"""The mentee's side of a request: draft, send, answer a question, withdraw; and the waiting list."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from binome.core.journal import record
from binome.core.moves import MoveRefused
from binome.core.prepared import Given, prepared
from binome.people.models import User
from binome.programmes.models import Enrolment, Programme

from .. import emails, rules
from ..identity import REVEALABLE
from ..lifecycle import OPEN, State
from ..models import MentoringRequest, WaitingEntry
from .moves import lock_people, move_request

#: What a mentee writes in a request.
REQUEST_FIELDS = ("objective", "about_me", "why_you", "rhythm", "duration_months", "will_reveal")
#: After an answer to her question, a mentor has at least this long.
TIME_AFTER_ANSWER = timedelta(days=7)


def _enrolment(person: User, programme: Programme, cohort: int | None = None) -> Enrolment | None:
    """In this promotion if she takes part in it, else in her last one."""
    rows = _enrolled(person=person.pk, programme=programme.pk)
    return next((row for row in rows if row.cohort_id == cohort), rows[0] if rows else None)


@prepared
def _enrolled(person: Given, programme: Given) -> QuerySet[Enrolment]:
    rows = Enrolment.objects.select_related("person__profile", "programme")
    return rows.filter(person=person, programme=programme).order_by("-cohort__number")


@transaction.atomic
def save_request_draft(*, mentor: Enrolment, by: User, now: datetime, **answers: Any) -> MentoringRequest:
    """Keep what she has typed so far; the couple has one open request at most, and this is it."""
    lock_people(mentor.person_id, by.pk)
    situation = rules.request_situation(mentee=_enrolment(by, mentor.programme), mentor=mentor, now=now)
    if situation.obstacle in {rules.Obstacle.NOT_MENTEE, rules.Obstacle.ALREADY_OPEN, rules.Obstacle.UNAVAILABLE}:
        raise MoveRefused(situation.sentence)
    return _write_draft(situation.open_request, mentor=mentor, by=by, now=now, answers=answers)


def _write_draft(
    draft: MentoringRequest | None, *, mentor: Enrolment, by: User, now: datetime, answers: dict[str, Any]
) -> MentoringRequest:
    draft = draft or MentoringRequest(programme=mentor.programme, mentor=mentor.person, mentee=by, created_at=now)
    for name in REQUEST_FIELDS:
        if name in answers:
            setattr(draft, name, answers[name])
    draft.will_reveal = [key for key in REVEALABLE if key in draft.will_reveal]
    draft.save()
    return draft


@transaction.atomic
def send_request(*, mentoring_request: MentoringRequest, by: User, now: datetime) -> MentoringRequest:
    """The mentor is told by mail; she has `request_due_days` to answer."""
    row = mentoring_request
    lock_people(row.mentor_id, row.mentee_id)
    mentor, _situation = _free_to_ask(row.mentee, row.mentor, row.programme, now=now)
    return _send(row, mentor=mentor, by=by, now=now)


@transaction.atomic
def write_and_send_request(*, mentor: Enrolment, by: User, now: datetime, **answers: Any) -> MentoringRequest:
    """Both at once, as the form's button does, with one look at where they stand. Refused, nothing is written."""
    lock_people(mentor.person_id, by.pk)
    mentor, situation = _free_to_ask(by, mentor.person, mentor.programme, now=now)
    row = _write_draft(situation.open_request, mentor=mentor, by=by, now=now, answers=answers)
    return _send(row, mentor=mentor, by=by, now=now)


def _free_to_ask(
    mentee: User, mentor: User, programme: Programme, *, now: datetime
) -> tuple[Enrolment, rules.Situation]:
    """The mentor as she is now, if this mentee may ask her now. The caller holds the people's locks."""
    asking = _enrolment(mentee, programme)
    asked = _enrolment(mentor, programme, asking.cohort_id if asking else None)
    if asked is None:
        raise MoveRefused(str(rules.SENTENCES[rules.Obstacle.UNAVAILABLE]))
    situation = rules.request_situation(mentee=asking, mentor=asked, now=now)
    if situation.obstacle is not None:
        raise MoveRefused(situation.sentence)
    return asked, situation


def _send(row: MentoringRequest, *, mentor: Enrolment, by: User, now: datetime) -> MentoringRequest:
    due_at = now + timedelta(days=row.programme.request_due_days)
    try:
        with transaction.atomic():
            slot = _free_slot(row)
            move_request(row, "send", by=by, now=now, sent_at=now, due_at=due_at, pending_slot=slot)
    except IntegrityError:
        raise MoveRefused(str(rules.SENTENCES[rules.Obstacle.TOO_MANY])) from None
    if _waits.exists(mentor=mentor.pk, mentee=row.mentee_id):
        WaitingEntry.objects.filter(mentor=mentor, mentee=row.mentee).delete()
    emails.request_sent(row, now=now)
    return row


def _free_slot(row: MentoringRequest) -> int:
    taken: set[int | None] = set(_taken_slots(mentee=row.mentee_id))
    free = [slot for slot in range(1, row.programme.max_pending + 1) if slot not in taken]
    if not free:
        raise MoveRefused(str(rules.SENTENCES[rules.Obstacle.TOO_MANY]))
    return free[0]


@prepared
def _taken_slots(mentee: Given) -> QuerySet[MentoringRequest, int | None]:
    return MentoringRequest.objects.pending().filter(mentee=mentee).values_list("pending_slot", flat=True)


@prepared
def _waits(mentor: Given, mentee: Given) -> QuerySet[WaitingEntry]:
    return WaitingEntry.objects.filter(mentor=mentor, mentee=mentee).order_by().only("pk")


@transaction.atomic
def answer_question(*, mentoring_request: MentoringRequest, by: User, answer: str, now: datetime) -> None:
    """She answers the mentor's question, once; the mentor is left at least a week to decide."""
    row = mentoring_request
    lock_people(row.mentor_id, row.mentee_id)
    row.refresh_from_db()
    if row.question_asked_at is None or row.question_answered_at is not None:
        raise MoveRefused(_("Il n’y a pas de question à laquelle répondre."))
    due_at = max(row.due_at or now, now + TIME_AFTER_ANSWER)
    move_request(
        row, "answer_question", by=by, now=now, question_answer=answer, question_answered_at=now, due_at=due_at
    )
    emails.question_answered(row, now=now)


@transaction.atomic
def withdraw_request(*, mentoring_request: MentoringRequest, by: User, now: datetime) -> None:
    """She takes it back; the mentor no longer has to answer."""
    row = mentoring_request
    lock_people(row.mentor_id, row.mentee_id)
    row.refresh_from_db()
    was_sent = row.state == State.SENT
    move_request(row, "withdraw", by=by, now=now, pending_slot=None, answered_at=now)
    if was_sent:
        emails.request_withdrawn(row, now=now)


def withdraw_open_requests(*, requests: Iterable[MentoringRequest], because: str, by: User, now: datetime) -> None:
    """Withdraw these on their mentee's behalf, for a reason of ours. The caller holds the people's locks."""
    for row in requests:
        was_sent = row.state == State.SENT
        changed = MentoringRequest.objects.filter(pk=row.pk, state__in=OPEN).update(
            state=State.WITHDRAWN, pending_slot=None, answered_at=now, withdrawn_because=because
        )
        if changed:
            record("request_withdrawn", by=by, obj=row, now=now, because=because)
        if changed and was_sent and because not in {"blocked", "unavailable"}:
            emails.request_withdrawn(row, now=now)


@transaction.atomic
def join_waiting_list(*, mentor: Enrolment, by: User, now: datetime) -> WaitingEntry:
    """She waits for a place with a full mentor; her rank is her order of arrival. A second click changes nothing."""
    lock_people(mentor.person_id, by.pk)
    situation = rules.request_situation(mentee=_enrolment(by, mentor.programme), mentor=mentor, now=now)
    if situation.obstacle != rules.Obstacle.FULL:
        raise MoveRefused(situation.sentence or _("Une place est libre : vous pouvez envoyer votre demande."))
    entry, created = WaitingEntry.objects.get_or_create(mentor=mentor, mentee=by, defaults={"joined_at": now})
    if created:
        record("waiting_list_joined", by=by, obj=mentor, now=now)
    return entry


@transaction.atomic
def leave_waiting_list(*, mentor: Enrolment, by: User, now: datetime) -> None:
    """She no longer waits."""
    if WaitingEntry.objects.filter(mentor=mentor, mentee=by).delete()[0]:
        record("waiting_list_left", by=by, obj=mentor, now=now)
