"""A publication, invitations in number: whoever clicks twice, whoever works at once, whoever is killed on the way, they
happen once and whole, on both databases (B1, E1)."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from binome.core.jobs import DEAD, MOST_TRIES
from binome.core.models import Job, JournalEntry, Letter
from binome.mentoring.matchmaking.publishing import ask_publication
from binome.mentoring.models import Circle, CircleMember, Pair, Place
from binome.programmes.actions.inviting import ask_invitations
from binome.programmes.models import Affiliation, Invitation
from tests import LONG
from tests.factories import NOON
from tests.factories.jobs import do_the_jobs
from tests.factories.matchmaking import a_promotion, someone
from tests.factories.people import a_person
from tests.factories.programmes import a_cohort, a_programme, a_staff_member, an_affiliation
from tests.reliability.racer import Racers

from .test_matching_races import FEW, a_decided_run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]
#: A worker that dies by kill -9 at a named point, the job's end or the letters' storing: before its one commit.
VICTIM = """
import os, signal, sys
import django
django.setup()
from django.core.management import call_command
from binome.core import jobs
from binome.mentoring.matchmaking import deciding
from binome.programmes.actions import invitations
def die(*_given, **_named):
    os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[1] == "end":
    jobs.Task.finish = die
else:
    deciding.post = invitations.post = die
