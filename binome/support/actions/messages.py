"""Every write of support: reporting someone, writing to the team, treating a case."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from binome.core.journal import record
from binome.mentoring.actions import MoveRefused, separate
from binome.mentoring.models import Pair
from binome.people.models import User
from binome.programmes.models import Programme

from . import emails, rules
from .models import Case, TeamMessage

#: While a message of hers waits, the team is told of another one only after this long.
ONE_NOTICE = timedelta(days=1)


@transaction.atomic
def report_person(
    *, reporter: User, reported: User, programme: Programme, reason: str, body: str, now: datetime
) -> Case:
    """Stop all contact between the two at once, and open a case (A12). Twice in a row adds to the open case."""
    if reporter.pk == reported.pk:
        raise MoveRefused(_("Vous ne pouvez pas vous signaler vous-même. Écrivez plutôt à l’équipe."))
    pair = Pair.objects.filter(mentor__in=[reporter, reported], mentee__in=[reporter, reported]).order_by("-pk").first()
    separate(by=reporter, person=reported, now=now)
    still_open = Case.objects.still_open().filter(reporter=reporter, reported=reported).first()
    if still_open is not None:
        return _add_words(still_open, body=body, now=now)
    case = Case.objects.create(
        programme=programme, reporter=reporter, reported=reported, pair=pair, reason=reason, body=body, opened_at=now
    )
    record("case_opened", by=reporter, obj=case, now=now, reason=reason)
    emails.case_opened(case, now=now)
    return case


def _add_words(case: Case, *, body: str, now: datetime) -> Case:
    if body and body not in case.body:
        case.body = f"{case.body}\n\n{body}".strip()
        case.save(update_fields=["body"])
        record("case_completed", by=case.reporter, obj=case, now=now)
    return case


@transaction.atomic
def read_case(*, case: Case, by: User, now: datetime) -> None:
    """A moderator opens the report: one line in the journal per opening (N16)."""
    _check(case, by)
    record("report_read", by=by, obj=case, now=now)


@transaction.atomic
def take_case(*, case: Case, by: User, now: datetime) -> None:
    """A moderator takes charge; the second to click is told so."""
    _check(case, by)
    taken = Case.objects.filter(pk=case.pk, state=Case.State.OPEN).update(state=Case.State.TAKEN, taken_by=by)
    if not taken:
        raise MoveRefused(_("Une autre modératrice s’en occupe déjà."))
    record("case_taken", by=by, obj=case, now=now)


@transaction.atomic
def release_case(*, case: Case, by: User, now: datetime) -> None:
    """She hands it over: the case waits for a colleague again."""
    _check(case, by)
    hers = Case.objects.filter(pk=case.pk, state=Case.State.TAKEN, taken_by=by)
    if not hers.update(state=Case.State.OPEN, taken_by=None):
        raise MoveRefused(_("Ce signalement n’est pas entre vos mains."))
    record("case_released", by=by, obj=case, now=now)


@transaction.atomic
def close_case(*, case: Case, by: User, conclusion: str, now: datetime) -> None:
    """The moderator in charge writes her conclusion. Graded measures and appeals have their own verbs."""
    _check(case, by)
    if not conclusion.strip():
        raise MoveRefused(_("Écrivez votre conclusion : elle reste au dossier."))
    closed = Case.objects.filter(pk=case.pk, state=Case.State.TAKEN, taken_by=by).update(
        state=Case.State.CLOSED, conclusion=conclusion, closed_at=now
    )
    if not closed:
        raise MoveRefused(_("Prenez d’abord ce signalement en charge."))
    record("case_closed", by=by, obj=case, now=now)


def _check(case: Case, by: User) -> None:
    if not rules.may_treat(moderator=by, case=case):
        raise MoveRefused(_("Ce signalement vous concerne de près : une autre modératrice s’en charge."))


@transaction.atomic
def write_to_team(*, author: User, programme: Programme, subject: str, body: str, now: datetime) -> TeamMessage:
    """A member writes to the team: stored, and the moderators are told that something waits. Twice the same is once.

    The team is told once a day at most that this person waits, however much she writes.
    """
    waiting = TeamMessage.objects.unanswered().filter(author=author, programme=programme)
    if (already := waiting.filter(subject=subject, body=body).first()) is not None:
        return already
    if not rules.may_write(author=author, now=now):
        raise MoveRefused(_("Vous avez écrit plusieurs messages en peu de temps. Attendez une heure avant le suivant."))
    told = waiting.filter(written_at__gt=now - ONE_NOTICE).exists()
    message = TeamMessage.objects.create(programme=programme, author=author, subject=subject, body=body, written_at=now)
    record("team_written_to", by=author, obj=message, now=now)
    if not told:
        emails.team_written_to(message, now=now)
    return message


@transaction.atomic
def answer_message(*, message: TeamMessage, by: User, answer: str, now: datetime) -> None:
    """The team answers: the member reads it in her space, and a mail tells her that an answer waits."""
    if not rules.may_answer(moderator=by, message=message):
        raise MoveRefused(_("Ce message vous concerne de près : une autre modératrice y répond."))
    answered = TeamMessage.objects.filter(pk=message.pk, answered_at=None).update(
        answer=answer, answered_at=now, answered_by=by
    )
    if not answered:
        raise MoveRefused(_("Ce message a déjà reçu une réponse."))
    message.refresh_from_db()
    record("team_message_answered", by=by, obj=message, now=now)
    emails.team_answered(message, now=now)
