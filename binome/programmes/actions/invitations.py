"""Inviting and nominating people, and what they answer: nobody takes part before she says so herself (D2, D15, D16)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from binome.core.codes import new_code
from binome.core.journal import record
from binome.core.models import Letter
from binome.core.moves import MoveRefused, make_move
from binome.core.outbox import letters_together, post
from binome.people.actions import open_with_password
from binome.people.rules import is_barred

from .. import emails, rules
from ..lifecycle import INVITATION_MOVES, CohortState, InvitationState
from ..links import hash_of, invitation_token
from ..models import (
    Affiliation,
    CharterVersion,
    Cohort,
    Enrolment,
    EnrolmentState,
    Invitation,
    Organisation,
    Role,
)
from ..queries.membership import SET_ASIDE
from .charter import sign_charter
from .places import call_next, take_place

if TYPE_CHECKING:
    from binome.people.models import User

#: One reminder, not before.
REMIND_AFTER = timedelta(days=7)
LONGEST_REASON = 300
#: Who left a promotion, or never had a place in it.
IN_COHORT = (EnrolmentState.PENDING, EnrolmentState.WAITING, EnrolmentState.ACTIVE)


@dataclass(frozen=True)
class Prepared:
    """Invitations and their letters, worked out before any lock is taken."""

    invitations: Sequence[Invitation]
    letters: Sequence[Letter]


def prepare_invitations(
    *, cohort: Cohort, affiliations: Iterable[Affiliation], role: str, by: "User", now: datetime,
    beat: Callable[[int, int], None] | None = None,
) -> Prepared:  # fmt: skip
    """For each of them who has no invitation to this promotion yet and hasn't left. `beat`: how many of how many."""
    people = [row for row in affiliations if row.left_on is None]
    known = set(Invitation.objects.filter(cohort=cohort).values_list("affiliation", flat=True))
    enrolled = set(Enrolment.objects.filter(cohort=cohort).values_list("person", "affiliation__organisation"))
    fresh = [row for row in people if row.pk not in known and (row.person_id, row.organisation_id) not in enrolled]
    _refuse_outsiders(cohort, fresh, role)
    invitations = [_new(cohort, row, role, Invitation.Kind.INVITED, by=by, now=now) for row in fresh]
    return Prepared(invitations, _letters(cohort, role, invitations, beat=beat, now=now))


@transaction.atomic
def invite_people(
    *, cohort: Cohort, affiliations: Iterable[Affiliation], role: str, by: "User", now: datetime,
    prepared: Prepared | None = None,
) -> int:  # fmt: skip
    """Write to each of them who has no invitation to this promotion yet and hasn't left. Returns how many.

    The letters leave on the day on which this role enrols. Raises MoveRefused once enrolment is over, or when somebody
    else has just invited one of them.
    """
    if prepared is None:
        prepared = prepare_invitations(cohort=cohort, affiliations=affiliations, role=role, by=by, now=now)
    _refuse_when_over(Cohort.objects.select_for_update(no_key=True).select_related("programme").get(pk=cohort.pk), role)
    _store(prepared)
    if prepared.invitations:
        record("people_invited", by=by, obj=cohort, now=now, count=len(prepared.invitations), role=role)
    return len(prepared.invitations)


def _store(prepared: Prepared) -> None:
    try:
        with transaction.atomic():
            Invitation.objects.bulk_create(prepared.invitations, batch_size=500)
    except IntegrityError:
        raise MoveRefused(_("L’une de ces personnes vient d’être invitée : recommencez.")) from None
    post(prepared.letters)


@transaction.atomic
def nominate_person(
    *, cohort: Cohort, affiliation: Affiliation, role: str, reason: str, by: "User", now: datetime
) -> Invitation:
    """A sponsor thinks of someone of her own company, and says why; the person herself decides (D16)."""
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise MoveRefused(_("Dites en quelques mots pourquoi vous pensez à cette personne."))
    if affiliation.person_id == by.pk:
        raise MoveRefused(_("On ne se propose pas soi-même : demandez une invitation à l’équipe."))
    if affiliation.left_on is not None:
        raise MoveRefused(_("Cette personne n’est plus dans votre organisation."))
    hers = {"person": affiliation.person_id, "affiliation__organisation": affiliation.organisation_id}
    here = Enrolment.objects.filter(cohort=cohort, **hers)
    if here.exists() or Invitation.objects.filter(cohort=cohort, affiliation=affiliation).exists():
        raise MoveRefused(_("Cette personne est déjà invitée à cette promotion."))
    _refuse_outsiders(cohort, [affiliation], role)
    row = _new(cohort, affiliation, role, Invitation.Kind.NOMINATED, by=by, now=now)
    row.reason = reason.strip()
    _store(Prepared([row], _letters(cohort, role, [row], now=now)))
    record("person_nominated", by=by, obj=row, now=now, role=role)
    return row


