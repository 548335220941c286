"""She leaves for good: what is open closes, and whoever waited for her is told."""

from datetime import datetime

from django.db import transaction

from binome.people.models import User
from binome.programmes.models import Enrolment

from ..lifecycle import CloseReason
from ..models import Pair
from .pairs import end_pair
from .standing import leave_the_scene


@transaction.atomic
def leave_programmes(*, person: User, now: datetime) -> None:
    """Her requests end on both sides, her pairs are closed in her name. Twice is once."""
    for enrolment in Enrolment.objects.filter(person=person).select_related("person", "programme").order_by("pk"):
        leave_the_scene(enrolment, by=person, now=now)
    hers = Pair.objects.live().concerning(person).select_related("mentor", "mentee", "programme")
    for pair in hers.order_by("pk"):
        end_pair(pair, by=person, reason=CloseReason.OTHER, now=now)
