"""A mentor is not asked again and again by the same mentee; what is not her doing never makes her wait (A9, B2)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from binome.core.models import Letter
from binome.mentoring import actions, rules
from binome.mentoring.actions import MoveRefused
from binome.mentoring.lifecycle import State
from binome.mentoring.models import MentoringRequest
from binome.programmes.models import Enrolment
from tests.factories import NOON, a_mentee, a_mentor, a_pair, a_request, home

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def enrolment(person):
    return Enrolment.objects.select_related("person__profile", "programme").get(person=person)


def stands(mentee, mentor, now):
    return rules.request_situation(mentee=enrolment(mentee), mentor=enrolment(mentor), now=now)


def withdrawn(row, now=NOON):
    actions.withdraw_request(mentoring_request=row, by=row.mentee, now=now)


def declined(row, now=NOON):
    actions.decline_request(mentoring_request=row, by=row.mentor, reason="time", reply="Merci.", now=now)


def expired(row, now=NOON):
    actions.expire_request(mentoring_request=row, now=now)


@pytest.mark.parametrize("end", [withdrawn, declined])
def test_after_a_request_withdrawn_or_declined_she_waits_thirty_days_for_the_same_mentor(end):
    awa, bruna = a_mentee(), a_mentor()
    end(a_request(awa, bruna))

    situation = stands(awa, bruna, NOON + 29 * DAY)
    assert (situation.obstacle, situation.again_on) == ("too_soon", date(2026, 4, 11))
    with pytest.raises(MoveRefused, match="déjà écrit récemment"):
        a_request(awa, bruna, now=NOON + 29 * DAY)

    assert stands(awa, bruna, NOON + 30 * DAY).obstacle is None
    assert a_request(awa, bruna, now=NOON + 30 * DAY).state == State.SENT


def test_the_day_that_she_reads_is_a_whole_day():
    """Withdrawn in the afternoon, she may write from the first minute of the day that was announced."""
    awa, bruna = a_mentee(), a_mentor()
    withdrawn(a_request(awa, bruna), now=datetime(2026, 3, 12, 22, 30, tzinfo=UTC))  # 23:30 in Paris, still winter

    assert stands(awa, bruna, datetime(2026, 4, 10, 21, 59, tzinfo=UTC)).again_on == date(2026, 4, 11)
    assert stands(awa, bruna, datetime(2026, 4, 10, 22, 1, tzinfo=UTC)).obstacle is None  # 00:01 in Paris, summer


def test_asking_and_withdrawing_without_end_writes_two_letters():
    awa, bruna = a_mentee(), a_mentor()
    for _click in range(5):
        try:
            withdrawn(a_request(awa, bruna))
        except MoveRefused:
            continue

    assert sorted(Letter.objects.values_list("kind", flat=True)) == ["request_sent", "request_withdrawn"]


def test_another_mentor_is_asked_at_once():
    awa = a_mentee()
    declined(a_request(awa, a_mentor("Bruna")))

    assert stands(awa, a_mentor("Clara"), NOON).obstacle is None


def test_another_mentee_asks_the_same_mentor_at_once():
    bruna = a_mentor()
    declined(a_request(a_mentee("Awa"), bruna))

    assert stands(a_mentee("Inès"), bruna, NOON).obstacle is None


def test_the_silence_of_a_mentor_never_makes_the_mentee_wait():
    awa, bruna = a_mentee(), a_mentor()
    expired(a_request(awa, bruna), now=NOON + 14 * DAY)

    assert stands(awa, bruna, NOON + 14 * DAY).obstacle is None
    assert a_request(awa, bruna, now=NOON + 14 * DAY).state == State.SENT


def test_a_request_closed_by_an_agreement_elsewhere_is_asked_again_as_soon_as_that_pair_is_closed():
    awa, clara = a_mentee(), a_mentor("Clara")
    a_request(awa, clara)
    pair = a_pair(awa, a_mentor("Bruna"))
    actions.close_pair(pair=pair, by=awa, reason="reached", now=NOON + DAY)

    assert stands(awa, clara, NOON + DAY).obstacle is None


def test_after_a_closed_pair_the_same_mentor_may_be_asked_at_once():
    awa, bruna = a_mentee(), a_mentor()
    actions.close_pair(pair=a_pair(awa, bruna), by=awa, reason="reached", now=NOON + DAY)

    assert stands(awa, bruna, NOON + DAY).obstacle is None


def test_a_draft_thrown_away_counts_for_nothing():
    awa, bruna = a_mentee(), a_mentor()
    withdrawn(a_request(awa, bruna, sent=False))

    assert stands(awa, bruna, NOON).obstacle is None


def test_the_longest_wait_counts():
    awa, bruna = a_mentee(), a_mentor()
    withdrawn(a_request(awa, bruna))
    MentoringRequest.objects.update(answered_at=NOON - 40 * DAY)
    declined(a_request(awa, bruna), now=NOON)

    assert stands(awa, bruna, NOON).again_on == date(2026, 4, 11)


@pytest.mark.parametrize(("days", "obstacle"), [(0, None), (7, "too_soon")])
def test_each_programme_sets_its_own_delay(days, obstacle):
    awa, bruna = a_mentee(), a_mentor()
    withdrawn(a_request(awa, bruna))
    type(home()).objects.update(ask_again_days=days)

    assert stands(awa, bruna, NOON + 6 * DAY).obstacle == obstacle
    assert stands(awa, bruna, NOON + 7 * DAY).obstacle is None


def test_what_she_writes_too_soon_is_kept_as_a_draft():
    awa, bruna = a_mentee(), a_mentor()
    declined(a_request(awa, bruna))

    draft = a_request(awa, bruna, sent=False, objective="Une autre idée", now=NOON + DAY)

    assert (draft.state, draft.objective) == (State.DRAFT, "Une autre idée")
    situation = stands(awa, bruna, NOON + DAY)
    assert (situation.obstacle, situation.open_request) == ("too_soon", draft)


def test_nobody_joins_the_waiting_list_of_a_mentor_whom_she_may_not_ask_yet():
    awa, bruna = a_mentee(), a_mentor(capacity=1)
    declined(a_request(awa, bruna))
    a_pair(a_mentee("Inès"), bruna)

    with pytest.raises(MoveRefused, match="déjà écrit récemment"):
        actions.join_waiting_list(mentor=enrolment(bruna), by=awa, now=NOON + DAY)


def test_a_block_hides_that_it_is_too_soon():
    """N7: what she reads of a mentor who blocked her is what she reads of one who is paused."""
    awa, bruna, clara = a_mentee(), a_mentor("Bruna"), a_mentor("Clara")
    declined(a_request(awa, bruna))
    declined(a_request(awa, clara))
    actions.separate(by=bruna, person=awa, now=NOON)
    actions.pause_mentor(mentor=enrolment(clara), until=None, by=clara, now=NOON)

    assert stands(awa, bruna, NOON) == stands(awa, clara, NOON)
    assert stands(awa, bruna, NOON).obstacle == "unavailable"


def test_ten_requests_a_day_are_the_most():
    awa, mentors = a_mentee(), [a_mentor(f"M{n}") for n in range(11)]
    for mentor in mentors[:10]:
        withdrawn(a_request(awa, mentor))

    assert stands(awa, mentors[10], NOON).obstacle == "too_often"
    with pytest.raises(MoveRefused, match="continuer demain"):
        a_request(awa, mentors[10])
    assert stands(a_mentee("Inès"), mentors[10], NOON).obstacle is None
    assert stands(awa, mentors[10], NOON + 11 * timedelta(hours=1)).obstacle is None  # past midnight in Paris
