"""How long a session lives, where she is logged in, and what a change of right does to the next request (N13)."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from binome.people.models import User
from binome.programmes.models import CharterVersion, Enrolment, StaffRole
from tests.factories import NOON, a_mentee, a_mentor, a_moderator, home, log_in
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db
MINUTES, HOURS, DAYS = (lambda n, unit=unit: timedelta(**{unit: n}) for unit in ("minutes", "hours", "days"))


@pytest.fixture
def clock(monkeypatch):
    """`clock(later)` moves the time of the pages."""
    start = timezone.now()

    def move(later):
        monkeypatch.setattr("django.utils.timezone.now", lambda: start + later)

    return move


def is_in(client):
    return client.get(reverse("settings")).status_code == 200


@pytest.mark.parametrize(("who", "idle"), [(a_mentee, HOURS(2)), (a_moderator, MINUTES(30))])
def test_a_session_ends_after_a_time_without_a_sign(client, clock, who, idle):
    log_in(client, who())
    clock(idle - MINUTES(1))
    assert is_in(client)
    clock(idle - MINUTES(1) + idle + MINUTES(1))
    assert not is_in(client)


@pytest.mark.parametrize(("who", "longest"), [(a_mentee, DAYS(14)), (a_moderator, HOURS(12))])
def test_a_session_ends_after_a_time_whatever_she_does(client, clock, who, longest):
    log_in(client, who())
    Session.objects.update(expire_date=timezone.now() + DAYS(60))
    passed = timedelta(0)
    while passed + MINUTES(20) < longest:
        passed += MINUTES(20)
        clock(passed)
        assert is_in(client)
    clock(longest + MINUTES(5))
    assert not is_in(client)


def test_she_is_told_why_she_is_out_and_comes_back_to_her_page(client, clock):
    log_in(client, a_mentee())
    clock(HOURS(3))

    response = client.get(reverse("my-requests"), follow=True)

    assert response.redirect_chain[-1][0] == "/compte/connexion/?next=%2Fmon-espace%2Fdemandes%2F"
    assert "Vous avez été déconnectée" in response.content.decode()
    assert "account-menu" not in response.content.decode() and "Se connecter" in response.content.decode()


def test_a_session_that_has_ended_is_gone_from_the_database(client, clock):
    awa = a_mentee()
    log_in(client, awa)
    key = client.session.session_key
    clock(HOURS(3))
    client.get(reverse("my-space"))

    assert not Session.objects.filter(session_key=key).exists()


def test_most_pages_write_nothing(client, clock):
    log_in(client, a_mentee())
    written = []
    for minute in range(12):
        clock(MINUTES(minute))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("settings"))
        written.append(sum(not q["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE")) for q in queries))

    assert [bool(n) for n in written] == [False] * 6 + [True] + [False] * 5


@pytest.mark.parametrize(("who", "queries"), [(a_mentee, 3), (a_mentor, 3), (a_moderator, 3)])
def test_a_page_costs_few_queries_before_its_own(client, django_assert_num_queries, who, queries):
    log_in(client, who())

    with django_assert_num_queries(queries):
        assert client.get(reverse("who-sees-what")).status_code == 200


def test_a_suspended_woman_is_out_at_the_very_next_request(client):
    awa = a_mentee()
    log_in(client, awa)
    assert is_in(client)

    User.objects.filter(pk=awa.pk).update(is_active=False)
    assert not is_in(client)
    assert client.post(reverse("choose-reveal", args=["x"])).url.startswith(reverse("account_login"))


def test_a_role_that_is_taken_away_closes_the_team_at_the_very_next_request(client):
    dina = a_moderator()
    log_in(client, dina)
    assert client.get(reverse("moderation-queue")).status_code == 200

    StaffRole.objects.filter(person=dina).delete()
    assert client.get(reverse("moderation-queue")).status_code in {403, 404}


def test_a_woman_who_left_the_programme_sees_no_member_at_the_very_next_request(client):
    awa, bruna = a_mentee(), a_mentor()
    log_in(client, awa)
    assert client.get(reverse("mentor-detail", args=[bruna.code])).status_code == 200

    Enrolment.objects.filter(person=awa).update(state="left")
    assert client.get(reverse("mentor-detail", args=[bruna.code])).status_code != 200


@pytest.mark.parametrize("name", ["my-space", "mentor-list", "my-requests"])
def test_nothing_with_a_member_before_the_charter_in_force_is_accepted(client, name):
    log_in(client, a_mentee())
    assert client.get(reverse(name)).status_code == 200

    CharterVersion.objects.create(programme=home(), number=2, body="# Charte", published_at=NOON)
    response = client.get(reverse(name))
    assert response.url.startswith(reverse("sign-charter"))
    signed = client.post(response.url, {"version": 2, "accept": "on", "charter": "on", "next": reverse(name)})
    assert signed.status_code in {302, 422}


def test_her_own_account_and_public_pages_stay_open_before_the_charter(client):
    log_in(client, a_mentee())
    CharterVersion.objects.create(programme=home(), number=2, body="# Charte", published_at=NOON)

    for name in ("home", "charter", "sign-charter", "settings", "session-list", "account_change_password"):
        assert client.get(reverse(name)).status_code == 200


def test_she_sees_where_she_is_logged_in_and_puts_one_device_out(client):
    awa = a_mentee(email="awa@example.org")
    phone = Client(HTTP_USER_AGENT="Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) AppleWebKit Safari/604.1")
    client.defaults["HTTP_USER_AGENT"] = "Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko Firefox/130.0"
    for browser in (client, phone):
        browser.post(reverse("account_login"), {"login": "awa@example.org", "password": PASSWORD})

    page = client.get(reverse("session-list")).content.decode()
    assert "Firefox, Windows" in page and "Safari, iPhone" in page and "Cet appareil" in page
    code = page.split("/deconnecter/")[0].rsplit("/", 1)[1]
    client.post(reverse("end-session", args=[code]))

    assert is_in(client) and not is_in(phone)
    assert awa.code


def test_she_puts_every_other_device_out(client):
    awa = a_mentee(email="awa@example.org")
    others = [Client(), Client()]
    for browser in (client, *others):
        browser.post(reverse("account_login"), {"login": awa.email, "password": PASSWORD})

    client.post(reverse("end-other-sessions"))

    assert [is_in(browser) for browser in (client, *others)] == [True, False, False]


def test_another_womans_device_is_like_a_missing_one(client):
    bruna = Client()
    bruna.post(reverse("account_login"), {"login": a_mentor().email, "password": PASSWORD})
    bruna.get(reverse("settings"))
    log_in(client, a_mentee())
    from binome.web.accounts.views import public_code

    foreign = public_code(UserSession.objects.get())
    assert client.post(reverse("end-session", args=[foreign])).status_code == 404
    assert client.post(reverse("end-session", args=["0123456789abcdef"])).status_code == 404
    assert client.get(reverse("end-session", args=[foreign])).status_code == 405
    assert client.get(reverse("end-other-sessions")).status_code == 405
    assert is_in(bruna)


def test_a_session_whose_time_is_over_opens_nothing(client):
    log_in(client, a_mentee())
    assert is_in(client)

    Session.objects.update(expire_date=timezone.now() - MINUTES(1))
    assert not is_in(client)
