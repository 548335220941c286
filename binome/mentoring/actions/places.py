"""A mentor's capacity, as places. The number of her places is her capacity; a place bears at most one pair (B1)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from binome.core.journal import record
from binome.core.moves import MoveRefused
from binome.people.models import User
from binome.programmes.models import Enrolment

from .. import emails, rules
from ..models import Pair, Place, WaitingEntry
from .listing import refresh_listings
from .moves import lock_people


def take_place(*, mentor: Enrolment, pair: Pair) -> Place:
    """Put the pair on a free place by compare-and-set, or raise MoveRefused: she has none left."""
    for place in Place.objects.filter(enrolment=mentor, pair=None).order_by("number"):
        if Place.objects.filter(pk=place.pk, pair=None).update(pair=pair):
            return place
    raise MoveRefused(_("Vous n’avez plus de place libre. Augmentez votre capacité, ou déclinez la demande."))


def free_place(*, pair: Pair, now: datetime) -> None:
    """The pair is closed: its place is free again, and whoever waits first is told."""
    place = Place.objects.filter(pair=pair).select_related("enrolment__person", "enrolment__programme").first()
    if place is not None:
        Place.objects.filter(pk=place.pk).update(pair=None)
        tell_waiting(mentor=place.enrolment, now=now)
        refresh_listings([place.enrolment_id], now=now)


@transaction.atomic
def set_capacity(*, mentor: Enrolment, capacity: int, by: User | None, now: datetime) -> None:
    """She follows up to `capacity` mentees at once; never fewer than she follows now."""
    lock_people(mentor.person_id)
    most = mentor.programme.max_capacity
    if not 1 <= capacity <= most:
        raise MoveRefused(_("Choisissez un nombre de places entre 1 et %(most)s.") % {"most": most})
    places = list(Place.objects.filter(enrolment=mentor).order_by("number"))
    if len(places) == capacity:
        return
    free = [place.pk for place in reversed(places) if place.pair_id is None]
    surplus = len(places) - capacity
    if surplus > len(free):
        raise MoveRefused(
            _("Vous suivez déjà plus de personnes. La capacité pourra baisser quand un binôme sera clos.")
        )
    if surplus > 0:
        deleted, _rows = Place.objects.filter(pk__in=free[:surplus], pair=None).delete()
        if deleted != surplus:
            raise MoveRefused(_("Une place vient d’être prise. Vérifiez votre capacité."))
    numbers = {place.number for place in places}
    unused = (n for n in range(1, len(numbers) + capacity + 1) if n not in numbers)
    Place.objects.bulk_create(Place(enrolment=mentor, number=next(unused)) for _missing in range(-surplus))
    record("capacity_set", by=by, obj=mentor, now=now, capacity=capacity)
    if surplus < 0:
        tell_waiting(mentor=mentor, now=now)
    refresh_listings([mentor.pk], now=now)


def tell_waiting(*, mentor: Enrolment, now: datetime) -> None:
    """Tell as many of the first who wait as there are free places, each once per wait; nobody while she is paused."""
    if not rules.is_available(mentor):
        return
    free = Place.objects.filter(enrolment=mentor, pair=None).count()
    for entry in WaitingEntry.objects.filter(mentor=mentor).select_related("mentee")[:free]:
        if WaitingEntry.objects.filter(pk=entry.pk, told_at=None).update(told_at=now):
            emails.place_free(entry, now=now)
