"""Logging in by password, and what nobody learns from it (A17, N6)."""

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from binome.core.models import Letter
from binome.people.models import User
from tests.factories import a_mentee, a_mentor, a_moderator, a_profile_to_check, home, second_factor
from tests.factories.people import PASSWORD

from .alike import answer

pytestmark = pytest.mark.django_db
LOGIN = "/compte/connexion/"


@pytest.fixture(autouse=True)
def home_programme():
    home()


def enter(client, email, password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def test_she_logs_in_with_her_address_and_her_password_and_arrives_in_her_space(client):
    awa = a_mentee(email="awa@example.org")

    response = enter(client, "Awa@Example.org")

    assert (response.status_code, response.url) == (302, reverse("my-space"))
    assert client.session["_auth_user_id"] == str(awa.pk)
    awa.refresh_from_db()
    assert awa.last_seen_on is not None


def test_she_comes_back_to_the_page_she_wanted(client):
    a_mentee(email="awa@example.org")

    wanted = client.get(reverse("my-requests"))
    assert wanted.url == f"{LOGIN}?next=%2Fmon-espace%2Fdemandes%2F"
    assert enter(client, "awa@example.org", next="/mon-espace/demandes/").url == "/mon-espace/demandes/"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://example.com/", "//example.com/", "javascript:alert(1)", "/\\example.com/", "https:/example.com/",
     "zzz", "/zzz/", "my-space", "?a=1", "#a", "../../", "/mon-espace", "é"],
)  # fmt: skip
def test_login_never_leads_to_another_site_nor_to_nothing(client, elsewhere):
    a_mentee(email="awa@example.org")

    assert enter(client, "awa@example.org", next=elsewhere).url == reverse("my-space")


def test_a_moderator_arrives_at_her_queue(client):
    dina = a_moderator()
    code = second_factor(dina)

    assert enter(client, dina.email).url == reverse("mfa_authenticate")
    response = client.post(reverse("mfa_authenticate"), {"code": code()})

    assert response.url == reverse("moderation-queue")
    assert client.get(response.url).status_code == 200


def suspended():
    person = a_mentor("Suzanne", email="aaa@example.org")
    User.objects.filter(pk=person.pk).update(is_active=False)


def pending():
    profile = a_profile_to_check()
    User.objects.filter(pk=profile.person_id).update(email="aaa@example.org")


def known():
    a_mentee(email="aaa@example.org")


@pytest.mark.parametrize("world", [known, suspended, pending])
@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("account_login", "login"),
        ("account_request_login_code", "email"),
        ("account_reset_password", "email"),
    ],
)
def test_a_known_address_is_answered_like_an_unknown_one(world, name, field):
    world()
    answers = []
    for address in ("aaa@example.org", "zzz@example.org"):
        client = Client()
        first = client.post(reverse(name), {field: address, "password": "a wrong password"})
        pages = [answer(first, address)]
        if first.status_code == 302:
            pages.append(answer(client.get(first.url), address))
            pages.append(answer(client.post(first.url, {"code": "BCDF-GHJK"}), address))
        answers.append(pages)

    assert answers[0] == answers[1]


@pytest.mark.parametrize("world", [suspended, pending])
def test_the_right_password_of_a_closed_account_is_a_wrong_one(world):
    world()
    User.objects.filter(email="aaa@example.org").update(password=make_password(PASSWORD))
    answers = [answer(enter(Client(), address), address) for address in ("aaa@example.org", "zzz@example.org")]

    assert answers[0] == answers[1]
    assert "ne correspond pas" in answers[0][3]


def test_each_address_receives_one_letter_so_that_both_take_the_same_work(client):
    known()
    for name in ("account_request_login_code", "account_reset_password"):
        for address in ("aaa@example.org", "zzz@example.org"):
            Client().post(reverse(name), {"email": address})

    assert list(Letter.objects.order_by("pk").values_list("to", "kind")) == [
        ("aaa@example.org", "account_login_code"),
        ("zzz@example.org", "account_unknown_address"),
        ("aaa@example.org", "account_password_reset"),
    ]  # the second try to an unknown address, the same day, is not sent again: nobody is flooded


def test_a_refusal_says_how_many_tries_are_left_for_any_address(client):
    known()
    for address in ("aaa@example.org", "zzz@example.org"):
        said = []
        for _ in range(6):
            page = enter(client, address, "a wrong password").content.decode()
            said.append([n for n in ("quatre essais", "trois", "deux", "un essai", "dernier essai", "cinq minutes")
                         if n in page][-1])  # fmt: skip
        assert said == ["quatre essais", "trois", "deux", "un essai", "cinq minutes", "cinq minutes"]


def test_a_password_that_is_locked_out_still_leaves_the_code(client):
    known()
    for _ in range(6):
        enter(client, "aaa@example.org", "a wrong password")

    page = enter(client, "aaa@example.org").content.decode().replace("\u2060", "")
    assert "Trop d’essais" in page and "Vous pouvez aussi entrer avec un code reçu par e-mail." in page
    client.post(reverse("account_request_login_code"), {"email": "aaa@example.org"})
    code = Letter.objects.get().text.split("\n\n")[1].strip()
    assert client.post(reverse("account_confirm_login_code"), {"code": code}).url == reverse("my-space")


@pytest.mark.parametrize(
    ("name", "times"), [("account_reset_password", 3), ("account_login", 60)], ids=["reset", "login"]
)
def test_too_many_tries_are_answered_by_a_clear_page(name, times):
    for _ in range(times):
        Client().post(reverse(name), {"email": "zzz@example.org"})

    response = Client().post(reverse(name), {"email": "zzz@example.org"})

    assert response.status_code == 429
    assert "Trop d’essais en peu de temps" in response.content.decode()
    assert response.headers["Retry-After"] == "300"


def test_reading_a_page_is_never_limited(client):
    for _ in range(61):
        assert client.get(reverse("account_login")).status_code == 200


def test_she_logs_out_by_a_press_not_by_a_link(client):
    a_mentee(email="awa@example.org")
    enter(client, "awa@example.org")

    assert client.get(reverse("account_logout")).status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post(reverse("account_logout")).url == reverse("home")
    assert "_auth_user_id" not in client.session


def test_allauth_opens_no_account(client):
    assert client.get(reverse("account_signup")).url == reverse("signup-start")
    response = client.post(reverse("account_signup"), {"email": "new@example.org", "password1": PASSWORD})
    assert response.url == reverse("signup-start")
    assert User.objects.count() == 0


def test_an_empty_form_says_what_is_missing(client):
    page = client.post(reverse("account_login"), {"login": "", "password": ""}).content.decode()

    page = page.replace("\u2060", "")
    assert "Écrivez votre adresse e-mail." in page and "Écrivez votre mot de passe." in page
    assert "<title>Erreur" in page


def test_the_title_of_a_refused_login_says_so_and_its_summary_leads_to_the_field(client):
    page = enter(client, "zzz@example.org", "a wrong password").content.decode()

    assert "<title>Erreur" in page
    assert "La connexion n’a pas abouti" in page
    assert 'href="#id_password">Vérifiez l’adresse et le mot de passe' in page
