"""The mail server is dead for a day, for a week (E3): on a clock that the test moves, against a real server."""

import logging
from datetime import timedelta

import pytest

from binome.core import delivery
from binome.core.delivery import Postman, pause
from binome.core.health import queue_age, report
from binome.core.models import Letter, LetterState
from tests.core.letters import NOON, Person, drain, states, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_kinds")]
PEOPLE = [Person(code=f"p{number}", email=f"p{number}@example.org") for number in range(5)]


@pytest.fixture(autouse=True)
def quiet(caplog):
    caplog.set_level(logging.CRITICAL, logger="binome.core.delivery")


def wait(postman: Postman, clock, *, until: timedelta, step: timedelta = timedelta(minutes=1)) -> None:
    """The worker's days: it looks every minute."""
    end = clock.now + until
    while clock.now < end:
        drain(postman)
        clock.now += step


def write_one_each(hour: int) -> None:
    for person in PEOPLE:
        write(f"hour:{hour}", person=person, now=NOON + timedelta(hours=hour))


@pytest.mark.parametrize("hours", [24, 7 * 24])
def test_nothing_is_lost_when_the_server_is_dead(smtp, clock, monkeypatch, hours):
    """Order kept for each person, each letter once, the expired code not sent, the server left alone meanwhile."""
    smtp.stop()
    postman = Postman(clock=clock)
    attempts = []
    real_open = postman.server.open
    monkeypatch.setattr(postman.server, "open", lambda: attempts.append(clock.now) or real_open())
    for hour in range(0, hours, max(1, hours // 12)):
        write_one_each(hour)
    write("login code", person=PEOPLE[0], priority=10, expires_at=NOON + timedelta(minutes=15))
    expected = {person.email: [f"hour:{hour}" for hour in range(0, hours, max(1, hours // 12))] for person in PEOPLE}

    wait(postman, clock, until=timedelta(hours=hours))

    assert set(Letter.objects.values_list("state", "attempts")) == {(LetterState.QUEUED, 0)}
    assert hours * 60 / 5 * 0.9 < len(attempts) < hours * 60 / 5 * 1.6  # every five minutes or so, never more
    assert queue_age(clock.now) >= timedelta(hours=hours) - timedelta(minutes=1)
    assert report({}, now=clock.now).red

    smtp.start()
    wait(postman, clock, until=timedelta(minutes=6))

    events = dict(Letter.objects.values_list("message_id", "event"))
    got: dict[str, list[str]] = {person.email: [] for person in PEOPLE}
    for received in smtp.received:
        got[received.recipient].append(events[received.message_id])
    assert got == expected
    assert states()["login code"] == "dropped"
    assert smtp.connections <= 2
    assert not report({}, now=clock.now).red
    postman.hang_up()


@pytest.mark.parametrize("answer", ["recipient_answer", "message_answer"])
def test_a_day_of_refusals_for_now_loses_nothing_and_keeps_each_ones_order(smtp, clock, answer):
    setattr(smtp, answer, "451 4.3.0 Not now")
    postman = Postman(clock=clock)
    for hour in range(3):
        write_one_each(hour)

    wait(postman, clock, until=timedelta(hours=24), step=timedelta(minutes=2))

    tried = Letter.objects.filter(attempts__gt=0)
    assert tried.count() == len(PEOPLE)  # the first letter of each waits; the others wait behind it
    assert all(24 <= letter.attempts <= 40 for letter in tried)
    setattr(smtp, answer, "250 OK")
    wait(postman, clock, until=timedelta(hours=1, minutes=10))

    order = dict(Letter.objects.values_list("message_id", "event"))
    for person in PEOPLE:
        mine = [order[received.message_id] for received in smtp.received if received.recipient == person.email]
        assert mine == ["hour:0", "hour:1", "hour:2"]
    postman.hang_up()


def test_after_seven_days_of_refusals_for_now_the_letter_is_dead_with_its_reason(smtp, clock):
    smtp.recipient_answer = "452 4.2.2 Mailbox full"
    postman = Postman(clock=clock)
    write()
    wait(postman, clock, until=timedelta(days=6, hours=23), step=timedelta(minutes=10))
    assert states() == {"request:abc:sent": "queued"}
    wait(postman, clock, until=timedelta(hours=3), step=timedelta(minutes=10))
    dead = Letter.objects.get()
    assert (dead.state, dead.last_error) == (LetterState.DEAD, "452 4.2.2 Mailbox full")
    assert dead.attempts < delivery.MOST_ATTEMPTS
    postman.hang_up()


def test_one_full_mailbox_is_no_alarm(smtp, clock):
    """E7: the queue's age is about the queue."""
    smtp.recipient_answers["p0@example.org"] = "452 4.2.2 Mailbox full"
    postman = Postman(clock=clock)
    write_one_each(0)
    wait(postman, clock, until=timedelta(hours=2))
    assert queue_age(clock.now) == timedelta(0)

    smtp.recipient_answer = "451 4.7.1 We do not know you any more"
    for person in PEOPLE:
        write("later", person=person, now=clock.now)
    wait(postman, clock, until=timedelta(hours=1))
    assert timedelta(minutes=59) < queue_age(clock.now) <= timedelta(hours=3)
    postman.hang_up()


def test_pauses_grow_to_an_hour_and_differ():
    longest = timedelta(hours=1)
    for failures, minutes in [(1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (150, 60)]:
        pauses = {pause(failures, longest=longest) for _ in range(200)}
        assert len(pauses) > 150
        assert timedelta(minutes=minutes) * 0.75 <= min(pauses) <= max(pauses) <= timedelta(minutes=minutes)
