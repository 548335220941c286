"""Signing up through its pages (A1–A3, A18): the four steps, and refusals that lose nothing."""

import io
import re

import pytest
from django.test import Client
from django.urls import reverse

from binome.core.models import Letter
from binome.mentoring.models import Place
from binome.people.models import Profile, SignupDraft, User
from binome.programmes.models import CharterSignature, Enrolment
from tests.factories import home

from .pages import PROFILE, account, begin, photo, post, text, until, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    home()
    return Client()


def test_a_mentor_signs_up_in_four_steps(client):
    draft = until(client, 4, role="mentor")
    response = post(client, draft, 4, {"version": "1", "accepted": "on"})

    assert response.url == reverse("signup-done")
    assert "Merci" in text(client.get(response.url))
    person, profile, enrolment = User.objects.get(), Profile.objects.get(), Enrolment.objects.get()
    assert (person.first_name, person.email, person.is_active) == ("Awa", "awa@example.org", False)
    assert (profile.country, profile.languages, profile.topics) == ("SN", ["fr", "wo"], ["confiance", "negocier"])
    assert (enrolment.role, enrolment.state, Place.objects.count()) == ("mentor", "pending", 2)
    assert CharterSignature.objects.get().person == person
    kinds = [letter.kind for letter in Letter.objects.order_by("id")]
    assert kinds == ["signup_resume", "application_received"]


def test_a_mentee_is_asked_neither_places_nor_path(client):
    draft = until(client, 3)
    page = text(client.get(url(draft, 3)))
    assert "Ce que vous faites aujourd’hui" in page and "Sur quoi aimeriez-vous avancer" in page
    assert 'name="capacity"' not in page and 'name="path"' not in page


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_the_address_of_the_home_page_chooses_the_place(client, role):
    page = text(client.get(reverse("signup-start") + f"?place={role}"))
    assert re.search(rf'value="{role}"[^>]*checked', page)


def test_the_first_step_keeps_nothing_without_her_attestation(client):
    response = client.post(reverse("signup-start"), {"role": "mentor"})
    assert response.status_code == 422
    assert "ces conditions sont nécessaires" in text(response)
    assert SignupDraft.objects.count() == 0


def test_a_programme_without_rules_asks_for_no_attestation(client):
    programme = home()
    programme.eligibility = []
    programme.save()
    assert 'name="attested"' not in text(client.get(reverse("signup-start")))
    assert client.post(reverse("signup-start"), {"role": "mentor"}).status_code == 302


def test_no_step_can_be_skipped(client):
    draft = begin(client)
    assert client.get(url(draft, 4)).url == url(draft, 2)
    assert client.get(url(draft, 9)).url == url(draft, 2)
    assert post(client, draft, 4, {"version": "1", "accepted": "on"}).url == url(draft, 2)


def test_a_refused_step_says_what_to_change_and_loses_nothing(client):
    draft = until(client, 3)
    typed = {**PROFILE, "presentation": "Trop court 👋", "sector": "", "quote": "مرحبا"}
    response = post(client, draft, 3, typed)

    page = text(response)
    assert response.status_code == 422 and "<title>Erreur" in page
    assert 'href="#id_sector"' in page and 'href="#id_presentation"' in page
    for kept in ("Trop court 👋", "مرحبا", "Couturière", "Dakar"):
        assert kept in page
    again = text(client.get(url(draft, 3)))
    for kept in ("Trop court 👋", "مرحبا", "Couturière", "Dakar"):
        assert kept in again


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("x" * 20_000, "gardez-en 1 500 au plus"),
        ("", "Cette zone est vide"),
        ("\x00\x07\u202e", "Cette zone est vide"),
        ("👩🏽‍🏭" * 30, "Quelques phrases de plus"),
    ],
)
def test_a_text_too_long_empty_or_strange_gets_a_sentence_and_is_kept(client, typed, sentence):
    draft = until(client, 3)
    response = post(client, draft, 3, {**PROFILE, "presentation": typed})
    assert response.status_code == 422
    assert sentence in text(response)
    if typed.strip("\x00\x07\u202e"):
        assert typed in response.content.decode()
        assert typed in client.get(url(draft, 3)).content.decode()


