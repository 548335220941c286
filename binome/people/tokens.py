"""Links sent by e-mail: whom they concern, what they open, since when. Signed, and short-lived.

A link holds no right by itself: the state that it leads to (not activated yet, a change asked, refused) makes it
useful once.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing

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
    return Link(code=code, expired=now - datetime.fromtimestamp(at, UTC) > PURPOSES[purpose])


def _signer(purpose: str) -> signing.Signer:
    return signing.Signer(salt=f"binome.people.{purpose}")
