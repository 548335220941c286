"""Links of invitations: the same one in the invitation and its reminder; the database keeps its hash only."""

import hashlib

from django.utils.crypto import salted_hmac


def invitation_token(code: str) -> str:
    """The secret of an invitation's link, from its public code and the site's key."""
    return salted_hmac("binome.programmes.invitation", code, algorithm="sha256").hexdigest()[:40]


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
