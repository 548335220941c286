"""The mentor's side of a request: ask a question back, accept, decline. And time's side: remind, expire."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from binome.core.journal import record
from binome.core.moves import MoveRefused
from binome.people.models import User
from binome.programmes.actions import pause_enrolment, resume_enrolment
from binome.programmes.models import Enrolment, EnrolmentState, Pause

from .. import emails, rules
from ..lifecycle import State
from ..models import MentoringRequest, Pair, WaitingEntry
from .listing import refresh_listings
from .moves import lock_people, move_request
from .opening import add_months, open_pair
from .places import tell_waiting
from .requests import withdraw_open_requests


@transaction.atomic
def ask_question(*, mentoring_request: MentoringRequest, by: User, question: str, now: datetime) -> None:
    """One question back before deciding, one round only."""
    row = mentoring_request
    lock_people(row.mentor_id, row.mentee_id)
    row.refresh_from_db()
    if row.question_asked_at is not None:
        raise MoveRefused(_("Vous avez déjà posé votre question."))
    move_request(row, "ask_question", by=by, now=now, question=question, question_asked_at=now)
    emails.question_asked(row, now=now)


@transaction.atomic
def accept_request(
    *,
    mentoring_request: MentoringRequest,
    by: User,
    reply: str,
    reveal: Iterable[str] = (),
    pause: bool = False,
    now: datetime,
) -> Pair:
    """Open the pair on a free place, tell the mentee, and free the other mentors she had asked.

    `pause`: the mentor wants no other request for now (A11).
    """
    row = mentoring_request
    lock_people(row.mentor_id, row.mentee_id)
    mentor = _mentor_of(row)
    if not row.mentee.is_active or rules.blocked(row.mentor, row.mentee):
        raise MoveRefused(_("Cette demande n’est plus disponible."))
    _refuse_if_forbidden(row, mentor)
    move_request(row, "accept", by=by, now=now, reply=reply, pending_slot=None, answered_at=now)
    pair = _open_pair(row, mentor=mentor, reveal=reveal, now=now)
    others = list(MentoringRequest.objects.pending().filter(mentee=row.mentee, programme=row.programme))
    withdraw_open_requests(requests=others, because="accepted_elsewhere", by=row.mentee, now=now)
    WaitingEntry.objects.filter(mentee=row.mentee, mentor__programme=row.programme).delete()
    emails.request_accepted(row, pair, now=now)
    if pause:
        pause_mentor(mentor=mentor, until=None, by=by, now=now)
    freed = Enrolment.objects.filter(person__in=[r.mentor_id for r in others], programme=row.programme)
    refresh_listings([mentor.pk, *freed.values_list("pk", flat=True)], now=now)
    return pair


def _refuse_if_forbidden(row: MentoringRequest, mentor: Enrolment) -> None:
    """She may have become her line manager since the request, or moved to her company."""
    if mentor.cohort_id is None:
        return
    mentee = Enrolment.objects.filter(person=row.mentee_id, cohort=mentor.cohort_id).first()
    if mentee is None or rules.form_forbids(mentee, mentor):
        raise MoveRefused(str(rules.SENTENCES[rules.Obstacle.FORM]))


def _mentor_of(row: MentoringRequest) -> Enrolment:
    """Of a programme that has several promotions, in the last that the two share, else in her last one."""
    mentee = Enrolment.objects.filter(person=row.mentee_id, cohort=OuterRef("cohort"))
    rows = Enrolment.objects.filter(person=row.mentor_id, programme=row.programme_id)
    rows = rows.annotate(shared=Exists(mentee.exclude(state=EnrolmentState.LEFT)))
    rows = rows.order_by("-shared", "-cohort__number")
    return rows.select_related("person", "programme")[0]


def _open_pair(row: MentoringRequest, *, mentor: Enrolment, reveal: Iterable[str], now: datetime) -> Pair:
    return open_pair(
        Pair(
            programme=row.programme,
            mentoring_request=row,
            cohort_id=mentor.cohort_id,
            mentor=row.mentor,
            mentee=row.mentee,
            objective=row.objective,
            rhythm=row.rhythm,
            planned_end_on=add_months(timezone.localdate(now), row.duration_months),
        ),
        place_of=mentor,
        shown={row.mentor_id: set(reveal), row.mentee_id: set(row.will_reveal)},
        by=row.mentor,
        now=now,
    )


@transaction.atomic
def decline_request(
    *, mentoring_request: MentoringRequest, by: User, reason: str, reply: str, pause: bool = False, now: datetime
) -> None:
    """A polite no: the reason stays private, the words go to the mentee. `pause`: no other request for now (A11)."""
    row = mentoring_request
    lock_people(row.mentor_id, row.mentee_id)
    move_request(row, "decline", by=by, now=now, reply=reply, decline_reason=reason, pending_slot=None, answered_at=now)
    emails.request_declined(row, now=now)
    if pause:
        mentor = _mentor_of(row)
        pause_mentor(mentor=mentor, until=None, by=by, now=now)


@transaction.atomic
def remind_mentor(*, mentoring_request: MentoringRequest, now: datetime) -> bool:
    """Halfway through, one reminder. False when it is no longer needed or was already sent."""
    row = mentoring_request
    reminded = MentoringRequest.objects.filter(pk=row.pk, state=State.SENT, reminded_at=None).update(reminded_at=now)
    if reminded:
        record("mentor_reminded", obj=row, now=now)
        emails.request_reminder(row, now=now)
    return bool(reminded)


@transaction.atomic
def expire_request(*, mentoring_request: MentoringRequest, now: datetime) -> None:
    """No answer in time: the mentee is told, with other mentors; a mentor silent twice in a row is paused kindly."""
    row = mentoring_request
    lock_people(row.mentor_id, row.mentee_id)
    row.refresh_from_db()
    if row.due_at is None or row.due_at > now:
        raise MoveRefused(_("Cette demande n’est pas encore arrivée à échéance."))
    move_request(row, "expire", by=None, now=now, pending_slot=None, answered_at=now)
    mentor = _mentor_of(row)
    emails.request_expired(row, now=now)
    if _silent_twice(mentor) and pause_enrolment(enrolment=mentor, kind=Pause.KIND, by=None, now=now):
        emails.mentor_paused(mentor, request=row, now=now)
    refresh_listings([mentor.pk], now=now)


def _silent_twice(mentor: Enrolment) -> bool:
    """Her last two requests both expired, and not while she waited for the answer to her own question."""
    ended = MentoringRequest.objects.filter(
        mentor=mentor.person_id,
        programme=mentor.programme_id,
        state__in=[State.ACCEPTED, State.DECLINED, State.EXPIRED],
    ).order_by("-answered_at", "-pk")
    if mentor.silence_counts_from is not None:
        ended = ended.filter(answered_at__gt=mentor.silence_counts_from)
    last = [(r.state, r.question_asked_at, r.question_answered_at) for r in ended[:2]]
    return len(last) == 2 and all(
        state == State.EXPIRED and (asked is None or answered is not None) for state, asked, answered in last
    )


@transaction.atomic
def resume_mentor(*, mentor: Enrolment, by: User | None, now: datetime) -> None:
    """She is back with one click; earlier silences no longer count."""
    if resume_enrolment(enrolment=mentor, by=by, now=now):
        Enrolment.objects.filter(pk=mentor.pk).update(silence_counts_from=now)
        mentor.refresh_from_db()
        tell_waiting(mentor=mentor, now=now)
        refresh_listings([mentor.pk], now=now)


@transaction.atomic
def pause_mentor(*, mentor: Enrolment, until: date | None, by: User, now: datetime) -> None:
    """No new request reaches her until that day, or until she says so."""
    if pause_enrolment(enrolment=mentor, kind=Pause.OWN, until=until, by=by, now=now):
        refresh_listings([mentor.pk], now=now)
