"""May this moderator…? May this member…? And what a text would give away."""

import re
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from binome.core.french import fold
from binome.mentoring.identity import staff_notices_name
from binome.mentoring.queries.ties import involved_with
from binome.people.models import User
from binome.programmes.queries.team import works_for

from .lifecycle import HEARING, WEIGHT, CaseState, Measure, Severity
from .models import Case, Decision, Statement, TeamMessage
from .queries import involving

#: Messages to the team that one person may write in an hour.
MOST_AN_HOUR = 6
#: Reports that one person may file in a day, as each reaches the whole team; and what she may add to her cases.
MOST_REPORTS_A_DAY = 10
#: As many words in a row, found in the report too, are a quotation.
QUOTATION = 5


# --- moderators ------------------------------------------------------------------------------------------
def may_treat(*, moderator: User, case: Case) -> bool:
    """Staff of the programme, and involved with neither person (N12)."""
    involved = Case.objects.filter(involving(moderator), pk=case.pk)
    return works_for(case.programme_id, moderator) and not involved.exists()


def may_answer_appeal(*, moderator: User, case: Case, decision: Decision) -> bool:
    """Another one than who decided, under none of her accounts."""
    selves = {moderator.pk, moderator.linked_to_id}
    return decision.by_id not in selves and may_treat(moderator=moderator, case=case)


def why_not_decide(case: Case, *, measure: str, now: datetime) -> str:
    """A measure waits for the other version, or for its deadline; nothing waits when it is grave, or without measure.

    A sentence, or nothing if she may decide.
    """
    if case.reported_id is None or measure == Measure.NONE or case.severity == Severity.GRAVE:
        return ""
    if not case.severity:
        return _("Choisissez d’abord la gravité.")
    if case.asked_at is None:
        return _("Demandez d’abord sa version à la personne signalée.")
    answered = case.statements.filter(side=Statement.Side.REPORTED).exists()
    if not answered and case.answer_due_on and timezone.localdate(now) <= case.answer_due_on:
        return _("Sa version est attendue : vous pourrez décider dès sa réponse, ou une fois le délai passé.")
    return ""


def days_for(case: Case) -> int:
    """In how many days the team decides, or answers an appeal."""
    return int(case.programme.case_days[case.severity or Severity.SERIOUS])


def proposed_deadline(case: Case, *, severity: str) -> date:
    """The programme's, for that severity, counted from the report without the days of a stop."""
    days = int(case.programme.case_days[severity]) + case.stopped_days
    return timezone.localdate(case.opened_at) + timedelta(days=days)


def is_heavier(decision: Decision, *, measure: str, until_on: date | None) -> bool:
    """Whether this measure would be heavier than the decision."""
    if measure not in WEIGHT or WEIGHT[Measure(measure)] != WEIGHT[Measure(decision.measure)]:
        return measure in WEIGHT and WEIGHT[Measure(measure)] > WEIGHT[Measure(decision.measure)]
    return decision.until_on is not None and until_on is not None and until_on > decision.until_on


# --- the person reported ---------------------------------------------------------------------------------
def may_give_version(*, person: User, case: Case) -> bool:
    """She was asked, and nothing is decided yet."""
    asked = Case.objects.filter(pk=case.pk, reported=person, asked_at__isnull=False, state__in=sorted(HEARING))
    return asked.exists()


def appeal_until(case: Case) -> date | None:
    """The last day on which the measure may be contested; None when there is none, or when it was."""
    return case.appeal_until_on if case.state == CaseState.CLOSED else None


def may_appeal(*, person: User, case: Case, now: datetime) -> bool:
    last = appeal_until(case)
    return person.pk == case.reported_id and last is not None and timezone.localdate(now) <= last


def what_gives_away(words: str, *, case: Case) -> str:
    """Why these words can't be shown to the person reported: they name or quote the reporter. Or nothing."""
    reporter, said = case.reporter, _words(words)
    if reporter is not None:
        names = {name for name in (reporter.first_name, staff_notices_name(reporter)) if name}
        if case.reported is not None:
            names -= {case.reported.first_name}
        if any(_follows(_words(name), said) for name in names):
            return _("Ce texte nomme la personne qui a signalé. Retirez son nom : elle doit rester protégée.")
    hers = [case.body, *case.statements.filter(side=Statement.Side.REPORTER).values_list("body", flat=True)]
    runs = {tuple(said[at : at + QUOTATION]) for at in range(len(said) - QUOTATION + 1)}
    for body in hers:
        heard = _words(body)
        if any(tuple(heard[at : at + QUOTATION]) in runs for at in range(len(heard) - QUOTATION + 1)):
            return _("Ce texte reprend les mots du signalement. Dites-le autrement : on devinerait qui a signalé.")
    return ""


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def _follows(run: list[str], words: list[str]) -> bool:
    return bool(run) and any(words[at : at + len(run)] == run for at in range(len(words) - len(run) + 1))


def may_report(*, reporter: User, now: datetime) -> bool:
    """Not so many in a day that the team could read nothing else."""
    filed = Case.objects.filter(reporter=reporter, opened_at__gt=now - timedelta(days=1))
    return filed.count() < MOST_REPORTS_A_DAY


def may_add(*, person: User, side: str, now: datetime) -> bool:
    """The same for what either side adds to her cases."""
    hers = {"case__reporter": person} if side == Statement.Side.REPORTER else {"case__reported": person}
    added = Statement.objects.filter(side=side, at__gt=now - timedelta(days=1), **hers)
    return added.count() < MOST_REPORTS_A_DAY


# --- messages --------------------------------------------------------------------------------------------
def may_answer(*, moderator: User, message: TeamMessage) -> bool:
    """The same for a message: it may be about her. A visitor's address may be that of someone she knows."""
    known = involved_with(moderator).filter(Q(pk=message.author_id) | Q(email=message.email))
    return works_for(message.programme_id, moderator) and not known.exists()


def may_write(*, author: User, now: datetime) -> bool:
    """Not too many in a short time: the team is a few volunteers."""
    return author.team_messages.filter(written_at__gt=now - timedelta(hours=1)).count() < MOST_AN_HOUR


def may_contact(*, email: str, now: datetime) -> bool:
    """The same for an address that has no account."""
    sent = TeamMessage.objects.filter(email=email, author=None, written_at__gt=now - timedelta(hours=1))
    return sent.count() < MOST_AN_HOUR


def may_write_again(*, message: TeamMessage, now: datetime) -> bool:
    """The same inside one exchange."""
    return message.replies.filter(from_team=False, at__gt=now - timedelta(hours=1)).count() < MOST_AN_HOUR
