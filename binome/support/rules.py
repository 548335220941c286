"""May this moderator…? May this member…?"""

from datetime import datetime, timedelta

from binome.mentoring.identity import conflicted
from binome.people.models import User
from binome.programmes.models import StaffRole

from .models import Case, TeamMessage

#: Messages to the team that one person may write in an hour.
MOST_AN_HOUR = 6


def may_treat(*, moderator: User, case: Case) -> bool:
    """Staff of the programme, and involved with neither person (N12)."""
    people = [person for person in (case.reporter, case.reported) if person is not None]
    return _works_for(case.programme_id, moderator) and not _involved(moderator, people)


def may_answer(*, moderator: User, message: TeamMessage) -> bool:
    """The same for a message: it may be about her."""
    return _works_for(message.programme_id, moderator) and not _involved(moderator, [message.author])


def may_write(*, author: User, now: datetime) -> bool:
    """Not too many in a short time: the team is a few volunteers."""
    return author.team_messages.filter(written_at__gt=now - timedelta(hours=1)).count() < MOST_AN_HOUR


def _works_for(programme_id: int, person: User) -> bool:
    return StaffRole.objects.filter(person=person, programme=programme_id).exists()


def _involved(moderator: User, people: list[User]) -> bool:
    return any(conflicted(moderator=moderator, person=person) for person in people)
