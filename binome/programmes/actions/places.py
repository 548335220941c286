"""The places of a promotion. A number, unique among those of one role: the database refuses a second taker (ADR 0003).

Everybody takes the smallest free number, so that two who come at once want the same one: one has it, the other looks
again and, if none is left, waits.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from binome.core.journal import record
from binome.people.rules import is_barred

from .. import emails, rules
from ..models import Cohort, Enrolment, EnrolmentState
from ..queries.membership import SET_ASIDE

#: How often somebody else may be faster before one gives up; each time a place went, so it ends with the places.
TRIES = 1_000
#: Who may take a place: just enrolled, or waiting.
OUTSIDE = (EnrolmentState.PENDING, EnrolmentState.WAITING)


def take_place(*, enrolment: Enrolment, now: datetime) -> bool:
    """She is in, when a place is free. False, and she waits, when the promotion is full for her role."""
    cohort = enrolment.cohort
    assert cohort is not None
    limit = rules.limit_of(cohort, enrolment.role)
    for _try in range(TRIES):
        number = _free_number(cohort, enrolment.role, limit)
        if number is None:
            break
        outside = Enrolment.objects.filter(pk=enrolment.pk, state__in=OUTSIDE, place=None)
        try:
            with transaction.atomic():
                moved = outside.update(place=number, state=EnrolmentState.ACTIVE, joined_at=now)
        except IntegrityError:
            continue
        if not moved:  # somebody else has just let her in, or she has just left
            enrolment.refresh_from_db(fields=["place", "state"])
            return False
        enrolment.place, enrolment.state, enrolment.joined_at = number, EnrolmentState.ACTIVE, now
        emails.line_manager_told(enrolment, now=now)
        return True
    Enrolment.objects.filter(pk=enrolment.pk, state__in=OUTSIDE).update(state=EnrolmentState.WAITING)
    enrolment.state = EnrolmentState.WAITING
    return False


def call_next(*, cohort: Cohort, role: str, now: datetime) -> int:
    """Whoever waits first comes in, as long as places are free, and is told. Returns how many came in."""
    waiting = Enrolment.objects.filter(cohort=cohort, role=role, state=EnrolmentState.WAITING)
    came = 0
    aside = Enrolment.objects.filter(programme=OuterRef("programme"), person=OuterRef("person"), state__in=SET_ASIDE)
    waiting = waiting.filter(~Exists(aside))  # a measure in another promotion of the programme holds here too
    for enrolment in waiting.select_related("person", "programme", "cohort").order_by("attested_at", "pk"):
        if is_barred(enrolment.person.email, within=enrolment.programme.barred_within, now=now):
            continue
        enrolment.cohort = cohort
        if not take_place(enrolment=enrolment, now=now):
            if enrolment.state == EnrolmentState.WAITING:
                break
            continue
        record("place_found", obj=enrolment, now=now)
        emails.place_found(enrolment, now=now)
        came += 1
    return came


def _free_number(cohort: Cohort, role: str, limit: int | None) -> int | None:
    rows = Enrolment.objects.filter(cohort=cohort, role=role, place__isnull=False)
    taken = set(rows.values_list("place", flat=True))
    if limit is not None and len(taken) >= limit:
        return None
    return next(number for number in range(1, len(taken) + 2) if number not in taken)
