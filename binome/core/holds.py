"""Stopping something by hand: all mail, one line of the timetable, or the whole site (the members' pages, the mail and
the timetable at once). A restored backup starts with mail and timetable on hold."""

from datetime import datetime

from binome.core.journal import Named, record
from binome.core.models import Hold

MAIL = "mail"
SITE = "site"


def hold(name: str, *, now: datetime, by: Named | None = None) -> None:
    """Stop `name` until it is released."""
    if Hold.objects.get_or_create(name=name, defaults={"since": now})[1]:
        record("put_on_hold", by=by, now=now, name=name)


def release(name: str, *, now: datetime, by: Named | None = None) -> None:
    """Let `name` go on."""
    if Hold.objects.filter(name=name).delete()[0]:
        record("released_from_hold", by=by, now=now, name=name)


def is_held(name: str) -> bool:
    """Is it stopped, by itself or with the whole site?"""
    return Hold.objects.filter(name__in={name, SITE}).exists()
