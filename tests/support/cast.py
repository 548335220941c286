"""Reports and messages, made by the real actions."""

from datetime import datetime

from binome.people.models import User
from binome.support import actions
from binome.support.models import Case, ReportReason, TeamMessage
from tests.factories import NOON, home

WORDS = "Elle m’a proposé une formation payante."


def a_case(reporter: User, reported: User, *, body: str = WORDS, now: datetime = NOON) -> Case:
    return actions.report_person(
        reporter=reporter, reported=reported, programme=home(), reason=ReportReason.PAID, body=body, now=now
    )


def a_message(
    author: User, *, subject: str = "Une question", body: str = "Bonjour.", now: datetime = NOON
) -> TeamMessage:
    return actions.write_to_team(author=author, programme=home(), subject=subject, body=body, now=now)
