"""Signing up: a draft saved at each step, resumed from a link, then a person whom a moderator will read."""

import secrets
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from binome.core.files import forget_files
from binome.core.journal import record
from binome.core.moves import MoveRefused

from .. import emails, queries, rules
from ..models import CivilIdentity, Profile, SignupDraft, User, open_identities
from .moves import store_photo

#: The answers of a draft that become fields of a profile.
PROFILE_ANSWERS = ("headline", "quote", "presentation", "path", "sector", "city", "country", "languages", "topics",
                   "formats", "rhythms", "link")  # fmt: skip
REQUIRED_ANSWERS = ("first_name", "headline", "presentation", "sector")


class DraftGone(MoveRefused):
    """The draft was sent already, or erased."""


@transaction.atomic
def start_draft(
    *, programme_slug: str, role: str, answers: dict[str, Any], language: str, now: datetime
) -> SignupDraft:
    """She chose her place. No link leads to the draft until her address is known."""
    draft = SignupDraft.objects.create(
        token_hash=queries.hash_of(secrets.token_urlsafe(32)),
        programme_slug=programme_slug,
        role=role,
        answers=answers,
        language=language,
        created_at=now,
        updated_at=now,
        step=2,
    )
    record("signup_started", obj=draft, now=now, role=role)
    return draft


@transaction.atomic
def save_draft_step(
    *,
    draft: SignupDraft,
    step: int,
    complete: bool,
    answers: dict[str, Any],
    typed: dict[str, Any],
    role: str = "",
    email: str | None = None,
    family_name: str | None = None,
    phone: str | None = None,
    photo: bytes | str | None = None,
    now: datetime,
) -> SignupDraft:
    """Keep one step: what is right in `answers`, what is not yet in `typed`, so that nothing is typed twice.

    `complete` opens the next step. A new address receives its link.
    `photo`: the bytes of a rebuilt photo, "" to remove it, None to leave it.
    """
    row = SignupDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if row is None:
        raise DraftGone(_("Cette inscription a déjà été envoyée."))
    row.answers = {**row.answers, **answers, "typed": {**row.answers.get("typed", {}), str(step): typed}}
    row.step = max(row.step, step + 1 if complete else step)
    row.updated_at = now
    for name, value in (("role", role), ("family_name", family_name), ("phone", phone)):
        if value is not None and (value or name != "role"):
            setattr(row, name, value)
    if photo is not None:
        forget_files(row.photo.name)
        row.photo = store_photo(photo) if isinstance(photo, bytes) else ""
    if email and email.lower() != row.email:
        row.email, row.email_confirmed_at = email.lower(), None
        send_draft_link(draft=row, now=now)
    row.save()
    record("signup_saved", obj=row, now=now, step=step)
    return row


@transaction.atomic
def send_draft_link(*, draft: SignupDraft, now: datetime) -> None:
    """A fresh link to her draft; the former one opens nothing any longer. An address that has an account is told so.

    An address that received enough of these today receives no more of them, and nothing says so: anyone may type it.
    """
    if not rules.may_receive_link(draft.email, now=now):
        return
    person = User.objects.filter(email=draft.email).first()
    token = secrets.token_urlsafe(32)
    draft.token_hash = queries.hash_of(token)
    draft.save(update_fields=["token_hash"])
    if person is not None:
        emails.address_known(person, draft=draft, now=now)
    else:
        emails.signup_resume(draft, token=token, now=now)
    record("signup_link_sent", obj=draft, now=now)


@transaction.atomic
def find_draft_link(*, email: str, now: datetime) -> None:
    """She lost her link: her latest draft sends a new one. Without a draft nothing happens, and nothing says so."""
    draft = (
        SignupDraft.objects.exclude(role="").filter(email=email.strip().lower()).order_by("-updated_at", "-pk").first()
    )
    if draft is not None:
        draft.updated_at = now
        draft.save(update_fields=["updated_at"])
        send_draft_link(draft=draft, now=now)


@transaction.atomic
def resume_draft(*, token: str, now: datetime) -> SignupDraft:
    """She followed the link of her e-mail: the draft opens, and her address is confirmed."""
    draft = queries.draft_of_token(token)
    if draft is None or queries.draft_link_expired(draft, now=now):
        raise DraftGone(_("Ce lien a expiré. Demandez-en un nouveau : votre brouillon est peut-être encore là."))
    if draft.email_confirmed_at is None:
        draft.email_confirmed_at = now
        draft.save(update_fields=["email_confirmed_at"])
    record("signup_resumed", obj=draft, now=now)
    return draft


@transaction.atomic
def create_person_from_draft(*, draft: SignupDraft, now: datetime) -> User | None:
    """The draft becomes a person, inactive until a moderator has read her profile.

    None when the address already has an account, or is barred: the draft ends, and its owner is told by mail (N6).
    """
    missing = [name for name in REQUIRED_ANSWERS if not draft.answers.get(name)]
    if missing or not draft.email or not draft.family_name:
        raise MoveRefused(_("Il manque encore des réponses. Revenez aux étapes signalées."))
    if not SignupDraft.objects.filter(pk=draft.pk).delete()[0]:
        raise DraftGone(_("Cette inscription a déjà été envoyée."))
    if _turned_away(draft, now=now):
        return None
    person = _create_user(draft, now=now)
    if person is None:
        forget_files(draft.photo.name)
        if rules.may_receive_link(draft.email, now=now):
            emails.address_known(User.objects.get(email=draft.email), draft=draft, now=now)
        return None
    fields = {name: draft.answers[name] for name in PROFILE_ANSWERS if name in draft.answers}
    Profile.objects.create(person=person, waiting_since=now, photo=draft.photo.name or "", **fields)
    with open_identities():
        CivilIdentity.objects.create(person=person, family_name=draft.family_name, phone=draft.phone)
    confirmed = draft.email_confirmed_at is not None
    EmailAddress.objects.create(user=person, email=person.email, verified=confirmed, primary=True)
    record("application_received", by=person, obj=person, now=now, role=draft.role)
    emails.application_received(person, now=now)
    return person


def _turned_away(draft: SignupDraft, *, now: datetime) -> bool:
    """Whether a measure keeps this address away. An address that has an account is told that, and nothing else."""
    if not rules.is_barred(draft.email, now=now) or User.objects.filter(email=draft.email).exists():
        return False
    forget_files(draft.photo.name)
    if rules.may_receive_link(draft.email, now=now):
        emails.address_barred(draft, now=now)
    return True


def _create_user(draft: SignupDraft, *, now: datetime) -> User | None:
    """None if the address is taken, also by someone who was faster by an instant."""
    if User.objects.filter(email=draft.email).exists():
        return None
    try:
        with transaction.atomic():
            return User.objects.create_user(
                draft.email, first_name=draft.answers["first_name"], language=draft.language, created_at=now
            )
    except IntegrityError:
        return None