def _refuse_outsiders(cohort: Cohort, people: Iterable[Affiliation], role: str) -> None:
    """The audience: people of the programme's parties and, of two populations, each on its own side (D5)."""
    programme = cohort.programme
    kinds = dict(programme.parties.values_list("organisation", "organisation__kind"))
    organisations = {row.organisation_id for row in people}
    if not organisations <= kinds.keys():
        raise MoveRefused(_("Cette organisation ne participe pas au programme."))
    schools = {pk for pk in organisations if kinds[pk] == Organisation.Kind.SCHOOL}
    if programme.modality.populations == 2 and schools != (organisations if role == Role.MENTEE else set()):
        raise MoveRefused(
            _("Dans ce programme, les écoles inscrivent les personnes accompagnées ; les autres, qui les accompagne.")
        )


def _new(cohort: Cohort, affiliation: Affiliation, role: str, kind: str, *, by: "User", now: datetime) -> Invitation:
    code = new_code()
    return Invitation(
        code=code,
        cohort=cohort,
        affiliation=affiliation,
        role=role,
        kind=kind,
        by=by,
        token_hash=hash_of(invitation_token(code)),
        sent_at=now,
    )


def _letters(
    cohort: Cohort,
    role: str,
    invitations: Sequence[Invitation],
    *,
    beat: Callable[[int, int], None] | None = None,
    now: datetime,
) -> list[Letter]:
    _refuse_when_over(cohort, role)
    opens = rules.opens_on(cohort, role)
    send_at = timezone.make_aware(datetime.combine(opens, time(8))) if opens else now
    with letters_together() as letters:
        for place, row in enumerate(invitations):
            emails.invitation_sent(row, send_at=max(send_at, now), now=now)
            if beat is not None:
                beat(place, len(invitations))
    return letters


def _refuse_when_over(cohort: Cohort, role: str) -> None:
    if role not in cohort.programme.modality.roles:
        raise MoveRefused(_("Ce programme n’a pas ce rôle."))
    if cohort.state not in (CohortState.DRAFT, CohortState.ENROLLING) or cohort.archived_at is not None:
        raise MoveRefused(_("Les inscriptions de cette promotion sont closes."))
    if cohort.state == CohortState.DRAFT:
        raise MoveRefused(_("Ouvrez d’abord les inscriptions de cette promotion."))


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: "User", now: datetime) -> None:
    """Sent by mistake: its link opens nothing any more. Raises MoveRefused once she answered."""
    refusal = _("Cette personne a déjà répondu.")
    make_move(
        invitation, INVITATION_MOVES["withdraw"], among=Invitation.objects.all(), refusal=refusal, answered_at=now
    )
    record("invitation_withdrawn", by=by, obj=invitation, now=now)


@transaction.atomic
def decline_invitation(*, invitation: Invitation, now: datetime) -> None:
    """She says no, and nothing else: no reason is asked, nobody counts it against her (D15)."""
    if invitation.state == InvitationState.DECLINED:
        return
    refusal = _("Cette invitation n’attend plus de réponse.")
    make_move(invitation, INVITATION_MOVES["decline"], among=Invitation.objects.all(), refusal=refusal, answered_at=now)
    record("invitation_declined", by=invitation.affiliation.person, obj=invitation, now=now)


@transaction.atomic
def accept_invitation(
    *, invitation: Invitation, password: str = "", charter: CharterVersion | None = None,
    line_manager_may_know: bool = False, now: datetime,
) -> Enrolment:  # fmt: skip
    """She opts in: she attests the rules that she read, signs the charter, chooses her password if she is new.

    `line_manager_may_know`: she read that her line manager would be told, and let it be. Returns her enrolment, active
    or waiting. Raises MoveRefused when enrolment is not open or she already takes part.
    """
    cohort, affiliation = invitation.cohort, invitation.affiliation
    refusal = rules.why_not_enrol(cohort, invitation.role, today=timezone.localdate(now))
    if refusal:
        raise MoveRefused(refusal)
    if affiliation.left_on is not None:
        raise MoveRefused(_("Cette invitation n’attend plus de réponse."))
    make_move(
        invitation,
        INVITATION_MOVES["accept"],
        among=Invitation.objects.all(),
        refusal=_("Cette invitation n’attend plus de réponse."),
        answered_at=now,
    )
    person = affiliation.person
    if not person.is_active:
        person = affiliation.person = open_with_password(person=person, password=password, now=now)
    record("invitation_accepted", by=person, obj=invitation, now=now)
    if charter is not None:
        sign_charter(person=person, version=charter, now=now)
    return enrol_in_cohort(
        cohort=cohort, affiliation=affiliation, role=invitation.role, line_manager_may_know=line_manager_may_know,
        now=now,
    )  # fmt: skip


