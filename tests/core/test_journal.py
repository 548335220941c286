"""The journal and the public codes."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.utils.functional import SimpleLazyObject

from binome.core import codes
from binome.core.journal import record
from binome.core.models import JournalEntry

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@dataclass
class MentoringRequest:
    code: str


@pytest.mark.django_db
def test_a_lazy_object_is_of_the_kind_of_what_it_stands_for():
    record("data_exported", obj=SimpleLazyObject(lambda: MentoringRequest("abc")), now=NOON)
    assert JournalEntry.objects.get().object_kind == "mentoringrequest"


@pytest.mark.django_db
def test_a_line_says_who_did_what_to_what_and_when():
    record("request_accepted", by=MentoringRequest("me"), obj=MentoringRequest("abc"), now=NOON, days=3, to="accepted")

    line = JournalEntry.objects.get()
    assert (line.at, line.actor_code, line.verb) == (NOON, "me", "request_accepted")
    assert (line.object_kind, line.object_code) == ("mentoringrequest", "abc")
    assert line.data == {"days": 3, "to": "accepted"}


@pytest.mark.django_db
def test_the_site_itself_has_no_code():
    record("purged", now=NOON, fields=["bio", "photo"])
    assert JournalEntry.objects.values_list("actor_code", "object_code", "data").get() == (
        "",
        "",
        {"fields": ["bio", "photo"]},
    )


@pytest.mark.parametrize(
    "text",
    [
        "awa@example.org",
        "She told me everything",
        "line\nline",
        "x" * 65,
        ["fine", "not fine"],
        {"name": "Awa"},
        object(),
    ],
)
def test_the_journal_refuses_texts_addresses_and_nested_values(text):
    """N14."""
    with pytest.raises(ValueError, match="takes no text"):
        record("profile_changed", now=NOON, reason=text)


def test_a_code_is_long_random_and_easy_to_read():
    drawn = {codes.new_code() for _ in range(2000)}
    assert len(drawn) == 2000
    assert {len(code) for code in drawn} == {10}
    assert set("".join(drawn)) == set(codes.ALPHABET)
    assert not set("aeiouyl01") & set(codes.ALPHABET)


def test_a_test_can_know_the_codes_beforehand(monkeypatch):
    monkeypatch.setattr(codes, "draw", lambda length: "b" * length)
    assert codes.CodeField().get_default() == "b" * 10
