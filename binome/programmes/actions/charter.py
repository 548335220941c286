"""The charter: signed, drafted, published."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from binome.core.journal import record

from ..models import (
    CharterDraft,
    CharterSignature,
    CharterVersion,
    Programme,
)

if TYPE_CHECKING:
    from binome.people.models import User


@transaction.atomic
def sign_charter(*, person: "User", version: CharterVersion, now: datetime) -> CharterSignature:
    """She accepts this version; a second click keeps the first date."""
    signature, created = CharterSignature.objects.get_or_create(
        person=person, version=version, defaults={"signed_at": now}
    )
    if created:
        record("charter_signed", by=person, obj=version.programme, now=now, version=version.number)
    return signature


@transaction.atomic
def publish_charter(
    *,
    programme: Programme,
    body: str,
    body_en: str = "",
    changes: str = "",
    by: "User | None" = None,
    now: datetime,
) -> CharterVersion:
    """A new version: everyone is asked again."""
    last = CharterVersion.objects.filter(programme=programme).order_by("-number").values_list("number", flat=True)
    number = (last.first() or 0) + 1
    version = CharterVersion.objects.create(
        programme=programme, number=number, body=body, body_en=body_en, changes=changes, published_at=now
    )
    CharterDraft.objects.filter(programme=programme).delete()
    record("charter_published", by=by, obj=programme, now=now, version=number)
    return version


@transaction.atomic
def save_charter_draft(
    *, programme: Programme, body: str, body_en: str, changes: str, edits: int | None, by: "User", now: datetime
) -> bool:
    """The next version as it stands. False, and nothing changes, when somebody saved in between: `edits` is the count
    of the draft that she had under her eyes, None when there was none."""
    words = {"body": body, "body_en": body_en, "changes": changes, "saved_at": now}
    if edits is None:
        _draft, saved = CharterDraft.objects.get_or_create(programme=programme, defaults=words)
    else:
        rows = CharterDraft.objects.filter(programme=programme, edits=edits)
        saved = bool(rows.update(edits=edits + 1, **words))
    if saved:
        record("charter_drafted", by=by, obj=programme, now=now)
    return saved
