"""A pair's life: what each reveals, meetings, the fit question, prolonging, closing, and a comment."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from binome.core.journal import record
from binome.core.moves import MoveRefused
from binome.people.models import User
from binome.programmes.models import Enrolment

from .. import emails
from ..identity import REVEALABLE
from ..lifecycle import LIVE, MEMBER_CLOSE_REASONS, OPEN, CloseReason, PairState
from ..models import (
    Block,
    Comment,
    FitAnswer,
    Meeting,
    MentoringRequest,
    Pair,
    PairEvent,
    Proposal,
    Reveal,
    WaitingEntry,
    between,
)
from .listing import refresh_listings
from .moves import lock_people, move_pair
from .offers import withdraw_proposals
from .opening import add_months
from .places import free_place
from .requests import withdraw_open_requests

#: Two prolongations closer than this are one, sent twice.
SAME_CLICK = timedelta(seconds=30)


def _member(pair: Pair, person: User) -> None:
    if person.pk not in {pair.mentor_id, pair.mentee_id}:
        raise MoveRefused(_("Ce binôme n’est pas le vôtre."))


def _sign_of_life(pair: Pair, now: datetime) -> None:
    """Something happened here: the count of silence starts again."""
    Pair.objects.filter(pk=pair.pk, last_sign_at__lt=now).update(last_sign_at=now, silence_told_at=None)
    back = Pair.objects.filter(pk=pair.pk, state=PairState.CLOSING, closing_because="silence")
    back.update(state=PairState.ACTIVE, closing_because="", closing_since=None)
    pair.refresh_from_db()


@transaction.atomic
def choose_reveal(*, pair: Pair, by: User, fields: Iterable[str], after_closing: bool, now: datetime) -> None:
    """What `by` shows her partner of herself, from now on; hers alone to choose, also once closed."""
    _member(pair, by)
    lock_people(pair.mentor_id, pair.mentee_id)
    chosen = {key: key in set(fields) for key in REVEALABLE}
    Reveal.objects.filter(pair=pair, person=by).update(**chosen, after_closing=after_closing)
    record("reveal_chosen", by=by, obj=pair, now=now, fields=sorted(k for k in chosen if chosen[k]))
    if pair.state in LIVE:
        _sign_of_life(pair, now)


@transaction.atomic
def log_meeting(*, pair: Pair, by: User, held_on: date, minutes: int, format: str, now: datetime) -> Meeting:
    """ "We met". The same day twice is one meeting, corrected."""
    _member(pair, by)
    lock_people(pair.mentor_id, pair.mentee_id)
    if not timezone.localdate(pair.opened_at) <= held_on <= timezone.localdate(now) + timedelta(days=1):
        raise MoveRefused(_("La date doit être comprise entre le début du binôme et aujourd’hui."))
    if not Pair.objects.filter(pk=pair.pk, state__in=LIVE).exists():
        raise MoveRefused(_("Ce binôme est déjà clos."))
    first = not Meeting.objects.filter(pair=pair).exists()
    meeting, created = Meeting.objects.update_or_create(
        pair=pair, held_on=held_on, defaults={"minutes": minutes, "format": format, "logged_by": by}
    )
    _sign_of_life(pair, now)
    if created:
        record("meeting_logged", by=by, obj=pair, now=now, held_on=held_on.isoformat())
    if first:
        emails.first_meeting_held(pair, now=now)
    return meeting


@transaction.atomic
def delete_meeting(*, meeting: Meeting, by: User, now: datetime) -> None:
    """It was noted by mistake: whoever noted it, or corrected it last, takes it back while the pair lives.

    What either answered about the first meeting is not lost with it: it waits, unseen, for a meeting that took place.
    """
    pair = meeting.pair
    _member(pair, by)
    lock_people(pair.mentor_id, pair.mentee_id)
    if not Pair.objects.filter(pk=pair.pk, state__in=LIVE).exists():
        raise MoveRefused(_("Ce binôme est déjà clos."))
    if not Meeting.objects.filter(pk=meeting.pk, logged_by=by).delete()[0]:
        raise MoveRefused(_("Seule la personne qui a noté ce rendez-vous peut le supprimer."))
    _sign_of_life(pair, now)
    record("meeting_deleted", by=by, obj=pair, now=now, held_on=meeting.held_on.isoformat())


@transaction.atomic
def answer_fit(*, pair: Pair, by: User, answer: str, now: datetime) -> FitAnswer:
    """How it feels to her; private, and she may change her mind."""
    _member(pair, by)
    given, _created = FitAnswer.objects.update_or_create(pair=pair, person=by, defaults={"answer": answer, "at": now})
    record("fit_answered", by=by, obj=pair, now=now)
    if pair.state in LIVE:
        _sign_of_life(pair, now)
    return given


@transaction.atomic
def prolong_pair(*, pair: Pair, by: User, months: int, now: datetime) -> None:
    """The pair goes on: its end moves `months` later, from its planned end or from today if that has passed.

    A second click, or the other member at the same moment, prolongs no further (B3).
    """
    lock_people(pair.mentor_id, pair.mentee_id)
    pair.refresh_from_db()
    if not 1 <= months <= 12:
        raise MoveRefused(_("Choisissez une durée de 1 à 12 mois."))
    just_done = pair.events.filter(kind=PairEvent.Kind.PROLONGED, at__gt=now - SAME_CLICK, at__lte=now)
    if pair.state in LIVE and just_done.exists():
        _member(pair, by)
        return
    end = add_months(max(pair.planned_end_on, timezone.localdate(now)), months)
    cleared = {"closing_since": None, "closing_because": "", "silence_told_at": None}
    move_pair(pair, "prolong", by=by, now=now, planned_end_on=end, last_sign_at=now, **cleared)
    PairEvent.objects.create(pair=pair, kind=PairEvent.Kind.PROLONGED, at=now, by=by)
    emails.pair_prolonged(pair, by=by, now=now)
    _refresh_mentor(pair, now)


@transaction.atomic
def propose_closing(*, pair: Pair, because: str, now: datetime) -> None:
    """The end is near, or nothing happened for long: both are asked to close or to prolong."""
    lock_people(pair.mentor_id, pair.mentee_id)
    move_pair(pair, "propose_closing", by=None, now=now, closing_since=now, closing_because=because)
    PairEvent.objects.create(pair=pair, kind=PairEvent.Kind.CLOSING_PROPOSED, at=now)
    emails.closing_proposed(pair, now=now)


@transaction.atomic
def close_pair(*, pair: Pair, by: User, reason: str, now: datetime) -> None:
    """Either closes at any moment, without the other (B5). Both are told; the place is free again."""
    if reason not in MEMBER_CLOSE_REASONS:
        raise MoveRefused(_("Choisissez la raison de la clôture."))
    lock_people(pair.mentor_id, pair.mentee_id)
    end_pair(pair, by=by, reason=reason, now=now)


def end_pair(pair: Pair, *, by: User, reason: str, now: datetime) -> None:
    """Close it in the name of `by`, for any reason. The caller holds both people's locks."""
    move_pair(pair, "close", by=by, now=now, closed_at=now, closed_by=by, close_reason=reason)
    PairEvent.objects.create(pair=pair, kind=PairEvent.Kind.CLOSED, at=now, by=by)
    emails.pair_closed(pair, now=now)
    free_place(pair=pair, now=now)


