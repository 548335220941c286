"""What the links of moderation's mails open: activation, correction, contestation."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from binome.core.models import Letter
from binome.mentoring.actions import approve_member
from binome.people import actions, tokens
from binome.people.lifecycle import ProfileState
from binome.people.models import Profile, User
from binome.programmes.models import Enrolment
from tests.factories import a_moderator, a_profile_to_check, family_name_of
from tests.factories.people import PRESENTATION

from .pages import photo

pytestmark = pytest.mark.django_db
PASSWORD = "quatre mots sans lien aucun"
CORRECTED = {
    "first_name": "Fanta",
    "headline": "Cheffe d’atelier corrigée",
    "sector": "industrie",
    "presentation": PRESENTATION,
    "topics": ["confiance"],
    "country": "FR",
    "spoken": ["fr"],
    "formats": ["remote"],
    "rhythms": ["monthly"],
}


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def link(name, person, now=None):
    purpose = {"activate": "activate", "profile-correct": "correct", "contest-refusal": "contest"}[name]
    return reverse(name, args=[tokens.write(purpose, code=person.code, now=now or timezone.now())])


@pytest.fixture
def approved():
    profile = a_profile_to_check()
    User.objects.filter(pk=profile.person_id).update(password="!never")
    approve_member(profile=profile, by=a_moderator(), now=timezone.now())
    profile.person.refresh_from_db()
    return profile.person


@pytest.fixture
def to_correct():
    profile = a_profile_to_check()
    actions.ask_profile_change(profile=profile, by=a_moderator(), message="Retirez la ville.", now=timezone.now())
    return profile


@pytest.fixture
def refused():
    profile = a_profile_to_check()
    actions.refuse_profile(
        profile=profile, by=a_moderator(), reason="commercial", message="Une offre payante.", now=timezone.now()
    )
    return profile


def test_she_chooses_her_password_and_enters(client, approved):
    address = link("activate", approved)
    page = text(client.get(address))
    assert "Bienvenue, Fanta" in page and approved.email in page and 'autocomplete="new-password"' in page

    response = client.post(address, {"password": PASSWORD})

    assert response.url == reverse("my-space")
    assert client.session["_auth_user_id"] == str(approved.pk)
    approved.refresh_from_db()
    assert approved.is_active and approved.check_password(PASSWORD)


@pytest.mark.parametrize("password", ["", "court", "123456789012", "motdepasse12"[:11], "person0@example.org"])
def test_a_weak_password_is_refused_with_a_sentence(client, approved, password):
    response = client.post(link("activate", approved), {"password": password})
    assert response.status_code == 422 and "error-summary" in text(response)
    approved.refresh_from_db()
    assert not approved.is_active


def test_the_page_of_activation_changes_nothing_by_being_read(client, approved):
    client.get(link("activate", approved))
    approved.refresh_from_db()
    assert not approved.is_active and "_auth_user_id" not in client.session


def test_a_link_that_served_leads_to_the_login(client, approved):
    address = link("activate", approved)
    client.post(address, {"password": PASSWORD})
    client.logout()
    for response in (client.get(address), client.post(address, {"password": "une autre phrase à moi"})):
        assert response.status_code == 404
        assert reverse("account_login") in text(response)
    approved.refresh_from_db()
    assert approved.check_password(PASSWORD)


def test_an_expired_activation_offers_a_new_link(client, approved):
    address = link("activate", approved, now=timezone.now() - timedelta(days=15))
    assert "Recevoir un nouveau lien" in text(client.get(address))
    assert "vient de partir" in text(client.post(address))
    assert Letter.objects.filter(kind="activation").count() == 2
    assert client.post(address, {"password": PASSWORD}).status_code == 200
    approved.refresh_from_db()
    assert not approved.is_active


@pytest.mark.parametrize("name", ["activate", "profile-correct", "contest-refusal"])
def test_a_forged_link_and_one_of_another_purpose_open_nothing(client, approved, name):
    for token in ("x", tokens.write("contest", code="inconnu", now=timezone.now())):
        address = reverse(name, args=[token])
        assert client.get(address).status_code == client.post(address, {}).status_code == 404


def test_a_profile_that_waits_again_opens_no_account(client, approved):
    Profile.objects.filter(person=approved).update(state=ProfileState.SUBMITTED)
    assert client.post(link("activate", approved), {"password": PASSWORD}).status_code == 404


def test_she_reads_what_to_change_and_sends_it_back(client, to_correct):
    address = link("profile-correct", to_correct.person)
    page = text(client.get(address))
    assert "Retirez la ville." in page and to_correct.presentation[:40] in page
    assert family_name_of(to_correct.person) not in page

    response = client.post(address, CORRECTED)

    assert "Merci" in text(response)
    to_correct.refresh_from_db()
    assert (to_correct.state, to_correct.headline, to_correct.city) == (
        ProfileState.SUBMITTED, "Cheffe d’atelier corrigée", "",
    )  # fmt: skip
    assert client.get(address).status_code == 404


def test_the_photo_to_correct_is_behind_the_same_link(client, to_correct):
    address = link("profile-correct", to_correct.person)
    picture = reverse("correct-photo", args=[address.split("/")[3]])
    assert client.get(picture).status_code == 404
    client.post(address, {**CORRECTED, "presentation": "", "photo": photo()})
    assert client.get(picture).status_code == 404, "a refused form changes nothing"
    actions.moves.apply_changes(to_correct, {"photo": b"pixels"})
    assert picture in text(client.get(address))
    assert client.get(picture).content == b"pixels"
    Profile.objects.update(state=ProfileState.SUBMITTED)
    assert client.get(picture).status_code == 404
    assert client.get(reverse("correct-photo", args=["x"])).status_code == 404


def test_a_refused_correction_loses_nothing(client, to_correct):
    response = client.post(link("profile-correct", to_correct.person), {**CORRECTED, "presentation": "Trop court"})
    assert response.status_code == 422
    assert "Trop court" in text(response) and "Cheffe d’atelier corrigée" in text(response)
    to_correct.refresh_from_db()
    assert to_correct.state == ProfileState.CHANGE_ASKED


def test_she_reads_why_and_contests_once(client, refused):
    address = link("contest-refusal", refused.person)
    assert "Une offre payante." in text(client.get(address))
    assert client.post(address, {"message": " "}).status_code == 422

    assert "transmis" in text(client.post(address, {"message": "C’est bénévole."}))
    refused.refresh_from_db()
    assert refused.state == ProfileState.SUBMITTED
    assert client.get(address).status_code == 404


def test_a_second_refusal_is_final_and_says_so(client, refused):
    address = link("contest-refusal", refused.person)
    client.post(address, {"message": "C’est bénévole."})
    actions.refuse_profile(
        profile=refused, by=a_moderator("Elsa"), reason="commercial", message="Confirmé.", now=timezone.now()
    )
    page = text(client.get(address))
    assert "Confirmé." in page and "définitive" in page and "<textarea" not in page
    assert client.post(address, {"message": "Encore"}).status_code == 404


def test_an_old_link_of_correction_says_what_to_do(client, to_correct):
    response = client.get(link("profile-correct", to_correct.person, now=timezone.now() - timedelta(days=61)))
    assert response.status_code == 404 and "bonjour@binome.example" in text(response)


def test_the_role_of_the_corrected_profile_chooses_its_words(client):
    profile = a_profile_to_check(role="mentee")
    actions.ask_profile_change(profile=profile, by=a_moderator(), message="Un mot.", now=timezone.now())
    assert Enrolment.objects.get(person=profile.person).role == "mentee"
    assert "Sur quoi aimeriez-vous avancer" in text(client.get(link("profile-correct", profile.person)))
