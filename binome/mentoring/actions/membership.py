"""Becoming and being a member: what the rooms below do, together with what the directory then shows.

The rooms below can't see this one; so the fronts call these verbs, which call theirs and refresh the listing (ADR 5).
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from binome.core.moves import MoveRefused
from binome.people import actions as people
from binome.people.models import Profile, SignupDraft, User
from binome.programmes import actions as programmes
from binome.programmes.models import CharterVersion, Enrolment, EnrolmentState, Programme, Role

from ..models import Place
from .listing import refresh_listings


@transaction.atomic
def submit_application(
    *, draft: SignupDraft, programme: Programme, capacity: int, charter: CharterVersion | None, now: datetime
) -> User | None:
    """The sign-up is complete: the person, her enrolment, her charter and her places exist, unseen until approved.

    None when the address already has an account: the draft ends, and its owner is told by mail (N6).
    """
    role = draft.role
    person = people.create_person_from_draft(draft=draft, now=now)
    if person is None:
        return None
    enrolment = programmes.enrol_person(person=person, programme=programme, role=role, now=now)
    if charter is not None:
        programmes.sign_charter(person=person, version=charter, now=now)
    if role == Role.MENTOR:
        wanted = min(max(capacity, 1), programme.max_capacity)
        Place.objects.bulk_create(Place(enrolment=enrolment, number=n) for n in range(1, wanted + 1))
        refresh_listings([enrolment.pk], now=now)
    return person


@transaction.atomic
def approve_member(*, profile: Profile, by: User, now: datetime) -> None:
    """A moderator says yes: the profile is visible, the person receives her activation mail."""
    people.approve_profile(profile=profile, by=by, now=now)
    for enrolment in Enrolment.objects.filter(person=profile.person).order_by("pk"):
        programmes.admit_person(enrolment=enrolment, by=by, now=now)
    refresh_member(person=profile.person, now=now)


@transaction.atomic
def restore_profile(*, profile: Profile, by: User, message: str, seen: str, now: datetime) -> None:
    """A moderator puts back the profile that was checked last; the directory shows it again."""
    people.restore_checked(profile=profile, by=by, message=message, seen=seen, now=now)
    refresh_member(person=profile.person, now=now)


@transaction.atomic
def publish_profile(
    *, enrolment: Enrolment, changes: dict[str, Any], answers: dict[str, Any], capacity: int, now: datetime
) -> None:
    """Of a promotion in which people find each other (D1): her profile, her answers and, a mentor, her places. From
    then on she is in the directory of this programme, or looks in it; her profile alone would show her nowhere.

    Raises MoveRefused when she holds no place, when answers are missing, or while a team reads her profile.
    """
    person, programme = enrolment.person, enrolment.programme
    if not programme.modality.self_service or enrolment.state != EnrolmentState.ACTIVE:
        raise MoveRefused(_("L’annuaire s’ouvre à vous dès que vous avez une place dans la promotion."))
    people.publish_profile(person=person, changes=changes, checked=is_checked(person), now=now)
    if programmes.save_answers(enrolment=enrolment, answers=answers, now=now):
        raise MoveRefused(_("Il manque encore une réponse."))
    if enrolment.role == Role.MENTOR:
        wanted = min(max(capacity, 1), programme.max_capacity)
        places = (Place(enrolment=enrolment, number=n) for n in range(1, wanted + 1))
        Place.objects.bulk_create(places, ignore_conflicts=True)
    refresh_member(person=person, now=now)


def is_checked(person: User) -> bool:
    """Whether a moderator reads her profile: where she takes part in a programme whose team does."""
    rows = Programme.objects.filter(enrolments__person=person).exclude(enrolments__state=EnrolmentState.LEFT)
    return any(programme.modality.moderated for programme in rows)


@transaction.atomic
def change_profile(*, person: User, changes: dict[str, Any], now: datetime) -> Profile:
    """She edits her profile: online at once, and back to the queue if a sensitive field changed, where there is one."""
    profile = people.edit_profile(person=person, changes=changes, checked=is_checked(person), now=now)
    refresh_member(person=person, now=now)
    return profile


@transaction.atomic
def activate_member(*, token: str, password: str, now: datetime) -> User:
    """She follows the activation link and chooses her password; from now on she can log in and be found."""
    person = people.activate_person(token=token, password=password, now=now)
    refresh_member(person=person, now=now)
    return person


def refresh_member(*, person: User, now: datetime) -> None:
    """What the directory shows of her follows what she is now."""
    refresh_listings(Enrolment.objects.filter(person=person).values_list("pk", flat=True), now=now)
