"""Reports and messages, made by the real actions."""

from datetime import datetime, timedelta

from binome.core.models import Letter
from binome.people.models import User
from binome.support import actions
from binome.support.models import Case, ReportReason, TeamMessage
from tests.factories import NOON, home

WORDS = "Elle m’a proposé une formation payante."
DAY, TODAY = timedelta(days=1), NOON.date()
REASON = "La charte demande la gratuité."


def a_case(reporter: User, reported: User, *, body: str = WORDS, now: datetime = NOON) -> Case:
    return actions.report_person(
        reporter=reporter, reported=reported, programme=home(), reason=ReportReason.PAID, body=body, now=now
    )


def a_message(
    author: User, *, subject: str = "Une question", body: str = "Bonjour.", now: datetime = NOON
) -> TeamMessage:
    return actions.write_to_team(author=author, programme=home(), subject=subject, body=body, now=now)


def decide(case, by, measure, *, days=30, now=NOON, reason=REASON):
    until_on = TODAY + days * DAY if measure == "suspension" else None
    return actions.decide_case(case=case, by=by, measure=measure, until_on=until_on, reason=reason, now=now)


def standing(person):
    return person.enrolments.get().state


def told(kind):
    """Whom a letter of this kind went to."""
    return sorted(Letter.objects.filter(kind=kind).values_list("recipient_code", flat=True))


def answer(case, by, measure, *, days=None, now=NOON + 2 * DAY):
    until_on = TODAY + days * DAY if days is not None else None
    return actions.answer_appeal(case=case, by=by, measure=measure, until_on=until_on, reason="Relu.", now=now)
