"""What every write on a profile stands on: a compare-and-set, one review row, one journal line."""

from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from binome.core.files import forget_files
from binome.core.journal import record
from binome.core.moves import MoveRefused, make_move

from .. import queries, rules
from ..lifecycle import MOVES
from ..models import CivilIdentity, Profile, Review, User, open_identities, photo_path

#: Nobody is in charge any longer, and no second opinion is awaited.
SETTLED: dict[str, Any] = {"taken_by": None, "taken_at": None, "escalated_by": None}

#: The past fact of each verb: its line in the journal.
PAST = {
    "approve": "profile_approved",
    "ask_change": "profile_change_asked",
    "refuse": "profile_refused",
    "contest": "refusal_contested",
    "resubmit": "profile_resubmitted",
    "confirm": "profile_confirmed",
    "restore": "profile_restored",
    "escalate": "profile_escalated",
}


def move_profile(profile: Profile, verb: str, *, by: User, message: str = "", now: datetime, **changes: Any) -> None:
    """Move a profile along MOVES, or raise MoveRefused if it is no longer there to be moved."""
    refusal = _("Ce profil a déjà reçu une réponse, ou n’attend plus cette action.")
    make_move(profile, MOVES[verb], among=Profile.objects.all(), refusal=refusal, **{**SETTLED, **changes})
    write_down(profile, verb, by=by, message=message, now=now)


def write_down(profile: Profile, verb: str, *, by: User, message: str = "", now: datetime, **data: Any) -> None:
    """One review row and one journal line."""
    Review.objects.create(profile=profile, by=by, at=now, verb=verb, message=message)
    record(PAST[verb], by=by, obj=profile.person, now=now, **data)


def refresh(profile: Profile, changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        setattr(profile, name, value)


def check_reviewer(profile: Profile, by: User) -> None:
    if sentence := rules.why_not_review(by=by, profile=profile):
        raise MoveRefused(sentence)


def required(message: str, sentence: str) -> str:
    """The words without which this decision would not be understood."""
    if not message.strip():
        raise MoveRefused(sentence)
    return message.strip()


def store_photo(content: bytes) -> str:
    """Keep a rebuilt photo under a random name; the answer is that name."""
    return default_storage.save(photo_path(Profile(), ""), ContentFile(content))


def apply_changes(profile: Profile, changes: dict[str, Any]) -> list[str]:
    """Write her changes on her profile and her first name; the answer is the names of what really changed.

    `photo` is the bytes of a rebuilt photo, or "" to remove it. The file that a moderator checked last is kept until
    the next check, so that the profile can be put back.
    """
    before = {name: getattr(profile, name) for name in changes if name not in {"photo", "first_name"}}
    changed = [name for name, value in before.items() if value != changes[name]]
    for name in changed:
        setattr(profile, name, changes[name])
    if changed:
        profile.save(update_fields=changed)
    first_name = changes.get("first_name", profile.person.first_name)
    if first_name != profile.person.first_name:
        profile.person.first_name = first_name
        profile.person.save(update_fields=["first_name"])
        changed.append("first_name")
    if "photo" in changes and (changes["photo"] or profile.photo):
        _replace_photo(profile, changes["photo"])
        changed.append("photo")
    return changed


def _replace_photo(profile: Profile, content: bytes | str) -> None:
    former = profile.photo.name or ""
    profile.photo = store_photo(content) if isinstance(content, bytes) else ""
    profile.save(update_fields=["photo"])
    if former != checked_photo(profile):
        forget_files(former)


def settle_identity(profile: Profile, *, keep: bool) -> None:
    """The new family name is kept, or put back as it was checked; the other one is forgotten."""
    if profile.identity_changed_at is None:
        return
    with open_identities():
        sealed = CivilIdentity.objects.get(person=profile.person_id)
        sealed.family_name = sealed.family_name if keep else sealed.former_name
        sealed.former_name = ""
        sealed.save()
    Profile.objects.filter(pk=profile.pk).update(identity_changed_at=None)
    profile.identity_changed_at = None


def checked_photo(profile: Profile) -> str:
    return str(profile.checked_content.get("photo", ""))


def checked_now(profile: Profile) -> dict[str, Any]:
    """What changes when a moderator has read the profile as it is: it becomes the reference of the next difference."""
    former = checked_photo(profile)
    if former != (profile.photo.name or ""):
        forget_files(former)
    content = queries.sensitive_content(profile)
    return {"checked_content": content, "recheck_since": None, "waiting_since": None}
