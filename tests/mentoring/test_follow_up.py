"""What time does by itself: B8, A10, "A request's life", "A pair's life"."""

from datetime import date, timedelta

import pytest

from binome.core.models import Letter
from binome.mentoring import actions
from binome.mentoring.actions import follow_up
from binome.mentoring.lifecycle import PairState, State
from binome.mentoring.models import MentoringRequest
from binome.programmes.models import Enrolment, Pause
from tests.factories import NOON, a_mentee, a_mentor, a_pair, a_request

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def letters(kind):
    return sorted(Letter.objects.filter(kind=kind).values_list("recipient_code", flat=True))


def test_a_mentor_is_reminded_once_at_seven_days_and_not_before():
    row = a_request()
    assert follow_up(now=NOON + 6 * DAY)["reminded"] == 0
    assert follow_up(now=NOON + 7 * DAY)["reminded"] == 1
    assert follow_up(now=NOON + 7 * DAY)["reminded"] == 0
    assert letters("request_reminder") == [row.mentor.code]


def test_nobody_is_reminded_while_her_question_waits_for_its_answer():
    row = a_request()
    actions.ask_question(mentoring_request=row, by=row.mentor, question="Où ?", now=NOON)
    assert follow_up(now=NOON + 8 * DAY)["reminded"] == 0


def test_a_request_expires_by_itself_once():
    row = a_request()
    follow_up(now=NOON + 13 * DAY)
    assert MentoringRequest.objects.get(pk=row.pk).state == State.SENT
    follow_up(now=NOON + 14 * DAY)
    follow_up(now=NOON + 15 * DAY)
    assert MentoringRequest.objects.get(pk=row.pk).state == State.EXPIRED
    assert letters("request_expired") == [row.mentee.code]


def test_a_missed_month_sends_each_thing_once():
    """B8: no reminder of what has already expired."""
    a_request()
    follow_up(now=NOON + 40 * DAY)
    assert (letters("request_reminder"), len(letters("request_expired"))) == ([], 1)


def test_near_its_end_both_are_asked_to_close_or_prolong_once():
    pair = a_pair()
    end = date(2027, 3, 12)
    before = NOON + timedelta(days=(end - NOON.date()).days - 16)
    actions.log_meeting(pair=pair, by=pair.mentee, held_on=before.date(), minutes=60, format="remote", now=before)

    assert follow_up(now=before)["closing"] == 0
    follow_up(now=before + DAY)
    follow_up(now=before + 2 * DAY)

    pair.refresh_from_db()
    assert (pair.state, pair.closing_because) == (PairState.CLOSING, "end")
    assert letters("closing_proposed") == sorted([pair.mentor.code, pair.mentee.code])


def test_ninety_days_of_silence_ask_for_news_and_a_week_later_propose_to_close():
    pair = a_pair()
    both = sorted([pair.mentor.code, pair.mentee.code])
    follow_up(now=NOON + 89 * DAY)
    assert letters("news_asked") == []
    follow_up(now=NOON + 90 * DAY)
    follow_up(now=NOON + 91 * DAY)
    assert letters("news_asked") == both
    follow_up(now=NOON + 97 * DAY)

    pair.refresh_from_db()
    assert (pair.state, pair.closing_because) == (PairState.CLOSING, "silence")
    assert letters("closing_proposed") == both


def test_a_sign_of_life_stops_the_count_and_reopens_what_silence_was_closing():
    pair = a_pair()
    follow_up(now=NOON + 90 * DAY)
    follow_up(now=NOON + 97 * DAY)

    day = NOON + 98 * DAY
    actions.log_meeting(pair=pair, by=pair.mentor, held_on=day.date(), minutes=30, format="phone", now=day)

    pair.refresh_from_db()
    assert (pair.state, pair.closing_because, pair.silence_told_at) == (PairState.ACTIVE, "", None)
    assert follow_up(now=day + 80 * DAY)["silent"] == 0


def test_a_sign_of_life_does_not_reopen_a_pair_that_ends():
    pair = a_pair()
    now = NOON + 360 * DAY
    actions.propose_closing(pair=pair, because="end", now=now)
    actions.log_meeting(pair=pair, by=pair.mentor, held_on=now.date(), minutes=30, format="phone", now=now)
    pair.refresh_from_db()
    assert pair.state == PairState.CLOSING


def test_a_pause_ends_on_its_day():
    bruna = a_mentor()
    enrolment = Enrolment.objects.select_related("person", "programme").get(person=bruna)
    actions.pause_mentor(mentor=enrolment, until=date(2026, 4, 1), by=bruna, now=NOON)
    follow_up(now=NOON + 10 * DAY)
    assert Enrolment.objects.get(person=bruna).pause == Pause.OWN
    follow_up(now=NOON + 20 * DAY)
    assert Enrolment.objects.get(person=bruna).pause == Pause.NONE


def test_running_again_at_the_same_moment_does_nothing():
    """B8."""
    a_request()
    a_pair(a_mentee("Inès"), a_mentor("Clara"))
    moment = NOON + 400 * DAY
    first = follow_up(now=moment)
    count = Letter.objects.count()
    assert sum(first.values()) > 0
    again = follow_up(now=moment)
    assert (sum(again.values()), Letter.objects.count()) == (0, count)
