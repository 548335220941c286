"""The charter's pages: read by everyone, accepted before anything with a member (A19, B6)."""

import pytest
from django.test import Client
from django.urls import reverse

from binome.programmes.actions import install_home_programme, publish_charter
from binome.programmes.models import CharterSignature
from binome.ui.texts import markdown
from tests import pdf
from tests.factories import NOON, a_mentee, a_mentor, home, log_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def awa(client):
    person = a_mentee()
    log_in(client, person)
    return person


def test_everyone_reads_the_charter_with_its_number_and_date(client):
    install_home_programme(name="Binôme", now=NOON)
    page = client.get(reverse("charter")).content.decode()
    assert "Version 1, publiée le 12 mars 2026" in page.replace("\u00a0", " ")
    assert "<h2>Partir sans faute</h2>" in page


def test_in_english_it_is_read_in_english(client):
    install_home_programme(name="Binôme", now=NOON)
    client.cookies["binome_language"] = "en"
    assert "Leaving is no fault" in client.get(reverse("charter")).content.decode()


def test_a_translation_that_is_missing_leaves_the_reference(client):
    home()
    client.cookies["binome_language"] = "en"
    assert "Écouter." in client.get(reverse("charter")).content.decode()


def test_a_new_version_comes_before_any_member_and_brings_her_back(client, awa):
    publish_charter(programme=home(), body="## Neuve", changes="La fin.", now=NOON)
    other = reverse("photo", args=[a_mentor().code])
    assert client.get(other).status_code == 302

    page = client.get(reverse("sign-charter"), {"next": other})
    assert "La fin." in page.content.decode() and "Neuve" in page.content.decode()
    response = client.post(reverse("sign-charter"), {"version": "2", "accepted": "on", "next": other})

    assert response.url == other
    assert CharterSignature.objects.filter(person=awa, version__number=2).exists()


def test_she_accepts_the_version_that_she_has_read(client, awa):
    publish_charter(programme=home(), body="Deux", now=NOON)
    publish_charter(programme=home(), body="Trois", now=NOON)
    response = client.post(reverse("sign-charter"), {"version": "2", "accepted": "on"})
    page = response.content.decode()
    assert response.status_code == 422 and "Trois" in page and 'value="3"' in page
    assert not CharterSignature.objects.filter(person=awa, version__number__gt=1).exists()


def test_the_box_must_be_checked(client, awa):
    publish_charter(programme=home(), body="Deux", now=NOON)
    response = client.post(reverse("sign-charter"), {"version": "2"})
    assert response.status_code == 422 and "la charte engage chacune" in response.content.decode()


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_accepting_leads_nowhere_else(client, awa, elsewhere):
    publish_charter(programme=home(), body="Deux", now=NOON)
    response = client.post(reverse("sign-charter"), {"version": "2", "accepted": "on", "next": elsewhere})
    assert response.url == reverse("my-space")


def test_a_signed_charter_is_not_asked_again(client, awa):
    assert client.get(reverse("sign-charter")).url == reverse("my-space")


def test_a_visitor_signs_nothing():
    home()
    assert reverse("account_login") in Client().get(reverse("sign-charter")).url


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](https://example.org/x.png)",
        "<img src=x onerror=y>",
    ],
)
def test_a_text_can_hold_no_code_and_no_foreign_image(text):
    html = markdown(text)
    assert not any(sign in html for sign in ("<script", "<img", 'href="javascript'))


def test_everyone_prints_the_charter(client):
    install_home_programme(name="Binôme", now=NOON)
    response = client.get(reverse("charter-paper"))
    assert response["Content-Type"] == "application/pdf"
    text = pdf.read(response.content).text
    assert (
        "La charte éthique" in text
        and "Version 1, publiée le 12\u00a0mars 2026" in text
        and "Partir sans faute" in text
    )
