"""A member writes to the team; the team answers."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from binome.core.journal import record
from binome.mentoring.actions import MoveRefused
from binome.people.models import User
from binome.programmes.models import Programme

from .. import emails, rules
from ..models import TeamMessage

#: While a message of hers waits, the team is told of another one only after this long.
ONE_NOTICE = timedelta(days=1)


@transaction.atomic
def write_to_team(*, author: User, programme: Programme, subject: str, body: str, now: datetime) -> TeamMessage:
    """A member writes to the team: stored, and the moderators are told that something waits. Twice the same is once.

    The team is told once a day at most that this person waits, however much she writes.
    """
    waiting = TeamMessage.objects.unanswered().filter(author=author, programme=programme)
    if (already := waiting.filter(subject=subject, body=body).first()) is not None:
        return already
    if not rules.may_write(author=author, now=now):
        raise MoveRefused(_("Vous avez écrit plusieurs messages en peu de temps. Attendez une heure avant le suivant."))
    told = waiting.filter(written_at__gt=now - ONE_NOTICE).exists()
    message = TeamMessage.objects.create(programme=programme, author=author, subject=subject, body=body, written_at=now)
    record("team_written_to", by=author, obj=message, now=now)
    if not told:
        emails.team_written_to(message, now=now)
    return message


@transaction.atomic
def answer_message(*, message: TeamMessage, by: User, answer: str, now: datetime) -> None:
    """The team answers: the member reads it in her space, and a mail tells her that an answer waits."""
    if not rules.may_answer(moderator=by, message=message):
        raise MoveRefused(_("Ce message vous concerne de près : une autre modératrice y répond."))
    answered = TeamMessage.objects.filter(pk=message.pk, answered_at=None).update(
        answer=answer, answered_at=now, answered_by=by
    )
    if not answered:
        raise MoveRefused(_("Ce message a déjà reçu une réponse."))
    message.refresh_from_db()
    record("team_message_answered", by=by, obj=message, now=now)
    emails.team_answered(message, now=now)