call_command("core_jobs")
"""


@pytest.fixture
def racers(child_environment):
    racers = Racers(child_environment)
    yield racers
    racers.close()


def _two_managers(programme, number=1):
    """Delphine and Gaël, who both run the whole of it."""
    return [a_staff_member(f"{name}{number}", programme=programme) for name in ("Delphine", "Gaël")]


def _decided(form: str, number: int = 1):
    """A promotion of four that waits for its publication, and who may ask for it."""
    cohort = a_promotion(form, number=number, approval="any")
    for each in range(4):
        role = "peer" if cohort.programme.modality.symmetrical else "mentor" if each % 2 else "mentee"
        someone(f"P{number}{each}", role, cohort, stage=3 if each % 2 else 1)
    managers = _two_managers(cohort.programme, number)
    return a_decided_run(cohort, managers[0]), managers


def _declared(number: int = 1, people: int = 3):
    """People who wait for their invitation, and who may send it."""
    cohort = a_cohort(a_programme(), number)
    for each in range(people):
        an_affiliation(a_person(f"Z{number}{each}", active=False))
    return cohort, _two_managers(cohort.programme, number)


def _publications() -> tuple[int, int, int, int, int]:
    told = Letter.objects.filter(kind__in=["pair_published", "circle_published"]).count()
    taken = Place.objects.exclude(pair=None).count()
    said = JournalEntry.objects.filter(verb="match_published").count()
    return Pair.objects.count(), taken, CircleMember.objects.count(), told, said


def _invitations() -> tuple[int, int, int]:
    told, said = Letter.objects.filter(kind="cohort_invitation"), JournalEntry.objects.filter(verb="people_invited")
    return Invitation.objects.count(), told.count(), said.count()


PUBLISHED = {"centralised": (2, 2, 0, 4, 1), "circles": (0, 0, 4, 4, 1)}
CASES = {"publication": (0, 0, 0, 0, 0), "circles": (0, 0, 0, 0, 0), "invitations": (0, 0, 0)}


# --- twice at once -----------------------------------------------------------------------------------------
def test_of_two_managers_who_ask_for_one_publication_at_once_one_is_told_to_wait(racers):
    for number in range(1, FEW + 1):
        run, managers = _decided("centralised", number)
        answers = racers.race(*({"move": "ask_to_publish", "run": run.pk, "by": by.pk} for by in managers))
        assert (sorted(answers), Job.objects.filter(about=run.cohort.code).count()) == (["done", "refused"], 1), number


def test_of_two_managers_who_invite_at_once_one_is_told_to_wait(racers):
    for number in range(1, FEW + 1):
        cohort, managers = _declared(number)
        answers = racers.race(*({"move": "ask_to_invite", "cohort": cohort.pk, "by": by.pk} for by in managers))
        assert (sorted(answers), Job.objects.filter(about=cohort.code).count()) == (["done", "refused"], 1), number


def test_two_workers_at_once_publish_once_and_write_to_each_once(racers):
    for number in range(1, FEW + 1):
        run, managers = _decided("centralised", number)
        ask_publication(run=run, by=managers[0], now=NOON)
        order = {"move": "work", "cohort": run.cohort.pk, "by": managers[0].pk}
        assert racers.race(order, order) == ["done", "done"]
        assert set(Job.objects.values_list("state", "tries")) == {("done", 1)}
        assert _publications() == tuple(number * each for each in PUBLISHED["centralised"])


def test_two_workers_at_once_invite_each_once(racers):
    for number in range(1, FEW + 1):
        cohort, managers = _declared(number)
        everyone = Affiliation.objects.filter(person__first_name__startswith=f"Z{number}")
        ask_invitations(cohort=cohort, affiliations=everyone, role="mentee", by=managers[0], now=NOON)
        order = {"move": "work", "cohort": cohort.pk, "by": managers[0].pk}
        assert racers.race(order, order) == ["done", "done"]
        assert _invitations() == (3 * number, 3 * number, number)


# --- killed ------------------------------------------------------------------------------------------------
def _ask(what: str):
    """What waits for the worker; how to count what came of it; what must come of it."""
    if what == "invitations":
        cohort, managers = _declared()
        everyone = Affiliation.objects.filter(person__is_active=False)
        ask_invitations(cohort=cohort, affiliations=everyone, role="mentee", by=managers[0], now=timezone.now())
        return _invitations, (3, 3, 1)
    form = "circles" if what == "circles" else "centralised"
    run, managers = _decided(form)
    ask_publication(run=run, by=managers[0], now=timezone.now())
    return _publications, PUBLISHED[form]


def _its_worker_is_dead() -> None:
    Job.objects.update(beat_at=timezone.now() - DEAD - timedelta(seconds=1))


@pytest.mark.parametrize("point", ["letters", "end"])
@pytest.mark.parametrize("what", CASES)
def test_a_worker_killed_while_it_writes_leaves_nothing_and_the_next_one_does_it_once(what, point, child_environment):
    count, wanted = _ask(what)
    ended = subprocess.run([sys.executable, "-c", VICTIM, point], env=child_environment, check=False).returncode
    assert ended == -signal.SIGKILL
    assert (count(), Circle.objects.count(), Job.objects.get().state) == (CASES[what], 0, "running")
    assert do_the_jobs() == 0  # its worker may be slow only
    _its_worker_is_dead()
    assert do_the_jobs() == 1
    assert (count(), Job.objects.get().state, Job.objects.get().tries) == (wanted, "done", 2)
    assert do_the_jobs() == 0


@pytest.mark.parametrize("what", ["publication", "invitations"])
def test_what_kills_each_of_its_workers_is_said_to_have_failed_and_can_be_asked_again(what):
    count, wanted = _ask(what)
    Job.objects.update(state="running", tries=MOST_TRIES)
    _its_worker_is_dead()
    assert do_the_jobs() == 1
    job = Job.objects.get()
    assert (job.state, count()) == ("failed", CASES[what])
    assert "rien n’a changé" in job.refusal
    again = Job.objects.create(
        kind=job.kind, about=job.about, data=job.data, by_code=job.by_code, language="fr", asked_at=timezone.now()
    )
    assert do_the_jobs() == 1
    again.refresh_from_db()
    assert (again.state, count()) == ("done", wanted)


@pytest.mark.skipif(not LONG, reason="many processes")
@pytest.mark.parametrize("what", CASES)
def test_a_worker_killed_at_any_moment_leaves_all_or_nothing(what, child_environment):
    count, wanted = _ask(what)
    for kill in range(40):
        command = [sys.executable, "manage.py", "core_jobs"]
        worker = subprocess.Popen(command, env=child_environment, stdout=subprocess.DEVNULL)
        while Job.objects.get().state == "waiting" and worker.poll() is None:
            time.sleep(0.01)
        time.sleep(0.02 * kill)
        if worker.poll() is None:
            os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        assert count() in (CASES[what], wanted)
        assert (Job.objects.get().state == "done") == (count() == wanted)
        if count() == wanted:
            break
        Job.objects.update(tries=1)
        _its_worker_is_dead()
    assert count() == wanted
