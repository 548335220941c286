"""A circle's life: what each shows the others, meetings noted once for all, leaving without a fault, silence (D6)."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from binome.core.journal import record
from binome.core.moves import MoveRefused
from binome.people.models import User
from binome.programmes.models import Enrolment
from binome.programmes.queries.perimeter import perimeter_of

from .. import emails
from ..identity import REVEALABLE
from ..lifecycle import MEMBER_CLOSE_REASONS
from ..models import Circle, CircleMeeting, CircleMember

#: Fewer than two people are no circle.
ALONE = 2


@transaction.atomic
def choose_circle_reveal(*, member: CircleMember, fields: Iterable[str], now: datetime) -> None:
    """What she shows the others of herself, from now on; hers alone to choose."""
    circle = _living(member)
    chosen = {key: key in set(fields) for key in REVEALABLE}
    CircleMember.objects.filter(pk=member.pk).update(**chosen)
    record(
        "reveal_chosen", by=member.enrolment.person, obj=circle, now=now, fields=sorted(k for k in chosen if chosen[k])
    )
    _sign_of_life(circle, now)


@transaction.atomic
def log_circle_meeting(
    *, member: CircleMember, held_on: date, minutes: int, format: str, present: Collection[CircleMember], now: datetime
) -> CircleMeeting:
    """They met: noted by one for all. The same day twice is one meeting, corrected by whoever noted it last."""
    circle, by = _living(member), member.enrolment.person
    if not timezone.localdate(circle.opened_at) <= held_on <= timezone.localdate(now) + timedelta(days=1):
        raise MoveRefused(_("La date doit être comprise entre le début du cercle et aujourd’hui."))
    there = {each.pk for each in present if each.circle_id == circle.pk}
    if len(there) < ALONE:
        raise MoveRefused(_("Cochez au moins deux personnes : qui était là ?"))
    details = {"minutes": minutes, "format": format, "logged_by": by}
    meeting, created = CircleMeeting.objects.update_or_create(circle=circle, held_on=held_on, defaults=details)
    meeting.present.set(there)
    _sign_of_life(circle, now)
    if created:
        record("meeting_logged", by=by, obj=circle, now=now, held_on=held_on.isoformat())
    return meeting


@transaction.atomic
def delete_circle_meeting(*, meeting: CircleMeeting, member: CircleMember, now: datetime) -> None:
    """It was noted by mistake: whoever noted it, or corrected it last, takes it back while the circle lives."""
    circle, by = _living(member), member.enrolment.person
    if not CircleMeeting.objects.filter(pk=meeting.pk, circle=circle, logged_by=by).delete()[0]:
        raise MoveRefused(_("Seule la personne qui a noté ce rendez-vous peut le supprimer."))
    _sign_of_life(circle, now)
    record("meeting_deleted", by=by, obj=circle, now=now, held_on=meeting.held_on.isoformat())


@transaction.atomic
def answer_circle_fit(*, member: CircleMember, answer: str, now: datetime) -> None:
    """How it feels to her; private, and she may change her mind."""
    circle = _living(member)
    CircleMember.objects.filter(pk=member.pk).update(fit=answer, fit_at=now)
    record("fit_answered", by=member.enrolment.person, obj=circle, now=now)
    _sign_of_life(circle, now)


@transaction.atomic
def leave_circle(*, member: CircleMember, now: datetime) -> None:
    """She goes, without a reason and without a fault. The others are told; with too few of them left, the team is too,
    and a circle of one is closed. Twice is once."""
    circle = _lock(member)
    if not CircleMember.objects.live().filter(pk=member.pk).update(left_at=now):
        raise MoveRefused(_("Vous n’êtes plus dans ce cercle."))
    record("circle_left", by=member.enrolment.person, obj=circle, now=now)
    left = list(circle.members.filter(left_at=None).select_related("enrolment__person"))
    if len(left) < ALONE:
        end_circle(circle, now=now)
    else:
        _sign_of_life(circle, now)
        for other in left:
            emails.circle_left(circle, other.enrolment, first_name=member.enrolment.person.first_name, now=now)
    if len(left) < smallest(circle):
        emails.circle_small(circle, size=len(left), now=now)


def leave_circles(enrolment: Enrolment, *, now: datetime) -> None:
    """She stops taking part."""
    living = CircleMember.objects.live().filter(enrolment=enrolment)
    for member in living.select_related("enrolment__person"):
        leave_circle(member=member, now=now)


@transaction.atomic
def close_circle(*, circle: Circle, by: User, reason: str, now: datetime) -> None:
    """Who runs the whole programme ends it, for a reason that stays the team's; its people are told."""
    if not perimeter_of(by, circle.cohort.programme).whole:
        raise MoveRefused(_("Seule une responsable de tout le programme décide pour la promotion."))
    if reason not in MEMBER_CLOSE_REASONS:
        raise MoveRefused(_("Choisissez la raison de la clôture."))
    if not end_circle(circle, by=by, reason=reason, now=now):
        raise MoveRefused(_("Ce cercle est déjà clos."))
    for member in circle.members.filter(left_at=None).select_related("enrolment__person"):
        emails.circle_closed(circle, member.enrolment, now=now)


@transaction.atomic
def end_circle(circle: Circle, *, by: User | None = None, reason: str = "", now: datetime) -> bool:
    """By the team, with its promotion, or when nobody is left to meet: what each showed is seen no more. Twice is once;
    whether it was this time."""
    ended = bool(Circle.objects.live().filter(pk=circle.pk).update(closed_at=now, close_reason=reason))
    if ended:
        record("circle_closed", by=by, obj=circle, now=now)
    return ended


@transaction.atomic
def ask_circle_for_news(*, circle: Circle, now: datetime) -> None:
    """Nothing for long: a gentle message to each, once per silence."""
    if Circle.objects.live().filter(pk=circle.pk, silence_told_at=None).update(silence_told_at=now):
        record("news_asked", obj=circle, now=now)
        for member in circle.members.filter(left_at=None).select_related("enrolment__person"):
            emails.circle_news_asked(circle, member.enrolment, now=now)


def smallest(circle: Circle) -> int:
    """How few people its programme allows in a circle."""
    sizes = circle.cohort.programme.modality.circle_sizes
    return sizes[0] if sizes else ALONE


def _lock(member: CircleMember) -> Circle:
    """Two acts in one circle wait for each other."""
    assert connection.in_atomic_block
    rows = Circle.objects.select_for_update(no_key=True, of=("self",)).select_related("cohort__programme")
    return rows.get(pk=member.circle_id)


def _living(member: CircleMember) -> Circle:
    circle = _lock(member)
    if not CircleMember.objects.live().filter(pk=member.pk).exists():
        raise MoveRefused(_("Ce cercle est clos, ou vous n’en êtes plus."))
    return circle


def _sign_of_life(circle: Circle, now: datetime) -> None:
    """Something happened here: the count of silence starts again."""
    Circle.objects.filter(pk=circle.pk, last_sign_at__lt=now).update(last_sign_at=now, silence_told_at=None)
