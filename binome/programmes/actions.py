"""Every write on programmes: setting up, enrolling, admitting, pausing, signing the charter."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from binome.core.journal import record

from .models import (
    CharterDraft,
    CharterSignature,
    CharterVersion,
    EligibilityVersion,
    Enrolment,
    EnrolmentState,
    Pause,
    Programme,
    StaffRole,
)

if TYPE_CHECKING:
    from binome.people.models import User

TEXTS = Path(__file__).parent / "texts"


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


@transaction.atomic
def sign_charter(*, person: "User", version: CharterVersion, now: datetime) -> CharterSignature:
    """She accepts this version; a second click keeps the first date."""
    signature, created = CharterSignature.objects.get_or_create(
        person=person, version=version, defaults={"signed_at": now}
    )
    if created:
        record("charter_signed", by=person, obj=version.programme, now=now, version=version.number)
    return signature


@transaction.atomic
def publish_charter(
    *,
    programme: Programme,
    body: str,
    body_en: str = "",
    changes: str = "",
    by: "User | None" = None,
    now: datetime,
) -> CharterVersion:
    """A new version: everyone is asked again."""
    last = CharterVersion.objects.filter(programme=programme).order_by("-number").values_list("number", flat=True)
    number = (last.first() or 0) + 1
    version = CharterVersion.objects.create(
        programme=programme, number=number, body=body, body_en=body_en, changes=changes, published_at=now
    )
    CharterDraft.objects.filter(programme=programme).delete()
    record("charter_published", by=by, obj=programme, now=now, version=number)
    return version


@transaction.atomic
def save_charter_draft(
    *, programme: Programme, body: str, body_en: str, changes: str, edits: int | None, by: "User", now: datetime
) -> bool:
    """The next version as it stands. False, and nothing changes, when somebody saved in between: `edits` is the count
    of the draft that she had under her eyes, None when there was none."""
    words = {"body": body, "body_en": body_en, "changes": changes, "saved_at": now}
    if edits is None:
        _draft, saved = CharterDraft.objects.get_or_create(programme=programme, defaults=words)
    else:
        rows = CharterDraft.objects.filter(programme=programme, edits=edits)
        saved = bool(rows.update(edits=edits + 1, **words))
    if saved:
        record("charter_drafted", by=by, obj=programme, now=now)
    return saved


@transaction.atomic
def change_eligibility(
    *, programme: Programme, rules: list[dict[str, str]], new_meaning: bool, by: "User", now: datetime
) -> int:
    """The rules that a person attests are reworded, ordered, added or dropped. Returns the number of their version.

    Another meaning is another number; adding or dropping a rule always is one. Each wording is kept with its moment:
    what was attested yesterday stays readable. The same rules again change nothing.
    """
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    number, before = programme.eligibility_version, programme.eligibility
    if rules == before:
        return number
    _keep_first_words(programme)
    if new_meaning or {rule["key"] for rule in rules} != {rule["key"] for rule in before}:
        number += 1
    Programme.objects.filter(pk=programme.pk).update(eligibility=rules, eligibility_version=number)
    EligibilityVersion.objects.create(programme=programme, number=number, rules=rules, published_at=now)
    record("eligibility_changed", by=by, obj=programme, now=now, version=number, rules=len(rules))
    return number


def _keep_first_words(programme: Programme) -> None:
    """Before the first change: the rules of the start, since they were first attested."""
    if EligibilityVersion.objects.filter(programme=programme).exists():
        return
    first = Enrolment.objects.filter(programme=programme).order_by("attested_at").first()
    if first is not None:
        EligibilityVersion.objects.create(
            programme=programme,
            number=programme.eligibility_version,
            rules=programme.eligibility,
            published_at=first.attested_at,
        )


@transaction.atomic
def install_home_programme(*, name: str, slug: str = "binome", now: datetime) -> Programme:
    """What a new site starts with: the open platform and its charter. Asked again, it changes nothing."""
    programme, created = Programme.objects.get_or_create(is_home=True, defaults={"name": name, "slug": slug})
    if created:
        record("programme_installed", obj=programme, now=now)
    if not CharterVersion.objects.filter(programme=programme).exists():
        body, body_en = ((TEXTS / file).read_text() for file in ("charte.fr.md", "charter.en.md"))
        publish_charter(programme=programme, body=body, body_en=body_en, now=now)
    return programme


@transaction.atomic
def appoint(*, person: "User", programme: Programme, kind: str, by: "User | None" = None, now: datetime) -> StaffRole:
    """She works for the programme. Appointing twice changes nothing."""
    role, created = StaffRole.objects.get_or_create(
        person=person, programme=programme, kind=kind, defaults={"since_at": now}
    )
    if created:
        record("role_given", by=by, obj=person, now=now, kind=kind)
    return role


@transaction.atomic
def choose_contact_email(*, programme: Programme, email: str, by: "User | None", now: datetime) -> bool:
    """Where anyone may write to the programme. Returns False when nothing changes."""
    changed = Programme.objects.filter(pk=programme.pk).exclude(contact_email=email).update(contact_email=email)
    if changed:
        programme.contact_email = email
        record("contact_email_chosen", by=by, obj=programme, now=now)
    return bool(changed)
