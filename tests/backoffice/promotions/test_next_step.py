"""A manager always knows what comes next: no empty page without a way on, no task that is not hers, no false one."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from binome.mentoring.models import MatchRun
from tests.factories import home, log_in
from tests.factories.programmes import a_cohort, a_programme, a_staff_member, an_affiliation

pytestmark = pytest.mark.django_db
INSIDE = "/programmes/passerelles"


@pytest.fixture
def delphine():
    home()
    a_programme()
    return a_staff_member("Delphine")


def _get(person, name: str, *args: object):
    client = Client()
    log_in(client, person)
    return client.get(INSIDE + reverse(name, args=args))


def _tasks(person) -> dict[str, str]:
    return {task.label: task.url for task in _get(person, "pilot-dashboard").context["todo"]}


def _submitted(cohort, by) -> None:
    MatchRun.objects.create(cohort=cohort, state="submitted", asked_at=timezone.now(), submitted_by=by)


@pytest.mark.parametrize("name", ["pilot-dashboard", "participant-list", "current-match-board"])
def test_without_a_promotion_each_page_leads_its_manager_to_make_one(delphine, name):
    assert f'href="{INSIDE}{reverse("create-cohort")}"' in _get(delphine, name).text


@pytest.mark.parametrize("name", ["pilot-dashboard", "participant-list"])
def test_a_coordinator_is_not_led_to_a_page_that_is_not_hers(delphine, name):
    carole = a_staff_member("Carole", "coordinator", entity=an_affiliation("Inès").entity)
    assert reverse("create-cohort") not in _get(carole, name).text


def test_people_are_declared_once_then_invited(delphine):
    cohort = a_cohort(state="enrolling")
    assert "Déclarer les personnes" in _tasks(delphine)
    an_affiliation("Inès")
    tasks = _tasks(delphine)
    assert "Déclarer les personnes" not in tasks
    assert tasks["Inviter des personnes"] == f"{INSIDE}{reverse('invite-people')}?promotion={cohort.code}"


def test_who_submitted_waits_for_another_person_and_is_not_asked_to_decide(delphine):
    cohort, gael = a_cohort(state="matching"), a_staff_member("Gaël")
    _submitted(cohort, delphine)
    assert "Attendre la décision du comité" in _tasks(delphine)
    assert "Donner la décision du comité" in _tasks(gael)


def test_who_runs_it_alone_decides_on_what_she_submitted(delphine):
    _submitted(a_cohort(state="matching"), delphine)
    assert "Donner la décision du comité" in _tasks(delphine)


@pytest.mark.parametrize("run", ["offered", "published"])
def test_once_the_pairs_are_out_the_promotion_starts(delphine, run):
    cohort = a_cohort(state="matching")
    MatchRun.objects.create(cohort=cohort, state=run, asked_at=timezone.now())
    assert _tasks(delphine)["Commencer la promotion"] == INSIDE + reverse("edit-cohort", args=[cohort.code])
    page = _get(delphine, "edit-cohort", cohort.code)
    assert re.search(r'btn-primary" name="verb" value="start"', page.text)


def test_once_enrolment_is_closed_the_promotion_leads_to_its_board(delphine):
    cohort = a_cohort(state="matching")
    page = _get(delphine, "edit-cohort", cohort.code).text
    assert f'btn-primary" href="{INSIDE}{reverse("match-board", args=[cohort.code])}"' in page
    assert 'btn-primary" name="verb"' not in page
    assert "Rouvrir les inscriptions" in page


def test_where_people_choose_by_themselves_a_promotion_leads_to_no_board():
    home()
    cohort = a_cohort(a_programme("informal"), state="enrolling")
    page = _get(a_staff_member("Delphine"), "edit-cohort", cohort.code).text
    assert reverse("match-board", args=[cohort.code]) not in page
    assert 'btn-primary" name="verb" value="close_enrolment"' in page


def test_a_promotion_ends_in_two_steps_the_first_says_that_there_is_no_way_back(delphine):
    cohort = a_cohort(state="running")
    page = _get(delphine, "edit-cohort", cohort.code).text
    warned, folded = page.index("Cette étape ne se reprend pas"), page.index("<details><summary")
    assert folded < warned < page.index('name="verb" value="close"') < page.index("</details>", folded)


@pytest.mark.parametrize("form", ["circles", "centralised"])
def test_before_the_publication_nothing_is_said_to_be_published_in_the_words_of_pairs(form):
    home()
    a_cohort(a_programme(form), state="matching")
    page = _get(a_staff_member("Delphine"), "pilot-dashboard").text
    assert "Rien n’est publié pour l’instant." in page and "Aucun binôme" not in page
