"""What moderators decide on a profile, and how she answers them (A5)."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from binome.core.files import forget_files
from binome.core.journal import record
from binome.core.moves import MoveRefused

from .. import emails, queries, rules
from ..lifecycle import ProfileState
from ..models import Profile, User
from .moves import (
    SETTLED,
    apply_changes,
    check_reviewer,
    checked_now,
    checked_photo,
    move_profile,
    refresh,
    required,
    settle_identity,
    write_down,
)

#: A profile taken in charge and left there is free again after this time.
IN_CHARGE = timedelta(hours=2)

#: Why a profile is refused: the mail says this line, her page says the moderator's own words too.
REFUSAL_REASONS = {
    "rules": gettext_lazy("Les conditions de participation ne semblent pas remplies."),
    "charter": gettext_lazy("Le contenu du profil est contraire à la charte."),
    "commercial": gettext_lazy("Le profil propose un service payant ou commercial."),
    "double": gettext_lazy("Un autre compte existe déjà pour la même place."),
    "unclear": gettext_lazy("Le profil ne permet pas de comprendre votre démarche."),
}


@transaction.atomic
def approve_profile(*, profile: Profile, by: User, now: datetime) -> None:
    """A moderator says yes. She receives the link with which she chooses her password."""
    check_reviewer(profile, by)
    move_profile(profile, "approve", by=by, now=now, approved_at=now, **checked_now(profile))
    if not profile.person.is_active:
        emails.activation(profile.person, now=now)


@transaction.atomic
def ask_profile_change(*, profile: Profile, by: User, message: str, now: datetime) -> None:
    """A moderator asks her to change something before she is approved."""
    check_reviewer(profile, by)
    words = required(message, _("Écrivez ce qu’il faut changer : elle ne peut pas le deviner."))
    move_profile(profile, "ask_change", by=by, message=words, now=now, **checked_now(profile))
    emails.profile_change_asked(profile.person, now=now)


@transaction.atomic
def refuse_profile(*, profile: Profile, by: User, reason: str, message: str, now: datetime) -> None:
    """A moderator says no, with one of REFUSAL_REASONS and her own words. It can be contested once."""
    check_reviewer(profile, by)
    if reason not in REFUSAL_REASONS:
        raise MoveRefused(_("Choisissez la raison du refus."))
    words = required(message, _("Expliquez le refus en une phrase : elle pourra le contester."))
    move_profile(profile, "refuse", by=by, message=words, now=now, waiting_since=None)
    emails.profile_refused(profile.person, reason=str(REFUSAL_REASONS[reason]), now=now)


@transaction.atomic
def escalate_profile(*, profile: Profile, by: User, message: str, now: datetime) -> None:
    """She is not sure: someone else decides, and reads why."""
    check_reviewer(profile, by)
    words = required(message, _("Écrivez ce qui vous fait hésiter : votre collègue le lira."))
    changes = {"taken_by": None, "taken_at": None, "escalated_by": by}
    waiting = Profile.objects.waiting().filter(pk=profile.pk, escalated_by=None)
    if not waiting.update(**changes):
        raise MoveRefused(_("Un second avis est déjà demandé, ou ce profil n’attend plus."))
    refresh(profile, changes)
    write_down(profile, "escalate", by=by, message=words, now=now)


@transaction.atomic
def take_profile(*, profile: Profile, by: User, now: datetime) -> None:
    """She reads it now: her colleagues see it. The second to click is told so."""
    check_reviewer(profile, by)
    free = Q(taken_by=None) | Q(taken_by=by) | Q(taken_at__lt=now - IN_CHARGE)
    if not Profile.objects.filter(free, pk=profile.pk).update(taken_by=by, taken_at=now):
        raise MoveRefused(_("Une collègue lit déjà ce profil."))
    refresh(profile, {"taken_by": by, "taken_at": now})
    record("profile_taken", by=by, obj=profile.person, now=now)


@transaction.atomic
def release_profile(*, profile: Profile, by: User, now: datetime) -> None:
    """She leaves it to someone else. Nothing happens if it was not hers."""
    if Profile.objects.filter(pk=profile.pk, taken_by=by).update(taken_by=None, taken_at=None):
        refresh(profile, {"taken_by": None, "taken_at": None})
        record("profile_released", by=by, obj=profile.person, now=now)


@transaction.atomic
def confirm_recheck(*, profile: Profile, by: User, seen: str, now: datetime) -> None:
    """The change of an approved profile is fine. `seen` is the `content_digest` of what the moderator read."""
    check_reviewer(profile, by)
    _check_recheck(profile, seen)
    settle_identity(profile, keep=True)
    changes = {**checked_now(profile), **SETTLED}
    Profile.objects.filter(pk=profile.pk).update(**changes)
    refresh(profile, changes)
    write_down(profile, "confirm", by=by, now=now)


@transaction.atomic
def restore_checked(*, profile: Profile, by: User, message: str, seen: str, now: datetime) -> None:
    """The change of an approved profile is not fine: it is put back as last checked, and she is told why."""
    check_reviewer(profile, by)
    words = required(message, _("Écrivez ce qui n’allait pas : elle le lira sur son profil."))
    _check_recheck(profile, seen)
    settle_identity(profile, keep=False)
    changes: dict[str, Any] = {name: before for name, before, _now in queries.differences(profile)}
    if "photo" in changes:
        forget_files(profile.photo.name)
        changes["photo"] = checked_photo(profile)
    first_name = changes.pop("first_name", None)
    if first_name is not None:
        User.objects.filter(pk=profile.person_id).update(first_name=first_name)
        profile.person.first_name = first_name
    changes |= {"recheck_since": None, "waiting_since": None, **SETTLED}
    Profile.objects.filter(pk=profile.pk).update(**changes)
    profile.refresh_from_db()
    write_down(profile, "restore", by=by, message=words, now=now)
    emails.profile_change_asked(profile.person, now=now)


def _check_recheck(profile: Profile, seen: str) -> None:
    current = Profile.objects.select_for_update().select_related("person").get(pk=profile.pk)
    if current.state != ProfileState.APPROVED or current.recheck_since is None:
        raise MoveRefused(_("Ce profil a déjà reçu une réponse, ou n’attend plus cette action."))
    if queries.content_digest(current) != seen:
        raise MoveRefused(_("Elle vient encore de modifier son profil : relisez-le avant de décider."))


@transaction.atomic
def contest_refusal(*, token: str, message: str, now: datetime) -> User:
    """She contests the refusal, once: the profile is read again by someone else if possible."""
    profile = _invited("contest", token, now=now)
    if not rules.may_contest(profile):
        raise MoveRefused(_("Ce refus a déjà été contesté, ou n’attend plus de réponse."))
    words = required(message, _("Écrivez quelques mots : la modératrice les lira."))
    refused_by = queries.last_message(profile, "refuse")
    move_profile(profile, "contest", by=profile.person, message=words, now=now, waiting_since=now)
    if refused_by is not None:
        escalated = {"escalated_by": refused_by.by}
        Profile.objects.filter(pk=profile.pk).update(**escalated)
        refresh(profile, escalated)
    return profile.person


@transaction.atomic
def resubmit_profile(*, token: str, changes: dict[str, Any], now: datetime) -> User:
    """She made the change that was asked: the profile is in the queue again. `changes` as in `edit_profile`."""
    profile = _invited("correct", token, now=now)
    apply_changes(profile, changes)
    move_profile(profile, "resubmit", by=profile.person, now=now, waiting_since=now)
    return profile.person


def _invited(purpose: str, token: str, *, now: datetime) -> Profile:
    """The profile of whoever holds this link."""
    invitation = queries.invitation(purpose, token, now=now)
    if invitation.person is None or invitation.expired:
        raise MoveRefused(_("Ce lien a expiré."))
    return invitation.person.profile
