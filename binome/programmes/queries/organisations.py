"""What the pages of organisations read, always within a perimeter."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet

from binome.core.french import fold
from binome.core.sorting import FrenchOrder

from ..models import Affiliation, Competition, Entity, Organisation, Programme, StaffRole
from .perimeter import Perimeter


def tree_of(perimeter: Perimeter, organisation: Organisation) -> list[Entity]:
    """Its branches within the perimeter, each below its parent, with `indent` (spaces) and `people`, who are there
    now."""
    rows = perimeter.entities().filter(organisation=organisation)
    here = Count("affiliations", filter=Q(affiliations__left_on=None))
    counted: QuerySet[Any] = rows.annotate(people=here)
    by_key: dict[int, Entity] = {entity.pk: entity for entity in counted}

    def names(entity: Entity) -> list[str]:
        keys = [int(key) for key in entity.lineage.split("/") if key]
        return [fold(by_key[key].name) for key in keys if key in by_key]

    ordered = sorted(by_key.values(), key=names)
    for entity in ordered:
        entity.indent = "\N{EM SPACE}" * (len(names(entity)) - 1)  # type: ignore[attr-defined]
    return ordered


def people_of(
    perimeter: Perimeter, *, organisation: str = "", entity: str = "", left: bool = False
) -> QuerySet[Affiliation]:
    """The people within the perimeter: those of an organisation, of a branch (by code), who left or are here."""
    rows = perimeter.affiliations().filter(left_on__isnull=not left)
    if organisation:
        rows = rows.filter(organisation__code=organisation)
    if entity:
        branch = perimeter.entities().filter(code=entity).values_list("lineage", flat=True).first()
        rows = rows.filter(entity__lineage__startswith=branch) if branch else rows.none()
    return rows.select_related("person", "organisation", "entity").order_by(FrenchOrder("organisation__name"), "pk")


def roles_within(perimeter: Perimeter, kinds: Iterable[str]) -> QuerySet[StaffRole]:
    """Who holds these roles in the programme: all of it, or within the organisations that are wholly hers."""
    rows = StaffRole.objects.filter(programme=perimeter.programme, kind__in=list(kinds))
    if not perimeter.whole:
        hers = perimeter.organisations
        rows = rows.filter(Q(organisation__in=hers) | Q(entity__organisation__in=hers))
    return rows.select_related("person", "organisation", "entity__organisation").order_by("kind", "since_at", "pk")


def site_organisations() -> QuerySet[Organisation]:
    """All of the site, for its administrators."""
    return Organisation.objects.order_by(FrenchOrder("name"), "pk")


def site_programmes() -> QuerySet[Programme]:
    """All of the site but the open platform, for its administrators."""
    return Programme.objects.filter(is_home=False).order_by(FrenchOrder("name"), "pk")


def competitions_of(programme: Programme) -> QuerySet[Competition]:
    return Competition.objects.filter(programme=programme).select_related("first", "second").order_by("pk")
