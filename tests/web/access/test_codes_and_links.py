"""Codes and links that arrive by e-mail: login, forgotten password, change of address."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from binome.core import addresses
from binome.core.models import FailingAddress, JournalEntry, Letter
from binome.people.models import User
from tests.factories import a_mentee, a_mentor, log_in
from tests.factories.people import PASSWORD

from .alike import answer

pytestmark = pytest.mark.django_db
NEW = "un autre chat dort ici"


def letter(kind):
    return Letter.objects.filter(kind=kind).latest("pk")


def link(kind):
    return re.search(r"https?://[^/]+(/compte/\S+)", letter(kind).text)[1]


def code_of(row):
    return re.search(r"\b[A-Z]{4}-[A-Z]{4}\b", row.text)[0]


def ask_address(client, email, action="action_add"):
    """The site asks for her password again, then goes on with what she wanted."""
    asked = client.post(reverse("account_email"), {"email": email, action: "1"})
    if not asked.url.startswith(reverse("account_reauthenticate")):
        return asked
    return client.post(asked.url, {"password": PASSWORD})


def test_a_code_opens_her_account_once(client):
    a_mentee(email="awa@example.org")
    client.post(reverse("account_request_login_code"), {"email": "awa@example.org"})
    row = letter("account_login_code")

    assert row.expires_at - row.created_at == timedelta(minutes=15)
    assert client.post(reverse("account_confirm_login_code"), {"code": code_of(row)}).url == reverse("my-space")
    assert code_of(row) not in row.subject

    other = Client()
    other.post(reverse("account_request_login_code"), {"email": "awa@example.org"})
    other.post(reverse("account_confirm_login_code"), {"code": code_of(row)})
    assert "_auth_user_id" not in other.session


def test_a_code_is_over_after_fifteen_minutes(client, monkeypatch):
    a_mentee(email="awa@example.org")
    client.post(reverse("account_request_login_code"), {"email": "awa@example.org"})
    later = timezone.now() + timedelta(minutes=15, seconds=5)
    monkeypatch.setattr("time.time", later.timestamp)

    response = client.post(reverse("account_confirm_login_code"), {"code": code_of(letter("account_login_code"))})

    assert "_auth_user_id" not in client.session
    assert response.url.startswith("/compte/connexion/")


def test_five_wrong_codes_end_the_try(client):
    a_mentee(email="awa@example.org")
    client.post(reverse("account_request_login_code"), {"email": "awa@example.org"})
    right = code_of(letter("account_login_code"))
    for _ in range(5):
        client.post(reverse("account_confirm_login_code"), {"code": "BBBB-BBBB"})

    client.post(reverse("account_confirm_login_code"), {"code": right})
    assert "_auth_user_id" not in client.session


def test_another_code_can_be_asked_twice(client):
    a_mentee(email="awa@example.org")
    client.post(reverse("account_request_login_code"), {"email": "awa@example.org"})
    for _ in range(3):
        client.post(reverse("account_confirm_login_code"), {"action": "resend"})

    assert Letter.objects.filter(kind="account_login_code").count() == 3
    assert "Recevoir un autre code" not in client.get(reverse("account_confirm_login_code")).content.decode()


def test_a_forgotten_password_is_replaced_through_a_link_that_says_nothing_of_her_row(client):
    awa = a_mentee(email="awa@example.org")
    elsewhere = Client()
    log_in(elsewhere, awa)
    client.post(reverse("account_reset_password"), {"email": "awa@example.org"})
    url = link("account_password_reset")
    assert awa.code in url

    form = client.get(url, follow=True)
    assert form.redirect_chain[-1][0].endswith("/set-password/")  # the secret leaves the address bar
    done = client.post(form.redirect_chain[-1][0], {"password1": NEW}, follow=True)

    assert "Votre mot de passe est changé" in done.content.decode()
    assert User.objects.get().check_password(NEW)
    assert elsewhere.get(reverse("my-space")).status_code == 302  # every other device is out
    assert letter("account_security_changed").to == "awa@example.org"
    assert JournalEntry.objects.filter(verb="password_reset", actor_code=awa.code).exists()


def test_a_link_serves_once_and_for_four_hours(client, monkeypatch):
    a_mentee(email="awa@example.org")
    client.post(reverse("account_reset_password"), {"email": "awa@example.org"})
    url, row = link("account_password_reset"), letter("account_password_reset")
    assert row.expires_at - row.created_at == timedelta(hours=4)

    form = client.get(url, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": NEW})
    assert "Ce lien a expiré ou a déjà servi" in Client().get(url).content.decode()


def test_the_link_of_someone_who_was_suspended_meanwhile_opens_nothing(client):
    awa = a_mentee(email="awa@example.org")
    client.post(reverse("account_reset_password"), {"email": "awa@example.org"})
    User.objects.filter(pk=awa.pk).update(is_active=False)

    assert "Ce lien a expiré" in client.get(link("account_password_reset")).content.decode()


def test_opening_a_link_logs_nobody_out(client):
    bruna, _ = a_mentor(email="bruna@example.org"), a_mentee(email="awa@example.org")
    Client().post(reverse("account_reset_password"), {"email": "awa@example.org"})
    log_in(client, bruna)

    client.get(link("account_password_reset"), follow=True)

    assert client.session["_auth_user_id"] == str(bruna.pk)


@pytest.mark.parametrize(
    ("password", "why"),
    [("court", "12 caractères"), ("123456789012345", "numérique"), ("password1234", "courant"), ("a" * 1001, "1000")],
)
def test_a_weak_password_is_refused_with_a_reason(client, password, why):
    awa = a_mentee()
    log_in(client, awa)

    page = client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": password}
    ).content.decode()

    assert why in page
    assert not User.objects.get().check_password(password)


def test_changing_her_password_keeps_her_here_and_puts_her_other_devices_out(client):
    awa = a_mentee()
    elsewhere = Client()
    log_in(client, awa)
    log_in(elsewhere, awa)

    response = client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW})

    assert response.url == reverse("settings")
    assert client.get(reverse("settings")).status_code == 200
    assert elsewhere.get(reverse("settings")).status_code == 302
    assert "mot de passe a été changé" in letter("account_security_changed").text


def test_a_new_address_replaces_the_old_one_once_it_is_confirmed(client):
    awa = a_mentee(email="awa@example.org")
    log_in(client, awa)
    ask_address(client, "Awa@New.example")
    awa.refresh_from_db()
    assert awa.email == "awa@example.org"
    url = link("account_email_confirm")
    assert letter("account_email_confirm").to == "awa@new.example"

    assert client.get(url).status_code == 200
    awa.refresh_from_db()
    assert awa.email == "awa@example.org"  # reading confirms nothing

    assert client.post(url).url == reverse("settings")
    awa.refresh_from_db()
    assert awa.email == "awa@new.example"
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [("awa@new.example", True, True)]
    assert letter("account_email_changed").to == "awa@example.org"
    assert JournalEntry.objects.filter(verb="email_changed", actor_code=awa.code).exists()


def test_a_confirmed_address_and_the_one_she_leaves_are_no_longer_said_to_refuse_our_mail(client):
    log_in(client, a_mentee(email="awa@example.org"))
    for address in ("awa@example.org", "awa@new.example", "lou@example.org"):
        addresses.bounced(address, about_it=True, reason="5.1.1", now=timezone.now())
    ask_address(client, "awa@new.example")
    url = link("account_email_confirm")
    assert FailingAddress.objects.count() == 3

    client.post(url)
    assert list(FailingAddress.objects.values_list("address", flat=True)) == ["lou@example.org"]


def test_only_she_who_asked_may_confirm_an_address(client):
    awa, bruna = a_mentee(email="awa@example.org"), a_mentor()
    log_in(client, awa)
    ask_address(client, "typo@example.org")
    url = link("account_email_confirm")

    assert Client().post(url).url.startswith(reverse("account_login"))
    stranger = Client()
    log_in(stranger, bruna)
    assert stranger.post(url).status_code == 404
    awa.refresh_from_db()
    assert awa.email == "awa@example.org"


@pytest.mark.parametrize("name", ["account_request_login_code", "account_reset_password"])
def test_an_address_that_waits_for_its_confirmation_opens_nothing(client, name):
    awa = a_mentee(email="awa@example.org")
    EmailAddress.objects.create(user=awa, email="typo@example.org", verified=False)

    client.post(reverse(name), {"email": "typo@example.org"})

    assert list(Letter.objects.values_list("kind", "to")) == [("account_unknown_address", "typo@example.org")]


def test_asking_for_someone_elses_address_looks_like_any_other(client):
    a_mentor(email="aaa@example.org")
    answers = []
    for number, wanted in enumerate(("aaa@example.org", "zzz@example.org")):
        browser = Client()
        log_in(browser, a_mentee(email=f"awa{number}@example.org"))
        sent = ask_address(browser, wanted)
        page = browser.get(sent.url)
        pages = [answer(sent, wanted), answer(page, wanted)]
        answers.append([(*rest, body.replace(f"awa{number}@", "awa@")) for *rest, body in pages])

    assert answers[0] == answers[1]
    assert [(row.kind, row.to) for row in Letter.objects.order_by("pk")] == [
        ("account_address_taken", "aaa@example.org"),
        ("account_email_confirm", "zzz@example.org"),
    ]


def test_an_address_taken_meanwhile_is_refused_with_a_sentence(client):
    awa = a_mentee(email="awa@example.org")
    log_in(client, awa)
    ask_address(client, "new@example.org")
    url = link("account_email_confirm")
    User.objects.create_user("new@example.org", first_name="Lina", created_at=timezone.now())

    page = client.post(url, follow=True).content.decode()

    assert "Cette adresse n’est plus disponible" in page
    awa.refresh_from_db()
    assert awa.email == "awa@example.org"


def test_giving_up_a_change_of_address_tells_nobody(client):
    awa = a_mentee(email="awa@example.org")
    log_in(client, awa)
    ask_address(client, "new@example.org")
    ask_address(client, "new@example.org", "action_remove")

    assert list(Letter.objects.values_list("kind", flat=True)) == ["account_email_confirm"]
    assert list(EmailAddress.objects.values_list("email", flat=True)) == ["awa@example.org"]


def test_the_change_and_its_letter_are_written_together_or_not_at_all(client, monkeypatch):
    awa = a_mentee()
    log_in(client, awa)
    client.raise_request_exception = False
    monkeypatch.setattr("binome.web.accounts.mails.enqueue", lambda **_: 1 / 0)

    response = client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW})

    assert response.status_code == 500
    assert User.objects.get().check_password(PASSWORD)


def test_subjects_are_neutral_and_letters_speak_her_language(client):
    a_mentee(email="awa@example.org", language="en")
    client.post(reverse("account_request_login_code"), {"email": "awa@example.org"})

    assert letter("account_login_code").language == "en"


def test_a_code_that_arrived_ends_the_mark_of_a_failing_address(client):
    awa, now = a_mentee(email="awa@example.org"), timezone.now()
    addresses.bounced(awa.email, about_it=True, reason="552 full", now=now)
    client.post(reverse("account_request_login_code"), {"email": awa.email})
    assert addresses.failing_since(awa.email, now=now)
    client.post(reverse("account_confirm_login_code"), {"code": code_of(letter("account_login_code"))})
    assert addresses.failing_since(awa.email, now=now) is None


def test_a_password_says_nothing_of_a_failing_address(client):
    awa, now = a_mentee(email="awa@example.org"), timezone.now()
    addresses.bounced(awa.email, about_it=True, reason="552 full", now=now)
    client.post(reverse("account_login"), {"login": awa.email, "password": PASSWORD})
    assert client.session["_auth_user_id"] and addresses.failing_since(awa.email, now=now)


def test_the_link_of_a_reset_ends_it_too(client):
    awa, now = a_mentee(email="awa@example.org"), timezone.now()
    addresses.bounced(awa.email, about_it=True, reason="552 full", now=now)
    client.post(reverse("account_reset_password"), {"email": awa.email})
    page = client.get(link("account_password_reset"), follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": NEW})
    assert User.objects.get(pk=awa.pk).check_password(NEW)
    assert addresses.failing_since(awa.email, now=now) is None
