"""Who opens the team's pages: the programme's team, and nobody else."""

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from tests.factories import NOON, a_mentee, a_mentor, a_moderator, a_profile_to_check, an_administrator, home, log_in
from tests.support.cast import a_case, a_message

pytestmark = pytest.mark.django_db

READ = [
    "moderators-day", "call-mentors", "moderation-queue", "profile-review", "case-list", "case-detail", "message-list",
    "message-detail", "journal", "attestation-list",
]  # fmt: skip
WRITTEN = [
    "take-next-profile", "approve-profile", "ask-profile-change", "refuse-profile", "escalate-profile",
    "confirm-recheck", "restore-profile", "take-profile", "release-profile", "open-identity", "link-accounts",
    "take-case", "release-case", "rate-case", "hear-reported", "decide-case", "answer-appeal", "answer-message",
    "take-message", "release-message", "dismiss-message", "leave-note", "remove-note",
]  # fmt: skip
#: A moderator finds no such page: test_eligibility, test_team and the secrecy suite say so.
OF_ADMINISTRATORS = {
    "edit-eligibility", "team-list", "give-role", "remove-role",
    "organisation-desk", "create-organisation", "add-party", "appoint-manager",
}  # fmt: skip
OF_CASES = {"case-detail", "take-case", "release-case", "rate-case", "hear-reported", "decide-case", "answer-appeal"}
WITHOUT_CODE = {
    "moderators-day", "leave-note", "moderation-queue", "case-list", "message-list", "journal", "take-next-profile",
    "attestation-list",
}  # fmt: skip
PEOPLE = {
    "mentee": lambda: a_mentee("Awa"),
    "mentor": lambda: a_mentor("Bruna"),
    "moderator": lambda: a_moderator("Dina"),
    "administrator": lambda: an_administrator("Elsa"),
}


@pytest.fixture
def address():
    """The address of a page, about someone none of these people knows."""
    codes = {
        "case": a_case(a_mentee("Chloé"), a_mentor("Gaëlle")).code,
        "message": a_message(a_mentee("Hawa")).code,
        "profile": a_profile_to_check().person.code,
    }

    def find(name):
        if name in WITHOUT_CODE:
            return reverse(name)
        if name == "call-mentors":
            return reverse(name, args=["industrie"])
        kind = "case" if name in OF_CASES else "message" if "message" in name else "profile"
        return reverse(name, args=[codes[kind]])

    return find


def test_every_address_of_the_team_is_tried_here():
    """Those of the library have their own tests."""
    from binome.backoffice import urls

    found = {pattern.name for pattern in urls.urlpatterns if ".library." not in pattern.callback.__module__}
    assert found == {*READ, *WRITTEN, *OF_ADMINISTRATORS}
    assert get_resolver().reverse_dict.getlist("moderation-queue")


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize(
    ("who", "status"), [("mentee", 404), ("mentor", 404), ("moderator", 200), ("administrator", 200)]
)
def test_a_page_opens_for_the_team_alone(address, name, who, status):
    client = Client()
    log_in(client, PEOPLE[who]())
    assert client.get(address(name)).status_code == status


@pytest.mark.parametrize("name", WRITTEN)
@pytest.mark.parametrize("who", ["mentee", "mentor"])
def test_an_act_of_the_team_does_not_exist_for_a_member(address, name, who, journal):
    client = Client()
    log_in(client, PEOPLE[who]())
    journal()
    assert client.post(address(name)).status_code == 404
    assert journal() == []


@pytest.mark.parametrize("name", WRITTEN)
@pytest.mark.parametrize("who", ["moderator", "administrator"])
def test_an_act_of_the_team_answers_both_staff_roles(address, name, who):
    client = Client()
    log_in(client, PEOPLE[who]())
    assert client.post(address(name)).status_code in {302, 422}


@pytest.mark.parametrize("name", READ + WRITTEN)
def test_a_stranger_is_asked_to_log_in(address, name):
    answer = Client().post(address(name)) if name in WRITTEN else Client().get(address(name))
    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize("name", sorted(set(WRITTEN) - {"take-next-profile"}))
def test_reading_the_address_of_an_act_does_nothing(address, name, team, journal):
    url = address(name)
    journal()
    answer = team.get(url)
    assert answer.status_code in {302, 405}
    assert journal() == []


def test_a_role_that_is_removed_closes_the_door_at_once(team, dina):
    assert team.get(reverse("moderation-queue")).status_code == 200
    dina.staff_roles.all().delete()
    assert team.get(reverse("moderation-queue")).status_code == 404


def test_the_team_of_another_programme_sees_nothing_here(window):
    from binome.programmes.models import Programme, StaffRole

    home()
    elsewhere = Programme.objects.create(slug="ailleurs", name="Ailleurs")
    stranger = a_mentee("Ines")
    StaffRole.objects.create(person=stranger, programme=elsewhere, kind=StaffRole.Kind.MODERATOR, since_at=NOON)
    assert window(stranger).get(reverse("moderation-queue")).status_code == 404
