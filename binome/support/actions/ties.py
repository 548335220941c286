"""Who stays away from a case, written down while what ties her to it still exists (N12)."""

from django.db.models import QuerySet

from binome.people.models import User
from binome.programmes.models import StaffRole
from binome.programmes.queries.team import TEAM

from ..models import Case
from ..queries import involving


def note_ties(cases: QuerySet[Case]) -> None:
    """Write down who of the team has a tie with anyone of these cases: an erasure, or time, will take it away (N12)."""
    team = StaffRole.objects.filter(kind__in=TEAM, programme__in=cases.order_by().values("programme"))
    for role in team.select_related("person"):
        keep_away(role.person, cases.filter(involving(role.person), programme=role.programme_id))


def keep_away(person: User, cases: QuerySet[Case]) -> None:
    """She will not see these cases, whatever becomes of the people in them."""
    rows = Case.kept_from.through
    found = [rows(case_id=pk, user_id=person.pk) for pk in cases.order_by().values_list("pk", flat=True)]
    rows.objects.bulk_create(found, ignore_conflicts=True)
