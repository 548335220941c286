"""2,000 mentors and 3,000 mentees, imported from a workbook, invited, matched, reviewed and published in the browser.

A sample of 40 × 60 by default; the whole of it with BINOME_LONG=1, where the worker is a process of its own and each
stage says what it costs (pytest -o log_cli=true --log-level=INFO). One thing is not done by people here: they say yes
and answer by rows written at once, because five thousand passwords would only measure their hashing; who says yes in a
browser is in `test_promotion.py`.
"""

import logging
import os
import random
import subprocess
import sys
import time
from io import BytesIO

import pytest
import xlsxwriter
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from binome.core.models import Job, Letter
from binome.mentoring.models import MatchRun, Pair
from binome.people.models import User
from binome.programmes.forms import starting_data
from binome.programmes.models import Affiliation, Enrolment, Invitation
from tests import LONG
from tests.browser import DESKTOP
from tests.factories import a_window, home
from tests.factories.programmes import a_cohort, a_programme, a_staff_member, an_organisation

from . import steps
from .steps import follow, press, reads

logger = logging.getLogger(__name__)
MENTORS, MENTEES = (2_000, 3_000) if LONG else (40, 60)
INSIDE = "/programmes/passerelles"
SIDES = {"mentor": "Accompagnent", "mentee": "Sont accompagnées"}
TITLES = ("Adresse e-mail", "Prénom", "Nom", "Entité", "Matricule", "Fonction", "Étape", "Responsable", "Ville")
NAMES = ("Inès", "Awa", "Lucie", "Salma", "Jeanne", "Chloé", "Maud", "Océane", "Élise", "Nour", "Zoé", "Fatou")


