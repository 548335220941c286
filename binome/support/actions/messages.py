"""Anyone writes to the team, a member or a visitor; the team answers; either may write again (A12, A22)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from binome.core.journal import record
from binome.core.moves import MoveRefused
from binome.people.models import User
from binome.programmes.models import Programme

from .. import emails, rules
from ..lifecycle import MessageState
from ..models import Reply, TeamMessage

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
    message = TeamMessage.objects.create(
        programme=programme, author=author, subject=subject, body=body, written_at=now, language=author.language
    )
    record("team_written_to", by=author, obj=message, now=now)
    if not told:
        emails.team_written_to(message, now=now)
    return message


@transaction.atomic
def contact_team(
    *, programme: Programme, name: str, email: str, subject: str, body: str, language: str, now: datetime
) -> TeamMessage:
    """A visitor writes: stored, acknowledged once a day by a mail that repeats nothing of hers, and told to the team.

    Twice the same is once. Her address is not proved: nothing of a member's account is reached by it.
    """
    email = email.strip().lower()
    hers = TeamMessage.objects.unanswered().filter(email=email, author=None, programme=programme)
    if (already := hers.filter(subject=subject, body=body).first()) is not None:
        return already
    if not rules.may_contact(email=email, now=now):
        raise MoveRefused(
            _("Plusieurs messages sont déjà partis de cette adresse. Attendez une heure avant le suivant.")
        )
    told = hers.filter(written_at__gt=now - ONE_NOTICE).exists()
    message = TeamMessage.objects.create(
        programme=programme, name=name, email=email, subject=subject, body=body, language=language, written_at=now
    )
    record("team_written_to", obj=message, now=now)
    if not told:
        emails.contact_received(message, now=now)
        emails.team_written_to(message, now=now)
    return message


@transaction.atomic
def write_again(*, message: TeamMessage, body: str, now: datetime) -> None:
    """Whoever wrote adds to the exchange; it waits for the team again. Twice the same is once."""
    last = message.replies.order_by("-at", "-pk").first()
    if last is not None and not last.from_team and last.body == body:
        return
    if not rules.may_write_again(message=message, now=now):
        raise MoveRefused(_("Vous avez écrit plusieurs messages en peu de temps. Attendez une heure avant le suivant."))
    waited = message.state == MessageState.WAITING
    Reply.objects.create(message=message, from_team=False, body=body, at=now)
    TeamMessage.objects.filter(pk=message.pk).update(state=MessageState.WAITING)
    message.state = MessageState.WAITING
    record("team_written_to", by=message.author, obj=message, now=now)
    if not waited:
        emails.team_written_to(message, now=now, again=message.replies.count())


@transaction.atomic
def take_message(*, message: TeamMessage, by: User, now: datetime) -> None:
    """A moderator takes care of it; the second to click is told so. Twice is once."""
    _check(message, by)
    if TeamMessage.objects.unanswered().filter(pk=message.pk, taken_by=by).exists():
        return
    if not TeamMessage.objects.unanswered().filter(pk=message.pk, taken_by=None).update(taken_by=by):
        raise MoveRefused(_("Une autre modératrice s’en occupe déjà."))
    record("message_taken", by=by, obj=message, now=now)


@transaction.atomic
def release_message(*, message: TeamMessage, by: User, now: datetime) -> None:
    """She leaves it to a colleague."""
    _check(message, by)
    if not TeamMessage.objects.filter(pk=message.pk, taken_by=by).update(taken_by=None):
        raise MoveRefused(_("Ce message n’est pas entre vos mains."))
    record("message_released", by=by, obj=message, now=now)


@transaction.atomic
def answer_message(*, message: TeamMessage, by: User, answer: str, now: datetime) -> None:
    """The team answers: a member reads it in her space, and a mail tells her so; a visitor reads it in the mail."""
    last = message.replies.order_by("-at", "-pk").first()
    if last is not None and last.from_team and last.body == answer and message.answered_by_id == by.pk:
        return  # the second of two clicks
    _settle(message, by=by, state=MessageState.ANSWERED, now=now)
    reply = Reply.objects.create(message=message, from_team=True, body=answer, at=now)
    record("team_message_answered", by=by, obj=message, now=now)
    if message.author is not None:
        emails.team_answered(message, reply=reply, now=now)
    else:
        emails.contact_answered(message, reply=reply, now=now)


@transaction.atomic
def dismiss_message(*, message: TeamMessage, by: User, now: datetime) -> None:
    """Nothing to answer: an advertisement, a thank-you. Nobody is told. Twice is once."""
    if TeamMessage.objects.filter(pk=message.pk, state=MessageState.DISMISSED, answered_by=by).exists():
        return  # the second of two clicks
    _settle(message, by=by, state=MessageState.DISMISSED, now=now)
    record("message_dismissed", by=by, obj=message, now=now)


def _settle(message: TeamMessage, *, by: User, state: str, now: datetime) -> None:
    """Out of what waits, once; whoever has it in hand does it, or anyone when nobody has."""
    _check(message, by)
    changes = {"state": state, "answered_at": now, "answered_by": by, "taken_by": by}
    waiting = TeamMessage.objects.unanswered().filter(pk=message.pk)
    if waiting.exclude(taken_by=by).exclude(taken_by=None).exists():
        raise MoveRefused(_("Une autre modératrice s’en occupe déjà."))
    if not waiting.update(**changes):
        dismissed = TeamMessage.objects.filter(pk=message.pk, state=MessageState.DISMISSED).exists()
        raise MoveRefused(
            _("Ce message est déjà classé sans réponse.") if dismissed else _("Ce message a déjà reçu une réponse.")
        )
    for name, value in changes.items():
        setattr(message, name, value)


def _check(message: TeamMessage, by: User) -> None:
    if not rules.may_answer(moderator=by, message=message):
        raise MoveRefused(_("Ce message vous concerne de près : une autre modératrice y répond."))
