"""The programme itself: set up, its rules of eligibility, its address."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from binome.core.journal import record

from ..models import (
    CharterVersion,
    EligibilityVersion,
    Enrolment,
    Programme,
)

if TYPE_CHECKING:
    from binome.people.models import User

from .charter import publish_charter

#: How long who attested former rules goes on before she has to attest the new ones.
GRACE = timedelta(days=30)
TEXTS = Path(__file__).parent.parent / "texts"


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
def change_eligibility(
    *, programme: Programme, rules: list[dict[str, str]], new_meaning: bool, by: "User", now: datetime
) -> int:
    """The rules that a person attests are reworded, ordered, added or dropped. Returns the number of their version.

    Another meaning is another number; adding or dropping a rule always is one. Each wording is kept with its moment:
    what was attested yesterday stays readable, and who attested it is asked again within GRACE, unless rules were
    only dropped. The same rules again change nothing.
    """
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    number, before = programme.eligibility_version, programme.eligibility
    if rules == before:
        return number
    _keep_first_words(programme)
    asked, known = {rule["key"] for rule in rules}, {rule["key"] for rule in before}
    if new_meaning or asked != known:
        number += 1
    changes: dict[str, Any] = {"eligibility": rules, "eligibility_version": number}
    if new_meaning or asked - known:
        changes |= {"attestation_holds_from": number, "attest_by_on": timezone.localdate(now) + GRACE}
    Programme.objects.filter(pk=programme.pk).update(**changes)
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
def choose_contact_email(*, programme: Programme, email: str, by: "User | None", now: datetime) -> bool:
    """Where anyone may write to the programme. Returns False when nothing changes."""
    changed = Programme.objects.filter(pk=programme.pk).exclude(contact_email=email).update(contact_email=email)
    if changed:
        programme.contact_email = email
        record("contact_email_chosen", by=by, obj=programme, now=now)
    return bool(changed)
