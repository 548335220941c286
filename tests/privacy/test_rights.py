"""A request about one's rights is answered within its month, or three when she is told in time."""

from datetime import date, datetime, timedelta

import pytest

from binome.core.models import JournalEntry
from binome.core.moves import MoveRefused
from binome.privacy.models import RightsRequest
from binome.privacy.privacy import CLOCKS
from binome.privacy.rights import answer_request, enter_request, extend_request, months_after, unanswered
from tests.factories import NOON, an_administrator, home

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def elsa():
    return an_administrator("Elsa")


@pytest.fixture
def asked(elsa):
    return enter_request(programme=home(), right="access", received_on=date(2026, 3, 12), by=elsa, now=NOON)


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        (date(2026, 3, 12), 1, date(2026, 4, 12)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
        (date(2026, 12, 5), 1, date(2027, 1, 5)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
    ],
)
def test_a_month_ends_on_the_same_day_or_on_the_last_one(day, months, due):
    assert months_after(day, months) == due


def test_it_is_due_one_month_after_it_came_and_answered_once(asked, elsa):
    assert asked.due_on == date(2026, 4, 12)
    answer_request(request=asked, answer="Export remis.", by=elsa, now=NOON + DAY)
    with pytest.raises(MoveRefused):
        answer_request(request=asked, answer="Encore.", by=elsa, now=NOON + 2 * DAY)
    asked.refresh_from_db()
    assert (asked.answered_on, asked.answer) == (date(2026, 3, 13), "Export remis.")
    assert list(JournalEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "rights_request_entered", "rights_request_answered",
    ]  # fmt: skip


def test_it_takes_two_more_months_once_when_she_is_told_within_the_first(asked, elsa):
    extend_request(request=asked, because="Demande complexe.", by=elsa, now=NOON + 10 * DAY)
    asked.refresh_from_db()
    assert asked.due_on == date(2026, 6, 12)
    with pytest.raises(MoveRefused):
        extend_request(request=asked, because="Encore.", by=elsa, now=NOON + 11 * DAY)


def test_it_is_too_late_to_extend_after_the_first_month(asked, elsa):
    late = datetime(2026, 4, 13, 12, tzinfo=NOON.tzinfo)
    with pytest.raises(MoveRefused):
        extend_request(request=asked, because="Trop tard.", by=elsa, now=late)
    asked.refresh_from_db()
    assert asked.due_on == date(2026, 4, 12)


def test_the_first_due_comes_first(asked, elsa):
    earlier = enter_request(programme=home(), right="erasure", received_on=date(2026, 2, 20), by=elsa, now=NOON)
    assert list(unanswered(home())) == [earlier, asked]
    answer_request(request=earlier, answer="Fait.", by=elsa, now=NOON)
    assert list(unanswered(home())) == [asked]
    assert RightsRequest.objects.count() == 2


def test_an_answered_request_goes_after_five_years(asked, elsa):
    (clock,) = (clock for clock in CLOCKS if clock.name == "rights_requests")
    assert clock.next_at() is None
    answer_request(request=asked, answer="Fait.", by=elsa, now=NOON)
    assert clock.due(NOON + 1824 * DAY).count() == 0
    assert clock.next_at().date() == date(2031, 3, 11)
    late = clock.due(NOON + 1826 * DAY)
    assert list(late) == [asked] and clock.apply(late, NOON) == 1
    assert not RightsRequest.objects.exists()
