"""A member attests the rules again, because they changed (A1)."""

from datetime import datetime

from django.db import transaction

from binome.core.journal import record

from ..models import Enrolment, PastAttestation
from ..queries import attested_version_of


@transaction.atomic
def attest_rules(*, enrolment: Enrolment, number: int, now: datetime) -> None:
    """She attests the rules in force, of the number that she read; the former attestation stays, with its date.

    Another number than the one in force changes nothing: it must be shown again. Twice is once.
    """
    row = Enrolment.objects.select_for_update(of=("self",)).select_related("programme", "person").get(pk=enrolment.pk)
    if row.attested_version >= number or number != row.programme.eligibility_version:
        return
    if (known := attested_version_of(row)) is not None:
        PastAttestation.objects.get_or_create(
            person=row.person, version=known, defaults={"attested_at": row.attested_at}
        )
    Enrolment.objects.filter(pk=row.pk).update(attested_at=now, attested_version=number)
    record("rules_attested", by=row.person, obj=row, now=now, version=number)
