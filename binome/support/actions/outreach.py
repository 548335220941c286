"""The team writes first: to each of two people apart, who read it in their space and may answer (A12)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from binome.core.journal import record
from binome.core.moves import MoveRefused
from binome.mentoring.queries.ties import conflicted
from binome.people.models import User
from binome.programmes.models import Programme

from .. import emails
from ..lifecycle import MessageState
from ..models import Reply, TeamMessage
from .moves import check_team

#: The same words to the same people within this time are one message, sent twice.
SAME_CLICK = timedelta(minutes=10)


@transaction.atomic
def write_to_members(
    *, people: Iterable[User], programme: Programme, subject: str, body: str, by: User, now: datetime
) -> None:
    """A thread of her own for each, without a first message of hers: neither reads what the other answers."""
    check_team(programme, by)
    for person in people:
        if conflicted(moderator=by, person=person):
            raise MoveRefused(_("Vous connaissez cette personne : une autre modératrice s’en charge."))
        _write(person, programme, subject=subject, body=body, by=by, now=now)


def _write(person: User, programme: Programme, *, subject: str, body: str, by: User, now: datetime) -> None:
    recent = TeamMessage.objects.filter(programme=programme, author=person, subject=subject, answered_by=by)
    if recent.filter(written_at__gt=now - SAME_CLICK, replies__body=body).exists():
        return
    message = TeamMessage.objects.create(
        programme=programme, author=person, language=person.language, subject=subject, body="", written_at=now,
        state=MessageState.ANSWERED, answered_at=now, answered_by=by, taken_by=by,
    )  # fmt: skip
    Reply.objects.create(message=message, from_team=True, body=body, at=now)
    record("member_written_to", by=by, obj=message, now=now)
    emails.team_wrote(message, now=now)