def a_workbook() -> bytes:
    """Each side in its own branch, twenty sites each; a manager for ten people."""
    chance, stream = random.Random(5), BytesIO()
    with xlsxwriter.Workbook(stream, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Annuaire")
        sheet.write_row(0, 0, TITLES)
        for number in range(MENTORS + MENTEES):
            mentor = number < MENTORS
            place = f"{SIDES['mentor' if mentor else 'mentee']} > Site {number % 20 + 1}"
            boss = f"M{number // 10}" if number >= 10 else ""
            stage = chance.randint(3, 5) if mentor else chance.randint(1, 3)
            who = (f"p{number}@orvanne.example", NAMES[number % len(NAMES)], f"Vexnom{number}")
            sheet.write_row(number + 1, 0, (*who, place, f"M{number}", "Cheffe de projet", stage, boss, "Lyon"))
    return stream.getvalue()


@pytest.fixture
def delphine(live_server):
    home()
    data = {key: value for key, value in starting_data("centralised", "fr").items() if key != "texts"}
    a_programme("centralised", "passerelles", an_organisation(), **{**data, "wording": "fr"})
    return a_staff_member("Delphine", email="delphine@example.org")


@pytest.fixture
def worker(child_environment):
    """What waits is done; at full size by another process, whose processor and memory are said."""

    def work(command: str) -> None:
        if not LONG:
            call_command(command)
            return
        begun = time.monotonic()
        process = subprocess.Popen([sys.executable, "manage.py", command], env=child_environment)
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        cpu, memory = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
        logger.info("%s: %.1f s, %.1f s CPU, %.0f MB", command, time.monotonic() - begun, cpu, memory)
        assert process.returncode == 0

    return work


def import_the_directory(page, worker) -> None:
    page.goto(INSIDE + reverse("import-directory", args=[an_organisation().code]))
    file = {"name": "annuaire.xlsx", "mimeType": "application/octet-stream", "buffer": a_workbook()}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_label("Ajouter à l’arbre les entités qui n’y sont pas").check()
    press(page, "Voir l’aperçu")
    steps.title_is(page, "Aperçu de l’import")
    press(page, "Importer")
    reads(page, "en file d’attente")
    worker("core_jobs")
    reads(page, "personnes sont enregistrées")
    assert Affiliation.objects.count() == MENTORS + MENTEES


def invite(page, worker, cohort, role: str) -> None:
    page.goto(f"{INSIDE}{reverse('invite-people')}?promotion={cohort.code}")
    page.locator(f"input[name=role][value={role}]").check()
    page.get_by_label("Une entité entière, et celles qui en dépendent").check()
    page.locator("select[name=entity]").select_option(label=f"Groupe Orvanne, {SIDES[role]}")
    press(page, "Envoyer les invitations")
    if (MENTORS if role == "mentor" else MENTEES) > 50:
        reads(page, "en file d’attente")
        worker("core_jobs")
    reads(page, "invitations partent")


def everyone_says_yes(cohort) -> None:
    """Rows at once: accounts open, invitations accepted, answers drawn among the choices of the questions."""
    chance, now = random.Random(7), timezone.now()
    rows = []
    for invitation in Invitation.objects.filter(cohort=cohort).select_related("affiliation").order_by("pk"):
        answers = {}
        for question in cohort.programme.questions:
            slugs = [each["slug"] for each in question.get("choices", ())]
            if invitation.role not in question["roles"]:
                continue
            if question["kind"] == "choice":
                answers[question["key"]] = chance.choice(slugs)
            elif question["kind"] == "choices":
                answers[question["key"]] = chance.sample(slugs, min(3, len(slugs)))
            elif question["kind"] == "number":
                answers[question["key"]] = 1 + (chance.random() < 0.4)
        rows.append(
            Enrolment(
                person_id=invitation.affiliation.person_id, programme=cohort.programme, cohort=cohort,
                affiliation=invitation.affiliation, role=invitation.role, state="active", attested_at=now,
                attested_version=1, joined_at=now, completed_at=now, answers=answers,
            )
        )  # fmt: skip
    Enrolment.objects.bulk_create(rows, batch_size=500)
    User.objects.filter(email__endswith="@orvanne.example").update(is_active=True)
    Invitation.objects.filter(cohort=cohort).update(state="accepted", answered_at=now)


def match(page, worker, cohort) -> MatchRun:
    page.goto(INSIDE + reverse("match-board", args=[cohort.code]))
    press(page, "Lancer le calcul")
    reads(page, "Calcul en cours")
    worker("mentoring_match")
    follow(page, "Actualiser")
    reads(page, "Prouvé")
    return MatchRun.objects.get(cohort=cohort)


def review(page, cohort, run: MatchRun, delphine) -> None:
    """Every page of the review opens in the browser; what each costs the server is measured beside."""
    proposal = run.proposals.select_related("mentee").last()
    board, person = reverse("match-board", args=[cohort.code]), [cohort.code, proposal.mentee.code]
    addresses = {
        "board": board, "second page": f"{board}?page=2", "alone": f"{board}?etat=alone",
        "person": reverse("match-person", args=person), "why not": reverse("match-why-not", args=person),
        "rules": reverse("match-rules", args=[cohort.code]), "minutes": reverse("match-minutes", args=[cohort.code]),
        "participants": reverse("participant-list"), "people": reverse("people-list"),
        "dashboard": reverse("pilot-dashboard"),
    }  # fmt: skip
    client = a_window(delphine)
    for name, address in addresses.items():
        response = page.goto(INSIDE + address)
        assert response is not None and response.status == 200, name
        client.get(INSIDE + address)
        begun = time.process_time()
        answer = client.get(INSIDE + address)
        logger.info("%s: %.0f ms CPU", name, 1000 * (time.process_time() - begun))
        assert answer.status_code == 200, name


def publish(page, worker, cohort) -> None:
    page.goto(INSIDE + reverse("match-board", args=[cohort.code]))
    press(page, "Soumettre au comité")
    press(page, "Le comité valide")
    follow(page, "Publier")
    press(page, "Publier")
    reads(page, "en file d’attente")
    worker("core_jobs")
    reads(page, "C’est publié")


@pytest.mark.timeout(1_800 if LONG else 180)
def test_a_large_promotion_is_imported_invited_matched_reviewed_and_published(new_page, delphine, worker):
    page = new_page(DESKTOP)
    steps.enter(page, delphine)
    import_the_directory(page, worker)
    cohort = a_cohort(a_programme())
    invite(page, worker, cohort, "mentor")
    invite(page, worker, cohort, "mentee")
    assert Letter.objects.filter(kind="cohort_invitation").count() == MENTORS + MENTEES
    everyone_says_yes(cohort)
    run = match(page, worker, cohort)
    review(page, cohort, run, delphine)
    publish(page, worker, cohort)
    one = run.proposals.first()
    page.goto(INSIDE + reverse("match-person", args=[cohort.code, one.mentee.code]))
    expect(page.get_by_text("Publication faite").first).to_be_visible()
    proposed = run.proposals.count()
    logger.info("%d pairs of %d mentees", proposed, MENTEES)
    assert Pair.objects.filter(cohort=cohort).count() == proposed > MENTEES / 2
    assert Letter.objects.filter(kind="pair_published").count() == 2 * proposed
    assert set(Job.objects.values_list("state", "tries")) == {("done", 1)}
