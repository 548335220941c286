"""Telling the team that a testimony waits, and its author that she has an answer. No mail says what was filmed."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from binome.core.mails import MailKind, register
from binome.programmes.letters import tell
from binome.programmes.models import Role
from binome.programmes.queries.team import team_of

from .models.testimonies import Testimony

if TYPE_CHECKING:
    from binome.people.models import User

MAILS = (
    MailKind(
        name="testimony_submitted",
        room="library",
        label=_("Un témoignage attend l’équipe"),
        optional=True,
        audience=frozenset({"staff"}),
    ),
    MailKind(
        name="testimony_answered",
        room="library",
        label=_("L’équipe répond à mon témoignage"),
        optional=True,
        audience=frozenset({Role.MENTOR}),
    ),
)
register(*MAILS)


def testimony_submitted(testimony: Testimony, *, now: datetime) -> None:
    """Everyone of the team but its author."""
    path = reverse("testimony-review", args=[testimony.code])
    for person in team_of(testimony.programme).exclude(pk=testimony.person_id):
        _tell("testimony_submitted", testimony, person=person, path=path, now=now)


def testimony_answered(testimony: Testimony, *, now: datetime) -> None:
    """Published, to change or refused: she reads which in her space."""
    _tell("testimony_answered", testimony, person=testimony.person, path=reverse("my-testimony"), now=now)


def _tell(kind: str, testimony: Testimony, *, person: "User", path: str, now: datetime) -> None:
    tell(
        kind,
        person=person,
        programme=testimony.programme,
        event=f"{kind}:{testimony.code}:{now.isoformat()}",
        about=f"testimony:{testimony.code}",
        path=path,
        now=now,
    )
