"""The team asks mentors: those of a sector that lacks places, and one whose answer is awaited."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from binome.core.journal import record
from binome.core.models import JournalEntry, Letter
from binome.core.moves import MoveRefused
from binome.people.models import User
from binome.programmes.models import Enrolment, Programme

from .. import emails, queries
from ..lifecycle import State
from ..models import MentoringRequest
from ..queries.ties import conflicted
from .moves import lock_people

#: Nobody is called more often.
ONE_CALL = timedelta(days=30)
#: She answers the site's own reminder in peace for as long.
AFTER_REMINDER = timedelta(days=2)


def to_call(*, programme: Programme, sector: str, now: datetime) -> list[Enrolment]:
    """Mentors of this sector who want such mails and received none for a month."""
    called = Letter.objects.filter(kind="mentors_called", created_at__gt=now - ONE_CALL).values("recipient_code")
    rows = queries.mentors_of(programme=programme, sector=sector).exclude(person__code__in=called)
    return [row for row in rows if row.person.mail_allowed("mentors_called")]


@transaction.atomic
def call_mentors(*, programme: Programme, sector: str, by: User, now: datetime) -> int:
    """Write to them, each once a month at most whoever calls. Returns how many letters were written."""
    if sector not in {row["slug"] for row in programme.sectors}:
        raise MoveRefused(_("Ce secteur n’est pas de ceux du programme."))
    called = to_call(programme=programme, sector=sector, now=now)
    for enrolment in called:
        emails.mentors_called(enrolment, now=now)
    if called:
        record("mentors_called", by=by, obj=programme, now=now, sector=sector, count=len(called))
    return len(called)


def why_not_nudge(row: MentoringRequest, *, nudged: bool, now: datetime) -> str:
    """Why the team may not remind this mentor, as a sentence; empty when it may. A mentor is never chased (A9)."""
    if row.state != State.SENT:
        return _("Cette demande a reçu sa réponse.")
    if row.question_asked_at is not None and row.question_answered_at is None:
        return _("Une question a été posée à %(name)s : sa réponse est attendue.") % {"name": row.mentee.first_name}
    if not row.mentor.mail_allowed("request_reminder"):
        return _("Les rappels par e-mail sont refusés : rien ne partira.")
    if nudged:
        return _("L’équipe a déjà envoyé un rappel.")
    if row.reminded_at is None:
        return _("Le site va envoyer un rappel de lui-même.")
    if now - row.reminded_at < AFTER_REMINDER:
        return _("Le site vient d’envoyer un rappel.")
    return ""


@transaction.atomic
def nudge_mentor(*, mentoring_request: MentoringRequest, by: User, now: datetime) -> None:
    """One kind reminder from the team, after the site's own, once in the life of a request."""
    row = mentoring_request
    lock_people(row.mentor_id, row.mentee_id)
    row.refresh_from_db()
    if conflicted(moderator=by, person=row.mentor) or conflicted(moderator=by, person=row.mentee):
        raise MoveRefused(_("Vous connaissez cette personne : une autre modératrice s’en charge."))
    entries = JournalEntry.objects.filter(object_kind="mentoringrequest", object_code=row.code, verb="mentor_nudged")
    if sentence := why_not_nudge(row, nudged=entries.exists(), now=now):
        raise MoveRefused(sentence)
    record("mentor_nudged", by=by, obj=row, now=now)
    emails.request_reminder(row, by_team=True, now=now)
