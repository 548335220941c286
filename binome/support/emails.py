"""Telling the team that something waits, and a member that an answer does. No mail says what was written."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from binome.core.mails import MailKind, register
from binome.core.outbox import enqueue
from binome.core.unsubscribe import unsubscribe_url
from binome.people.models import User
from binome.programmes.models import Programme, Role, StaffRole

from .models import Case, TeamMessage
from .rules import may_answer, may_treat

#: What whoever treats cases and messages is here.
TEAM = frozenset({"staff"})
MEMBERS = frozenset({Role.MENTOR, Role.MENTEE})

MAILS = (
    MailKind(
        name="case_opened", room="support", label=_("Un signalement attend l’équipe"), optional=True, audience=TEAM
    ),
    MailKind(
        name="team_written_to", room="support", label=_("Un message attend l’équipe"), optional=True, audience=TEAM
    ),
    MailKind(name="team_answered", room="support", label=_("L’équipe me répond"), optional=True, audience=MEMBERS),
)
register(*MAILS)


def _tell(kind: str, *, person: User, programme: Programme, event: str, url: str, now: datetime) -> None:
    language = "en" if person.language == "en" else programme.wording
    enqueue(
        kind=kind,
        event=event,
        person=person,
        language=language,
        now=now,
        about=event,
        unsubscribe_url=unsubscribe_url(person, kind),
        context={
            "site_name": programme.name,
            "first_name": person.first_name,
            "button_url": settings.SITE_URL + url,
            "preferences_url": settings.SITE_URL + reverse("mail-preferences"),
        },
    )


def _team(programme: Programme) -> list[User]:
    roles = StaffRole.objects.filter(programme=programme, person__is_active=True).select_related("person")
    return list({role.person_id: role.person for role in roles.order_by("person_id")}.values())


def case_opened(case: Case, *, now: datetime) -> None:
    """Every moderator who may treat it."""
    for moderator in _team(case.programme):
        if may_treat(moderator=moderator, case=case):
            url = reverse("case-detail", args=[case.code])
            _tell(
                "case_opened", person=moderator, programme=case.programme, event=f"case:{case.code}", url=url, now=now
            )


def team_written_to(message: TeamMessage, *, now: datetime) -> None:
    """Every moderator who may answer it."""
    for moderator in _team(message.programme):
        if not may_answer(moderator=moderator, message=message):
            continue
        url = reverse("message-detail", args=[message.code])
        event = f"message:{message.code}"
        _tell("team_written_to", person=moderator, programme=message.programme, event=event, url=url, now=now)


def team_answered(message: TeamMessage, *, now: datetime) -> None:
    event = f"answer:{message.code}"
    url = reverse("write-to-team")
    _tell("team_answered", person=message.author, programme=message.programme, event=event, url=url, now=now)
