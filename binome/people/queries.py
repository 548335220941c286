"""Readings of people: drafts and links, what changed in a profile."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from . import tokens
from .lifecycle import SENSITIVE_FIELDS
from .models import Profile, Review, SignupDraft, User

#: A link to a draft opens it this long after its last step; a new link can be asked for as long as the draft exists.
DRAFT_LINK = timedelta(days=30)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def draft_of_token(token: str) -> SignupDraft | None:
    """Without those by which somebody joins a programme of her organisation: they have no role yet."""
    return SignupDraft.objects.exclude(role="").filter(token_hash=hash_of(token)).first()


def draft_link_expired(draft: SignupDraft, *, now: datetime) -> bool:
    return now - draft.updated_at > DRAFT_LINK


@dataclass(frozen=True)
class Invitation:
    """Whom a link of an e-mail concerns. `person` is None when the link is not one of ours."""

    person: User | None = None
    expired: bool = False


def invitation(purpose: str, token: str, *, now: datetime) -> Invitation:
    link = tokens.read(purpose, token, now=now)
    if link is None:
        return Invitation()
    person = User.objects.select_related("profile").filter(code=link.code).first()
    return Invitation(person, link.expired)


def last_message(profile: Profile, *verbs: str) -> Review | None:
    """The last words of a moderator on this profile, if her last decision is one of these verbs."""
    last = profile.reviews.exclude(verb__in=["contest", "resubmit"]).first()
    return last if last is not None and last.verb in verbs else None


def sensitive_content(profile: Profile) -> dict[str, str]:
    """The fields that a moderator checks, as they are now."""
    values = {name: getattr(profile.person if name == "first_name" else profile, name) for name in SENSITIVE_FIELDS}
    return {name: value.name or "" if name == "photo" else str(value) for name, value in values.items()}


def content_digest(profile: Profile) -> str:
    """A mark of what a moderator has before her eyes: confirming it later proves that nothing moved meanwhile."""
    content = {**sensitive_content(profile), "identity": str(profile.identity_changed_at)}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def differences(profile: Profile) -> list[tuple[str, str, str]]:
    """(field, as last checked, as now) for each sensitive field that changed. A photo's value is its file's name."""
    now = sensitive_content(profile)
    return [
        (name, before, now[name])
        for name in SENSITIVE_FIELDS
        if (before := profile.checked_content.get(name, "")) != now[name]
    ]


def answers_of(draft: SignupDraft) -> dict[str, Any]:
    """What she typed so far, right or not yet, sealed fields included: for her own forms."""
    sealed = {"family_name": draft.family_name, "phone": draft.phone, "email": draft.email}
    known = {**draft.answers, **sealed}
    for typed in known.pop("typed", {}).values():
        known |= typed
    return known
