"""The timetable, the worker's loop and its commands: B8, E7."""

import json
import signal
import subprocess
import sys
import time
from datetime import timedelta
from threading import Event

import pytest
from django.core.management import CommandError, call_command, get_commands
from django.db import OperationalError

from binome.cli.management.commands import core_health, core_work
from binome.cli.timetable import TIMETABLE
from binome.core import holds, worker
from binome.core.health import report
from binome.core.models import JournalEntry, Schedule
from binome.core.schedule import RETRY, Line, run_due
from tests.core.letters import NOON, states, write

DAY = {"sweep": Line("sweep_command", timedelta(days=1))}


@pytest.fixture
def ran() -> list[str]:
    return []


@pytest.mark.django_db
def test_a_line_runs_at_once_then_at_its_hour(clock, ran):
    assert run_due(DAY, run=ran.append, clock=clock) == ["sweep"]
    assert run_due(DAY, run=ran.append, clock=clock) == []
    clock.passes(hours=25)
    run_due(DAY, run=ran.append, clock=clock)
    assert ran == ["sweep_command"] * 2
    assert Schedule.objects.get().next_at == NOON + timedelta(days=2)


@pytest.mark.django_db
def test_a_week_off_is_caught_up_once(clock, ran):
    """B8."""
    run_due(DAY, run=ran.append, clock=clock)
    clock.passes(days=7, hours=1)
    for _ in range(5):
        run_due(DAY, run=ran.append, clock=clock)
    assert len(ran) == 2
    assert Schedule.objects.get().next_at == NOON + timedelta(days=8)


@pytest.mark.django_db
def test_two_workers_run_a_line_once(clock, ran):
    def slow(command):
        ran.append(command)
        assert run_due(DAY, run=ran.append, clock=clock) == []

    run_due(DAY, run=slow, clock=clock)
    assert ran == ["sweep_command"]


@pytest.mark.django_db
def test_a_line_that_fails_is_red_and_tried_again_and_holds_nobody_up(clock, ran):
    timetable = {**DAY, "other": Line("other_command", timedelta(days=1))}
    broken = {"sweep_command"}

    def run(command):
        if command in broken:
            raise RuntimeError("the name of a person")
        ran.append(command)

    assert run_due(timetable, run=run, clock=clock) == ["other"]
    assert Schedule.objects.get(name="sweep").last_error == "RuntimeError"
    assert report(timetable, now=clock.now).late == ("sweep",)

    broken.clear()
    clock.now += RETRY
    assert run_due(timetable, run=run, clock=clock) == ["sweep"]
    assert report(timetable, now=clock.now).late == ()
    assert Schedule.objects.get(name="sweep").next_at == clock.now + timedelta(days=1)


@pytest.mark.django_db
def test_a_clock_that_was_ahead_does_not_stop_the_timetable(clock, ran):
    """B8."""
    clock.passes(days=365)
    run_due(DAY, run=ran.append, clock=clock)
    clock.passes(days=-365)
    run_due(DAY, run=ran.append, clock=clock)
    assert len(ran) == 2
    assert Schedule.objects.get().next_at == NOON + timedelta(days=1)


@pytest.mark.django_db
def test_a_line_on_hold_waits_for_its_release(clock, ran):
    holds.hold("sweep", now=NOON)
    holds.hold("sweep", now=NOON)
    run_due(DAY, run=ran.append, clock=clock)
    holds.release("sweep", now=NOON)
    holds.release("sweep", now=NOON)
    assert ran == []
    assert run_due(DAY, run=ran.append, clock=clock) == ["sweep"]
    assert list(JournalEntry.objects.values_list("verb", "data")) == [
        ("put_on_hold", {"name": "sweep"}),
        ("released_from_hold", {"name": "sweep"}),
    ]


def test_every_line_of_the_timetable_is_a_command():
    assert {line.command for line in TIMETABLE.values()} <= set(get_commands())
    often = {name for name, line in TIMETABLE.items() if line.every < timedelta(minutes=5)}
    assert often == {"make_matches", "do_jobs"}, "somebody waits before its page; nothing else runs every few seconds"


# --- the worker ------------------------------------------------------------------------------------------
@pytest.fixture
def short_timetable(monkeypatch):
    """The commands of the core alone: the rooms test theirs."""
    lines = {"forget_sessions": TIMETABLE["forget_sessions"]}
    monkeypatch.setattr(core_work, "TIMETABLE", lines)
    monkeypatch.setattr(core_health, "TIMETABLE", lines)


@pytest.mark.django_db
def test_the_worker_with_once_does_everything_that_is_due_and_stops(smtp, mail_kinds, short_timetable):
    write("first")
    write("second")
    call_command("core_work", once=True)
    assert states() == {"first": "sent", "second": "sent"}
    assert Schedule.objects.get().ran_at is not None


@pytest.mark.django_db
def test_the_worker_survives_a_database_that_restarts(clock, monkeypatch):
    stop, rounds = Event(), []

    def fail_twice(*_, **__):
        rounds.append(1)
        if len(rounds) < 3:
            raise OperationalError
        stop.set()

    monkeypatch.setattr(worker, "run_due", fail_twice)
    monkeypatch.setattr(worker, "IDLE_SECONDS", 0)
    worker.work(timetable={}, run=print, clock=clock, stop=stop)
    assert len(rounds) == 3
    with pytest.raises(OperationalError):
        rounds.clear()
        worker.work(timetable={}, run=print, clock=clock, stop=Event(), once=True)


def test_the_worker_stops_gracefully_when_told(child_environment):
    working = subprocess.Popen(
        [sys.executable, "manage.py", "core_work"], env=child_environment, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 60
        while not Schedule.objects.exists():  # it has begun, and listens to signals
            assert working.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)
        working.send_signal(signal.SIGTERM)
        assert working.wait(30) == 0
    finally:
        working.kill()
        working.wait()


@pytest.mark.django_db
def test_health_is_printed_and_fails_when_someone_is_needed(capsys, mail_kinds, short_timetable):
    call_command("core_work", once=True)
    call_command("core_health")
    assert json.loads(capsys.readouterr().out) == {
        "red": False,
        "queue_age_seconds": 0,
        "waiting": 0,
        "dead_lately": 0,
        "mail_held": False,
        "late": [],
        "legal_pages_missing": 0,
    }
    write(now=NOON - timedelta(days=3650))
    with pytest.raises(CommandError):
        call_command("core_health")
    assert json.loads(capsys.readouterr().out)["waiting"] == 1
