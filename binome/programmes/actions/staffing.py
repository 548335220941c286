"""Who runs a programme: appointed for the whole of it or within a perimeter, dismissed at once."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from binome.core.journal import record
from binome.core.moves import MoveRefused
from binome.people.actions import call_in, open_account
from binome.people.models import User

from .. import emails
from ..models import Entity, Organisation, Programme, StaffRole
from ..queries.perimeter import Perimeter

#: What a manager gives within her organisation; the manager of the whole programme gives the three.
LOCAL = (StaffRole.Kind.COORDINATOR, StaffRole.Kind.SPONSOR)
GIVEN = (StaffRole.Kind.MANAGER, *LOCAL)


@transaction.atomic
def give_role(
    *,
    email: str,
    first_name: str,
    programme: Programme,
    kind: str,
    where: Organisation | Entity | None = None,
    within: Perimeter | None,
    by: User | None,
    now: datetime,
) -> StaffRole:
    """Whoever has this address runs the programme, the whole of it or `where`; without an account, or with one that
    nobody opened, she receives a link. Nothing in the answer tells which of the two happened (N6). Given twice, it
    changes nothing.

    `within`: what the appointer runs; None for the site's administrator. Raises MoveRefused when it is not hers to
    give.
    """
    _check_gift(kind, programme, where, within)
    known = User.objects.filter(email=email.strip().lower()).first()
    person = known or open_account(email=email, first_name=first_name, language=programme.wording, now=now)
    place = {
        "organisation": where if isinstance(where, Organisation) else None,
        "entity": where if isinstance(where, Entity) else None,
    }
    role, created = StaffRole.objects.get_or_create(
        person=person,
        programme=programme,
        kind=kind,
        **place,
        defaults={"since_at": now, "called": first_name.strip()[:60]},
    )
    if created:
        if known is not None:
            call_in(person=known, now=now)
        record("role_given", by=by, obj=person, now=now, kind=kind, where=where.code if where else "")
        emails.role_given(role, now=now)
    return role


def _check_gift(kind: str, programme: Programme, where: Organisation | Entity | None, within: Perimeter | None) -> None:
    organisation = where.organisation if isinstance(where, Entity) else where
    if kind not in GIVEN:
        raise MoveRefused(_("Ce rôle ne se donne pas ici."))
    if organisation is not None and not programme.parties.filter(organisation=organisation).exists():
        raise MoveRefused(_("Cette organisation ne participe pas au programme."))
    if kind == StaffRole.Kind.COORDINATOR and where is None:
        raise MoveRefused(_("Choisissez l’organisation ou l’entité de ce relais local."))
    if within is None or within.whole:
        return
    if kind not in LOCAL or organisation is None or not within.runs(organisation):
        raise MoveRefused(_("Vous ne donnez de rôles qu’au sein de votre organisation."))


@transaction.atomic
def take_role(*, role: StaffRole, by: User, now: datetime) -> None:
    """She no longer has this role, from her next page on; she is told. A second time changes nothing.

    Raises MoveRefused for the last manager of a programme: nobody would be left to run it.
    """
    programme = Programme.objects.select_for_update().get(pk=role.programme_id)
    whole = StaffRole.objects.filter(programme=programme, kind=StaffRole.Kind.MANAGER, organisation=None, entity=None)
    if list(whole) == [role]:
        raise MoveRefused(_("C’est la seule responsable de ce programme : nommez-en une autre d’abord."))
    deleted, _rows = StaffRole.objects.filter(pk=role.pk, kind__in=GIVEN).delete()
    if deleted:
        record("role_removed", by=by, obj=role.person, now=now, kind=role.kind)
        emails.role_taken(role, now=now)
