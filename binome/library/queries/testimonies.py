"""Readings of testimonies: hers, those that are shown, the one that someone may watch."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from binome.programmes.queries import Membership

from ..lifecycle import LIVE, TestimonyState, Use
from ..models.testimonies import Testimony, TestimonyQuerySet
from ..videos.captions import words_of

if TYPE_CHECKING:
    from binome.people.models import User


def shown_testimonies(*, membership: Membership, now: datetime) -> TestimonyQuerySet:
    """What this visitor may watch in the library; the newest first.

    Members see those that their author shows to members; anyone else only those that she shows to everyone.
    """
    use = Use.MEMBERS if _belongs(membership) else Use.PUBLIC
    rows = Testimony.objects.filter(programme=membership.programme).shown(now, use=use)
    return rows.order_by("-published_at", "pk")


def shelf_of_testimonies(*, membership: Membership, now: datetime, moved: bool) -> TestimonyQuerySet:
    """Those that are among the news, or among the resources once `moved`."""
    rows, today = shown_testimonies(membership=membership, now=now), timezone.localdate(now)
    return rows.filter(moves_on__lte=today) if moved else rows.filter(Q(moves_on=None) | Q(moves_on__gt=today))


def watchable(code: str, *, viewer: "User", membership: Membership, now: datetime) -> Testimony | None:
    """The testimony if this visitor may watch it at this moment: shown to her, her own, or before the team."""
    rows = Testimony.objects.filter(code=code, programme=membership.programme).select_related("person")
    if viewer.is_authenticated:
        own = rows.filter(person=viewer, state__in=LIVE).first()
        if own is not None:
            return own
    if membership.is_moderator:
        return rows.filter(state__in=[TestimonyState.SUBMITTED, TestimonyState.PUBLISHED]).first()
    return rows.shown(now, use=Use.MEMBERS if _belongs(membership) else Use.PUBLIC).first()


def transcript_of(testimony: Testimony) -> str:
    """What is said, to read: her own transcript, or her captions without their times."""
    return testimony.transcript or words_of(testimony.captions)


def _belongs(membership: Membership) -> bool:
    return membership.is_active or membership.is_staff
