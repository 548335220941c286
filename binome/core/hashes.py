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


def keep(purpose: str, address: str, *, until: datetime, origin: str = "") -> None:
    """Remember this address for this purpose; asked again, the later date wins. `origin`: the code of what asks."""
    digest, asked_by = digests(address)[0], digests(origin)[0] if origin else ""
    row, created = KeptHash.objects.get_or_create(
        purpose=purpose, digest=digest, origin=asked_by, defaults={"until": until}
    )
    if not created and row.until < until:
        KeptHash.objects.filter(pk=row.pk).update(until=until)


def is_kept(purpose: str, address: str, *, now: datetime) -> bool:
    """Whether this address is remembered for this purpose today."""
    return KeptHash.objects.filter(purpose=purpose, digest__in=digests(address), until__gt=now).exists()


def kept_for(address: str, *, now: datetime) -> set[str]:
    """The purposes for which this address is remembered today."""
    rows = KeptHash.objects.filter(digest__in=digests(address), until__gt=now)
    return set(rows.values_list("purpose", flat=True))


def keep_until(purpose: str, *, origin: str, until: datetime) -> None:
    """Each address that this origin asked to remember has another end, sooner or later."""
    KeptHash.objects.filter(purpose=purpose, origin__in=digests(origin)).update(until=until)


def forget(purpose: str, *, origin: str) -> None:
    """No longer remember what this origin asked for: it was taken back. The same address from another origin stays."""
    KeptHash.objects.filter(purpose=purpose, origin__in=digests(origin)).delete()
