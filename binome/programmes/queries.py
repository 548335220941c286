"""Readings of programmes: which one is at home here, and what a person is in it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from .models import CharterSignature, CharterVersion, Enrolment, EnrolmentState, Programme, Role, StaffRole

if TYPE_CHECKING:
    from binome.people.models import User


def home_programme() -> Programme:
    """The programme served at the root of the site. Raises Programme.DoesNotExist before the first set-up."""
    return Programme.objects.get(is_home=True)


def charter_in_force(programme: Programme) -> CharterVersion | None:
    return CharterVersion.objects.filter(programme=programme).order_by("-number").first()


@dataclass(frozen=True)
class Membership:
    """What a person is in one programme, read once per request."""

    programme: Programme
    enrolment: Enrolment | None = None
    charter_signed: bool = False
    staff_kinds: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_active(self) -> bool:
        return self.enrolment is not None and self.enrolment.state == EnrolmentState.ACTIVE

    @property
    def is_mentor(self) -> bool:
        return self.is_active and self.enrolment is not None and self.enrolment.role == Role.MENTOR

    @property
    def is_mentee(self) -> bool:
        return self.is_active and self.enrolment is not None and self.enrolment.role == Role.MENTEE

    @property
    def is_staff(self) -> bool:
        return bool(self.staff_kinds)

    @property
    def is_moderator(self) -> bool:
        return bool(self.staff_kinds)  # an administrator moderates too


def home_membership(person: "User") -> Membership:
    """Her membership of the home programme, read on every page: one query, two for staff without an enrolment."""
    rows = Enrolment.objects.filter(person=person, programme__is_home=True).select_related("programme")
    enrolment = _seen_by(person, rows, programme="programme").first()
    row: Any = enrolment or _seen_by(person, Programme.objects.filter(is_home=True), programme="pk").get()
    return Membership(
        programme=enrolment.programme if enrolment else row,
        enrolment=enrolment,
        charter_signed=row.charter_pk is None or row.charter_signed,
        staff_kinds=frozenset(kind for kind in StaffRole.Kind.values if getattr(row, f"is_{kind}")),
    )


def _seen_by(person: "User", rows: QuerySet[Any], *, programme: str) -> QuerySet[Any]:
    """Each row with the charter in force in its programme, whether she signed it, and what she does there."""
    latest = CharterVersion.objects.filter(programme=OuterRef(programme)).order_by("-number").values("pk")[:1]
    signature = CharterSignature.objects.filter(person=person, version=OuterRef("charter_pk"))
    roles = StaffRole.objects.filter(person=person, programme=OuterRef(programme))
    kinds = {f"is_{kind}": Exists(roles.filter(kind=kind)) for kind in StaffRole.Kind.values}
    seen: QuerySet[Any] = rows.annotate(charter_pk=Subquery(latest)).annotate(charter_signed=Exists(signature), **kinds)
    return seen
