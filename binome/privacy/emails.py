"""Mails of the account's end: mandatory, neutral, without a family name."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from binome.core.mails import MailKind, register
from binome.core.models import Letter
from binome.people import tokens
from binome.people.models import User
from binome.programmes.letters import tell
from binome.programmes.queries import home_programme

from .models import Departure, SleepNotice


def _still_leaving(letter: Letter) -> bool:
    return Departure.objects.filter(person__code=letter.about_code).exists()


def _still_asleep(letter: Letter) -> bool:
    return SleepNotice.objects.filter(person__code=letter.about_code).exists()


register(
    MailKind("departure_asked", "privacy", _("Mon compte va être effacé"), still_due=_still_leaving),
    MailKind("account_sleeps", "privacy", _("Mon compte inutilisé va être effacé"), still_due=_still_asleep),
)


def departure_asked(person: User, *, until: datetime, now: datetime) -> None:
    token = tokens.write("stay", code=person.code, now=now)
    _tell("departure_asked", person, url=reverse("stay", args=[token]), until=until, now=now)


def account_sleeps(person: User, *, until: datetime, now: datetime) -> None:
    _tell("account_sleeps", person, url=reverse("account_login"), until=until, now=now)


def _tell(kind: str, person: User, *, url: str, now: datetime, **context: Any) -> None:
    about = f"person:{person.code}"
    tell(
        kind,
        person=person,
        programme=home_programme(),
        event=f"{about}:{kind}:{now:%Y%m%d%H%M%S%f}",
        about=about,
        path=url,
        now=now,
        preferences_url="",
        **context,
    )
