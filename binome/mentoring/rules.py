"""May this person…? Answers as sentences she can read."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from binome.core.prepared import Given, prepared
from binome.people.lifecycle import ProfileState
from binome.people.models import User
from binome.programmes.lifecycle import CohortState
from binome.programmes.models import Enrolment, EnrolmentState, Pause, Programme, Role
from binome.programmes.queries import choosable_by

from .lifecycle import OPEN, State
from .models import Block, MentoringRequest, Pair, Place


class Obstacle(StrEnum):
    """Why a mentee can't ask this mentor now. A block answers like any other unavailability (N7)."""

    NOT_MENTEE = "not_mentee"
    UNAVAILABLE = "unavailable"
    #: The rules of the programme's form keep them apart: a reporting line, an organisation, a direction.
    FORM = "form"
    TOO_SOON = "too_soon"
    FULL = "full"
    ALREADY_OPEN = "already_open"
    PAIRED = "paired"
    TOO_MANY = "too_many"
    TOO_OFTEN = "too_often"


SENTENCES = {
    Obstacle.NOT_MENTEE: _("Votre compte ne permet pas d’envoyer de demande."),
    Obstacle.UNAVAILABLE: _("Cette personne n’est pas disponible en ce moment."),
    Obstacle.FORM: _("Les règles du programme ne permettent pas cette rencontre : par exemple, un lien hiérarchique."),
    Obstacle.TOO_SOON: _("Vous lui avez déjà écrit récemment."),
    Obstacle.FULL: _("Cette personne n’a plus de place libre. Vous pouvez rejoindre sa liste d’attente."),
    Obstacle.ALREADY_OPEN: _("Vous avez déjà une demande en cours auprès d’elle."),
    Obstacle.PAIRED: _("Vous avez déjà un binôme en cours. Vous pourrez demander de nouveau quand il sera clos."),
    Obstacle.TOO_MANY: _("Vous avez déjà le nombre maximal de demandes en attente. Retirez-en une, ou patientez."),
    Obstacle.TOO_OFTEN: _("Vous avez envoyé beaucoup de demandes aujourd’hui. Vous pourrez continuer demain."),
}

#: Requests that a mentee may send in one day, whatever became of them: each of them writes to someone.
MOST_A_DAY = 10


@dataclass(frozen=True)
class Situation:
    """Where a mentee stands with a mentor: what stops her, and her open request if there is one."""

    obstacle: Obstacle | None
    open_request: MentoringRequest | None = None
    #: The first day on which she may ask this mentor again, when it is too soon.
    again_on: date | None = None

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self.obstacle]) if self.obstacle else ""


def blocked(one: User, other: User) -> bool:
    return _blocks.exists(one=one.pk, other=other.pk)


@prepared
def _blocks(one: Given, other: Given) -> QuerySet[Block]:
    return Block.objects.filter(Q(by=one, person=other) | Q(by=other, person=one)).only("pk")


def is_published(enrolment: Enrolment) -> bool:
    """Her profile is her way to be found, or to ask, in this programme: at sign-up on the open platform; by her own
    press in a promotion (`actions.publish_profile`), whatever she shows elsewhere."""
    if enrolment.cohort_id is None:
        return enrolment.programme.modality.self_service
    return enrolment.programme.modality.self_service and enrolment.completed_at is not None


def takes_part(enrolment: Enrolment | None) -> bool:
    """Active and published, in a promotion that is not over."""
    if enrolment is None or enrolment.state != EnrolmentState.ACTIVE or not is_published(enrolment):
        return False
    return enrolment.cohort is None or enrolment.cohort.state != CohortState.CLOSED


def is_available(mentor: Enrolment) -> bool:
    """Approved, active, not paused: a request may reach her."""
    profile = getattr(mentor.person, "profile", None)
    return (
        mentor.role == Role.MENTOR
        and takes_part(mentor)
        and mentor.pause == Pause.NONE
        and mentor.person.is_active
        and profile is not None
        and profile.state == ProfileState.APPROVED
    )


def same_woman(one: User, other: User) -> bool:
    """The same account, or two accounts that a moderator linked (B2)."""
    return one.pk == other.pk or one.linked_to_id == other.pk or other.linked_to_id == one.pk


