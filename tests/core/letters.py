"""Letters for the tests of the mail: two kinds, a person, a clock that moves only when told."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from binome.core import mails, outbox
from binome.core.delivery import Postman
from binome.core.models import Letter

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TEMPLATES = Path(__file__).parent / "templates"


@dataclass
class Person:
    code: str = "awa"
    email: str = "awa@example.org"
    language: str = "fr"
    refuses: tuple[str, ...] = ()

    def mail_allowed(self, kind: str) -> bool:
        return kind not in self.refuses


class Clock:
    """Answers the time; passes when told."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **length: float) -> None:
        self.now += timedelta(**length)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def mail_kinds(monkeypatch, settings):
    """The kinds "told" (mandatory) and "nudged" (optional), for the length of a test; answers with the registry."""
    monkeypatch.setattr(mails, "_kinds", {})
    monkeypatch.setattr(mails, "_recipient_checks", [])
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [TEMPLATES]}]
    mails.register(
        mails.MailKind("told", room="tested", label="Nouvelle"),
        mails.MailKind("nudged", room="tested", label="Rappel", optional=True),
    )
    return mails._kinds


def write(event: str = "request:abc:sent", person: Person | None = None, **changes) -> Letter | None:
    """A letter in the outbox."""
    given = {"kind": "told", "context": {"first_name": "Awa & Léa"}, "now": NOON, **changes}
    return outbox.enqueue(event=event, person=person or Person(), **given)


def drain(postman: Postman) -> int:
    """Hand over everything that can be for now; the number of letters treated."""
    treated = 0
    while postman.hand_over():
        treated += 1
        assert treated < 10_000
    return treated


def states() -> dict[str, str]:
    """The state of each letter, by its event."""
    return dict(Letter.objects.values_list("event", "state"))
