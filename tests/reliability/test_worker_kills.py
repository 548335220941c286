"""kill -9 of the worker around the sending (E2): nothing lost, at most one extra copy per kill, same Message-ID.

Real processes, a real mail server, the real outbox. A sample by default; 200 kills with BINOME_LONG=1.
"""

import logging
import os
import random
import signal
import time
from collections import Counter
from datetime import timedelta

import pytest

from binome.core.delivery import LEASE
from binome.core.models import Letter, LetterState
from tests import LONG
from tests.core.letters import Person, mail_kinds, write  # noqa: F401
from tests.core.smtp import mail_server  # noqa: F401
from tests.reliability.nursery import COPIES_AFTER_CRASH, Nursery

logger = logging.getLogger(__name__)  # the figures: pytest -o log_cli=true --log-level=INFO
KILLS = 200 if LONG else 20
#: Longer than a lease and than any pause: whatever a killed worker held is free again.
LATER = LEASE * 2


@pytest.fixture
def nursery(mail_server, child_environment, mail_kinds):  # noqa: F811
    nursery = Nursery(port=mail_server.port, environment=child_environment)
    yield nursery
    nursery.close()


@pytest.mark.parametrize("point", COPIES_AFTER_CRASH)
def test_a_worker_killed_at_each_point_loses_nothing(nursery, mail_server, point):  # noqa: F811
    letter = write()

    victim = nursery.fork(offset=timedelta(0), crash=point)
    assert nursery.wait() == {victim: -signal.SIGKILL}
    other = nursery.fork(offset=LEASE / 2)  # before the end of the lease nobody touches the letter
    assert nursery.wait() == {other: 0}
    assert len(mail_server.received) == (1 if point in {"connected", "sent", "marked"} else 0)
    others = [nursery.fork(offset=LATER), nursery.fork(offset=LATER)]
    assert nursery.wait() == dict.fromkeys(others, 0)

    letter.refresh_from_db()
    assert letter.state == LetterState.SENT
    assert [received.message_id for received in mail_server.received] == [letter.message_id] * COPIES_AFTER_CRASH[point]


def test_a_worker_that_marks_before_it_sends_loses_the_letter(nursery, mail_server):  # noqa: F811
    """The unguarded twin: it shows that this harness sees a loss."""
    letter = write()
    nursery.fork(offset=timedelta(0), crash="sending", mark_first=True)
    nursery.wait()
    nursery.fork(offset=LATER)
    nursery.wait()
    letter.refresh_from_db()
    assert (letter.state, mail_server.received) == (LetterState.SENT, [])


def test_four_workers_at_once_send_each_letter_once_and_in_order(nursery, mail_server):  # noqa: F811
    """E3, E4."""
    people = [Person(code=f"p{number}", email=f"p{number}@example.org") for number in range(10)]
    for turn in range(6):
        for person in people:
            write(f"turn:{turn}", person=person)

    workers = [nursery.fork(offset=timedelta(0)) for _ in range(4)]
    assert nursery.wait() == dict.fromkeys(workers, 0)
    nursery.fork(offset=timedelta(0))  # what was behind a letter that another worker held, as all went home
    nursery.wait()

    events = dict(Letter.objects.values_list("message_id", "event"))
    for person in people:
        got = [events[received.message_id] for received in mail_server.received if received.recipient == person.email]
        assert got == [f"turn:{turn}" for turn in range(6)]


@pytest.mark.timeout(300)
def test_many_kills_lose_nothing_and_make_at_most_one_extra_copy_each(nursery, mail_server):  # noqa: F811
    kills, rounds = _kill_many(nursery)
    for rest in range(1, 6):
        nursery.fork(offset=LATER * (rounds + rest))
        nursery.wait()

    copies = Counter(received.message_id for received in mail_server.received)
    letters = dict(Letter.objects.values_list("message_id", "attempts"))
    extra = copies.total() - len(letters)
    logger.info("%d kills in %d rounds, %d letters, %d extra copies", kills, rounds, len(letters), extra)
    assert set(Letter.objects.values_list("state", flat=True)) == {LetterState.SENT}
    assert set(copies) == set(letters)  # nothing lost, and no copy under another Message-ID
    assert all(copies[message_id] <= attempts for message_id, attempts in letters.items())
    assert extra <= kills


def _kill_many(nursery: Nursery) -> tuple[int, int]:
    """Two workers at once; each round kills one of them, by itself at a named point or from outside at any moment."""
    chance = random.Random(time.time_ns())  # other moments each time: the promise holds for all
    kills = rounds = 0
    while kills < KILLS:
        rounds += 1
        for number in range(3):
            who = f"p{number}"
            write(f"round:{rounds}", person=Person(code=who, email=f"{who}@example.org"))
        offset = LATER * rounds
        if chance.random() < 0.5:
            nursery.fork(offset=offset, crash=chance.choice(list(COPIES_AFTER_CRASH)), after=chance.randint(1, 3))
            nursery.fork(offset=offset)
        else:
            victim = nursery.fork(offset=offset)
            nursery.fork(offset=offset)
            time.sleep(chance.uniform(0, 0.08))
            os.kill(victim, signal.SIGKILL)  # not reaped before `wait`, so its pid is nobody else's
        ends = nursery.wait()
        assert set(ends.values()) <= {0, -signal.SIGKILL}
        kills += list(ends.values()).count(-signal.SIGKILL)
    return kills, rounds
