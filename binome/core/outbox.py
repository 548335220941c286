"""The outbox: telling someone is writing a letter in the transaction of the change. The worker sends it later.

The words are in `mail/<room>/<kind>.txt` and `.html`. The first line of the text is the subject.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from email.utils import parseaddr
from typing import Any, Protocol
from urllib.parse import urljoin

from django.conf import settings
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.template import Context, loader
from django.utils import translation

from binome.core import mails
from binome.core.models import Letter
from binome.core.prepared import Given, prepared

#: What could end a header line or hide in one.
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
#: Signs that no text needs and that a database or a mail reader may refuse.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2060]")
LONGEST_SUBJECT = 120
_together: ContextVar[list[Letter] | None] = ContextVar("together", default=None)


class Recipient(Protocol):
    """Whoever receives a letter: a member, a draft of sign-up, the team."""

    @property
    def code(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def language(self) -> str: ...

    def mail_allowed(self, kind: str) -> bool:
        """Does she want this optional mail? Not asked for the others."""
        ...


def enqueue(
    *,
    kind: str,
    event: str,
    person: Recipient,
    context: Mapping[str, Any],
    now: datetime,
    template: str = "",
    language: str = "",
    send_at: datetime | None = None,
    expires_at: datetime | None = None,
    about: str = "",
    unsubscribe_url: str = "",
    priority: int = 0,
) -> Letter | None:
    """Write the letter that tells `event` to `person`, once: asked again, it answers with the first one (E1).

    None when she refused this optional mail. `about`, "kind:code", is what the mail speaks of, for `still_due`.
    """
    mail = mails.get(kind)
    if mail.optional and not person.mail_allowed(kind):
        return None
    _check(mail, person, unsubscribe_url)
    once = {"event": event, "recipient_code": person.code, "kind": kind}
    letter = Letter(
        **once,
        message_id=message_id(**once),
        to=person.email,
        language=language or person.language,
        optional=mail.optional,
        unsubscribe_url=urljoin(settings.SITE_URL, unsubscribe_url) if unsubscribe_url else "",
        about=about,
        priority=priority,
        created_at=now,
        run_at=send_at or now,
        expires_at=expires_at,
    )
    _compose(letter, template or mail.template, context)
    return _keep(letter)


def _keep(letter: Letter) -> Letter:
    if (together := _together.get()) is not None:
        together.append(letter)
        return letter
    Letter.objects.bulk_create([letter], ignore_conflicts=True)
    return _letters(event=letter.event, recipient_code=letter.recipient_code, kind=letter.kind)[0]


@contextmanager
def letters_together() -> Iterator[list[Letter]]:
    """Letters enqueued inside are written here and kept nowhere yet: `post` them in the transaction of the change.

    Thousands of letters are composed before the lock is taken, and stored by a few statements under it.
    """
    letters: list[Letter] = []
    token = _together.set(letters)
    try:
        yield letters
    finally:
        _together.reset(token)


def post(letters: Iterable[Letter]) -> None:
    """Each once, as `enqueue` (E1)."""
    Letter.objects.bulk_create(letters, batch_size=500, ignore_conflicts=True)


@prepared
def _letters(event: Given, recipient_code: Given, kind: Given) -> QuerySet[Letter]:
    return Letter.objects.filter(event=event, recipient_code=recipient_code, kind=kind)


def _check(mail: mails.MailKind, person: Recipient, unsubscribe_url: str) -> None:
    validate_email(person.email)
    if mail.optional and not unsubscribe_url:
        raise ValueError(f"The optional mail {mail.name} needs its unsubscribe_url")


def _compose(letter: Letter, template: str, context: Mapping[str, Any]) -> None:
    words = {"site_url": settings.SITE_URL, "unsubscribe_url": letter.unsubscribe_url, "language": letter.language}
    letter.subject, letter.text, letter.html = render(template, {**context, **words}, language=letter.language)


def render(template: str, context: Mapping[str, Any], *, language: str) -> tuple[str, str, str]:
    """The subject, the text and the HTML of a mail, in a language."""
    with translation.override(language):
        # Plain text: `&` stays `&`, so the engine's HTML escaping is off for this part.
        page = loader.get_template(f"{template}.txt").template  # type: ignore[attr-defined]
        written = UNWRITABLE.sub("", page.render(Context(dict(context), autoescape=False)))
        first, _, text = written.strip().partition("\n")
        subject = CONTROLS.sub(" ", first).strip()
        if not 0 < len(subject) <= LONGEST_SUBJECT or not text.strip():
            raise ValueError(f"{template}.txt needs a subject (its first line, {LONGEST_SUBJECT} signs) and a text")
        html = UNWRITABLE.sub("", loader.render_to_string(f"{template}.html", {**context, "subject": subject}))
    return subject, text.strip() + "\n", html


def message_id(*, event: str, recipient_code: str, kind: str) -> str:
    """Always the same for the same letter, so that a mail reader shows an extra copy once (E2, E6)."""
    digest = hashlib.sha256("\n".join((event, recipient_code, kind)).encode()).hexdigest()[:32]
    return f"<{digest}@{parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition('@')[2]}>"