@transaction.atomic
def enrol_in_cohort(
    *, cohort: Cohort, affiliation: Affiliation, role: str, line_manager_may_know: bool = False, now: datetime
) -> Enrolment:
    """She takes part from now on, or waits for a place. Who had left comes back with her answers.

    Raises MoveRefused when she already takes part, or when a measure of the team keeps her away.
    """
    programme = cohort.programme
    _refuse_outsiders(cohort, [affiliation], role)
    person = affiliation.person
    set_aside = Enrolment.objects.filter(programme=programme, person=person, state__in=SET_ASIDE).exists()
    if set_aside or is_barred(person.email, within=programme.barred_within, now=now):
        raise MoveRefused(_("Une mesure de l’équipe ne vous permet pas de participer pour l’instant."))
    said = {
        "affiliation": affiliation, "role": role, "line_manager_may_know": line_manager_may_know,
        "attested_at": now, "attested_version": programme.eligibility_version,
    }  # fmt: skip
    enrolment, created = Enrolment.objects.select_related("person", "programme", "cohort").get_or_create(
        cohort=cohort, person=affiliation.person, defaults={"programme": programme, **said}
    )
    if not created:
        left = Enrolment.objects.filter(pk=enrolment.pk, state=EnrolmentState.LEFT)
        if not left.update(state=EnrolmentState.PENDING, **said):
            raise MoveRefused(_("Vous participez déjà à cette promotion."))
        enrolment.refresh_from_db()
    record("person_enrolled", by=affiliation.person, obj=enrolment, now=now, role=role)
    take_place(enrolment=enrolment, now=now)
    return enrolment


@transaction.atomic
def leave_cohort(*, enrolment: Enrolment, by: "User", now: datetime) -> bool:
    """She stops taking part, at any time and without a fault; her wishes go, and whoever waits first comes in (D15).

    A pair of hers is closed by `mentoring`, before. Returns False when she had left already.
    """
    cohort = enrolment.cohort
    assert cohort is not None
    rows = Enrolment.objects.filter(pk=enrolment.pk, state__in=IN_COHORT)
    if not rows.update(state=EnrolmentState.LEFT, place=None):
        return False
    enrolment.state, enrolment.place = EnrolmentState.LEFT, None
    enrolment.wishes.all().delete()
    enrolment.vetoes.all().delete()
    record("cohort_left", by=by, obj=enrolment, now=now)
    if cohort.state == CohortState.ENROLLING:
        call_next(cohort=cohort, role=enrolment.role, now=now)
    return True


@transaction.atomic
def save_answers(*, enrolment: Enrolment, answers: Mapping[str, Any], now: datetime) -> list[str]:
    """Keep what she answered so far. Returns the keys of the questions that still wait; complete, it is dated once.

    `answers`: cleaned, of the questions of her role; what is not among them stays as it was.
    """
    row = Enrolment.objects.select_for_update(of=("self",)).select_related("programme").get(pk=enrolment.pk)
    kept = {**row.answers, **answers}
    missing = rules.missing_answers(row.programme, row.role, kept)
    completed = None if missing else row.completed_at or now
    if kept != row.answers or completed != row.completed_at:
        Enrolment.objects.filter(pk=row.pk).update(answers=kept, completed_at=completed)
        record("answers_saved", by=enrolment.person, obj=enrolment, now=now, missing=len(missing))
    enrolment.answers, enrolment.completed_at = kept, completed
    return missing


@transaction.atomic
def remind_invited(*, cohort: Cohort, invitations: Iterable[Invitation], by: "User | None", now: datetime) -> int:
    """One reminder to each who hasn't answered for REMIND_AFTER; a second one never leaves. Returns how many."""
    count = 0
    for row in invitations:
        open_rows = Invitation.objects.filter(
            pk=row.pk, state=InvitationState.SENT, reminded_at=None, sent_at__lte=now - REMIND_AFTER
        )
        if open_rows.update(reminded_at=now):
            emails.invitation_reminder(row, now=now)
            count += 1
    if count:
        record("invited_reminded", by=by, obj=cohort, now=now, count=count)
    return count


@transaction.atomic
def remind_incomplete(*, cohort: Cohort, enrolments: Iterable[Enrolment], by: "User | None", now: datetime) -> int:
    """Ask again, once a week at most, who takes part and hasn't answered everything. Returns how many."""
    count = 0
    for row in enrolments:
        rows = Enrolment.objects.filter(pk=row.pk, state=EnrolmentState.ACTIVE, completed_at=None)
        if rows.exclude(reminded_at__gt=now - REMIND_AFTER).update(reminded_at=now):
            emails.answers_reminder(row, now=now)
            count += 1
    if count:
        record("incomplete_reminded", by=by, obj=cohort, now=now, count=count)
    return count


def follow_up_enrolment(*, now: datetime) -> None:
    """What runs by itself while a promotion enrols: places given to who waits, one reminder to who hasn't answered.

    Each promotion in a transaction of its own; any number of times is once. An erased account frees its place too.
    """
    enrolling = Cohort.objects.filter(state=CohortState.ENROLLING, archived_at=None).select_related("programme")
    for cohort in enrolling.order_by("pk"):
        with transaction.atomic():
            for role in cohort.programme.modality.roles:
                call_next(cohort=cohort, role=role, now=now)
            asked = Invitation.objects.filter(
                cohort=cohort, state=InvitationState.SENT, reminded_at=None, sent_at__lte=now - REMIND_AFTER
            )
            rows = asked.select_related("cohort__programme", "affiliation__person")
            remind_invited(cohort=cohort, invitations=rows, by=None, now=now)
