"""What the core keeps about people, field by field (A24), and how it goes: letters lose their words after 60 days.

Classes as in `binome.mentoring.privacy`; `address` is where to write to someone. The journal holds codes only: once
the person's row is gone they name nobody.
"""

from datetime import datetime, timedelta

from binome.core.models import PENDING, FailingAddress, Letter

#: How long the words and the address of a letter that has left are kept: time to answer "what did you write to me?".
WORDS_KEPT = timedelta(days=60)

FIELDS: dict[str, dict[str, str]] = {
    "JournalEntry": {
        "id": "technical", "at": "activity", "actor_code": "link", "verb": "activity", "object_kind": "activity",
        "object_code": "link", "data": "activity",
    },
    "Letter": {
        "id": "technical", "code": "technical", "kind": "activity", "event": "link", "recipient_code": "link",
        "to": "address", "subject": "words", "text": "words", "html": "copy", "language": "choice",
        "optional": "technical", "unsubscribe_url": "technical", "about": "link", "message_id": "technical",
        "priority": "technical", "created_at": "activity", "expires_at": "technical", "state": "activity",
        "run_at": "technical", "lease": "technical", "attempts": "technical", "tried_at": "activity",
        "sent_at": "activity", "last_error": "words",
    },
    "FailingAddress": {
        "id": "technical", "address": "address", "reason": "words", "since": "activity", "bounced": "activity",
        "taken_at": "activity",
    },
    "Schedule": {
        "id": "technical", "name": "technical", "next_at": "technical", "ran_at": "technical",
        "last_error": "technical",
    },
    "Hold": {"id": "technical", "name": "technical", "since": "technical"},
    "KeptHash": {"id": "technical", "purpose": "technical", "digest": "secret", "until": "technical"},
}  # fmt: skip


def forget(*, recipient_code: str, address: str) -> None:
    """Erase every letter to a person, those still queued too, and what is known of her address (N15)."""
    Letter.objects.filter(recipient_code=recipient_code).delete()
    FailingAddress.objects.filter(address=address.lower()).delete()


def erase_old_words(*, now: datetime) -> int:
    """Empty the letters that ended long ago; what stays says that they left, once (unique event)."""
    ended = Letter.objects.exclude(state__in=PENDING).exclude(text="")
    blank = dict.fromkeys(("to", "subject", "text", "html", "unsubscribe_url", "last_error"), "")
    return ended.filter(created_at__lt=now - WORDS_KEPT).update(**blank)
