"""The page of the team, for its administrators alone: who has which role, given and taken back with a reason."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from binome.core.holds import SITE, hold
from binome.core.models import Letter
from binome.programmes.models import Enrolment, StaffRole
from tests.factories import NOON, a_mentee, a_mentor, a_moderator, an_administrator, home
from tests.support.cast import a_case

from .pages import text

pytestmark = pytest.mark.django_db
URL, GIVE = reverse("team-list"), reverse("give-role")
GIVEN = {"email": "awa@example.org", "kind": "moderator", "reason": "reinforcement"}


@pytest.fixture
def elsa(db):
    return an_administrator("Elsa")


@pytest.fixture
def desk(window, elsa):
    return window(elsa)


def removal(person, role="moderator"):
    return reverse("remove-role", args=[person.code, role])


def a_working_mentor(name="Bruna", **fields):
    """A member who is of the team too."""
    person = a_mentor(name, **fields)
    StaffRole.objects.create(person=person, programme=home(), kind="moderator", since_at=NOON)
    return person


def test_a_moderator_finds_no_page_of_the_team(team, dina, elsa):
    for answer in (team.get(URL), team.post(GIVE, GIVEN), team.get(removal(elsa, "administrator")),
                   team.post(removal(elsa, "administrator"), {"reason": "left"})):  # fmt: skip
        assert answer.status_code == 404
    assert StaffRole.objects.count() == 2


def test_the_page_lists_who_has_which_role_and_whose_access_is_closed(desk, dina):
    a_working_mentor(enrolment={"state": "suspended"})
    page = text(desk.get(URL))
    assert "Elsa (vous) Administratrice" in page and "Dina Modératrice" in page
    assert "Bruna Modératrice 12 mars 2026 fermé par une mesure" in page
    assert "@example.org" not in page


def test_a_role_is_given_then_taken_back_with_a_reason(desk, window, journal, letters):
    awa = a_mentee("Awa", email="awa@example.org")
    hers = window(awa)
    journal(), letters()
    page = text(desk.post(GIVE, GIVEN, follow=True))
    assert "Awa est dans l’équipe. Un e-mail le lui dit." in page and "Awa Modératrice" in page
    assert hers.get(reverse("case-list")).status_code == 200
    said = text(desk.get(removal(awa)))
    assert "Retirer un rôle à Awa" in said and "déconnectée aussitôt" in said
    page = text(desk.post(removal(awa), {"reason": "left"}, follow=True))
    assert "Awa n’a plus ce rôle" in page and "Awa Modératrice" not in page
    assert hers.get(reverse("case-list")).url.startswith(reverse("account_login"))
    assert journal() == ["role_given", "role_removed"]
    assert letters() == [("role_given", awa.code), ("role_removed", awa.code)]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [({"email": ""}, "Écrivez son adresse"), ({"email": "awa"}, "n’est pas complète"),
     ({"kind": "queen"}, "Choisissez un rôle"), ({"reason": ""}, "Choisissez une raison"),
     ({"email": "nobody@example.org"}, "Ajoutez son prénom")],
)  # fmt: skip
def test_what_is_missing_is_asked_with_what_was_typed(desk, changed, sentence):
    page = desk.post(GIVE, {**GIVEN, **changed})
    assert page.status_code == 422 and sentence in text(page)
    assert StaffRole.objects.count() == 1


def test_a_role_is_not_taken_back_without_a_reason(desk, dina):
    page = desk.post(removal(dina), {})
    assert page.status_code == 422 and "Choisissez une raison" in text(page)
    assert dina.staff_roles.exists()


def test_the_last_administrator_is_told_why_she_stays(desk, elsa):
    page = text(desk.post(removal(elsa, "administrator"), {"reason": "left"}, follow=True))
    assert "C’est la dernière administratrice" in page
    assert elsa.staff_roles.exists()


@pytest.mark.parametrize("state", ["suspended", "excluded"])
def test_who_is_set_aside_is_out_of_the_team_at_once_whatever_her_role(window, state):
    bruna = a_working_mentor()
    client = window(bruna)
    assert client.get(reverse("case-list")).status_code == 200
    Enrolment.objects.filter(person=bruna).update(state=state)
    for name in ("case-list", "moderation-queue", "moderators-day", "journal"):
        assert client.get(reverse(name)).url.startswith(reverse("my-cases"))
    assert "Modération" not in text(client.get(reverse("my-cases")))
    a_case(a_mentee("Awa"), a_mentor("Chloé"))
    assert not Letter.objects.filter(kind="case_opened", recipient_code=bruna.code).exists()
    hold(SITE, now=NOON)
    assert client.get(reverse("my-cases")).status_code == 503


def test_the_list_costs_the_same_whatever_its_length(desk):
    def queries():
        with CaptureQueriesContext(connection) as counted:
            desk.get(URL)
        return len(counted)

    a_moderator("Dina")
    few = queries()
    for number in range(6):
        a_moderator(f"Modératrice {number}")
    assert queries() == few <= 8
