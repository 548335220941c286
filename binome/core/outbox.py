"""The outbox: telling someone is writing a letter in the transaction of the change. The worker sends it later.

The words are in `mail/<room>/<kind>.txt` and `.html`. The first line of the text is the subject.
"""

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any, Protocol

from django.conf import settings
from django.core.validators import validate_email
from django.template import Context, loader
from django.utils import translation

from binome.core import mails
from binome.core.models import PENDING, FailingAddress, Letter

#: What could end a header line or hide in one.
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
LONGEST_SUBJECT = 120
#: How long the words and the address of a letter that has left are kept: time to answer "what did you write to me?".
WORDS_KEPT = timedelta(days=60)


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

    None when she refused this optional mail. `about` is "kind:code" of what the mail speaks of, for `still_due`.
    """
    mail = mails.get(kind)
    if mail.optional and not person.mail_allowed(kind):
        return None
    if mail.optional and not unsubscribe_url:
        raise ValueError(f"The optional mail {kind} needs its unsubscribe_url")
    validate_email(person.email)
    language = language or person.language
    words = {
        **context,
        "site_url": settings.SITE_URL,
        "unsubscribe_url": _absolute(unsubscribe_url),
        "language": language,
    }
    subject, text, html = render(template or mail.template, words, language=language)
    letter = Letter(
        kind=kind,
        event=event,
        recipient_code=person.code,
        to=person.email,
        subject=subject,
        text=text,
        html=html,
        language=language,
        optional=mail.optional,
        unsubscribe_url=words["unsubscribe_url"],
        about=about,
        message_id=message_id(event, person.code, kind),
        priority=priority,
        created_at=now,
        run_at=send_at or now,
        expires_at=expires_at,
    )
    Letter.objects.bulk_create([letter], ignore_conflicts=True)
    return Letter.objects.get(event=event, recipient_code=person.code, kind=kind)


def render(template: str, context: Mapping[str, Any], *, language: str) -> tuple[str, str, str]:
    """The subject, the text and the HTML of a mail, in a language."""
    with translation.override(language):
        # Plain text: `&` stays `&`, so the engine's HTML escaping is off for this part.
        page = loader.get_template(f"{template}.txt").template  # type: ignore[attr-defined]
        first, _, text = page.render(Context(dict(context), autoescape=False)).strip().partition("\n")
        subject = CONTROLS.sub(" ", first).strip()
        if not 0 < len(subject) <= LONGEST_SUBJECT or not text.strip():
            raise ValueError(f"{template}.txt needs a subject (its first line, {LONGEST_SUBJECT} signs) and a text")
        html = loader.render_to_string(f"{template}.html", {**context, "subject": subject})
    return subject, text.strip() + "\n", html


def message_id(event: str, recipient_code: str, kind: str) -> str:
    """Always the same for the same letter, so that a mail reader shows an extra copy once (E2, E6)."""
    digest = hashlib.sha256("\n".join((event, recipient_code, kind)).encode()).hexdigest()[:32]
    return f"<{digest}@{parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition('@')[2]}>"


def failing_address(address: str) -> FailingAddress | None:
    """Why mail to this address fails, if it does: she is told in the application (E3)."""
    return FailingAddress.objects.filter(address=address.lower()).first()


def forget(*, recipient_code: str, address: str) -> None:
    """Erase every letter to a person and what is known of her address (N15)."""
    Letter.objects.filter(recipient_code=recipient_code).delete()
    FailingAddress.objects.filter(address=address.lower()).delete()


def erase_old_words(*, now: datetime) -> int:
    """Empty the letters that ended long ago; what stays says that they left, once (unique event)."""
    ended = Letter.objects.exclude(state__in=PENDING).exclude(text="")
    return ended.filter(created_at__lt=now - WORDS_KEPT).update(to="", subject="", text="", html="", last_error="")


def _absolute(url: str) -> str:
    return settings.SITE_URL + url if url.startswith("/") else url
