"""What a person does with her own account: activating it, editing her profile and her name, choosing her mails."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from binome.core import addresses
from binome.core.journal import record
from binome.core.moves import MoveRefused

from .. import emails, queries, rules
from ..lifecycle import SENSITIVE_FIELDS, ProfileState
from ..models import CivilIdentity, Profile, User, open_identities
from .moves import apply_changes, refresh


@transaction.atomic
def activate_person(*, token: str, password: str, now: datetime) -> User:
    """She followed the link of her approval and chose her password. Her address is thereby confirmed."""
    invitation = queries.invitation("activate", token, now=now)
    person = invitation.person
    if person is None or invitation.expired or not rules.may_activate(person):
        raise MoveRefused(_("Ce lien a expiré."))
    return open_with_password(person=person, password=password, now=now)


@transaction.atomic
def open_with_password(*, person: User, password: str, now: datetime) -> User:
    """A link sent to her address is followed for the first time: she chooses her password, her address is confirmed."""
    never = User.objects.filter(pk=person.pk, is_active=False, password=person.password)
    if person.has_usable_password() or not never.update(is_active=True, password=make_password(password)):
        raise MoveRefused(_("Votre compte est déjà activé. Connectez-vous avec votre mot de passe."))
    person.refresh_from_db()
    proved = {"email": person.email, "verified": True}
    EmailAddress.objects.update_or_create(user=person, primary=True, defaults=proved)
    addresses.confirmed(person.email)
    record("account_activated", by=person, obj=person, now=now)
    return person


@transaction.atomic
def renew_activation(*, token: str, now: datetime) -> None:
    """Her link expired before she used it: another one leaves for the same address."""
    person = queries.invitation("activate", token, now=now).person
    if person is None or person.is_active or person.has_usable_password():
        raise MoveRefused(_("Ce lien n’ouvre plus rien. Si votre compte est activé, connectez-vous."))
    if not rules.may_activate(person):
        raise MoveRefused(_("Ce lien a expiré."))
    tell = emails.activation if hasattr(person, "profile") else emails.account_opened
    tell(person, now=now)
    record("activation_renewed", by=person, obj=person, now=now)


@transaction.atomic
def publish_profile(*, person: User, changes: dict[str, Any], checked: bool, now: datetime) -> Profile:
    """Her first profile where people find each other by it, or the changes of the one that she has.

    `changes`: as in `edit_profile`. `checked`: a moderator reads it before anyone else does.
    """
    User.objects.select_for_update().get(pk=person.pk)  # one profile, also after a double click
    if Profile.objects.filter(person=person).exists():
        return edit_profile(person=person, changes=changes, checked=checked, now=now)
    state = ProfileState.SUBMITTED if checked else ProfileState.APPROVED
    dates: dict[str, Any] = {"waiting_since": now} if checked else {"approved_at": now}
    profile = Profile.objects.create(person=person, state=state, **dates)
    apply_changes(profile, changes)
    record("profile_published", by=person, obj=person, now=now)
    return profile


@transaction.atomic
def edit_profile(*, person: User, changes: dict[str, Any], checked: bool = True, now: datetime) -> Profile:
    """Her changes are online at once; a sensitive one brings the profile back to the queue, with the difference.

    `changes`: fields of the profile, `first_name`, and `photo` (the bytes of a rebuilt photo, or "" to remove it).
    `checked`: False where no moderator reads profiles.
    """
    profile = Profile.objects.select_for_update().select_related("person").get(person=person)
    if profile.state != ProfileState.APPROVED:
        raise MoveRefused(_("Votre profil est en cours de relecture. Vous pourrez le modifier ensuite."))
    changed = apply_changes(profile, changes)
    if not changed:
        return profile
    sensitive = set(changed) & set(SENSITIVE_FIELDS)
    if sensitive and not queries.differences(profile) and profile.identity_changed_at is None:
        _wait(profile, None)  # she put everything back: nothing is left to check
    elif sensitive and checked and profile.recheck_since is None:
        _wait(profile, now)
    person.first_name = profile.person.first_name
    record("profile_edited", by=person, obj=person, now=now, fields=sorted(changed))
    return profile


def _wait(profile: Profile, since: datetime | None) -> None:
    changes = {"recheck_since": since, "waiting_since": since}
    Profile.objects.filter(pk=profile.pk).update(**changes)
    refresh(profile, changes)


@transaction.atomic
def change_identity(*, person: User, family_name: str, phone: str, checked: bool = True, now: datetime) -> None:
    """Her own sealed name and telephone. Another name than the one that was checked brings her back to the queue,
    where a moderator reads profiles (`checked`)."""
    profile = Profile.objects.select_for_update().filter(person=person, state=ProfileState.APPROVED).first()
    profile = profile if checked else None
    with open_identities():
        sealed = CivilIdentity.objects.get(person=person)
        renamed = family_name != sealed.family_name
        if renamed and profile is not None:
            before = sealed.former_name or sealed.family_name
            sealed.former_name = "" if family_name == before else before
        sealed.family_name, sealed.phone = family_name, phone
        sealed.save()
    record("identity_changed", by=person, obj=person, now=now, renamed=renamed)
    if renamed and profile is not None:
        _check_name_again(profile, now if sealed.former_name else None)


def _check_name_again(profile: Profile, since: datetime | None) -> None:
    """A moderator must read the name again; or nothing is left to check, because it is the checked one."""
    Profile.objects.filter(pk=profile.pk).update(identity_changed_at=since)
    profile.identity_changed_at = since
    if since is None and not queries.differences(profile):
        _wait(profile, None)
    elif since is not None and profile.recheck_since is None:
        _wait(profile, since)


@transaction.atomic
def choose_language(*, person: User, language: str, now: datetime) -> None:
    """The language of her pages and of her mails."""
    if person.language != language:
        person.language = language
        person.save(update_fields=["language"])
        record("language_chosen", by=person, obj=person, now=now, language=language)


@transaction.atomic
def open_account(*, email: str, first_name: str, language: str, now: datetime) -> User:
    """An account of the team, without a profile: its owner receives a link and chooses her password."""
    if User.objects.filter(email=email.strip().lower()).exists():
        raise MoveRefused(_("Cette adresse a déjà un compte."))
    person = User.objects.create_user(email, first_name=first_name, language=language, created_at=now)
    EmailAddress.objects.create(user=person, email=person.email, verified=False, primary=True)
    record("account_opened", obj=person, now=now)
    emails.account_opened(person, now=now)
    return person


@transaction.atomic
def call_in(*, person: User, now: datetime) -> bool:
    """An account that her organisation declared and nobody opened: its owner receives the link by which she chooses her
    password. False for any other, one that the team closed among them."""
    never_opened = not person.is_active and not person.has_usable_password() and rules.may_activate(person)
    if never_opened:
        record("account_opened", obj=person, now=now)
        emails.account_opened(person, now=now)
    return never_opened


@transaction.atomic
def choose_mails(*, person: User, muted: Collection[str], now: datetime) -> None:
    """Which optional mails she does not want."""
    person.muted_mails = sorted(muted)
    person.save(update_fields=["muted_mails"])
    record("mails_chosen", by=person, obj=person, now=now, muted=len(person.muted_mails))


@transaction.atomic
def mute_mail(*, person: User, kind: str, now: datetime) -> None:
    """One click in a mail: this kind stops. A second click changes nothing."""
    if kind not in person.muted_mails:
        choose_mails(person=person, muted={*person.muted_mails, kind}, now=now)


@transaction.atomic
def link_accounts(*, one: User, other: User, by: User, now: datetime) -> None:
    """A moderator knows that the two accounts are one woman's: she can't be her own pair, nor review herself (B2)."""
    if one.pk == other.pk:
        raise MoveRefused(_("C’est le même compte."))
    if by.pk in {one.pk, other.pk}:
        raise MoveRefused(_("C’est votre propre compte : une autre modératrice s’en charge."))
    if {one.linked_to_id, other.linked_to_id} - {None, one.pk, other.pk}:
        raise MoveRefused(_("Un de ces comptes est déjà lié à un autre."))
    for person, twin in ((one, other), (other, one)):
        person.linked_to = twin
        person.save(update_fields=["linked_to"])
    record("accounts_linked", by=by, obj=one, now=now, other=other.code)
