"""Whoever reads in English reads no French; a mixed programme takes nobody for a woman."""

import html
import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from binome.mentoring import actions
from tests.factories import a_mentee, a_mentor, a_moderator, a_profile_to_check, a_request, home, log_in
from tests.factories.people import PRESENTATION

from .people.pages import begin, until, url

pytestmark = pytest.mark.django_db
#: Words that any French sentence has one of, and that English has not.
FRENCH = re.compile(
    r"\b(?:le|la|les|des|du|une|et|est|vos|votre|vous|nous|avec|dans|sur|qui|que|ce|cette|ces|pas|elle|aux?|en"
    r"|[ldnscjm]’\w+|qu’\w+|\w*mentore\w*|demandes?|annuaire|voir|envoyer|écrire|janvier|février|mars|avril|mai|juin"
    r"|juillet|août|septembre|octobre|novembre|décembre|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b",
    re.IGNORECASE,
)
#: What says to a reader that she is a woman; « elle » may be a thing, and is looked for where no thing is spoken of.
FEMININE = re.compile(
    r"\b(?:inscrites?|connectée|déconnectée|prévenue|heureuses|chacune|quelqu’une|pour toutes|vous seule|femmes"
    r"|une bénévole|modératrices?|amie)\b",
    re.IGNORECASE,
)
SHE = re.compile(r"\belles?\b", re.IGNORECASE)
ENGLISH = {
    "profile": {
        "headline": "Workshop manager",
        "quote": "I know what a decision costs.",
        "presentation": "I started in the workshop, then managed a team of twelve people. " * 4,
    }
}
REQUEST = {"objective": "Lead my workshop", "about_me": "Six years there.", "why_you": "We share a path."}


def words(response) -> str:
    """What a page says to eyes and to screen readers, without what it says in another language."""
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    body = re.sub(r'<(\w+)[^>]* lang="fr"[^>]*>.*?</\1>', " ", re.sub(r"<html[^>]*>", "", body), flags=re.DOTALL)
    spoken = " ".join(re.findall(r'(?:aria-label|placeholder|title|alt)="([^"]*)"', body))
    return re.sub(r"\s+", " ", html.unescape(f"{re.sub(r'<[^>]+>', ' ', body)} {spoken}"))


def french_in(response, *quoted: str) -> list[str]:
    """The French of a page, but for what it quotes from somebody."""
    assert response.status_code in {200, 422}, response
    said = words(response)
    for text in quoted:
        said = said.replace(text, " ")
    return [said[max(found.start() - 30, 0) : found.end() + 30] for found in FRENCH.finditer(said)]


@pytest.fixture
def english():
    """A window on the site in English, as whoever it is opened for."""
    home()

    def open_window(person=None):
        client = Client()
        if person:
            log_in(client, person)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        return client

    return open_window


@pytest.fixture
def mixed(client):
    programme = home()
    programme.wording = "fr-inclusif"
    programme.save()
    return client


@pytest.mark.parametrize("name", ["home", "signup-start", "account_login", "account_reset_password", "signup-link"])
def test_who_is_not_logged_in_reads_english_alone(english, name):
    assert french_in(english().get(reverse(name))) == []


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_each_step_of_the_sign_up_is_in_english(english, role):
    window = english()
    for step in (2, 3, 4):
        draft = until(window, step, role=role)
        assert french_in(window.get(url(draft, step)), PRESENTATION) == []


def test_a_refused_step_says_so_in_english(english):
    window = english()
    draft = begin(window)

    refused = window.post(url(draft, 2), {"first_name": "", "family_name": "", "email": "nowhere", "go": "next"})

    assert refused.status_code == 422
    assert french_in(refused) == []


@pytest.mark.parametrize(
    "name", ["mentor-list", "my-space", "my-requests", "settings", "mail-preferences", "who-sees-what", "write-to-team"]
)
def test_a_mentee_reads_english_alone(english, name):
    a_mentor(**ENGLISH)
    assert french_in(english(a_mentee(**ENGLISH)).get(reverse(name))) == []


