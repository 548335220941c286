"""A pair begins: on a free place, with what each shows of herself. By a request, or published by a programme."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from django.db import connection

from binome.people.models import User
from binome.programmes.models import Enrolment

from ..identity import REVEALABLE
from ..models import Pair, PairEvent, Reveal
from .places import take_place


def open_pair(
    pair: Pair, *, place_of: Enrolment, shown: Mapping[int, Collection[str]], by: User | None, now: datetime
) -> Pair:
    """Save a new pair on a free place of its mentor. `shown`: by person, which of REVEALABLE she shows from the start.

    Raises MoveRefused without a free place. The caller holds both people's locks.
    """
    assert connection.in_atomic_block
    pair.opened_at = pair.last_sign_at = now
    pair.save(force_insert=True)
    take_place(mentor=place_of, pair=pair)
    for person in (pair.mentor_id, pair.mentee_id):
        fields = shown.get(person, ())
        Reveal.objects.create(pair=pair, person_id=person, **{key: key in fields for key in REVEALABLE})
    PairEvent.objects.create(pair=pair, kind=PairEvent.Kind.OPENED, at=now, by=by)
    return pair


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + year, month + 1, 1)
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))
