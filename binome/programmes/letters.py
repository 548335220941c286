"""What every letter of a programme says: her language, the programme's name and words, and addresses within it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from binome.core import mails
from binome.core.languages import text_language
from binome.core.outbox import enqueue
from binome.core.roots import at_root
from binome.core.unsubscribe import unsubscribe_url
from binome.people.models import User

from .models import Programme


def language_for(person: User, programme: Programme) -> str:
    """English if she chose it; otherwise the programme's French (A14)."""
    return programme.catalogue(person.language)


def tell(
    kind: str,
    *,
    person: User,
    programme: Programme,
    event: str,
    about: str,
    path: str,
    send_at: datetime | None = None,
    now: datetime,
    **context: Any,
) -> None:
    """A letter to one person: its button leads to `path`, as `reverse` gives it. The rest as `enqueue`."""
    language = language_for(person, programme)
    enqueue(
        kind=kind,
        event=event,
        person=person,
        language=language,
        about=about,
        send_at=send_at,
        now=now,
        unsubscribe_url=unsubscribe_url(person, kind) if mails.get(kind).optional else "",
        context={
            "site_name": programme.name,
            "voc": programme.vocabulary[text_language(language)],
            "first_name": person.first_name,
            "button_url": address_in(programme, path),
            "preferences_url": address_in(programme, reverse("mail-preferences")),
            **context,
        },
    )


def address_in(programme: Programme, path: str) -> str:
    """The page in this programme (ADR 0014): `reverse` leads into the request's, or to the site's root."""
    return f"{settings.SITE_URL}{programme.root}{at_root(path)}"
