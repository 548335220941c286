"""Coming in, her account, errors and the pause, inside a programme: its name, its links, and no way out of it but the
root (ADR 0014, N8, N11)."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse, set_script_prefix
from django.utils import timezone

from binome.core import holds
from binome.core.models import Letter
from binome.core.roots import at_root
from binome.core.unsubscribe import unsubscribe_url
from binome.people.emails import activation
from binome.people.models import User
from tests.factories import NOON, a_window, home, second_factor
from tests.factories.people import PASSWORD
from tests.factories.programmes import a_participant, a_programme, a_staff_member

pytestmark = pytest.mark.django_db
INSIDE = "/programmes/passerelles"
#: Her account, page by page.
ACCOUNT = (
    "settings", "account_email", "account_change_password", "account_logout", "account_reauthenticate", "mfa_index",
    "session-list", "mail-preferences", "my-data", "leave", "my-agreements", "charter", "who-sees-what", "legal-notice",
    "privacy-notice", "cookie-notice", "accessibility-statement", "kept-how-long", "write-to-team", "resource-list",
    "question-list", "news-list", "my-programmes", "health", "account_reset_password",
)  # fmt: skip
#: Where « next » must never lead.
FOREIGN = (
    "https://evil.example/", "//evil.example/", "/\\evil.example/", "\\\\evil.example", "https:evil.example",
    "javascript:alert(1)", "/programmes/passerelles//evil.example/", "http://testserver@evil.example/",
    "///evil.example", "/programmes/../../evil", "%2F%2Fevil.example",
)  # fmt: skip


@pytest.fixture
def ines() -> User:
    home()
    a_programme(slug="tandem")
    person: User = a_participant("Inès").person
    return person


@pytest.fixture
def window(ines):
    return a_window(ines)


def addresses(page: str) -> list[str]:
    """Every address of this site that a page leads or sends to."""
    found = re.findall(r'(?:href|action|hx-get|hx-post|formaction)="(/[^"]*)"', page)
    return [path for path in found if not path.startswith(settings.STATIC_URL)]


def leads_outside(page: str) -> list[str]:
    return [path for path in addresses(page) if not path.startswith(f"{INSIDE}/")]


@pytest.mark.parametrize("name", ACCOUNT)
def test_each_page_says_the_programme_and_leads_inside(window, name):
    answer = window.get(INSIDE + reverse(name), follow=True)
    assert answer.status_code in (200, 503)  # without a worker here, the health page says so
    assert "Passerelles" in re.search(r"<title>(.*?)</title>|<header.*?</header>", answer.text, re.DOTALL)[0] or (
        "<span>Passerelles" in answer.text
    )
    assert len(addresses(answer.text)) > 3
    assert leads_outside(answer.text) == []


def test_a_link_that_leads_outside_is_found():
    assert leads_outside('<a href="/mentores/">x</a><a href="/programmes/passerelles/x/">y</a>') == ["/mentores/"]


# --- coming in, going out -----------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["account_login", "account_request_login_code", "account_reset_password"])
def test_a_visitor_of_its_address_comes_in_by_the_root(ines, name):
    answer = Client().get(INSIDE + reverse(name))
    assert answer["Location"].partition("?")[0] == reverse("account_login")
    assert f"next=%2Fprogrammes%2Fpasserelles{reverse(name).replace('/', '%2F')}" in answer["Location"]


@pytest.mark.parametrize("there", FOREIGN)
@pytest.mark.parametrize("prefix", ["", INSIDE])
def test_next_never_leaves_the_site(ines, there, prefix):
    client = Client()
    answer = client.post(reverse("account_login"), {"login": ines.email, "password": PASSWORD, "next": there})
    assert answer.status_code == 302 and answer["Location"].startswith("/") and "evil" not in answer["Location"]
    for name in ("set-language", "set-theme"):
        answer = client.post(prefix + reverse(name), {"language": "en", "theme": "clair", "next": there})
        assert answer["Location"] == prefix + "/" or not re.match(r"^(\w+:|[/\\]{2})", answer["Location"])


@pytest.mark.parametrize("slug", ["tandem", "inexistant"])
def test_next_to_a_programme_that_is_not_hers_tells_nothing(ines, slug):
    client = Client()
    there = f"/programmes/{slug}/mon-espace/"
    answer = client.post(reverse("account_login"), {"login": ines.email, "password": PASSWORD, "next": there})
    assert answer["Location"] == there  # the same, whether it exists or not
    assert client.get(there).status_code == 404


def test_logging_out_ends_the_session_of_every_programme(window):
    window.post(INSIDE + reverse("account_logout"))
    for prefix in ("", INSIDE):
        assert window.get(prefix + reverse("settings")).status_code == 302


def test_the_second_factor_is_asked_and_brings_back_inside(ines):
    delphine = a_staff_member("Delphine")
    code = second_factor(delphine)
    client = Client()
    client.force_login(delphine)
    asked = client.get(INSIDE + reverse("pilot-dashboard"))
    assert asked["Location"].startswith(INSIDE + reverse("mfa_reauthenticate"))
    assert leads_outside(client.get(asked["Location"]).text) == []
    assert client.post(asked["Location"], {"code": code()})["Location"] == INSIDE + reverse("pilot-dashboard")


def test_setting_up_a_second_factor_stays_inside_and_names_the_programme(ines):
    client = Client()
    client.force_login(a_staff_member("Delphine"))
    assert client.get(INSIDE + reverse("pilot-dashboard"))["Location"].startswith(INSIDE + reverse("mfa_index"))
    asked = client.get(INSIDE + reverse("mfa_activate_totp"))["Location"]
    assert asked.startswith(f"{INSIDE}/")
    page = client.post(asked, {"password": PASSWORD}, follow=True)
    assert page.redirect_chain[-1][0].startswith(INSIDE + reverse("mfa_activate_totp"))
    assert leads_outside(page.text) == []


# --- letters whose link must open without a session ------------------------------------------------------------
def test_a_forgotten_password_asked_for_inside_is_chosen_at_the_root(window, ines):
    window.post(INSIDE + reverse("account_reset_password"), {"email": ines.email})
    letter = Letter.objects.get(to=ines.email)
    link = re.search(rf"{settings.SITE_URL}(/\S*mot-de-passe\S*)", letter.text)[1]
    assert not link.startswith(INSIDE)
    page = Client().get(link, follow=True)
    assert page.status_code == 200 and 'type="password"' in page.text


def test_a_new_address_asked_for_inside_is_confirmed_at_the_root(window):
    window.post(INSIDE + reverse("account_reauthenticate"), {"password": PASSWORD})
    window.post(INSIDE + reverse("account_email"), {"email": "nouvelle@example.org", "action_add": ""})
    letter = Letter.objects.get(to="nouvelle@example.org")
    link = re.search(rf"{settings.SITE_URL}(/\S+)", letter.text)[1]
    assert not link.startswith(INSIDE)
    asked = Client().get(link)["Location"]  # any session of hers will do: no programme stands before it
    assert asked.startswith(reverse("account_login")) and "programmes" not in asked


def test_an_unsubscribe_link_opens_without_a_session_whatever_the_programme(ines):
    assert Client().get(unsubscribe_url(ines, "fit_reminder")).status_code in (200, 404)
    assert at_root(unsubscribe_url(ines, "x")).startswith("/desabonnement/")


def test_an_activation_link_written_inside_opens_without_a_session(ines):
    set_script_prefix(f"{INSIDE}/")
    try:
        activation(ines, now=NOON)
    finally:
        set_script_prefix("/")
    link = re.search(rf"{settings.SITE_URL}(/\S*activation\S*)", Letter.objects.get(kind="activation").text)[1]
    assert link.startswith("/activation/")


# --- language, colours, cookies --------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["set-language", "set-theme"])
def test_language_and_colours_stay_on_her_page(window, name):
    there = f"{INSIDE}/charte/"
    answer = window.post(INSIDE + reverse(name), {"language": "en", "theme": "clair", "next": there})
    assert answer["Location"] == there
    assert window.post(INSIDE + reverse(name), {"next": "nowhere"})["Location"] == f"{INSIDE}/"


def test_a_cookie_belongs_to_the_whole_site(window):
    """A path of its own would give her two sessions, and two languages, in one browser."""
    window.post(INSIDE + reverse("set-language"), {"language": "en"})
    window.post(INSIDE + reverse("set-theme"), {"theme": "clair"})
    window.get(INSIDE + reverse("account_email"))
    assert {cookie["path"] for cookie in window.cookies.values() if cookie.value} == {"/"}


# --- errors and the pause ------------------------------------------------------------------------------------
def test_a_missing_page_keeps_her_inside(window):
    answer = window.get(f"{INSIDE}/rien/")
    assert (answer.status_code, leads_outside(answer.text)) == (404, [])
    assert "Passerelles" in answer.text


def test_a_form_too_old_keeps_her_inside(ines):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ines)
    answer = client.post(
        f"{INSIDE}/ecrire-a-l-equipe/", {"body": "Mon texte"}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code == 403
    assert "Mon texte" in answer.text and "Passerelles" in answer.text and leads_outside(answer.text) == []


def test_a_refused_form_keeps_her_inside(window):
    answer = window.post(f"{INSIDE}/ecrire-a-l-equipe/", {"body": ""})
    assert (answer.status_code, leads_outside(answer.text)) == (422, [])


def test_too_much_at_once_keeps_her_inside(window, monkeypatch):
    monkeypatch.setattr(settings, "DATA_UPLOAD_MAX_MEMORY_SIZE", 10)
    answer = window.post(f"{INSIDE}/ecrire-a-l-equipe/", {"body": "x" * 50}, "application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert "Passerelles" in answer.text and leads_outside(answer.text) == []


def test_a_failure_says_the_programme_and_leads_inside(window, monkeypatch):
    window.raise_request_exception = False
    monkeypatch.setattr("binome.web.pages.visibility.VISIBILITY", None)
    answer = window.get(INSIDE + reverse("who-sees-what"))
    assert answer.status_code == 500
    assert "Passerelles" in answer.text and leads_outside(answer.text) == []


def test_the_pause_is_the_programme_s_too(window):
    holds.hold(holds.SITE, now=timezone.now())
    answer = window.get(f"{INSIDE}/mon-espace/")
    assert answer.status_code == 503
    assert "Passerelles" in answer.text and leads_outside(answer.text) == []
