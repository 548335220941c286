"""Who of a programme's staff is its team: those who read profiles, treat cases and answer messages."""

from django.db.models import QuerySet

from binome.people.models import User

from ..models import Enrolment, Programme, StaffRole
from .membership import SET_ASIDE

TEAM = (StaffRole.Kind.MODERATOR, StaffRole.Kind.ADMINISTRATOR)


def team_of(programme: Programme | int) -> QuerySet[User]:
    """Its moderators and administrators who are neither gone nor set aside by a measure."""
    roles = StaffRole.objects.filter(programme=programme, kind__in=TEAM)
    aside = Enrolment.objects.filter(programme=programme, state__in=SET_ASIDE)
    team = User.objects.filter(is_active=True, pk__in=roles.values("person"))
    return team.exclude(pk__in=aside.values("person")).order_by("pk")


def administrators_of(programme: Programme | int) -> QuerySet[User]:
    """Those of its team who give and take roles."""
    roles = StaffRole.objects.filter(programme=programme, kind=StaffRole.Kind.ADMINISTRATOR)
    return team_of(programme).filter(pk__in=roles.values("person"))


def works_for(programme: Programme | int, person: User) -> bool:
    return team_of(programme).filter(pk=person.pk).exists()
