"""Links sent by e-mail: whom they concern, what they open, since when. Signed, and short-lived.

A link holds no right by itself: the state that it leads to (not activated yet, a change asked, refused) makes it
useful once. After a breach, every link sent before is over (`people.actions.revoke_links`).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing

from binome.core.journal import last

#: What the journal says when all links end at once.
REVOKED = "links_revoked"

#: What a link may open, and for how long.
PURPOSES = {
    "activate": timedelta(days=14),
    "correct": timedelta(days=60),
    "contest": timedelta(days=60),
    "stay": timedelta(days=60),
}


@dataclass(frozen=True)
class Link:
    """What a genuine link says. An expired one still tells whose it was, so that a new one can be sent to her."""

    code: str
    expired: bool


def write(purpose: str, *, code: str, now: datetime) -> str:
    return _signer(purpose).sign_object([code, int(now.timestamp())])


def read(purpose: str, token: str, *, now: datetime) -> Link | None:
    """None when the link is not one of ours."""
    try:
        code, at = _signer(purpose).unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    sent = datetime.fromtimestamp(at, UTC)
    return Link(code=code, expired=now - sent > PURPOSES[purpose] or revoked(sent))


def revoked(sent: datetime) -> bool:
    """Were all links revoked since that one was sent?"""
    since = last(REVOKED)
    return since is not None and sent <= since


def _signer(purpose: str) -> signing.Signer:
    return signing.Signer(salt=f"binome.people.{purpose}")
