"""The legal pages: complete as far as they can be, honest about the rest, and true about cookies."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from binome.mentoring.identity import VISIBILITY
from binome.privacy.models import Conformity
from binome.privacy.operator import details_of, save_details
from binome.web.privacy.cookies import site_cookies
from tests.backoffice.pages import text
from tests.factories import NOON, a_mentee, home, log_in

pytestmark = pytest.mark.django_db
PAGES = ["legal-notice", "privacy-notice", "cookie-notice", "accessibility-statement"]
UNSAID = "L’organisme ne l’a pas encore renseigné."


@pytest.fixture(autouse=True)
def programme():
    return home()


def tell(programme, **changes):
    save_details(programme=programme, changes=changes, by=None, now=NOON)


@pytest.mark.parametrize("name", PAGES)
def test_anyone_reads_the_legal_pages_in_both_languages(client, name):
    french = client.get(reverse(name))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    english = client.get(reverse(name))
    assert french.status_code == english.status_code == 200
    titles = [re.search(r"<h1>(.*?)</h1>", page.content.decode())[1] for page in (french, english)]
    assert name == "cookie-notice" or titles[0] != titles[1]
    assert "[[" not in french.content.decode() + english.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_every_page_leads_to_them(client, name):
    assert f'href="{reverse(name)}"' in client.get("/").content.decode()


def test_a_blank_is_said_in_a_sentence_and_disappears_once_filled(client, programme):
    assert text(client.get(reverse("legal-notice"))).count(UNSAID) == 9
    tell(programme, name="Association Exemple", host_name="Hébergeur SA")
    page = text(client.get(reverse("legal-notice")))
    assert page.count(UNSAID) == 7
    assert "Association Exemple" in page and "Hébergeur SA" in page


def test_what_the_organisation_writes_is_text_and_nothing_more(client, programme):
    tell(programme, name="<b>Nous</b>", audit_failings="<script>x</script> **Une** vidéo", conformity="partial")
    for name in PAGES:
        page = client.get(reverse(name)).content.decode()
        assert "<b>Nous</b>" not in page and "<script>x" not in page


def test_the_privacy_notice_shows_the_table_of_the_shield(client):
    page = text(client.get(reverse("privacy-notice")))
    for label, _sights in VISIBILITY.values():
        assert str(label) in page


@pytest.mark.parametrize("name", ["privacy-notice", "who-sees-what"])
def test_what_a_case_and_a_breach_show_the_team_is_said_beside_the_table(client, name):
    page = text(client.get(reverse(name)))
    assert "copie scellée du profil signalé et des demandes" in page
    assert "la liste des personnes concernées avec leur adresse e-mail" in page
    assert "qu’une demande attend une réponse ou qu’un binôme se tait" in page


def test_the_privacy_notice_gives_the_authority_and_the_contact(client, programme):
    tell(programme, privacy_contact="dpo@asso.example.org")
    page = text(client.get(reverse("privacy-notice")))
    assert "3 place de Fontenoy" in page and "dpo@asso.example.org" in page


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (Conformity.UNAUDITED, "pas encore été audité"),
        (Conformity.UNAUDITED, "non conforme"),
        (Conformity.NONE, "non conforme"),
        (Conformity.PARTIAL, "partiellement conforme"),
        (Conformity.FULL, "totalement conforme"),
    ],
)
def test_the_accessibility_statement_says_what_was_audited(client, programme, state, words):
    tell(programme, conformity=state)
    assert words in text(client.get(reverse("accessibility-statement")))


@pytest.mark.parametrize(
    ("state", "words"),
    [("unaudited", "non conforme"), ("none", "non conforme"), ("partial", "partiellement conforme"),
     ("full", "totalement conforme")],
)  # fmt: skip
def test_the_first_page_says_it_beside_the_link(client, programme, state, words):
    tell(programme, conformity=state)
    assert f"Accessibilité : {words}" in text(client.get(reverse("home")))


def test_the_statement_is_dated_in_words(client, programme):
    tell(programme, conformity="partial", audited_on=NOON.date(), audited_by="Cabinet", audit_rate=75)
    page = text(client.get(reverse("accessibility-statement")))
    assert "Cette déclaration est à jour au 12 mars 2026" in page
    assert "Audit mené le 12 mars 2026" in page and "75 %" in page


def test_a_data_protection_officer_is_called_so(client, programme):
    tell(programme, privacy_contact="dpo@asso.example.org")
    assert "Délégué à la protection" not in text(client.get(reverse("privacy-notice")))
    tell(programme, has_dpo=True)
    assert "Délégué à la protection des données dpo@asso.example.org" in text(client.get(reverse("privacy-notice")))


def test_a_site_that_nobody_audited_never_says_that_it_conforms(client, programme):
    details = details_of(programme)
    assert details.conformity == Conformity.UNAUDITED
    page = text(client.get(reverse("accessibility-statement")))
    assert "partiellement conforme" not in page and "totalement conforme" not in page


def walk(client):
    """A walk that meets everything that sets a cookie."""
    client.get(reverse("home"))
    client.post(reverse("set-language"), {"language": "fr"})
    client.post(reverse("set-theme"), {"theme": "sombre"})
    client.get(reverse("account_login"))
    client.get(reverse("my-space"))
    log_in(client, a_mentee())
    for name in ("my-space", "mentor-list", "settings", "profile-edit", "session-list", "who-sees-what", "resume-form"):
        yield client.get(reverse(name))
    yield client.post(reverse("write-to-team"), {"subject": "Bonjour", "body": "Une question."})


def test_the_cookies_page_lists_exactly_the_cookies_that_are_set(programme):
    client = Client()
    seen = {name for response in walk(client) for name in response.cookies} | set(client.cookies)
    listed = {cookie.name for cookie in site_cookies()}
    assert seen == listed
    page = text(client.get(reverse("cookie-notice")))
    assert all(name in page for name in listed)


def test_no_banner_asks_for_a_consent(client):
    for name in ("home", "account_login", "signup-start"):
        assert text(client.get(reverse(name))).lower().count("cookies") == 1, "more than the link of the footer"
