"""What a moderator does with a case before the decision: reading, taking, rating, hearing the other version."""

import math
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from binome.core.journal import record
from binome.core.moves import MoveRefused
from binome.people.models import User

from .. import emails, rules
from ..lifecycle import CaseState, Severity
from ..models import Case
from .moves import check_in_charge, check_treats, move_case

#: A measure waits for her version until its day; asked once, that day never changes.
LONGEST_HEARING = timedelta(days=61)
#: A case put off further would no longer be late for anyone.
LONGEST_DELAY = timedelta(days=366)


@transaction.atomic
def read_case(*, case: Case, by: User, now: datetime) -> None:
    """A moderator opens the report: one line in the journal per opening (N16)."""
    check_treats(case, by)
    record("report_read", by=by, obj=case, now=now)


@transaction.atomic
def take_case(*, case: Case, by: User, now: datetime) -> None:
    """A moderator takes charge; the second to click is told so. Twice is once."""
    check_treats(case, by)
    if Case.objects.filter(pk=case.pk, state=CaseState.TAKEN, taken_by=by).exists():
        return
    move_case(case, "take", by=by, now=now, taken_by=by)


@transaction.atomic
def release_case(*, case: Case, by: User, now: datetime) -> None:
    """She hands it over: the case waits for a colleague again."""
    move_case(case, "release", by=by, now=now, taken_by=None)


@transaction.atomic
def rate_case(*, case: Case, by: User, severity: str, due_on: date | None = None, now: datetime) -> None:
    """How serious it is; the deadline is the programme's for that severity, unless she chooses another."""
    check_treats(case, by)
    check_in_charge(case, by)
    if severity not in Severity.values:
        raise MoveRefused(_("Choisissez une gravité."))
    if due_on is not None and due_on < timezone.localdate(now):
        raise MoveRefused(_("Choisissez une échéance à venir."))
    if due_on is not None and due_on > timezone.localdate(now) + LONGEST_DELAY:
        raise MoveRefused(_("Choisissez une échéance dans l’année qui vient."))
    proposed = rules.proposed_deadline(case, severity=severity)
    move_case(case, "rate", by=by, now=now, severity=severity, due_on=due_on or proposed)


@transaction.atomic
def hear_reported(*, case: Case, by: User, words: str, due_on: date, now: datetime) -> None:
    """Ask the person reported for her version, in words that do not give the reporter away. Once."""
    check_treats(case, by)
    if Case.objects.filter(pk=case.pk, taken_by=by, asked_words=words).exclude(asked_at=None).exists():
        return  # the second of two clicks
    check_in_charge(case, by)
    if case.reported is None:
        raise MoveRefused(_("Son compte n’existe plus : vous pouvez décider sans l’entendre."))
    if due_on <= timezone.localdate(now):
        raise MoveRefused(_("Laissez-lui au moins un jour pour répondre."))
    if due_on > timezone.localdate(now) + LONGEST_HEARING:
        raise MoveRefused(_("Choisissez un jour dans les deux mois qui viennent : la décision attend sa réponse."))
    if sentence := rules.what_gives_away(words, case=case):
        raise MoveRefused(sentence)
    if not Case.objects.filter(pk=case.pk, asked_at=None).exists():
        raise MoveRefused(_("Sa version lui a déjà été demandée."))
    move_case(case, "hear", by=by, now=now, asked_at=now, asked_words=words, answer_due_on=due_on)
    emails.hearing_asked(case, now=now)


@transaction.atomic
def give_days_back(*, since: datetime, now: datetime) -> int:
    """The site was stopped since then, so nobody could answer: each delay that ran has its days again, begun ones too.

    The team's to decide, hers to give her version, hers to contest. Returns how many cases.
    """
    stopped_on, days = timezone.localdate(since), math.ceil((now - since) / timedelta(days=1))
    longer = timedelta(days=max(days, 0))
    runs = {
        "due_on": Case.objects.still_open(),
        "answer_due_on": Case.objects.in_hearing(),
        "appeal_until_on": Case.objects.filter(state=CaseState.CLOSED),
    }
    given = set(Case.objects.still_open().values_list("pk", flat=True))
    Case.objects.filter(pk__in=given).update(stopped_days=F("stopped_days") + longer.days)
    for field, rows in runs.items():
        for case in rows.filter(**{f"{field}__gte": stopped_on}):
            Case.objects.filter(pk=case.pk).update(**{field: getattr(case, field) + longer})
            given.add(case.pk)
    record("days_given_back", now=now, days=longer.days, cases=len(given))
    return len(given)
