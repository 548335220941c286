"""Requests about one's rights: entered, answered within a month (GDPR, article 12.3), the clock shown."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from binome.core.journal import record
from binome.core.moves import MoveRefused
from binome.people.models import User
from binome.programmes.models import Programme

from .models import RightsRequest

#: From this many days before its end, the badge warns.
SOON = timedelta(days=7)


def months_after(day: date, months: int) -> date:
    """The same day some months later; the last day of a month that is too short (31 January → 28 February)."""
    year, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("a month has 28 days at least")


@transaction.atomic
def enter_request(
    *, programme: Programme, right: str, received_on: date, reference: str = "", by: User, now: datetime
) -> RightsRequest:
    """Due one month after it was received."""
    row = RightsRequest.objects.create(
        programme=programme, right=right, received_on=received_on, reference=reference, entered_by=by,
        due_on=months_after(received_on, 1),
    )  # fmt: skip
    record("rights_request_entered", by=by, obj=row, now=now, right=right, due_on=row.due_on.isoformat())
    return row


@transaction.atomic
def extend_request(*, request: RightsRequest, because: str, by: User, now: datetime) -> None:
    """Two more months, once, within the first one, and she is told why (article 12.3)."""
    first = months_after(request.received_on, 1)
    if timezone.localdate(now) > first:
        raise MoveRefused(_("Le premier mois est passé : il n’est plus possible de prolonger."))
    due = months_after(request.received_on, 3)
    open_rows = RightsRequest.objects.filter(pk=request.pk, answered_on=None, due_on=first)
    if not open_rows.update(due_on=due, extended_because=because):
        raise MoveRefused(_("Cette demande est déjà prolongée, ou a reçu sa réponse."))
    record("rights_request_extended", by=by, obj=request, now=now, due_on=due.isoformat())


@transaction.atomic
def answer_request(*, request: RightsRequest, answer: str, by: User, now: datetime) -> None:
    """Answered today. A second answer is refused."""
    if not RightsRequest.objects.filter(pk=request.pk, answered_on=None).update(
        answered_on=timezone.localdate(now), answer=answer
    ):
        raise MoveRefused(_("Cette demande a déjà reçu sa réponse."))
    record("rights_request_answered", by=by, obj=request, now=now)


def unanswered(programme: Programme) -> QuerySet[RightsRequest]:
    """The first due first."""
    return RightsRequest.objects.filter(programme=programme, answered_on=None).order_by("due_on", "pk")
