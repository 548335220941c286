"""May this moderator…?"""

from binome.mentoring.identity import conflicted
from binome.people.models import User
from binome.programmes.models import StaffRole

from .models import Case


def may_treat(*, moderator: User, case: Case) -> bool:
    """Staff of the programme, and involved with neither person (N12)."""
    is_staff = StaffRole.objects.filter(person=moderator, programme=case.programme_id).exists()
    people = [person for person in (case.reporter, case.reported) if person is not None]
    return is_staff and not any(conflicted(moderator=moderator, person=person) for person in people)
