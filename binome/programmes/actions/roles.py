"""Who works for a programme."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from binome.core.journal import record
from binome.core.moves import MoveRefused

from ..models import Programme, StaffRole
from ..queries.team import administrators_of

if TYPE_CHECKING:
    from binome.people.models import User


@transaction.atomic
def appoint(
    *, person: "User", programme: Programme, kind: str, reason: str = "", by: "User | None" = None, now: datetime
) -> StaffRole:
    """She works for the programme. Appointing twice changes nothing. `reason`: a word of a list, for the journal."""
    role, created = StaffRole.objects.get_or_create(
        person=person, programme=programme, kind=kind, defaults={"since_at": now}
    )
    if created:
        record("role_given", by=by, obj=person, now=now, kind=kind, **({"reason": reason} if reason else {}))
    return role


@transaction.atomic
def dismiss(*, person: "User", programme: Programme, kind: str, reason: str, by: "User", now: datetime) -> bool:
    """She no longer works for the whole programme in this role; False when she did not. Never the last administrator,
    even of two who dismiss each other at once: raises MoveRefused."""
    Programme.objects.select_for_update().get(pk=programme.pk)
    rows = StaffRole.objects.filter(person=person, programme=programme, kind=kind, organisation=None, entity=None)
    if not rows.exists():
        return False
    if kind == StaffRole.Kind.ADMINISTRATOR and not administrators_of(programme).exclude(pk=person.pk).exists():
        raise MoveRefused(_("C’est la dernière administratrice : nommez-en une autre d’abord."))
    rows.delete()
    record("role_removed", by=by, obj=person, now=now, kind=kind, reason=reason)
    return True
