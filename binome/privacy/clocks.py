"""The retention rules about whole people, and the list of all of them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from binome.core import hashes
from binome.core.journal import record
from binome.core.keeping import Clock
from binome.people.lifecycle import ProfileState
from binome.people.models import Profile, User

from . import declared, emails, rooms
from .declared import unopened
from .erasure import UNDO, erase_person, why_not_leave
from .models import Departure, SleepNotice

REFUSED_KEPT, REFUSED_HASH_KEPT = timedelta(days=183), timedelta(days=365)
UNFINISHED_KEPT = timedelta(days=91)
#: Twenty-two months, then two more.
WARNED_AFTER, ERASED_AFTER_WARNING = timedelta(days=670), timedelta(days=61)


def _erase_all(people: Iterable[User], now: datetime) -> int:
    """Each in a transaction of her own: one that fails leaves the others erased, and is told at the end."""
    count, failures = 0, []
    for person in people:
        if why_not_leave(person):
            continue
        try:
            erase_person(person=person, now=now)
            count += 1
        except Exception as failure:
            failures.append(failure)
    if failures:
        raise failures[0]
    return count


def _people(rows: QuerySet[Any]) -> list[User]:
    return [row.person for row in rows.select_related("person").order_by("pk")]


def _erase_people(rows: QuerySet[Any], now: datetime) -> int:
    return _erase_all(_people(rows), now)


def _reviewed(state: ProfileState) -> QuerySet[Profile]:
    return Profile.objects.filter(state=state).annotate(reviewed_at=Max("reviews__at"))


def _forget_refused(rows: QuerySet[Profile], now: datetime) -> int:
    for person in _people(rows):
        hashes.keep("refused", person.email, until=now + REFUSED_HASH_KEPT)
    return _erase_people(rows, now)


def _asleep() -> QuerySet[User]:
    """Accounts without a visit that nobody has warned yet; one never used counts from its approval."""
    waiting = Q(profile__state__in=[ProfileState.SUBMITTED, ProfileState.CHANGE_ASKED, ProfileState.REFUSED])
    told = _still_asleep().filter(person=OuterRef("pk"))
    sleepers = User.objects.exclude(waiting).exclude(pk__in=unopened()).filter(~Exists(told), departure=None)
    return sleepers.annotate(seen=Coalesce("last_login", "profile__approved_at", "created_at"))


@transaction.atomic
def _warn(rows: QuerySet[User], now: datetime) -> int:
    people = list(rows.order_by("pk"))
    for person in people:
        SleepNotice.objects.update_or_create(person=person, defaults={"told_at": now})
        emails.account_sleeps(person, until=now + ERASED_AFTER_WARNING, now=now)
        record("sleeper_told", obj=person, now=now)
    return len(people)


def _still_asleep() -> QuerySet[SleepNotice]:
    """Those who have not come back since their warning."""
    return SleepNotice.objects.filter(Q(person__last_login=None) | Q(person__last_login__lte=F("told_at")))


CLOCKS = (
    Clock(
        name="departures",
        sentence=_("Un compte qui demande à partir est effacé sept jours plus tard."),
        period=UNDO,
        rows=Departure.objects.all,
        since="asked_at",
        apply=_erase_people,
    ),
    Clock(
        name="unfinished",
        sentence=_("Une inscription à corriger, laissée sans suite, est effacée au bout de trois mois."),
        period=UNFINISHED_KEPT,
        rows=lambda: _reviewed(ProfileState.CHANGE_ASKED),
        since="reviewed_at",
        apply=_erase_people,
    ),
    Clock(
        name="refused",
        sentence=_(
            "Une inscription refusée est effacée au bout de six mois ; l’empreinte chiffrée de l’adresse, au bout de "
            "douze mois de plus."
        ),
        period=REFUSED_KEPT,
        rows=lambda: _reviewed(ProfileState.REFUSED),
        since="reviewed_at",
        apply=_forget_refused,
    ),
    Clock(
        name="sleepers_told",
        sentence=_("Un compte sans visite depuis vingt-deux mois reçoit un avertissement par e-mail."),
        period=WARNED_AFTER,
        rows=_asleep,
        since="seen",
        apply=_warn,
    ),
    Clock(
        name="sleepers",
        sentence=_("Deux mois après cet avertissement, un compte toujours sans visite est effacé."),
        period=ERASED_AFTER_WARNING,
        rows=_still_asleep,
        since="told_at",
        apply=_erase_people,
    ),
)


def all_clocks() -> tuple[Clock, ...]:
    """Every retention rule: those about whole people, then each room's."""
    return (*CLOCKS, *declared.CLOCKS, *rooms.clocks())
