"""Between the confirmation of a directory and its import by the worker: a second click, a change of mind, a kill."""

import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from binome.core.jobs import DEAD
from binome.core.models import Job, JournalEntry
from binome.people.models import User
from binome.programmes.models import Affiliation, DirectoryUpload, StaffRole
from tests.factories import home
from tests.factories.jobs import do_the_jobs
from tests.factories.programmes import a_programme, a_staff_member, an_entity, an_organisation

from .test_pages import DIRECTORY, Visit, _send

#: A worker that dies by kill -9 once it has written the people, before the end of its transaction.
VICTIM = """
import os, signal
import django
django.setup()
from django.core.management import call_command
from binome.core.jobs import Task
Task.finish = lambda task, **figures: os.kill(os.getpid(), signal.SIGKILL)
call_command("core_jobs")
"""


@pytest.fixture
def delphine(transactional_db):
    home()
    a_programme()
    an_entity("Lyon")
    an_entity("Siège")
    return Visit(a_staff_member("Delphine"))


@pytest.fixture
def confirmed(delphine) -> DirectoryUpload:
    """Two people, previewed and confirmed: the job waits."""
    _send(delphine, an_organisation())
    upload = DirectoryUpload.objects.get()
    _confirm(delphine, upload)
    return upload


def _confirm(visit: Visit, upload: DirectoryUpload) -> None:
    seen = visit.get("preview-import", upload.code).context["plan"].digest
    visit.post("confirm-import", upload.code, seen=seen)


def test_a_second_click_while_an_import_goes_on_says_so(delphine, confirmed):
    _confirm(delphine, confirmed)
    assert "déjà en cours" in delphine.get("preview-import", confirmed.code).text
    assert do_the_jobs() == 1
    assert Affiliation.objects.count() == 2


def test_a_file_that_is_given_up_while_it_waits_is_not_imported(delphine, confirmed):
    delphine.post("drop-import", confirmed.code)
    do_the_jobs()
    assert (Job.objects.get().state, Affiliation.objects.count()) == ("failed", 0)


def test_who_loses_her_role_while_the_import_waits_imports_nothing(confirmed):
    StaffRole.objects.all().delete()
    do_the_jobs()
    assert (Job.objects.get().state, Affiliation.objects.count()) == ("failed", 0)


def test_a_worker_killed_half_way_leaves_nothing_and_the_next_one_imports_once(confirmed, child_environment):
    people = User.objects.count()
    ended = subprocess.run([sys.executable, "-c", VICTIM], env=child_environment, check=False).returncode
    assert ended == -signal.SIGKILL
    assert (Affiliation.objects.count(), User.objects.count()) == (0, people)
    assert Job.objects.get().state == "running"
    assert do_the_jobs() == 0  # its worker may be slow only
    Job.objects.update(beat_at=timezone.now() - DEAD - timedelta(seconds=1))
    assert do_the_jobs() == 1
    job = Job.objects.get()
    assert (job.state, job.tries, job.figures) == ("done", 2, {"count": 2, "left": 0})
    assert (Affiliation.objects.count(), User.objects.count()) == (2, people + 2)
    assert JournalEntry.objects.filter(verb="directory_imported").count() == 1
    assert not DirectoryUpload.objects.exists()


def test_what_an_import_did_counts_those_whom_it_notes_as_gone(delphine, confirmed):
    do_the_jobs()
    _send(delphine, an_organisation(), DIRECTORY.splitlines()[0] + "\n" + DIRECTORY.splitlines()[1], marks_leavers="on")
    upload = DirectoryUpload.objects.get()
    _confirm(delphine, upload)
    do_the_jobs()
    job = Job.objects.latest("pk")
    assert (job.state, job.figures) == ("done", {"count": 0, "left": 1})
    assert "1 est notée comme partie." in delphine.get("job-progress", job.code).text


def test_the_day_of_a_departure_is_read_as_a_day(delphine, confirmed):
    do_the_jobs()
    gone = "E-mail;Prénom;Nom;Date de départ\nlucie@orvanne.example;Lucie;Vexmartin;2026-01-31\n"
    _send(delphine, an_organisation(), gone)
    page = " ".join(delphine.get("preview-import", DirectoryUpload.objects.get().code).text.split())
    assert ("31 janvier 2026" in page, "2026-01-31" in page) == (True, False)


def test_a_column_that_is_missing_is_chosen_where_the_page_says(delphine):
    _send(delphine, an_organisation(), "E-mail;Prénom\nlucie@orvanne.example;Lucie\n")
    page = delphine.get("preview-import", DirectoryUpload.objects.get().code).text
    assert page.index("choisissez-la ci-dessous") < page.index('name="column0"')
