"""Who is of the team: an administrator gives a role and takes it back, with a reason that is told."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from binome.core.moves import MoveRefused
from binome.people.actions import open_account
from binome.people.models import Profile, User
from binome.people.privacy import end_sessions
from binome.programmes.actions import appoint, dismiss
from binome.programmes.models import Enrolment, Programme
from binome.programmes.queries import SET_ASIDE
from binome.programmes.queries.team import TEAM, administrators_of, works_for

from .. import emails, rules
from ..lifecycle import CaseState, GivingReason, RemovalReason
from ..models import Case, TeamMessage
from ..queries import stuck_appeals


@transaction.atomic
def give_role(
    *, programme: Programme, email: str, first_name: str, kind: str, reason: str, by: User, now: datetime
) -> User:
    """To whoever has an account at this address; else an account is opened, and its owner receives a link.

    Appeals that nobody could read, and that she may, are told to her. The same role twice is once.
    """
    _check(programme, by, kind=kind, reason=reason in GivingReason.values)
    person = User.objects.filter(email=email.strip().lower()).first()
    known = person is not None
    if person is None:
        if not first_name:
            raise MoveRefused(_("Personne n’a de compte à cette adresse. Ajoutez son prénom pour lui en ouvrir un."))
        person = open_account(email=email, first_name=first_name, language=programme.wording, now=now)
    elif not person.is_active:
        raise MoveRefused(_("Le compte de cette personne n’est pas ouvert : elle ne peut pas encore se connecter."))
    elif Enrolment.objects.filter(person=person, programme=programme, state__in=SET_ASIDE).exists():
        raise MoveRefused(_("Une mesure tient cette personne à l’écart : elle ne peut pas entrer dans l’équipe."))
    if person.staff_roles.filter(programme=programme, kind=kind, organisation=None, entity=None).exists():
        return person
    stuck = list(stuck_appeals(programme))
    appoint(person=person, programme=programme, kind=kind, reason=reason, by=by, now=now)
    if known:
        emails.role_given(person, programme=programme, role=kind, reason=reason, now=now)
    for case in stuck:
        if rules.may_answer_appeal(moderator=person, case=case, decision=case.decisions.get(on_appeal=False)):
            emails.appeal_filed(case, now=now)
    return person


@transaction.atomic
def remove_role(*, programme: Programme, person: User, kind: str, reason: str, by: User, now: datetime) -> None:
    """At once: her sessions end, and what she had in hand waits for a colleague. Never the last administrator.

    Twice is once.
    """
    _check(programme, by, kind=kind, reason=reason in RemovalReason.values)
    stuck = list(stuck_appeals(programme).values_list("pk", flat=True))
    if not dismiss(person=person, programme=programme, kind=kind, reason=reason, by=by, now=now):
        return
    end_sessions(person)
    if not works_for(programme, person):
        Case.objects.filter(programme=programme, taken_by=person, state=CaseState.TAKEN).update(
            state=CaseState.OPEN, taken_by=None
        )
        TeamMessage.objects.unanswered().filter(programme=programme, taken_by=person).update(taken_by=None)
        Profile.objects.filter(taken_by=person).update(taken_by=None, taken_at=None)
    for case in stuck_appeals(programme).exclude(pk__in=stuck):
        emails.appeal_filed(case, now=now)
    emails.role_removed(person, programme=programme, role=kind, reason=reason, now=now)


def _check(programme: Programme, by: User, *, kind: str, reason: bool) -> None:
    if not administrators_of(programme).filter(pk=by.pk).exists():
        raise MoveRefused(_("Seule une administratrice donne et retire un rôle."))
    if kind not in TEAM:
        raise MoveRefused(_("Choisissez un rôle."))
    if not reason:
        raise MoveRefused(_("Choisissez une raison."))
