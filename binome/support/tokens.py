"""The link of a visitor to her exchange with the team: signed, so that nobody else finds it; it needs no account."""

from datetime import UTC, datetime

from django.core import signing

from binome.people.tokens import revoked

SALT = "binome.support.contact"
#: How long a link opens her exchange.
MAX_AGE = 90 * 24 * 3600


def write(code: str) -> str:
    return signing.dumps(code, salt=SALT)


def read(token: str) -> str | None:
    """The code of the message; None when the link is not ours, is too old, or was revoked with all the others."""
    try:
        code = signing.loads(token, salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return None
    sent = signing.b62_decode(token.rsplit(":", 2)[1])
    return None if revoked(datetime.fromtimestamp(sent, UTC)) else str(code)
