"""The one-click way out of an optional mail (A9): a signed address that says who and which mail, without a login.

It does not expire: a mail is read months later. The page behind it (`unsubscribe`) only acts on POST (B7).
"""

from django.core import signing
from django.urls import reverse

from binome.core.journal import Named
from binome.core.roots import at_root

SALT = "binome.core.unsubscribe"


def unsubscribe_url(person: Named, kind: str) -> str:
    """The path of the page that stops this kind of mail for this person."""
    return at_root(reverse("unsubscribe", args=[signing.dumps([person.code, kind], salt=SALT)]))


def read_token(token: str) -> tuple[str, str] | None:
    """The person's code and the kind of mail; None when the token is not one of ours."""
    try:
        code, kind = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return code, kind
