"""The first page of a programme of organisations: nothing of the open platform's, and a way to each person's space."""

import pytest
from django.urls import reverse

from tests.factories import a_window, home
from tests.factories.programmes import a_participant, a_programme, a_staff_member

pytestmark = pytest.mark.django_db
INSIDE = "/programmes/passerelles"


@pytest.fixture
def passerelles():
    home()
    return a_programme()


def _said(person) -> str:
    page = a_window(person).get(INSIDE + reverse("home"))
    assert page.status_code == 200
    return page.text.partition("<main")[2].partition("</main>")[0]


def test_it_promises_nothing_of_the_open_platform(passerelles):
    said = _said(a_participant("Inès").person)
    assert ("Passerelles" in said, "Groupe Orvanne" in said) == (True, True)
    for promise in ("Chaque profil est vérifié", reverse("signup-start"), reverse("mentor-list")):
        assert promise not in said


def test_it_leads_a_participant_to_her_space_and_its_manager_to_the_dashboard(passerelles):
    assert f'btn-primary" href="{INSIDE}{reverse("my-space")}"' in _said(a_participant("Inès").person)
    assert f'btn-primary" href="{INSIDE}{reverse("pilot-dashboard")}"' in _said(a_staff_member("Delphine"))
