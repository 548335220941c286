"""A letter leads into its own programme, wherever it was written (ADR 0014)."""

import re

import pytest
from django.conf import settings
from django.urls import reverse, set_script_prefix

from binome.core.models import Letter
from binome.core.unsubscribe import unsubscribe_url
from binome.programmes.letters import tell
from tests.factories import NOON, a_mentor, home
from tests.factories.programmes import a_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def inside():
    """A request inside another programme."""
    yield lambda programme: set_script_prefix(f"{programme.root}/")
    set_script_prefix("/")


def links_of_a_letter(programme) -> set[str]:
    tell(
        "mentors_called", person=a_mentor("Bruna"), programme=programme, event="call:1", about="call:1",
        path=reverse("availability"), now=NOON,
    )  # fmt: skip
    return set(re.findall(r'href="([^"]+)"', Letter.objects.get().html))


@pytest.mark.parametrize("here", ["worker", "passerelles", "tandems"])
@pytest.mark.parametrize("of", ["home", "passerelles"])
def test_a_letter_leads_into_its_own_programme(inside, here, of):
    programmes = {"home": home(), "passerelles": a_programme(), "tandems": a_programme(slug="tandems")}
    page, preferences = reverse("availability"), reverse("mail-preferences")
    if here != "worker":
        inside(programmes[here])
    links = links_of_a_letter(programmes[of])
    root = settings.SITE_URL + ("" if of == "home" else "/programmes/passerelles")
    assert {root + page, root + preferences} <= links


def test_one_click_stops_an_optional_mail_without_a_login_wherever_it_was_written(inside, client):
    bruna, programme = a_mentor("Bruna"), a_programme()
    inside(programme)
    address = unsubscribe_url(bruna, "mentors_called")
    set_script_prefix("/")
    assert client.get(address).status_code == 200
    assert client.get(programme.root + address).status_code == 302  # what a link into the programme would be
