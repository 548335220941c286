"""A sector lacks mentors: those who know it are asked whether they have one more place, or a colleague."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from binome.core.journal import record
from binome.core.models import Letter
from binome.core.moves import MoveRefused
from binome.people.models import User
from binome.programmes.models import Enrolment, Programme

from .. import emails, queries

#: Nobody is called more often.
ONE_CALL = timedelta(days=30)


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