@pytest.mark.parametrize("name", ["my-space", "availability", "profile-edit", "identity-edit", "session-list"])
def test_a_mentor_reads_english_alone(english, name):
    assert french_in(english(a_mentor(**ENGLISH)).get(reverse(name))) == []


@pytest.mark.parametrize("name", ["moderation-queue", "case-list", "message-list", "journal"])
def test_the_team_reads_english_alone(english, name):
    a_profile_to_check(**ENGLISH["profile"])
    assert french_in(english(a_moderator()).get(reverse(name))) == []


def test_a_request_then_its_pair_are_in_english_for_both(english):
    mentee, mentor, now = a_mentee(**ENGLISH), a_mentor(**ENGLISH), timezone.now()
    for name in ("mentor-detail", "request-new", "report-person"):
        assert french_in(english(mentee).get(reverse(name, args=[mentor.code]))) == []
    row = a_request(mentee, mentor, now=now, **REQUEST)
    for person in (mentee, mentor):
        assert french_in(english(person).get(reverse("request-detail", args=[row.code]))) == []
    for name in ("accept-request", "ask-question", "decline-request"):
        assert french_in(english(mentor).get(reverse(name, args=[row.code]))) == []
    pair = actions.accept_request(mentoring_request=row, by=mentor, reply="Welcome!", reveal=["email"], now=now)
    for person in (mentee, mentor):
        for name in ("pair-detail", "close-pair"):
            assert french_in(english(person).get(reverse(name, args=[pair.code]))) == []


def feminine_in(client, person, name, *args) -> list[str]:
    log_in(client, person)
    said = words(client.get(reverse(name, args=args)))
    return FEMININE.findall(said) + SHE.findall(said)


@pytest.mark.parametrize("name", ["home", "signup-start", "account_login"])
def test_a_mixed_programme_does_not_speak_in_the_feminine(mixed, name):
    said = re.sub("Je suis une femme|entre femmes ou en mixité", "", words(mixed.get(reverse(name))))
    assert FEMININE.findall(said) + SHE.findall(said) == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_people_of_the_home_page_are_those_of_the_programme(client, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    programme = home()
    women = words(client.get(reverse("home")))
    programme.wording = "fr-inclusif"
    programme.save()
    everyone = words(client.get(reverse("home")))

    assert ("Oumou" in women, "Karim" in women) == (True, False)
    assert ("Oumou" in everyone, "Karim" in everyone) == (False, True)
    assert re.search(r"entre femmes,|between women", everyone + ",") is None
    assert re.search("brings together women|met en relation des femmes|only woman|seule femme", women)
    assert not re.search("brings together women|met en relation des femmes|only woman|seule femme", everyone)


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_a_mixed_programme_welcomes_whoever_signs_up(mixed, role):
    for step in (2, 3, 4):
        draft = until(mixed, step, role=role)
        assert FEMININE.findall(words(mixed.get(url(draft, step)))) == []


def test_a_request_and_its_pair_take_nobody_for_a_woman(mixed):
    mentee, mentor, now = a_mentee(), a_mentor(), timezone.now()
    pages = [(mentee, "mentor-detail", mentor.code), (mentee, "request-new", mentor.code)]
    row = a_request(mentee, mentor, now=now)
    pages += [(person, "request-detail", row.code) for person in (mentee, mentor)]
    pages += [(mentor, name, row.code) for name in ("accept-request", "decline-request", "ask-question")]
    assert [found for page in pages for found in feminine_in(mixed, *page)] == []
    pair = actions.accept_request(mentoring_request=row, by=mentor, reply="À bientôt", reveal=[], now=now)
    for person in (mentee, mentor):
        assert feminine_in(mixed, person, "pair-detail", pair.code) == []
        assert feminine_in(mixed, person, "my-space") == []


def test_what_is_sought_would_be_found_in_a_programme_of_women(client):
    home()
    said = words(client.get(reverse("home")))
    assert FEMININE.search(said) and SHE.search(said) and FRENCH.search(said)
