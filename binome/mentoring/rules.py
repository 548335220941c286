"""May this person…? Answers as sentences she can read."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from binome.people.lifecycle import ProfileState
from binome.people.models import User
from binome.programmes.models import Enrolment, EnrolmentState, Pause, Role

from .lifecycle import OPEN, State
from .models import Block, MentoringRequest, Pair, Place


class Obstacle(StrEnum):
    """Why a mentee can't ask this mentor now. A block answers like any other unavailability (N7)."""

    NOT_MENTEE = "not_mentee"
    UNAVAILABLE = "unavailable"
    FULL = "full"
    ALREADY_OPEN = "already_open"
    PAIRED = "paired"
    TOO_MANY = "too_many"


SENTENCES = {
    Obstacle.NOT_MENTEE: _("Seule une mentorée peut envoyer une demande."),
    Obstacle.UNAVAILABLE: _("Cette mentore n’est pas disponible en ce moment."),
    Obstacle.FULL: _("Cette mentore n’a plus de place libre. Vous pouvez rejoindre sa liste d’attente."),
    Obstacle.ALREADY_OPEN: _("Vous avez déjà une demande en cours auprès d’elle."),
    Obstacle.PAIRED: _("Vous avez déjà un binôme en cours. Vous pourrez demander de nouveau quand il sera clos."),
    Obstacle.TOO_MANY: _("Vous avez déjà le nombre maximal de demandes en attente. Retirez-en une, ou patientez."),
}


@dataclass(frozen=True)
class Situation:
    """Where a mentee stands with a mentor: what stops her, and her open request if there is one."""

    obstacle: Obstacle | None
    open_request: MentoringRequest | None = None

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self.obstacle]) if self.obstacle else ""


def blocked(one: User, other: User) -> bool:
    return Block.objects.filter(Q(by=one, person=other) | Q(by=other, person=one)).exists()


def is_available(mentor: Enrolment) -> bool:
    """Approved, active, not paused: a request may reach her."""
    profile = getattr(mentor.person, "profile", None)
    return (
        mentor.role == Role.MENTOR
        and mentor.state == EnrolmentState.ACTIVE
        and mentor.pause == Pause.NONE
        and mentor.person.is_active
        and profile is not None
        and profile.state == ProfileState.APPROVED
    )


def same_woman(one: User, other: User) -> bool:
    """The same account, or two accounts that a moderator linked (B2)."""
    return one.pk == other.pk or one.linked_to_id == other.pk or other.linked_to_id == one.pk


def request_situation(*, mentee: Enrolment | None, mentor: Enrolment) -> Situation:
    """Whether this mentee may ask this mentor now, in the order in which the answer helps her most."""
    if mentee is None or mentee.role != Role.MENTEE or mentee.state != EnrolmentState.ACTIVE:
        return Situation(Obstacle.NOT_MENTEE)
    person, other = mentee.person, mentor.person
    mine = list(MentoringRequest.objects.filter(mentee=person, programme=mentor.programme, state__in=OPEN))
    here = next((r for r in mine if r.mentor_id == other.pk), None)
    if here is not None and here.state == State.SENT:
        return Situation(Obstacle.ALREADY_OPEN, here)
    if Pair.objects.live().filter(mentee=person, programme=mentor.programme).exists():
        return Situation(Obstacle.PAIRED, here)
    if not is_available(mentor) or same_woman(person, other) or blocked(person, other):
        return Situation(Obstacle.UNAVAILABLE, here)
    if not Place.objects.filter(enrolment=mentor, pair=None).exists():
        return Situation(Obstacle.FULL, here)
    if sum(r.state == State.SENT for r in mine) >= mentor.programme.max_pending:
        return Situation(Obstacle.TOO_MANY, here)
    return Situation(None, here)


def may_report(*, reporter: User, person: User) -> bool:
    """Anyone may report anyone but herself, at any time (A12, B5)."""
    return reporter.pk != person.pk
