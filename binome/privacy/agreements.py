"""What a person accepted, and when: the charter in its versions, the rules she attested, the uses of a testimony.

She reads it in her space; an administrator can take it away as a proof, with a line in the journal.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from binome.core.journal import record
from binome.core.languages import text_language
from binome.library.models import Consent
from binome.people.models import User
from binome.programmes.models import CharterSignature, Enrolment, PastAttestation
from binome.programmes.queries import attested_rules

from .values import date_in_words


@dataclass(frozen=True)
class Agreement:
    """`detail` is its text, its version or its use; `until` and `withdrawn_at` are for what has an end.

    `charter` is the number of the version that she can read again; 0 for anything else.
    """

    what: str
    detail: Any
    at: datetime
    until: datetime | None = None
    withdrawn_at: datetime | None = None
    charter: int = 0


def agreements_of(person: User) -> list[Agreement]:
    """The latest first."""
    found = [*_charters(person), *_attestations(person), *_consents(person)]
    return sorted(found, key=lambda one: (one.at, one.what), reverse=True)


def _charters(person: User) -> list[Agreement]:
    rows = CharterSignature.objects.filter(person=person).select_related("version").order_by("pk")
    words = _("version %(number)d, publiée le %(on)s")
    return [
        Agreement(
            _("Charte éthique acceptée"),
            words % {"number": row.version.number, "on": date_in_words(row.version.published_at, time=False)},
            row.signed_at,
            charter=row.version.number,
        )
        for row in rows
    ]


def _attestations(person: User) -> list[Agreement]:
    """The rules as they were worded that day, and the date. Her answers themselves are never kept (A1)."""
    rows = Enrolment.objects.filter(person=person).select_related("programme").order_by("pk")
    language = text_language(get_language())
    found = []
    for row in rows:
        rules = " ".join(rule[language] for rule in attested_rules(row))
        words = _("version %(number)d des règles : %(rules)s") % {"number": row.attested_version, "rules": rules}
        found.append(Agreement(_("Attestation sur l’honneur"), words, row.attested_at))
    for past in PastAttestation.objects.filter(person=person).select_related("version").order_by("pk"):
        rules = " ".join(rule[language] for rule in past.version.rules)
        words = _("version %(number)d des règles : %(rules)s") % {"number": past.version.number, "rules": rules}
        found.append(Agreement(_("Attestation sur l’honneur, remplacée depuis"), words, past.attested_at))
    return found


def _consents(person: User) -> list[Agreement]:
    rows = Consent.objects.filter(testimony__person=person).select_related("testimony").order_by("pk")
    return [
        Agreement(
            _("Témoignage : accord donné"),
            f"{row.testimony.title} · {row.get_use_display()}",
            row.given_at,
            until=row.ends_at - timedelta(seconds=1),  # the last day, whole
            withdrawn_at=row.withdrawn_at,
        )
        for row in rows
    ]


@transaction.atomic
def take_proof(*, person: User, by: User, now: datetime) -> list[Agreement]:
    """What an administrator takes away for one person."""
    record("proof_exported", by=by, obj=person, now=now)
    return agreements_of(person)
