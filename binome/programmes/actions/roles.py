"""Who works for a programme."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from binome.core.journal import record

from ..models import (
    Programme,
    StaffRole,
)

if TYPE_CHECKING:
    from binome.people.models import User


@transaction.atomic
def appoint(*, person: "User", programme: Programme, kind: str, by: "User | None" = None, now: datetime) -> StaffRole:
    """She works for the programme. Appointing twice changes nothing."""
    role, created = StaffRole.objects.get_or_create(
        person=person, programme=programme, kind=kind, defaults={"since_at": now}
    )
    if created:
        record("role_given", by=by, obj=person, now=now, kind=kind)
    return role
