"""The promotions of a programme: created, dated, opened and closed for enrolment, duplicated, archived (D14)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from binome.core.journal import record
from binome.core.moves import MoveRefused, make_move

from .. import rules
from ..lifecycle import COHORT_MOVES, CohortState
from ..models import Cohort, Programme
from .places import call_next

if TYPE_CHECKING:
    from binome.people.models import User

DATES = ("mentors_from", "mentees_from", "enrolment_ends_on", "starts_on", "ends_on")
SIZES = ("max_mentors", "max_mentees")
#: What a manager writes of a promotion.
COHORT_FIELDS = frozenset({"name", "is_pilot", *DATES, *SIZES})


@transaction.atomic
def create_cohort(*, programme: Programme, values: Mapping[str, Any], by: "User", now: datetime) -> Cohort:
    """The next promotion, in preparation. `values`: some COHORT_FIELDS, the name among them."""
    _check(values)
    last = Cohort.objects.filter(programme=programme).order_by("-number").values_list("number", flat=True).first()
    try:
        with transaction.atomic():
            cohort = Cohort.objects.create(programme=programme, number=(last or 0) + 1, created_at=now, **values)
    except IntegrityError:
        raise MoveRefused(_("Une promotion vient d’être créée par quelqu’un d’autre. Vérifiez la liste.")) from None
    record("cohort_created", by=by, obj=cohort, now=now, number=cohort.number, is_pilot=cohort.is_pilot)
    return cohort


@transaction.atomic
def change_cohort(*, cohort: Cohort, values: Mapping[str, Any], by: "User", now: datetime) -> list[str]:
    """Its name, dates and sizes. A larger size calls in who waits; a smaller one sends nobody away.

    Raises MoveRefused for dates that contradict one another, and once it is archived.
    """
    _check(values)
    row = Cohort.objects.select_for_update().get(pk=cohort.pk)
    if row.archived_at is not None:
        raise MoveRefused(_("Cette promotion est archivée : elle ne change plus."))
    changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, values[name])
        setattr(cohort, name, values[name])
    if changed:
        row.save(update_fields=changed)
        record("cohort_changed", by=by, obj=cohort, now=now, fields=changed)
        for role in cohort.programme.modality.roles:
            call_next(cohort=row, role=role, now=now)
    return changed


@transaction.atomic
def move_cohort(*, cohort: Cohort, verb: str, by: "User", now: datetime) -> None:
    """Open or close its enrolment, start it, close it: `lifecycle.COHORT_MOVES`. Raises MoveRefused when too late."""
    refusal = _("Cette promotion a changé d’état entre-temps. Vérifiez où elle en est.")
    over = {"closed_at": now} if COHORT_MOVES[verb].target == CohortState.CLOSED else {}
    make_move(cohort, COHORT_MOVES[verb], among=Cohort.objects.filter(archived_at=None), refusal=refusal, **over)
    record("cohort_moved", by=by, obj=cohort, now=now, move=verb)


@transaction.atomic
def archive_cohort(*, cohort: Cohort, by: "User", now: datetime) -> None:
    """It leaves the list of the promotions under way. Only one that is over, or was never opened."""
    rows = Cohort.objects.filter(pk=cohort.pk, state__in=(CohortState.CLOSED, CohortState.DRAFT), archived_at=None)
    if not rows.update(archived_at=now, closed_at=Coalesce("closed_at", Value(now))):
        raise MoveRefused(_("Seule une promotion terminée, ou jamais ouverte, peut être archivée."))
    cohort.archived_at = now
    record("cohort_archived", by=by, obj=cohort, now=now)


def duplicate_values(cohort: Cohort, *, name: str) -> dict[str, Any]:
    """What the next promotion starts with: the same sizes, the same dates a year later."""
    dates = {field: _a_year_later(getattr(cohort, field)) for field in DATES}
    return {"name": name, "is_pilot": False, **{size: getattr(cohort, size) for size in SIZES}, **dates}


def _a_year_later(day: date | None) -> date | None:
    if day is None:
        return None
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _check(values: Mapping[str, Any]) -> None:
    if not values.keys() <= COHORT_FIELDS:
        raise ValueError(f"Not written by a manager: {sorted(values.keys() - COHORT_FIELDS)}")
    faults = rules.why_not_dates({name: values.get(name) for name in DATES})
    if faults:
        raise MoveRefused(" ".join(faults.values()))
