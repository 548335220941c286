"""Addresses that the site remembers without knowing them: a keyed hash, for a purpose, until a date.

Without the site's secret key nobody can tell whose address it was; with it, only an address that comes back is found.
"""

import hashlib
import hmac
from datetime import datetime

from django.conf import settings

from binome.core.models import KeptHash


def digests(text: str) -> list[str]:
    """The keyed hash of an address: by the key of today first, then by each former one.

    The variants of one mailbox have one hash: capitals, « +tag », and the dots and second domain of Gmail.
    """
    message = mailbox(text).encode()
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [hmac.new(f"binome.kept:{key}".encode(), message, hashlib.sha256).hexdigest() for key in keys]


def mailbox(address: str) -> str:
    """The mailbox behind the ways of writing an address."""
    name, _at, domain = address.strip().lower().rpartition("@")
    name = name.partition("+")[0]
    if domain in {"gmail.com", "googlemail.com"}:
        name, domain = name.replace(".", ""), "gmail.com"
    return f"{name}@{domain}"


def keep(purpose: str, address: str, *, until: datetime) -> None:
    """Remember this address for this purpose; asked again, the later date wins."""
    row, created = KeptHash.objects.get_or_create(
        purpose=purpose, digest=digests(address)[0], defaults={"until": until}
    )
    if not created and row.until < until:
        KeptHash.objects.filter(pk=row.pk).update(until=until)


def is_kept(purpose: str, address: str, *, now: datetime) -> bool:
    """Whether this address is remembered for this purpose today."""
    return KeptHash.objects.filter(purpose=purpose, digest__in=digests(address), until__gt=now).exists()


def forget(purpose: str, address: str) -> None:
    """No longer remember it: the decision was taken back."""
    KeptHash.objects.filter(purpose=purpose, digest__in=digests(address)).delete()
