"""A moderator at work: `dina` is logged in with `team`, `others` opens windows for other people."""

import pytest

from binome.core.models import JournalEntry, Letter
from tests.factories import a_moderator, a_window


@pytest.fixture
def dina(db):
    return a_moderator("Dina")


@pytest.fixture
def team(dina):
    return a_window(dina)


@pytest.fixture
def window():
    """`window(person)` is another browser, logged in as this person."""

    return a_window


@pytest.fixture
def journal(db):
    """`journal()` is the verbs written since the last call, in order."""
    seen = set()

    def read():
        entries = [entry for entry in JournalEntry.objects.order_by("pk") if entry.pk not in seen]
        seen.update(entry.pk for entry in entries)
        return [entry.verb for entry in entries]

    return read


@pytest.fixture
def letters(db):
    """`letters()` is (kind, recipient) of what was written since the last call."""
    seen = set()

    def read():
        rows = [letter for letter in Letter.objects.order_by("pk") if letter.pk not in seen]
        seen.update(letter.pk for letter in rows)
        return [(letter.kind, letter.recipient_code) for letter in rows]

    return read
