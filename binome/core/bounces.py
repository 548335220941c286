"""Bounces: what a mail server tells, hours later, of a letter that it had accepted (RFC 3464).

A bounce is believed only when it returns the Message-ID of a letter that this site sent: anyone may write to the
sender's address. Then the letter is dead, and the address is marked as by a refusal on the spot (E3).
"""

import mailbox
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import cast

from django.db import transaction

from binome.core import addresses
from binome.core.models import Letter, LetterState

#: A letter of ours, as `outbox.message_id` writes it.
MESSAGE_ID = re.compile(r"<[0-9a-f]{32}@[^<>\s]+>")
#: Statuses (RFC 3463) that speak of her address: unknown, closed or full mailbox, unknown domain. 5.0.0 says nothing
#: more than « refused », and some servers know no other. The others (5.6 content, 5.7 policy…) speak of us.
ABOUT_THE_ADDRESS = ("5.0.", "5.1.", "5.2.", "5.4.4")
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")


def mails_in(path: Path) -> list[bytes]:
    """The mails of a Maildir (a folder) or of an mbox file, left as they are."""
    kind = mailbox.Maildir if path.is_dir() else mailbox.mbox
    with closing(kind(path, create=False)) as box:
        return [bytes(mail) for mail in box]


@transaction.atomic
def take_bounce(raw: bytes, *, now: datetime) -> bool:
    """Whether this mail was a bounce of a letter of ours, for good. Taken twice, it is as if once."""
    mail = message_from_bytes(raw)
    report = next((part for part in mail.walk() if part.get_content_type() == "message/delivery-status"), None)
    if mail.get_content_type() != "multipart/report" or report is None:
        return False
    failed = next((fields for fields in _recipients(report) if _value(fields, "Action").lower() == "failed"), None)
    letter = _letter(mail) if failed is not None else None
    if failed is None or letter is None:
        return False
    status = _status(failed)
    reason = f"{status} {_value(failed, 'Diagnostic-Code')}".strip()[:300]
    sent = Letter.objects.filter(pk=letter.pk, state=LetterState.SENT)
    if not sent.update(state=LetterState.DEAD, run_at=now, last_error=reason):
        return False
    addresses.bounced(letter.to, about_it=status.startswith(ABOUT_THE_ADDRESS), reason=reason, now=now)
    return True


def _recipients(report: Message) -> Iterator[Message]:
    """The groups of fields of a delivery report: the parser gives one message for each."""
    groups = report.get_payload()
    return iter(cast("list[Message]", groups) if isinstance(groups, list) else [])


def _value(fields: Message, name: str) -> str:
    return " ".join(str(fields.get(name, "")).split())


def _status(fields: Message) -> str:
    """The status, or the one that the other server gave when the report's own says nothing."""
    status = STATUS.search(_value(fields, "Status"))
    told = STATUS.search(_value(fields, "Diagnostic-Code"))
    if told is not None and (status is None or status[1].endswith(".0.0")):
        return told[1]
    return status[1] if status is not None else ""


def _letter(mail: Message) -> Letter | None:
    """The letter whose headers come back in the bounce. Its own headers and words prove nothing."""
    for part in mail.walk():
        returned = _returned(part)
        found = MESSAGE_ID.search(returned) if returned else None
        if found is not None:
            return Letter.objects.filter(message_id=found[0]).exclude(to="").first()
    return None


def _returned(part: Message) -> str:
    """The Message-ID of the mail that this part returns, whole or by its headers alone."""
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        return _value(cast("Message", inner[0]), "Message-ID") if isinstance(inner, list) and inner else ""
    if part.get_content_type() == "text/rfc822-headers":
        content = part.get_payload(decode=True)
        return str(message_from_bytes(cast("bytes", content or b"")).get("Message-ID", ""))
    return ""
