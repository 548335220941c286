"""A measure of the team sets a member aside, or its end brings her back. Why is not this room's business."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from binome.people.models import User
from binome.programmes.actions import change_standing
from binome.programmes.models import Enrolment, EnrolmentState, Programme

from .. import emails
from ..lifecycle import LIVE, OPEN, CloseReason, State
from ..models import MentoringRequest, Pair, Proposal, WaitingEntry
from .circles import leave_circles
from .listing import refresh_listings
from .moves import lock_everyone
from .offers import withdraw_proposals
from .pairs import end_pair
from .requests import withdraw_open_requests


@transaction.atomic
def suspend_member(*, enrolment: Enrolment, by: User, now: datetime) -> None:
    """Out of the directory, her open requests withdrawn on both sides; her pairs wait for her. Twice is once."""
    if change_standing(enrolment=enrolment, state=EnrolmentState.SUSPENDED, by=by, now=now):
        leave_the_scene(enrolment, by=by, now=now)


@transaction.atomic
def exclude_member(*, enrolment: Enrolment, by: User, now: datetime) -> None:
    """As a suspension, and her pairs are closed: their partners are free to find someone else. Twice is once."""
    if change_standing(enrolment=enrolment, state=EnrolmentState.EXCLUDED, by=by, now=now):
        leave_the_scene(enrolment, by=by, now=now)
        close_pairs(enrolment.person, programme=enrolment.programme, now=now)
        leave_circles(enrolment, now=now)


@transaction.atomic
def readmit_member(*, enrolment: Enrolment, by: User | None, now: datetime) -> None:
    """She is back as she was; what was withdrawn or closed stays so. Twice is once."""
    if change_standing(enrolment=enrolment, state=EnrolmentState.ACTIVE, by=by, now=now):
        refresh_listings([enrolment.pk], now=now)


def leave_the_scene(enrolment: Enrolment, *, by: User, now: datetime) -> None:
    """Whoever waited for her answer is told as after a silence: nothing says why (N7)."""
    person = enrolment.person
    _lock_her_circle(person)
    WaitingEntry.objects.filter(Q(mentor=enrolment) | Q(mentee=person)).delete()
    hers = Q(mentor=person) | Q(mentee=person)
    rows = MentoringRequest.objects.filter(hers, programme=enrolment.programme, state__in=OPEN)
    found = list(rows.select_related("mentor", "mentee", "programme").order_by("pk"))
    received = [row for row in found if row.mentor_id == person.pk]
    waited = [row for row in received if row.state == State.SENT]
    withdraw_open_requests(requests=received, because="unavailable", by=by, now=now)
    withdraw_open_requests(requests=[r for r in found if r not in received], because="set_aside", by=by, now=now)
    withdraw_proposals(Proposal.objects.filter(Q(mentee=enrolment) | Q(mentor=enrolment)), by=person, now=now)
    for row in waited:
        emails.request_expired(row, now=now)
    refresh_listings([enrolment.pk], now=now)


def close_pairs(person: User, *, programme: Programme | None = None, now: datetime) -> None:
    """Hers that still live, in her own name: nothing says why. Without a programme, in all of them."""
    hers = Pair.objects.live().concerning(person)
    if programme is not None:
        hers = hers.filter(programme=programme)
    for pair in hers.select_related("mentor", "mentee", "programme").order_by("pk"):
        end_pair(pair, by=person, reason=CloseReason.OTHER, now=now)


def _lock_her_circle(person: User) -> None:
    """Her and everyone with whom something is open, in one order."""
    hers = Q(mentor=person) | Q(mentee=person)
    circle = {person.pk}
    for rows in (MentoringRequest.objects.filter(hers, state__in=OPEN), Pair.objects.filter(hers, state__in=LIVE)):
        for couple in rows.order_by("pk").values_list("mentor_id", "mentee_id"):
            circle.update(couple)
    lock_everyone(circle)
