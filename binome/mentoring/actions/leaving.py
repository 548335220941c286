"""She leaves for good: what is open closes, and whoever waited for her is told."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from binome.core.moves import MoveRefused
from binome.people.models import User
from binome.programmes.actions import leave_cohort
from binome.programmes.emails import participation_ended
from binome.programmes.models import Enrolment

from .circles import leave_circles
from .standing import close_pairs, leave_the_scene


@transaction.atomic
def leave_programmes(*, person: User, now: datetime) -> None:
    """Her requests end on both sides, her pairs are closed in her name. Twice is once."""
    for enrolment in Enrolment.objects.filter(person=person).select_related("person", "programme").order_by("pk"):
        leave_the_scene(enrolment, by=person, now=now)
        leave_circles(enrolment, now=now)
    close_pairs(person, now=now)


@transaction.atomic
def end_participation(*, enrolment: Enrolment, by: User, now: datetime) -> None:
    """The team ends the part of somebody whose organisation says that she left; she and her partner are told.

    Raises MoveRefused for somebody who is still there: she alone decides then (D15).
    """
    if enrolment.affiliation is None or enrolment.affiliation.left_on is None:
        raise MoveRefused(_("Cette personne est toujours dans son organisation."))
    leave_the_scene(enrolment, by=by, now=now)
    close_pairs(enrolment.person, programme=enrolment.programme, now=now)
    leave_circles(enrolment, now=now)
    if leave_cohort(enrolment=enrolment, by=by, now=now):
        participation_ended(enrolment, now=now)


@transaction.atomic
def leave_promotion(*, enrolment: Enrolment, now: datetime) -> None:
    """She stops taking part in a promotion: what is open in it closes in her name, and who waits comes in (D15)."""
    person = enrolment.person
    leave_the_scene(enrolment, by=person, now=now)
    close_pairs(person, programme=enrolment.programme, now=now)
    leave_circles(enrolment, now=now)
    leave_cohort(enrolment=enrolment, by=person, now=now)