def test_emoji_and_right_to_left_writing_are_welcome_and_hidden_signs_are_dropped(client):
    draft = until(client, 3)
    words = "أنا مهندسة منذ عشر سنوات 👩🏽‍🔧\r\n" * 10
    post(client, draft, 3, {**PROFILE, "presentation": words + "\x00\u202etrap"})
    draft.refresh_from_db()
    assert draft.answers["presentation"] == words.replace("\r\n", "\n") + "trap"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("first_name", "", "Écrivez votre prénom"),
        ("first_name", "123", "avec des lettres"),
        ("first_name", "Gagnez sur evil.example/x", "avec des lettres"),
        ("first_name", "A" * 61, "gardez-en 60"),
        ("family_name", "", "Écrivez votre nom de famille"),
        ("email", "", "Écrivez votre adresse"),
        ("email", "awa.exemple.org", "Vérifiez cette adresse"),
        ("phone", "appelez-moi", "avec des chiffres"),
    ],
)
def test_each_answer_about_herself_is_explained(client, field, value, sentence):
    draft = begin(client)
    response = post(client, draft, 2, account(**{field: value}))
    assert response.status_code == 422 and sentence in text(response)


@pytest.mark.parametrize("name", ["Zoé-Lou", "N’Diaye", "de La Rochère", "Nguyễn Thị", "李", "Ó"])
def test_names_of_the_world_are_names(client, name):
    draft = begin(client)
    assert post(client, draft, 2, account(first_name=name)).url == url(draft, 3)


def test_too_many_topics_are_refused_kindly(client):
    draft = until(client, 3)
    topics = [topic["slug"] for topic in home().topics[:7]]
    response = post(client, draft, 3, {**PROFILE, "topics": topics})
    assert "Gardez les 6 qui comptent le plus" in text(response)


def test_a_photo_is_kept_while_the_rest_is_corrected(client):
    draft = until(client, 3)
    response = post(client, draft, 3, {**PROFILE, "presentation": "", "photo": photo()})

    draft.refresh_from_db()
    assert response.status_code == 422 and draft.photo
    address = reverse("signup-photo", args=[draft.code])
    assert address in text(response)
    assert client.get(address)["Content-Type"] == "image/jpeg"
    assert Client().get(address).status_code == 404
    assert "vacances" not in draft.photo.name
    post(client, draft, 3, PROFILE)
    draft.refresh_from_db()
    assert draft.photo
    post(client, draft, 3, {**PROFILE, "remove_photo": "1"})
    draft.refresh_from_db()
    assert not draft.photo
    assert client.get(address).status_code == 404


def test_a_file_that_is_no_photo_gets_a_sentence_and_the_first_photo_stays(client):
    draft = until(client, 3)
    post(client, draft, 3, {**PROFILE, "photo": photo()})
    wrong = io.BytesIO(b"pas une image")
    wrong.name = "photo.jpg"
    response = post(client, draft, 3, {**PROFILE, "photo": wrong})
    assert response.status_code == 422 and "n’est pas une photo" in text(response)
    assert SignupDraft.objects.get().photo


def test_a_file_of_more_than_sixty_megabytes_gets_a_sentence(client, monkeypatch):
    monkeypatch.setattr("binome.people.photos.MAX_BYTES", 1_000)
    response = post(client, until(client, 3), 3, {**PROFILE, "photo": photo()})
    assert response.status_code == 422 and "Mo au plus" in text(response)


@pytest.mark.parametrize(
    ("first_name", "family_name", "kept"),
    [
        ("Awa Ndiaye", "N’Diaye", False),
        ("Awa NDIAYE", "Ndiaye", False),
        ("De la Tour Awa", "de la Tour", False),
        ("Awa de la Tour", "De La Tour", False),
        ("Anne-Marie", "Marie", True),
        ("Marie Claude", "Dupont", True),
    ],
)
def test_a_full_name_is_no_first_name(client, first_name, family_name, kept):
    draft = begin(client)
    response = post(client, draft, 2, account(first_name=first_name, family_name=family_name))
    assert (response.status_code == 302) is kept
    assert ("Écrivez votre prénom seul" in response.content.decode()) is not kept


@pytest.mark.parametrize("first_name", ["\u200bA\u200dw\u00ada\u2060", "Ａｗａ", " Awa\u3000"])
def test_a_first_name_has_one_way_to_be_written_and_no_sign_that_nobody_sees(client, first_name):
    draft = until(client, 3, first_name=first_name)
    draft.refresh_from_db()
    assert draft.answers["first_name"] == "Awa"


def test_a_first_name_of_invisible_signs_only_is_missing(client):
    draft = begin(client)
    page = text(post(client, draft, 2, account(first_name="\u200b\u2060")))
    assert "Écrivez votre prénom" in page


def test_an_address_with_an_accent_is_explained_and_a_domain_may_have_one(client):
    page = text(post(client, begin(client), 2, account(email="prénom@exemple.fr")))
    assert "Écrivez sans accents ce qui précède le @." in page and "prénom@exemple.fr" in page
    assert post(client, begin(client), 2, account(email="awa@exémple.fr")).status_code == 302
