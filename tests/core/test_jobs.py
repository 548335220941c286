"""A job is done once, whole or not at all, whoever dies; a second one of its kind on the same thing is refused."""

import logging
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction

from binome.core.jobs import DEAD, MOST_TRIES, Overtaken, ask_job, do_jobs
from binome.core.journal import record
from binome.core.models import Job, JournalEntry
from binome.core.moves import MoveRefused
from tests.factories import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + DEAD + timedelta(seconds=1)


def _ask(about: str = "abc", kind: str = "count") -> Job:
    given = {"about": about, "data": {}, "by_code": "delphine", "language": "fr", "now": NOON, "busy": "Déjà en cours."}
    return ask_job(kind, **given)


def _count(task) -> None:
    task.beat("writing", 1, 2)
    with transaction.atomic():
        record("people_invited", now=NOON)
        task.finish(count=2)


def _do(work, now=NOON) -> int:
    return do_jobs({"count": work}, lambda: now)


def test_a_job_is_done_and_says_what_came_of_it():
    job = _ask()
    assert (_do(_count), _do(_count)) == (1, 0)
    job.refresh_from_db()
    assert (job.state, job.figures, job.tries, JournalEntry.objects.count()) == ("done", {"count": 2}, 1, 1)


def test_a_second_one_is_refused_while_the_first_goes_on():
    _ask()
    with pytest.raises(MoveRefused, match="Déjà en cours"):
        _ask()
    _ask("another")
    _do(_count)
    _ask()


def test_a_refusal_is_told_and_leaves_nothing():
    job = _ask()

    def work(task):
        with transaction.atomic():
            record("people_invited", now=NOON)
            raise MoveRefused("Trop tard.")

    _do(work)
    job.refresh_from_db()
    assert (job.state, job.refusal, JournalEntry.objects.count()) == ("failed", "Trop tard.", 0)


def test_what_breaks_is_told_in_a_sentence_and_logged(caplog):
    job = _ask()
    with caplog.at_level(logging.ERROR):
        _do(lambda task: 1 / 0)
    job.refresh_from_db()
    assert job.state == "failed"
    assert "pas pu se faire" in job.refusal
    assert job.code in caplog.text


def _die(task) -> None:
    """As a kill does: nothing is written any more."""
    task.beat("writing")
    with transaction.atomic():
        record("people_invited", now=NOON)
        raise OperationalError


def test_a_job_whose_worker_died_is_taken_again_after_a_while_and_done_once():
    job = _ask()
    with pytest.raises(OperationalError):
        _do(_die)
    assert _do(_count, NOON + DEAD / 2) == 0
    assert _do(_count, LATER) == 1
    job.refresh_from_db()
    assert (job.state, job.tries, JournalEntry.objects.count()) == ("done", 2, 1)


def test_a_job_that_kills_its_workers_is_given_up():
    job, now = _ask(), NOON
    for _time in range(MOST_TRIES):
        with pytest.raises(OperationalError):
            _do(_die, now)
        now += DEAD * 2
    _do(_count, now)
    job.refresh_from_db()
    assert (job.state, JournalEntry.objects.count()) == ("failed", 0)


def test_a_worker_thought_dead_writes_nothing_after_another_took_its_job():
    _ask()

    def slow(task):
        assert _do(_count, LATER) == 1  # the other worker
        with transaction.atomic():
            record("people_invited", now=NOON)
            with pytest.raises(Overtaken):
                task.finish(count=1)
            transaction.set_rollback(True)
        raise Overtaken

    _do(slow)
    assert Job.objects.get().state == "done"
    assert JournalEntry.objects.count() == 1


def test_a_beat_is_told_at_most_once_a_second(django_assert_num_queries):
    _ask()

    def work(task):
        with django_assert_num_queries(1):
            for number in range(100):
                task.beat("letters", number, 100)
        _count(task)

    _do(work)
    assert connection.in_atomic_block  # the test's own
