"""Organisations, the tree of their entities, the parties of a programme and who competes with whom."""

import re
from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from binome.core.journal import record
from binome.core.moves import MoveRefused
from binome.people.models import User

from ..models import Competition, Entity, Organisation, Party, Programme

DOMAIN = re.compile(r"(?=.{4,120}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
#: Where anyone opens an address: whoever has one there is nobody's employee for that.
PUBLIC_DOMAINS = frozenset({
    "aol.com", "bbox.fr", "free.fr", "gmail.com", "gmx.com", "gmx.fr", "googlemail.com", "hotmail.com", "hotmail.fr",
    "icloud.com", "laposte.net", "live.com", "live.fr", "me.com", "orange.fr", "outlook.com", "outlook.fr", "proton.me",
    "protonmail.com", "sfr.fr", "wanadoo.fr", "yahoo.com", "yahoo.fr",
})  # fmt: skip
#: Room in `Entity.lineage`, with keys of up to nine digits.
DEEPEST = 12


@transaction.atomic
def create_organisation(*, name: str, kind: str, by: User | None, now: datetime) -> Organisation:
    """Raises MoveRefused for a name that another one bears."""
    if Organisation.objects.filter(name__iexact=name.strip()).exists():
        raise MoveRefused(_("Une organisation porte déjà ce nom."))
    organisation = Organisation.objects.create(name=name.strip(), kind=kind, created_at=now)
    record("organisation_created", by=by, obj=organisation, now=now)
    return organisation


@transaction.atomic
def choose_domains(*, organisation: Organisation, domains: Iterable[str], by: User, now: datetime) -> None:
    """Whoever proves an address of these domains is one of its people. Raises MoveRefused for what is no domain, for
    one where anyone opens an address, and for one of another organisation."""
    chosen = sorted({domain.strip().lower().removeprefix("@") for domain in domains if domain.strip()})
    # All of them, always in the same order: two who choose at once wait for each other, and never both.
    rows = Organisation.objects.select_for_update(no_key=True).order_by("pk").values_list("pk", "email_domains")
    taken = {domain for pk, known in rows if pk != organisation.pk for domain in known}
    for domain in chosen:
        if not DOMAIN.fullmatch(domain):
            raise MoveRefused(_("« %(domain)s » n’est pas un domaine, comme exemple.fr.") % {"domain": domain})
        if domain in PUBLIC_DOMAINS:
            raise MoveRefused(_("Tout le monde peut avoir une adresse en %(domain)s.") % {"domain": domain})
        if domain in taken:
            raise MoveRefused(_("Le domaine %(domain)s ne peut pas être choisi ici.") % {"domain": domain})
    if chosen != organisation.email_domains:
        Organisation.objects.filter(pk=organisation.pk).update(email_domains=chosen)
        organisation.email_domains = chosen
        record("domains_chosen", by=by, obj=organisation, now=now, domains=len(chosen))


# --- the tree ---------------------------------------------------------------------------------------------
@transaction.atomic
def add_entity(
    *, organisation: Organisation, name: str, parent: Entity | None = None, by: User, now: datetime
) -> Entity:
    """Raises MoveRefused for a name that a sister bears, a parent elsewhere, or a tree too deep."""
    _locked(organisation)
    if parent is not None and parent.organisation_id != organisation.pk:
        raise MoveRefused(_("Cette entité n’est pas de cette organisation."))
    if parent is not None and parent.lineage.count("/") > DEEPEST:
        raise MoveRefused(_("L’arbre compte déjà %(count)d niveaux, le plus possible.") % {"count": DEEPEST})
    _refuse_twin(organisation, name, parent)
    entity = Entity.objects.create(organisation=organisation, name=name.strip(), parent=parent, lineage="")
    entity.lineage = f"{parent.lineage if parent else '/'}{entity.pk}/"
    Entity.objects.filter(pk=entity.pk).update(lineage=entity.lineage)
    record("entity_added", by=by, obj=entity, now=now)
    return entity


@transaction.atomic
def rename_entity(*, entity: Entity, name: str, by: User, now: datetime) -> None:
    """Raises MoveRefused for a name that a sister bears."""
    _locked(entity.organisation)
    _refuse_twin(entity.organisation, name, entity.parent, but=entity)
    if Entity.objects.filter(pk=entity.pk).exclude(name=name.strip()).update(name=name.strip()):
        entity.name = name.strip()
        record("entity_renamed", by=by, obj=entity, now=now)


@transaction.atomic
def move_entity(*, entity: Entity, parent: Entity | None, by: User, now: datetime) -> None:
    """The entity goes below `parent` (None: to the top) with all that is below it: their lineages are rewritten in one
    statement, and the perimeters follow. Raises MoveRefused for a cycle, another organisation, or a tree too deep."""
    _locked(entity.organisation)
    entity.refresh_from_db()
    if parent is not None:
        parent.refresh_from_db()
        if parent.organisation_id != entity.organisation_id:
            raise MoveRefused(_("Cette entité n’est pas de cette organisation."))
        if parent.lineage.startswith(entity.lineage):
            raise MoveRefused(_("Une entité ne se place ni sous elle-même, ni sous l’une des siennes."))
    if entity.parent_id == (parent.pk if parent else None):
        return
    _refuse_twin(entity.organisation, entity.name, parent, but=entity)
    before, after = entity.lineage, f"{parent.lineage if parent else '/'}{entity.pk}/"
    branch = Entity.objects.filter(lineage__startswith=before)
    deeper = after.count("/") - before.count("/")
    if max(lineage.count("/") for lineage in branch.values_list("lineage", flat=True)) + deeper > DEEPEST + 1:
        raise MoveRefused(_("L’arbre compte déjà %(count)d niveaux, le plus possible.") % {"count": DEEPEST})
    branch.update(lineage=Concat(Value(after), Substr(F("lineage"), len(before) + 1)))
    Entity.objects.filter(pk=entity.pk).update(parent=parent)
    entity.parent, entity.lineage = parent, after
    record("entity_moved", by=by, obj=entity, now=now, under=parent.code if parent else "")


@transaction.atomic
def remove_entity(*, entity: Entity, by: User, now: datetime) -> None:
    """Raises MoveRefused when there is somebody in it, an entity below it, or a role held within it."""
    _locked(entity.organisation)
    if entity.staff_roles.exists():
        raise MoveRefused(_("Un rôle est tenu dans cette entité : retirez-le d’abord."))
    record("entity_removed", by=by, obj=entity, now=now)
    try:
        with transaction.atomic():
            Entity.objects.filter(pk=entity.pk).delete()
    except ProtectedError:
        raise MoveRefused(_("Cette entité n’est pas vide : déplacez d’abord ce qu’elle contient.")) from None


def _locked(organisation: Organisation) -> None:
    """One change of a tree at a time: two moves at once could make a cycle."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)


def _refuse_twin(organisation: Organisation, name: str, parent: Entity | None, but: Entity | None = None) -> None:
    sisters = Entity.objects.filter(organisation=organisation, parent=parent, name__iexact=name.strip())
    if (sisters.exclude(pk=but.pk) if but else sisters).exists():
        raise MoveRefused(_("Une entité porte déjà ce nom au même endroit."))


# --- parties and competitors ------------------------------------------------------------------------------
@transaction.atomic
def add_party(*, programme: Programme, organisation: Organisation, by: User | None, now: datetime) -> Party:
    """This organisation takes part. The first one runs the programme. A second time changes nothing."""
    first = not programme.parties.exists()
    party, created = Party.objects.get_or_create(
        programme=programme, organisation=organisation, defaults={"runs": first, "since_at": now}
    )
    if created:
        record("party_added", by=by, obj=programme, now=now, organisation=organisation.code)
    return party


@transaction.atomic
def declare_competitors(
    *, programme: Programme, one: Organisation, other: Organisation, by: User, now: datetime
) -> None:
    """Nobody of one is paired with anybody of the other. Raises MoveRefused unless both are parties, and two."""
    if one.pk == other.pk or programme.parties.filter(organisation__in=[one, other]).count() != 2:
        raise MoveRefused(_("Choisissez deux organisations du programme."))
    first, second = sorted((one, other), key=lambda organisation: organisation.pk)
    try:
        with transaction.atomic():
            Competition.objects.create(programme=programme, first=first, second=second)
    except IntegrityError:
        return
    record("competitors_declared", by=by, obj=programme, now=now, organisations=[first.code, second.code])


@transaction.atomic
def withdraw_competitors(
    *, programme: Programme, one: Organisation, other: Organisation, by: User, now: datetime
) -> None:
    """They are competitors no more."""
    first, second = sorted((one, other), key=lambda organisation: organisation.pk)
    if Competition.objects.filter(programme=programme, first=first, second=second).delete()[0]:
        record("competitors_withdrawn", by=by, obj=programme, now=now, organisations=[first.code, second.code])
