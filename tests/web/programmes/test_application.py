"""Each programme is an application of its own on a phone (A15): none keeps or shows a page of another."""

import json
import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.factories import a_mentee, a_window, home
from tests.factories.programmes import a_cohort, a_participant, a_programme

pytestmark = pytest.mark.django_db
INSIDE = "/programmes/passerelles"
FORGET = '"cache", "storage"'


@pytest.fixture
def window():
    home()
    return a_window(a_participant("Inès").person)


def test_its_card_is_its_own(window):
    answer = window.get(INSIDE + reverse("manifest"))
    card, of_the_site = json.loads(answer.content), json.loads(window.get(reverse("manifest")).content)
    assert (card["id"], card["scope"], card["start_url"]) == (f"{INSIDE}/", f"{INSIDE}/", f"{INSIDE}/mon-espace/")
    assert (of_the_site["id"], of_the_site["scope"]) == ("/", "/")
    assert (card["name"], of_the_site["name"]) == ("Passerelles", home().name)
    for icon in card["icons"]:
        assert icon["src"].startswith(settings.STATIC_URL)
    assert answer.headers["Cache-Control"] == "private, max-age=86400"


def test_the_browser_asks_for_the_card_with_her_session(window):
    page = window.get(f"{INSIDE}/charte/").text
    assert f'<link rel="manifest" href="{INSIDE}/manifest.webmanifest" crossorigin="use-credentials">' in page


@pytest.mark.parametrize("name", ["manifest", "service-worker", "offline"])
def test_they_answer_to_its_people_only(window, name):
    a_programme(slug="tandem")
    assert Client().get(INSIDE + reverse(name)).status_code == 302
    assert window.get("/programmes/tandem" + reverse(name)).status_code == 404
    assert window.get(INSIDE + reverse(name)).status_code == 200


def test_its_worker_keeps_its_own_offline_page_in_a_cache_of_its_own(window):
    scripts = [window.get(prefix + reverse("service-worker")).text for prefix in (INSIDE, "")]
    scripts = [script.replace("\\u002D", "-") for script in scripts]
    assert [re.search(r'const OURS = "(.*?)"', script)[1] for script in scripts] == [f"binome-{INSIDE}/-", "binome-/-"]
    kept = [re.findall(r'"([^"]+)"', re.search(r"const FILES = \[(.*?)\]", script)[1]) for script in scripts]
    pages = [[path for path in files if not path.startswith(settings.STATIC_URL)] for files in kept]
    assert pages == [[f"{INSIDE}/hors-ligne/"], ["/hors-ligne/"]]


def test_its_offline_page_speaks_for_it_and_of_nobody(window):
    page = window.get(INSIDE + reverse("offline")).text
    assert "Passerelles a besoin d’Internet" in page
    assert f'href="{INSIDE}/"' in page and "Inès" not in page
    assert page == a_window(a_participant("Nour", cohort=a_cohort()).person).get(INSIDE + reverse("offline")).text


def test_a_name_is_text_on_the_offline_page(window):
    a_programme().__class__.objects.filter(slug="passerelles").update(name="<b>Nous</b>")
    assert "<b>Nous" not in window.get(INSIDE + reverse("offline")).text


def test_her_browser_forgets_once_she_has_logged_out(window):
    assert "Clear-Site-Data" not in window.get(f"{INSIDE}/charte/").headers
    answer = window.post(INSIDE + reverse("account_logout"))
    assert answer.headers["Clear-Site-Data"] == FORGET


def test_it_forgets_too_when_her_session_was_closed_elsewhere(window):
    there = Client()
    there.cookies = window.cookies.copy()
    window.post(reverse("account_logout"))
    assert there.get(f"{INSIDE}/charte/").headers["Clear-Site-Data"] == FORGET


def test_it_forgets_too_when_her_session_has_lasted_too_long(window):
    session = window.session
    session["begun"] = session["seen"] = 1
    session.save()
    assert window.post(f"{INSIDE}/ecrire-a-l-equipe/", {"body": "…"}).headers["Clear-Site-Data"] == FORGET


def test_a_visitor_and_a_new_login_forget_nothing():
    home()
    assert "Clear-Site-Data" not in Client().get("/").headers
    answer = Client().post(
        reverse("account_login"), {"login": a_mentee().email, "password": "une phrase de douze mots"}
    )
    assert answer.status_code == 302 and "Clear-Site-Data" not in answer.headers
