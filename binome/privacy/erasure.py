"""Leaving, and being erased to the last byte (A24, N15).

She asks: at once she is logged out everywhere, out of the directory, her requests withdrawn, her pairs closed. Seven
days later the scheduled work erases her, unless she undid it by the link of her mail. What stays is said beforehand.
"""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import connection, transaction
from django.utils.translation import gettext as _

from binome.core.journal import record
from binome.mentoring.actions import leave_programmes, refresh_member
from binome.mentoring.actions.listing import compact_search_index
from binome.people import tokens
from binome.people.models import User
from binome.people.privacy import end_sessions
from binome.programmes.models import StaffRole
from binome.programmes.queries.team import administrators_of

from . import emails, ledger
from .export import collect
from .models import Departure
from .rooms import ROOMS

UNDO = timedelta(days=7)


class ErasureRefused(Exception):
    """She can't leave now, or the undo came too late. Its text is for her."""


class LogStillRead(Exception):
    """Someone reads an old state of the database for too long: its log can't be emptied now. Try again later."""


def why_not_leave(person: User) -> str:
    """A sentence when nobody could run the site without her; else nothing."""
    kind = StaffRole.Kind.ADMINISTRATOR
    for role in StaffRole.objects.filter(person=person, kind=kind).order_by("pk"):
        if not administrators_of(role.programme_id).exclude(pk=person.pk).exists():
            return _("Vous êtes la dernière administratrice : nommez-en une autre avant de partir.")
    return ""


def what_goes(person: User) -> list[tuple[str, int]]:
    """(what, how many) of all that is kept about her."""
    return [(table.title, len(table.rows)) for table in collect(person) if table.rows]


def what_stays(person: User, *, now: datetime) -> list[str]:
    """What erasure leaves, why and until when, in sentences."""
    sentences = [room.remains(person, now=now) for room in ROOMS.values() if hasattr(room, "remains")]
    return [sentence for room in sentences for sentence in room]


@transaction.atomic
def ask_to_leave(*, person: User, now: datetime) -> Departure:
    """Close her account now, erase it in seven days. Twice is once. Raises ErasureRefused."""
    if why := why_not_leave(person):
        raise ErasureRefused(why)
    departure, created = Departure.objects.get_or_create(person=person, defaults={"asked_at": now})
    if created:
        close_account(person, now=now)
        record("departure_asked", by=person, obj=person, now=now)
        emails.departure_asked(person, until=now + UNDO, now=now)
    return departure


def close_account(person: User, *, now: datetime) -> None:
    """Out at the next request (N13), out of the directory, nothing of hers left open."""
    leave_programmes(person=person, now=now)
    User.objects.filter(pk=person.pk).update(is_active=False)
    person.is_active = False
    end_sessions(person)
    refresh_member(person=person, now=now)


def leaving(token: str, *, now: datetime) -> User | None:
    """Who may still undo with this link."""
    link = tokens.read("stay", token, now=now)
    if link is None or link.expired:
        return None
    return User.objects.filter(code=link.code, departure__isnull=False).first()


@transaction.atomic
def stay(*, token: str, now: datetime) -> User:
    """She changed her mind: her account is open again. Her requests and pairs stay closed. Raises ErasureRefused."""
    person = leaving(token, now=now)
    if person is None or not Departure.objects.filter(person=person).delete()[0]:
        raise ErasureRefused(_("Ce lien n’ouvre plus rien : le délai est passé, ou votre compte est déjà rouvert."))
    User.objects.filter(pk=person.pk).update(is_active=True)
    person.is_active = True
    refresh_member(person=person, now=now)
    record("departure_undone", by=person, obj=person, now=now)
    return person


@transaction.atomic
def erase_person(*, person: User, now: datetime) -> None:
    """Nothing of her is left in any room; the journal keeps codes that name nobody. `scrub` must follow."""
    close_account(person, now=now)
    ledger.write(person, now=now)
    record("person_erased", obj=person, now=now)
    for room in ROOMS.values():
        room.erase(person, now=now)


def erase_returned(*, now: datetime) -> int:
    """After a restore: erase again whoever had been erased since the backup. Returns how many."""
    people = ledger.returned()
    for person in people:
        erase_person(person=person, now=now)
    if people:
        scrub()
    return len(people)


def scrub(*, people: bool = True) -> None:
    """Make the database forget the bytes of what was deleted, once the transaction in progress has ended.

    SQLite: `secure_delete` has overwritten the rows; the index of words is rewritten, and the write-ahead log emptied.
    PostgreSQL: when rows of `people` went, the tables are written anew (VACUUM FULL; each is locked meanwhile). Its
    write-ahead log holds the old bytes until the server uses those files again; and what a transaction still open in
    any database of the server may read stays until the next time.
    """
    if connection.in_atomic_block:
        transaction.on_commit(lambda: scrub(people=people))
        return
    cache.clear()
    compact_search_index()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            busy, _pages, _done = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if busy:
                raise LogStillRead
        else:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"VACUUM {'FULL ' if people else ''}{connection.ops.quote_name(table)}")
