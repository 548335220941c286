"""A new programme, of one of the forms, and what its managers change in it."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from binome.core.journal import record
from binome.core.moves import MoveRefused

from .. import rules
from ..forms import STARTS, starting_data
from ..modalities import MODALITIES, Modality
from ..models import Organisation, Party, Programme, StaffRole

if TYPE_CHECKING:
    from binome.people.models import User

CHANGED = gettext_lazy("Quelqu’un d’autre vient de changer ces réglages : relisez-les, puis recommencez.")
#: What a manager may change by the pages of settings.
SETTINGS = frozenset(
    {
        "name",
        "wording",
        "vocabulary",
        "questions",
        "criteria",
        "rules",
        "texts",
        "adjustments",
        "contact_email",
        "approval",
        "tells_line_managers",
    }
)
#: The properties by which one makes a form of one's own.
PROPERTIES = frozenset(field.name for field in fields(Modality)) - {"key", "moderated", "adjustable"}


@transaction.atomic
def create_programme(
    *,
    form: str,
    name: str,
    slug: str,
    wording: str,
    organisation: Organisation,
    adjustments: Mapping[str, Any] | None = None,
    by: "User",
    now: datetime,
) -> Programme:
    """A programme run by this organisation, with the starting data of its form; who creates it manages it.

    `form`: a key of `forms.STARTS`; `adjustments`: other values of some PROPERTIES, for a form of one's own.
    Raises MoveRefused, with a sentence, for a form that does not exist or an address that can't be or is taken.
    """
    adjustments = dict(adjustments or {})
    allowed = PROPERTIES if form in STARTS and MODALITIES[form].adjustable else frozenset()
    if form not in STARTS or not adjustments.keys() <= allowed:
        raise MoveRefused(_("Choisissez l’une des formes proposées."))
    if not rules.SLUG.fullmatch(slug):
        raise MoveRefused(_("L’adresse se compose de lettres sans accent, de chiffres et de tirets."))
    data = starting_data(form, wording)
    try:
        with transaction.atomic():
            programme = Programme.objects.create(
                form=form, name=name, slug=slug, wording=wording, adjustments=adjustments, **data
            )
    except IntegrityError:
        raise MoveRefused(_("Cette adresse est déjà celle d’un autre programme : choisissez-en une autre.")) from None
    Party.objects.create(programme=programme, organisation=organisation, runs=True, since_at=now)
    StaffRole.objects.create(person=by, programme=programme, kind=StaffRole.Kind.MANAGER, since_at=now)
    record("programme_created", by=by, obj=programme, now=now, form=form)
    return programme


@transaction.atomic
def change_programme(*, programme: Programme, changes: Mapping[str, Any], by: "User", now: datetime) -> list[str]:
    """Write these SETTINGS. Returns the names of those that changed; the same values again change nothing.

    Raises MoveRefused when a criterion or a rule would be refused by the engine, or compares what no longer exists; and
    when somebody else changed them since `programme` was read.
    """
    if not changes.keys() <= SETTINGS:
        raise ValueError(f"Not settings of a programme: {sorted(changes.keys() - SETTINGS)}")
    row = Programme.objects.select_for_update().get(pk=programme.pk)
    if any(getattr(row, name) != getattr(programme, name) for name in changes):
        raise MoveRefused(str(CHANGED))  # a list of before, written whole, would take away what another just added
    changed = sorted(name for name, value in changes.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, changes[name])
    if "adjustments" in changed and (not row.modality.adjustable or row.enrolments.exists()):
        raise MoveRefused(_("La forme d’un programme ne change plus dès que quelqu’un y participe."))
    faults = rules.why_not_tables(row.criteria, columns=rules.columns_of(row), rules=False)
    faults += rules.why_not_tables(row.rules, columns=rules.columns_of(row), rules=True)
    if faults and {"questions", "criteria", "rules"} & set(changed):
        raise MoveRefused(" ".join(faults))
    if changed:
        row.save(update_fields=changed)
        for name in changed:
            setattr(programme, name, changes[name])
        record("programme_changed", by=by, obj=programme, now=now, fields=changed)
    return changed
