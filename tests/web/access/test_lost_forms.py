"""Nothing she typed is lost (A18): her session ended, the charter changed, or the page was older than her login."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from binome.programmes.models import CharterVersion
from binome.support.models import TeamMessage
from binome.web.unsent import LARGEST
from tests.factories import NOON, a_mentee, a_mentor, home, log_in
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db
WORDS = "Bonjour, je voudrais comprendre\ncomment demander une pause."
FORM = {"subject": "question", "body": WORDS, "text": WORDS, "message": WORDS}


@pytest.fixture
def awa():
    return a_mentee(email="awa@example.org")


def write(client, **more):
    return client.post(reverse("write-to-team"), {**FORM, **more})


def come_back(client, response, email="awa@example.org"):
    """She logs in from the page where she was led."""
    return client.post(response.url, {"login": email, "password": PASSWORD}, follow=True)


def later(monkeypatch, **time):
    now = timezone.now() + timedelta(**time)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


def test_what_she_typed_waits_for_her_after_login_and_leaves_in_one_press(client, awa, monkeypatch):
    log_in(client, awa)
    later(monkeypatch, hours=3)

    refused = write(client)
    assert refused.url == f"{reverse('account_login')}?next=%2Fcompte%2Freprendre%2F"
    assert "Votre texte est gardé" in client.get(refused.url).content.decode()
    page = come_back(client, refused).content.decode()

    assert WORDS.splitlines()[1] in page
    assert f'action="{reverse("write-to-team")}"' in page
    sent = write(client)
    assert sent.status_code in {200, 302, 422}
    assert client.get(reverse("resume-form")).url == reverse("my-space")  # sent: nothing waits any longer


def test_the_first_request_of_a_browser_without_a_session_keeps_her_text_too(client, awa):
    assert WORDS.splitlines()[0] in come_back(client, write(client)).content.decode()


def test_passwords_codes_and_tokens_are_never_kept(client, awa):
    write(client, password="my secret words", new_password1="another one", token="abcdef", code="BCDF", credential="{}")

    kept = dict(client.session["unsent"]["fields"])
    assert kept == FORM


def test_forms_of_the_account_are_never_kept(client, awa):
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "note": WORDS})

    assert "unsent" not in client.session


def test_a_book_is_not_kept(client, awa):
    write(client, body="x" * (LARGEST + 1))

    assert "unsent" not in client.session


def test_another_woman_on_the_same_browser_does_not_see_her_text(client, awa, monkeypatch):
    bruna = a_mentor(email="bruna@example.org")
    log_in(client, awa)
    later(monkeypatch, hours=3)

    page = come_back(client, write(client), bruna.email).content.decode()

    assert WORDS.splitlines()[0] not in page
    assert "Il n’y a plus de texte en attente" in page


def test_a_text_waits_an_hour(client, awa, monkeypatch):
    refused = write(client)
    later(monkeypatch, minutes=61)

    assert WORDS.splitlines()[0] not in come_back(client, refused).content.decode()


def test_a_new_charter_in_the_middle_of_a_form_loses_nothing(client, awa):
    log_in(client, awa)
    CharterVersion.objects.create(programme=home(), number=2, body="# Charte", published_at=NOON)

    gate = write(client)

    assert gate.url == f"{reverse('sign-charter')}?next=%2Fcompte%2Freprendre%2F"
    assert TeamMessage.objects.count() == 0
    assert client.session["unsent"]["owner"] == awa.code


def test_an_update_in_place_leads_the_whole_page_to_the_login(client, awa):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/mentores/?q=nantes"}

    response = client.get(reverse("mentor-list"), headers=headers)

    assert response.headers["HX-Redirect"] == "/compte/connexion/?next=%2Fmentores%2F%3Fq%3Dnantes"


def strict(awa):
    client = Client(enforce_csrf_checks=True)
    log_in(client, awa)
    return client


def test_a_form_older_than_her_login_is_shown_back_and_can_be_sent(awa):
    client = strict(awa)

    response = client.post(reverse("write-to-team"), FORM, headers={"Sec-Fetch-Site": "same-origin"})
    page = response.content.decode()

    assert response.status_code == 403
    assert WORDS.splitlines()[1] in page and "Envoyer maintenant" in page
    token = page.split('name="csrfmiddlewaretoken" value="')[-1].split('"')[0]
    again = client.post(reverse("write-to-team"), {**FORM, "csrfmiddlewaretoken": token})
    assert again.status_code != 403


def send_three_megabytes(awa, *, name="write-to-team", kind="application/x-www-form-urlencoded", **headers):
    sent = urlencode({"password": "my secret words", **FORM, "body": WORDS + "x" * 3_000_000})
    client = strict(awa)
    client.get(reverse("write-to-team"))  # the browser has the page, and its token
    return client.post(reverse(name), sent, content_type=kind, headers=headers)


def test_three_megabytes_are_refused_with_the_right_sentence_and_the_beginning_of_the_text(awa):
    response = send_three_megabytes(awa, **{"Sec-Fetch-Site": "same-origin"})
    page = response.content.decode()

    assert response.status_code == 413
    assert "C’est trop lourd pour un formulaire" in page and "2 Mo de texte au plus" in page.replace("\u00a0", " ")
    assert "incomplet" not in page
    assert WORDS.splitlines()[1] in page and "my secret words" not in page
    assert len(page) < 100_000 and TeamMessage.objects.count() == 0


@pytest.mark.parametrize("name", ["write-to-team", "account_change_password"])
def test_what_another_site_sent_or_what_is_secret_is_not_shown_back(awa, name):
    from_here = {"Sec-Fetch-Site": "same-origin" if name.startswith("account_") else "cross-site"}
    response = send_three_megabytes(awa, name=name, **from_here)

    assert response.status_code == 413 and WORDS.splitlines()[1] not in response.content.decode()


def test_a_form_of_a_thousand_fields_is_refused_with_the_same_sentence(awa):
    many = urlencode({f"field{number}": "x" for number in range(1000)})
    client, kind = strict(awa), "application/x-www-form-urlencoded"
    client.get(reverse("write-to-team"))
    response = client.post(reverse("write-to-team"), many, content_type=kind)

    assert response.status_code == 413 and "C’est trop lourd pour un formulaire" in response.content.decode()


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "none"}],
)
def test_another_site_puts_neither_its_words_nor_a_button_before_her_eyes(awa, headers):
    page = strict(awa).post(reverse("write-to-team"), FORM, headers=headers).content.decode()

    assert WORDS.splitlines()[0] not in page and "Envoyer maintenant" not in page
    assert "Rouvrir la page" in page


def test_a_stale_login_page_never_shows_the_password_back(awa):
    client = Client(enforce_csrf_checks=True)
    typed = {"login": "awa@example.org", "password": PASSWORD}

    response = client.post(reverse("account_login"), typed, headers={"Sec-Fetch-Site": "same-origin"})

    assert response.status_code == 403
    assert PASSWORD not in response.content.decode()