def may_ask_again_on(row: MentoringRequest) -> date | None:
    """The first day on which its mentee may ask its mentor again; None when nothing makes her wait.

    A mentor is left in peace after she declined, and after a mentee took her request back. A request without an
    answer, or closed by an agreement elsewhere, is not the mentee's doing: she may ask again at once.
    """
    taken_back = row.state == State.WITHDRAWN and row.sent_at is not None and not row.withdrawn_because
    if row.answered_at is None or not (taken_back or row.state == State.DECLINED):
        return None
    return timezone.localdate(row.answered_at) + timedelta(days=row.programme.ask_again_days)


def _recent(mentee: User, mentor: User, *, programme: Programme, now: datetime) -> list[MentoringRequest]:
    """Her requests that count: those open, those sent since yesterday, and those this mentor had lately. One query."""
    lately = now - timedelta(days=programme.ask_again_days + 1)  # a day more: days are counted where she lives
    found = _requests_that_count(
        mentee=mentee.pk, mentor=mentor.pk, programme=programme.pk, sent=now - timedelta(days=2), answered=lately
    )
    for row in found:
        row.programme = programme
    return found


@prepared
def _requests_that_count(
    mentee: Given, mentor: Given, programme: Given, sent: Given, answered: Given
) -> QuerySet[MentoringRequest]:
    counts = Q(state__in=OPEN) | Q(sent_at__gt=sent) | Q(mentor=mentor, answered_at__gt=answered)
    return MentoringRequest.objects.filter(counts, mentee=mentee, programme=programme)


def _again_on(mine: list[MentoringRequest], *, mentor: User, today: date) -> date | None:
    days = (may_ask_again_on(row) for row in mine if row.mentor_id == mentor.pk)
    return max((day for day in days if day is not None and day > today), default=None)


def must_wait_until(*, mentee: User, mentor: User, programme: Programme, now: datetime) -> date | None:
    """The first day on which she may ask this mentor again; None when she need not wait."""
    mine = _recent(mentee, mentor, programme=programme, now=now)
    return _again_on(mine, mentor=mentor, today=timezone.localdate(now))


def form_forbids(mentee: Enrolment, mentor: Enrolment) -> bool:
    """In a promotion, whether the rules of its form keep the two apart now."""
    return mentee.cohort_id is not None and not choosable_by(mentee).filter(pk=mentor.pk).exists()


def request_situation(*, mentee: Enrolment | None, mentor: Enrolment, now: datetime) -> Situation:
    """Whether this mentee may ask this mentor now, in the order in which the answer helps her most."""
    if mentee is None or mentee.role != Role.MENTEE or not takes_part(mentee):
        return Situation(Obstacle.NOT_MENTEE)
    person, other, today = mentee.person, mentor.person, timezone.localdate(now)
    mine = _recent(person, other, programme=mentor.programme, now=now)
    waiting = [row for row in mine if row.state == State.SENT]
    here = next((row for row in mine if row.state in OPEN and row.mentor_id == other.pk), None)
    again_on = _again_on(mine, mentor=other, today=today)
    if here is not None and here.state == State.SENT:
        return Situation(Obstacle.ALREADY_OPEN, here)
    if _live_pairs.exists(mentee=person.pk, programme=mentor.programme_id):
        return Situation(Obstacle.PAIRED, here)
    if not is_available(mentor) or same_woman(person, other) or blocked(person, other):
        return Situation(Obstacle.UNAVAILABLE, here)
    if form_forbids(mentee, mentor):
        return Situation(Obstacle.FORM, here)
    if again_on is not None:
        return Situation(Obstacle.TOO_SOON, here, again_on)
    if not _free_places.exists(mentor=mentor.pk):
        return Situation(Obstacle.FULL, here)
    if len(waiting) >= mentor.programme.max_pending:
        return Situation(Obstacle.TOO_MANY, here)
    if sum(row.sent_at is not None and timezone.localdate(row.sent_at) == today for row in mine) >= MOST_A_DAY:
        return Situation(Obstacle.TOO_OFTEN, here)
    return Situation(None, here)


@prepared
def _live_pairs(mentee: Given, programme: Given) -> QuerySet[Pair]:
    return Pair.objects.live().filter(mentee=mentee, programme=programme).only("pk")


@prepared
def _free_places(mentor: Given) -> QuerySet[Place]:
    return Place.objects.filter(enrolment=mentor, pair=None).only("pk")


def may_report(*, reporter: User, person: User) -> bool:
    """Anyone may report anyone but herself, at any time (A12, B5)."""
    return reporter.pk != person.pk
