"""When personal data may have leaked: stop everything, close every door, know who saw what, tell whom it concerns.

`manage.py privacy_breach` does the same while the site is down. The journal keeps each act.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from binome.core import holds
from binome.core.journal import Named, record
from binome.core.keeping import UNSAID
from binome.core.models import Hold, JournalEntry
from binome.core.moves import MoveRefused
from binome.core.privacy import STAFF_READS
from binome.mentoring.actions.follow_up import give_time_back
from binome.mentoring.queries.ties import involved_with
from binome.people.actions import end_all_sessions, revoke_links
from binome.people.models import User
from binome.programmes.models import Programme
from binome.support.actions.treatment import give_days_back

from .models import Breach
from .rooms import ROOMS

#: What the journal calls a reading, or a door to one: names, reports, exports, logins of the team.
READS = STAFF_READS | {
    "testimony_read",
    "data_exported",
    "impact_listed",
    "reads_listed",
    "proof_exported",
    "team_logged_in",
    "names_shown",
    "minutes_read",
    "participants_read",
    "directory_exported",
    "pairs_exported",
}


@dataclass(frozen=True)
class Concerned:
    """One person whose data may be concerned, and the natures of what the site holds of her (classes of FIELDS)."""

    code: str
    email: str
    language: str
    kinds: tuple[str, ...]


# --- stopping -----------------------------------------------------------------------------------------------


def frozen_since() -> datetime | None:
    """Since when the whole site is on hold."""
    return Hold.objects.filter(name=holds.SITE).values_list("since", flat=True).first()


@transaction.atomic
def freeze(*, by: Named | None, now: datetime) -> None:
    """Only the team goes on: no page of a member, no mail, nothing that runs by itself. Twice is once."""
    holds.hold(holds.SITE, by=by, now=now)


@transaction.atomic
def unfreeze(*, by: Named | None, now: datetime) -> timedelta:
    """Everything goes on, and each delay starts again where it stood. Returns how long it lasted."""
    since = frozen_since()
    if since is None:
        return timedelta(0)
    lasted = max(now - since, timedelta(0))
    give_time_back(time=lasted, now=now)
    give_days_back(since=since, now=now)
    holds.release(holds.SITE, by=by, now=now)
    return lasted


@transaction.atomic
def revoke_access(*, keep: str = "", by: Named | None, now: datetime) -> int:
    """Every session (save that of key `keep`) and every link sent by e-mail is over at once. Returns the sessions."""
    ended = end_all_sessions(keep=keep, by=by, now=now)
    revoke_links(by=by, now=now)
    return ended


# --- knowing ------------------------------------------------------------------------------------------------


def who_saw(*, start: datetime, end: datetime) -> QuerySet[JournalEntry]:
    """What was read, taken out or entered by the team between two moments, the oldest first. Codes, no name."""
    return JournalEntry.objects.filter(verb__in=READS, at__gte=start, at__lte=end).order_by("at", "pk")


@transaction.atomic
def take_reads(*, start: datetime, end: datetime, by: Named | None, now: datetime) -> QuerySet[JournalEntry]:
    """The same, to take away: one line in the journal."""
    record("reads_listed", by=by, now=now, since=start.isoformat(), until=end.isoformat())
    return who_saw(start=start, end=end)


@transaction.atomic
def take_impact(
    *, account: User | None = None, start: datetime, end: datetime, by: Named | None, now: datetime
) -> list[Concerned]:
    """What `impact` says, to take away: one line in the journal."""
    found = impact(account=account, start=start, end=end)
    record("impact_listed", by=by, now=now, account=account.code if account else "", since=start.isoformat(),
           until=end.isoformat(), people=len(found))  # fmt: skip
    return found


def impact(*, account: User | None = None, start: datetime, end: datetime) -> list[Concerned]:
    """Whose data, of which nature: of everyone known by then, or of those whom one account could reach.

    One account reaches herself, who is in a request or a pair with her, and whom she read meanwhile (team).
    The number of questions does not depend on the number of people.
    """
    people = User.objects.filter(created_at__lte=end)
    if account is not None:
        read = who_saw(start=start, end=end).filter(actor_code=account.code, object_kind="user").values("object_code")
        people = people.filter(pk__in=involved_with(account).values("pk")) | people.filter(code__in=read)
    held = _held()
    rows = people.order_by("pk").values_list("pk", "code", "email", "language").distinct()
    return [Concerned(code, email, language, _kinds(held, pk)) for pk, code, email, language in rows]


def _held() -> list[tuple[frozenset[str], Collection[int]]]:
    """For each table with a link to a person: the natures of what it says, and whose rows it has."""
    found: list[tuple[frozenset[str], Collection[int]]] = []
    for room, module in ROOMS.items():
        for name, fields in module.FIELDS.items():
            model = apps.get_model(room, name)
            kinds = frozenset(fields.values()) - UNSAID - {"link"}
            if model is User:
                found.append((kinds, set(User.objects.values_list("pk", flat=True))))
                continue
            for field in model._meta.concrete_fields:
                if field.related_model is User:
                    # A sealed table answers to its own manager alone: the base manager reads no name here.
                    rows = model._base_manager.exclude(**{field.attname: None}).values_list(field.attname, flat=True)
                    found.append((kinds, set(rows.distinct())))
    return found


def _kinds(held: list[tuple[frozenset[str], Collection[int]]], pk: int) -> tuple[str, ...]:
    return tuple(sorted({kind for kinds, whose in held if pk in whose for kind in kinds}))


# --- the record of a breach -----------------------------------------------------------------------------------


@transaction.atomic
def declare_breach(*, programme: Programme, by: User, now: datetime, **told: Any) -> Breach:
    """The 72 hours run from `known_at`. `told`: known_at, since_at, until_at, facts, consequences, measures."""
    breach = Breach.objects.create(programme=programme, declared_by=by, declared_at=now, **told)
    record("breach_declared", by=by, obj=breach, now=now, known_at=breach.known_at.isoformat())
    return breach


@transaction.atomic
def complete_breach(*, breach: Breach, by: User, now: datetime, **told: Any) -> None:
    """What was learnt since. Refused once it is closed."""
    _change(breach, now=now, **told)
    record("breach_completed", by=by, obj=breach, now=now)


@transaction.atomic
def note_told(*, breach: Breach, whom: str, by: User, now: datetime) -> None:
    """The authority (`authority`) or the people concerned (`people`) have been told. The first date stays."""
    field = {"authority": "authority_told_at", "people": "people_told_at"}[whom]
    if Breach.objects.filter(pk=breach.pk, closed_at=None, **{field: None}).update(**{field: now}):
        record("breach_told", by=by, obj=breach, now=now, whom=whom)


@transaction.atomic
def close_breach(*, breach: Breach, by: User, now: datetime) -> None:
    """Closed when the authority was told, or when it is written why not."""
    breach.refresh_from_db()
    if breach.authority_told_at is None and not breach.not_told_because:
        raise MoveRefused(_("Notez que l’autorité a été prévenue, ou écrivez pourquoi elle ne l’est pas."))
    _change(breach, now=now, closed_at=now)
    record("breach_closed", by=by, obj=breach, now=now)


def _change(breach: Breach, *, now: datetime, **changes: Any) -> None:
    if not Breach.objects.filter(pk=breach.pk, closed_at=None).update(**changes):
        raise MoveRefused(_("Ce dossier est clos."))


def still_open(programme: Programme) -> QuerySet[Breach]:
    """The first due first."""
    return Breach.objects.filter(programme=programme, closed_at=None).order_by(F("known_at"), "pk")
