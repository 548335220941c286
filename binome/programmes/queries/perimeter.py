"""What a role lets a person see of a programme: all of it, or an organisation's part, or an entity's (D4, D8, N11).

Every page of a manager, a coordinator or a sponsor reads through here, so that nothing of another's people gets in.
"""

from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Exists, Q, QuerySet

from binome.core.sorting import FrenchOrder

from ..models import Affiliation, Cohort, Enrolment, Entity, Organisation, Programme, StaffRole
from .membership import SET_ASIDE

if TYPE_CHECKING:
    from binome.people.models import User

#: Who sees people. A sponsor sees figures of hers only, never a person (D16).
RUNNING = (StaffRole.Kind.MANAGER, StaffRole.Kind.COORDINATOR)


@dataclass(frozen=True)
class Perimeter:
    """`whole`: all the parties of the programme; otherwise some organisations (keys) and branches (lineages)."""

    programme: Programme
    whole: bool = False
    organisations: frozenset[int] = field(default_factory=frozenset)
    lineages: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.whole or bool(self.organisations or self.lineages)

    def affiliations(self) -> QuerySet[Affiliation]:
        """The people declared by a party, within the perimeter. One who left is among them, with her `left_on`."""
        rows = Affiliation.objects.filter(organisation__in=self._parties())
        return rows if self.whole else rows.filter(self._within())

    def enrolments(self, cohort: Cohort) -> QuerySet[Enrolment]:
        """Who takes part in a promotion of this programme, within the perimeter."""
        rows = Enrolment.objects.filter(cohort=cohort, programme=self.programme)
        return rows if self.whole else rows.filter(affiliation__in=self.affiliations())

    def sees(self, affiliation: Affiliation) -> bool:
        return self.affiliations().filter(pk=affiliation.pk).exists()

    def entities(self) -> QuerySet[Entity]:
        """The branches within the perimeter, each below its parent."""
        rows = Entity.objects.filter(organisation__in=self._parties()).select_related("organisation")
        if not self.whole:
            rows = rows.filter(self._branches("lineage"))
        return rows.order_by(FrenchOrder("organisation__name"), "lineage")

    def runs(self, organisation: Organisation) -> bool:
        """The whole of this organisation is hers to see."""
        party = self.programme.parties.filter(organisation=organisation).exists()
        return party and (self.whole or organisation.pk in self.organisations)

    def known_organisations(self) -> QuerySet[Organisation]:
        """Those of which she sees at least a branch."""
        rows = Organisation.objects.filter(pk__in=self._parties())
        if not self.whole:
            rows = rows.filter(Q(pk__in=self.organisations) | Q(entities__in=self.entities()))
        return rows.distinct().order_by(FrenchOrder("name"), "pk")

    def _parties(self) -> QuerySet[Organisation]:
        return Organisation.objects.filter(parties__programme=self.programme)

    def _within(self) -> Q:
        return self._branches("entity__lineage")

    def _branches(self, path: str) -> Q:
        nobody = Q(pk__in=[])
        branches = [Q(**{f"{path}__startswith": lineage}) for lineage in self.lineages]
        return reduce(or_, branches, Q(organisation__in=self.organisations) if self.organisations else nobody)


def perimeter_of(person: "User", programme: Programme, kinds: tuple[str, ...] = RUNNING) -> Perimeter:
    """What these roles of hers let her see, together; empty (false) when she has none of them, or a
    measure sets her aside: what she asked for before is not done either. One query."""
    aside = Enrolment.objects.filter(person=person, programme=programme, state__in=SET_ASIDE)
    roles = StaffRole.objects.filter(~Exists(aside), person=person, programme=programme, kind__in=kinds)
    held = list(roles.select_related("entity"))
    return Perimeter(
        programme=programme,
        whole=any(role.organisation_id is None and role.entity is None for role in held),
        organisations=frozenset(r.organisation_id for r in held if r.organisation_id is not None and r.entity is None),
        lineages=tuple(sorted(role.entity.lineage for role in held if role.entity is not None)),
    )
