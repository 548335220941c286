"""Stopping something by hand: all mail, or one line of the timetable. A restored backup starts with both on hold."""

from datetime import datetime

from binome.core.journal import Named, record
from binome.core.models import Hold

MAIL = "mail"


def hold(name: str, *, now: datetime, by: Named | None = None) -> None:
    """Stop `name` until it is released."""
    if Hold.objects.get_or_create(name=name, defaults={"since": now})[1]:
        record("put_on_hold", by=by, now=now, name=name)


def release(name: str, *, now: datetime, by: Named | None = None) -> None:
    """Let `name` go on."""
    if Hold.objects.filter(name=name).delete()[0]:
        record("released_from_hold", by=by, now=now, name=name)


def is_held(name: str) -> bool:
    """Is it stopped?"""
    return Hold.objects.filter(name=name).exists()