@transaction.atomic
def leave_comment(*, pair: Pair, by: User, body: str, shared: bool, now: datetime) -> Comment:
    """The mentee's words once the pair is closed (A8); she may rewrite them or change who reads them."""
    if by.pk != pair.mentee_id or pair.programme.modality.symmetrical or pair.state != PairState.CLOSED:
        raise MoveRefused(_("Vous ne pouvez pas laisser de mot pour ce binôme, ou pas avant sa clôture."))
    comment, created = Comment.objects.update_or_create(
        pair=pair, defaults={"author": by, "body": body, "shared_with_mentor": shared, "at": now}
    )
    record("comment_left" if created else "comment_changed", by=by, obj=pair, now=now, shared=shared)
    return comment


@transaction.atomic
def separate(*, by: User, person: User, now: datetime) -> None:
    """Stop every contact between two people at once: block, withdraw what is open, close their pair."""
    lock_people(by.pk, person.pk)
    Block.objects.get_or_create(by=by, person=person, defaults={"since_at": now})
    both = between(by, person)
    WaitingEntry.objects.filter(Q(mentor__person=by, mentee=person) | Q(mentor__person=person, mentee=by)).delete()
    open_requests = list(MentoringRequest.objects.filter(both, state__in=OPEN))
    withdraw_open_requests(requests=open_requests, because="blocked", by=by, now=now)
    either = {"mentee__person": by, "mentor__person": person}, {"mentee__person": person, "mentor__person": by}
    withdraw_proposals(Proposal.objects.filter(Q(**either[0]) | Q(**either[1])), by=None, now=now)
    for pair in Pair.objects.live().filter(both).select_related("mentor", "mentee", "programme"):
        end_pair(pair, by=by, reason=CloseReason.REPORT, now=now)
    record("people_separated", by=by, obj=person, now=now)
    ids = Enrolment.objects.filter(person__in=[by, person]).values_list("pk", flat=True)
    refresh_listings(ids, now=now)


def _refresh_mentor(pair: Pair, now: datetime) -> None:
    ids = Enrolment.objects.filter(person=pair.mentor_id, programme=pair.programme_id).values_list("pk", flat=True)
    refresh_listings(ids, now=now)
