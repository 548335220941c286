"""Mails of the account: mandatory, neutral, without a family name and without what a moderator wrote (A9, N3).

This room lies below the programmes: a mail speaks under the name of its sender, in the language (and the wording of
French, A14) that the person's account keeps.
"""

from datetime import datetime
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from binome.core.mails import MailKind, register
from binome.core.models import Letter
from binome.core.outbox import enqueue
from binome.core.roots import at_root

from . import tokens
from .lifecycle import ProfileState
from .models import Profile, SignupDraft, User


def _draft_waits(letter: Letter) -> bool:
    return SignupDraft.objects.filter(code=letter.about_code).exists()


def _not_activated(letter: Letter) -> bool:
    return User.objects.filter(code=letter.about_code, is_active=False).exists()


def _still_refused(letter: Letter) -> bool:
    return Profile.objects.filter(person__code=letter.about_code, state=ProfileState.REFUSED).exists()


def _kind(name: str, label: Any, still_due: Any = None) -> MailKind:
    return MailKind(name=name, room="people", label=label, still_due=still_due)


register(
    _kind("signup_resume", _("Reprendre mon inscription"), _draft_waits),
    _kind("address_known", _("Mon adresse a déjà un compte")),
    _kind("address_barred", _("Mon inscription n’est pas possible")),
    _kind("application_received", _("Mon inscription est reçue")),
    _kind("activation", _("Mon profil est vérifié"), _not_activated),
    _kind("account_opened", _("Mon compte de l’équipe est ouvert"), _not_activated),
    _kind("profile_change_asked", _("Une correction m’est demandée")),
    _kind("profile_refused", _("Mon inscription n’est pas retenue"), _still_refused),
)


def signup_resume(draft: SignupDraft, *, token: str, now: datetime) -> None:
    url = at_root(reverse("signup-resume", args=[token]))
    first_name = draft.answers.get("first_name", "")
    _tell("signup_resume", draft, about=f"draft:{draft.code}", url=url, first_name=first_name, now=now)


def address_known(person: User, *, draft: SignupDraft, now: datetime) -> None:
    """Someone, probably she, signs up with an address that has an account. Once per draft."""
    url = at_root(reverse("account_login"))
    _tell(
        "address_known", person, about=f"draft:{draft.code}", url=url, first_name=person.first_name, now=now, once=True
    )


def address_barred(draft: SignupDraft, *, now: datetime) -> None:
    """Only the mailbox learns it: the page answered as to anyone (N6)."""
    about, first_name = f"draft:{draft.code}", draft.answers.get("first_name", "")
    _tell("address_barred", draft, about=about, url="", first_name=first_name, now=now, once=True)


def application_received(person: User, *, now: datetime) -> None:
    _tell_person("application_received", person, url="", now=now)


def activation(person: User, *, now: datetime) -> None:
    token = tokens.write("activate", code=person.code, now=now)
    _tell_person("activation", person, url=at_root(reverse("activate", args=[token])), now=now)


def account_opened(person: User, *, now: datetime) -> None:
    token = tokens.write("activate", code=person.code, now=now)
    _tell_person("account_opened", person, url=at_root(reverse("activate", args=[token])), now=now)


def profile_change_asked(person: User, *, now: datetime) -> None:
    """Where the moderator's words are: on her profile if she can log in, else behind a link."""
    if person.is_active:
        url = reverse("profile-edit")
    else:
        url = at_root(reverse("profile-correct", args=[tokens.write("correct", code=person.code, now=now)]))
    _tell_person("profile_change_asked", person, url=url, now=now)


def profile_refused(person: User, *, reason: str, now: datetime) -> None:
    url = at_root(reverse("contest-refusal", args=[tokens.write("contest", code=person.code, now=now)]))
    _tell_person("profile_refused", person, url=url, now=now, reason=reason)


def _tell_person(kind: str, person: User, *, url: str, now: datetime, **context: Any) -> None:
    about = f"person:{person.code}"
    _tell(kind, person, about=about, url=url, first_name=person.first_name, now=now, **context)


def _tell(
    kind: str, person: User | SignupDraft, *, about: str, url: str, now: datetime, once: bool = False, **context: Any
) -> None:
    """The same fact at the same instant is one letter; `once`, it is one letter for ever."""
    enqueue(
        kind=kind,
        event=f"{about}:{kind}" if once else f"{about}:{kind}:{now:%Y%m%d%H%M%S%f}",
        person=person,
        about=about,
        now=now,
        context={
            "site_name": parseaddr(settings.DEFAULT_FROM_EMAIL)[0] or "Binôme",
            "button_url": settings.SITE_URL + url if url else "",
            "preferences_url": "",
            **context,
        },
    )
