"""Short notes that moderators leave to one another."""

from datetime import datetime, timedelta

from django.db import transaction

from binome.core.journal import record
from binome.people.models import User
from binome.programmes.models import Programme

from ..models import HandoverNote
from .moves import check_team

#: The same words within this time are one note, sent twice.
SAME_CLICK = timedelta(minutes=1)


@transaction.atomic
def leave_note(*, programme: Programme, by: User, body: str, now: datetime) -> HandoverNote:
    """For the team of the programme. Twice in a row is once."""
    check_team(programme, by)
    known = HandoverNote.objects.filter(programme=programme, author=by, body=body, at__gt=now - SAME_CLICK).first()
    if known is not None:
        return known
    note = HandoverNote.objects.create(programme=programme, author=by, body=body, at=now)
    record("note_left", by=by, obj=note, now=now)
    return note


@transaction.atomic
def remove_note(*, note: HandoverNote, by: User, now: datetime) -> None:
    """Dealt with: any of the team takes it away. Twice is once."""
    check_team(note.programme_id, by)
    if HandoverNote.objects.filter(pk=note.pk).delete()[0]:
        record("note_removed", by=by, obj=note, now=now)
