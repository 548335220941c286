"""Taking part: enrolling, admitting, pausing, standing aside."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from binome.core.journal import record
from binome.core.moves import MoveRefused

from ..models import (
    Enrolment,
    EnrolmentState,
    Pause,
    Programme,
)

if TYPE_CHECKING:
    from binome.people.models import User


@transaction.atomic
def enrol_person(*, person: "User", programme: Programme, role: str, now: datetime) -> Enrolment:
    """She takes part, once admitted. Her attestation is dated and names the version of the rules, nothing more."""
    enrolment = Enrolment.objects.create(
        person=person, programme=programme, role=role, attested_at=now, attested_version=programme.eligibility_version
    )
    record("person_enrolled", by=person, obj=enrolment, now=now, role=role)
    return enrolment


@transaction.atomic
def admit_person(*, enrolment: Enrolment, by: "User", now: datetime) -> None:
    """Her enrolment becomes active. Admitting twice changes nothing."""
    moved = Enrolment.objects.filter(pk=enrolment.pk, state=EnrolmentState.PENDING).update(
        state=EnrolmentState.ACTIVE, joined_at=now
    )
    if moved:
        record("person_admitted", by=by, obj=enrolment, now=now)


@transaction.atomic
def pause_enrolment(
    *, enrolment: Enrolment, kind: str, until: date | None = None, by: "User | None", now: datetime
) -> bool:
    """No new request reaches her. Returns False when she was paused already."""
    paused = Enrolment.objects.filter(pk=enrolment.pk, pause=Pause.NONE).update(
        pause=kind, paused_at=now, pause_until=until
    )
    if paused:
        record("enrolment_paused", by=by, obj=enrolment, now=now, kind=kind)
    return bool(paused)


@transaction.atomic
def resume_enrolment(*, enrolment: Enrolment, by: "User | None", now: datetime) -> bool:
    """She is back. Returns False when she was not paused."""
    back = (
        Enrolment.objects.filter(pk=enrolment.pk)
        .exclude(pause=Pause.NONE)
        .update(pause=Pause.NONE, paused_at=None, pause_until=None)
    )
    if back:
        record("enrolment_resumed", by=by, obj=enrolment, now=now)
    return bool(back)


@transaction.atomic
def keep_leaver(*, enrolment: Enrolment, by: "User", now: datetime) -> None:
    """Her organisation says that she left: she goes on as she is, with whom she has, and nobody is asked again.

    Raises MoveRefused for somebody who is still there, or who takes part no longer.
    """
    affiliation = enrolment.affiliation
    if affiliation is None or affiliation.left_on is None:
        raise MoveRefused(_("Cette personne est toujours dans son organisation."))
    rows = Enrolment.objects.filter(pk=enrolment.pk).exclude(state=EnrolmentState.LEFT)
    if not rows.update(kept_for=affiliation.left_on):
        raise MoveRefused(_("Cette personne ne participe plus."))
    record("leaver_kept", by=by, obj=enrolment, now=now)


#: What a measure, or its end, makes of an enrolment, and the past fact.
STANDINGS = {
    EnrolmentState.SUSPENDED: "enrolment_suspended",
    EnrolmentState.EXCLUDED: "enrolment_excluded",
    EnrolmentState.ACTIVE: "enrolment_readmitted",
}


@transaction.atomic
def change_standing(*, enrolment: Enrolment, state: EnrolmentState, by: "User | None", now: datetime) -> bool:
    """She is set aside, or back. False when nothing changed: so it was, or she waits for admission, or has left."""
    rows = Enrolment.objects.filter(pk=enrolment.pk, state__in=STANDINGS).exclude(state=state)
    changed = rows.update(state=state)
    if changed:
        enrolment.state = state
        record(STANDINGS[state], by=by, obj=enrolment, now=now)
    return bool(changed)
