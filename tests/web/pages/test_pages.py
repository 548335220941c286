"""Home, preferences, who sees what, leaving a kind of mail, the application, the mailbox, health."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from binome.core import mails
from binome.core.models import Hold, Letter, Schedule
from binome.core.unsubscribe import unsubscribe_url
from binome.mentoring.identity import VISIBILITY
from binome.people.models import User
from tests.factories import a_mentee, a_pair, home, log_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home_programme():
    return home()


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_home_is_the_same_whoever_is_a_member(client):
    empty = client.get(reverse("home")).content
    a_pair()

    strip = re.compile(rb'value="\w{64}"')
    assert strip.sub(b"", client.get(reverse("home")).content) == strip.sub(b"", empty)


def test_a_member_comes_back_to_home(client):
    log_in(client, a_mentee())
    assert client.get(reverse("home")).status_code == 200


def test_the_header_offers_to_log_in_then_to_log_out(client):
    assert "Se connecter" in text(client.get("/"))
    log_in(client, a_mentee())
    page = client.get("/").content.decode()
    assert f'<form action="{reverse("account_logout")}" method="post">' in page
    assert "Se connecter" not in page


# --- preferences -----------------------------------------------------------------------------------------


def test_she_chooses_english_for_her_pages_and_her_mails(client):
    awa = a_mentee()
    log_in(client, awa)

    response = client.post(reverse("set-language"), {"language": "en", "next": reverse("settings")})

    assert response.url == reverse("settings")
    assert '<html lang="en"' in client.get(response.url).content.decode()
    assert User.objects.get().language == "en"
    client.post(reverse("set-language"), {"language": "fr"})
    assert '<html lang="fr"' in client.get("/").content.decode()
    assert User.objects.get().language == "fr"


def test_french_is_the_programmes(client, home_programme):
    home_programme.wording = "fr-inclusif"
    home_programme.save()
    log_in(client, a_mentee(language="en"))

    client.post(reverse("set-language"), {"language": "fr"})

    assert User.objects.get().language == "fr-inclusif"


@pytest.mark.parametrize(("theme", "shown"), [("clair", True), ("sombre", True), ("", False), ("rose", False)])
def test_a_theme_is_kept_in_a_cookie_and_nothing_else_is_believed(client, theme, shown):
    response = client.post(reverse("set-theme"), {"theme": theme, "next": reverse("charter")})

    assert response.url == reverse("charter")
    assert (f'data-theme="{theme}"' in client.get("/").content.decode()) is shown


@pytest.mark.parametrize("name", ["set-language", "set-theme"])
@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil", "a-word", "mentor-detail"],
)
def test_a_choice_never_leads_elsewhere(client, name, elsewhere):
    response = client.post(reverse(name), {"language": "en", "theme": "clair", "next": elsewhere})

    assert response.url == reverse("home")


@pytest.mark.parametrize("name", ["set-language", "set-theme"])
def test_a_link_chooses_nothing(client, name):
    assert client.get(reverse(name)).status_code == 405


def test_settings_lead_to_everything_of_her_account(client):
    log_in(client, a_mentee(email="awa@example.org"))

    page = client.get(reverse("settings")).content.decode()

    assert "awa@example.org" in page
    for name in ("account_email", "account_change_password", "mfa_index", "session-list", "mail-preferences",
                 "profile-edit", "identity-edit", "who-sees-what", "set-language", "set-theme"):  # fmt: skip
        assert f'"{reverse(name)}"' in page


# --- who sees what ---------------------------------------------------------------------------------------


def test_who_sees_what_is_the_table_of_the_shield(client):
    page = text(client.get(reverse("who-sees-what")))

    for label, sights in VISIBILITY.values():
        assert str(label) in page
        assert len(sights) == 6
    assert page.count("À votre choix") - 1 == sum(
        sight == "choice" for _, sights in VISIBILITY.values() for sight in sights.values()
    )


def test_who_sees_what_says_it_in_the_words_of_the_programme(client, home_programme):
    home_programme.vocabulary["fr"]["pair"]["one"] = "tandem"
    home_programme.save()

    assert "Votre tandem" in text(client.get(reverse("who-sees-what")))


# --- leaving a kind of mail --------------------------------------------------------------------------------


@pytest.fixture
def kind():
    return mails.optional_kinds()[0].name


def test_reading_the_page_changes_nothing_and_its_button_stops_the_mail(client, kind):
    awa = a_mentee()
    url = unsubscribe_url(awa, kind)

    page = client.get(url)
    assert "Ne plus le recevoir" in text(page)
    assert User.objects.get().mail_allowed(kind)
    assert awa.first_name not in text(page) and awa.email not in text(page)

    assert "C’est fait" in text(client.post(url))
    assert not User.objects.get().mail_allowed(kind)


def test_a_mail_program_stops_it_in_one_post_without_a_cookie(kind):
    awa = a_mentee()
    program = Client(enforce_csrf_checks=True)

    response = program.post(unsubscribe_url(awa, kind), {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    assert not User.objects.get().mail_allowed(kind)


def test_the_page_is_the_same_for_a_woman_who_was_erased(client, kind):
    awa = a_mentee()
    url = unsubscribe_url(awa, kind)
    before = text(client.get(url))
    User.objects.all().delete()

    assert text(client.get(url)) == before
    assert client.post(url).status_code == 200


def test_a_mandatory_mail_or_a_forged_link_stops_nothing(client, kind):
    awa = a_mentee()
    for url in (unsubscribe_url(awa, "account_login_code"), unsubscribe_url(awa, "nothing"),
                unsubscribe_url(awa, kind)[:-2] + "x/"):  # fmt: skip
        assert client.post(url).status_code == 404
    assert User.objects.get().muted_mails == []


def test_the_address_of_the_page_is_the_one_of_the_letters(client, kind):
    assert unsubscribe_url(a_mentee(), kind).startswith(reverse("unsubscribe", args=["x"])[:-2])


# --- the application -------------------------------------------------------------------------------------


def test_the_site_can_be_installed(client, home_programme):
    response = client.get(reverse("manifest"))
    card = json.loads(response.content)

    assert response.headers["Content-Type"] == "application/manifest+json"
    assert (card["name"], card["display"], card["start_url"]) == (home_programme.name, "standalone", "/mon-espace/")
    assert {icon["sizes"] for icon in card["icons"]} == {"192x192", "512x512"}
    assert f'<link rel="manifest" href="{reverse("manifest")}"' in client.get("/").content.decode()


def test_the_worker_keeps_the_offline_page_and_its_dress_alone(client):
    log_in(client, a_mentee())

    response = client.get(reverse("service-worker"))
    script = response.content.decode().replace("\\u002D", "-")
    kept = re.search(r"const FILES = \[(.*?)\]", script)[1]

    assert response.headers["Content-Type"].startswith("text/javascript")
    assert response.headers["Cache-Control"] == "no-cache"
    assert [path for path in re.findall(r'"([^"]+)"', kept) if not path.startswith("/static/")] == ["/hors-ligne/"]


def test_the_offline_page_says_nothing_of_anyone(client):
    anonymous = client.get(reverse("offline")).content
    log_in(client, a_mentee())

    assert client.get(reverse("offline")).content == anonymous
    assert "Pas de connexion" in anonymous.decode()


# --- the mailbox of the demonstration ----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["demo-mailbox", "demo-letter", "demo-letter-page"])
def test_a_real_site_has_no_mailbox(client, name):
    a_pair()
    code = Letter.objects.latest("pk").code
    args = [] if name == "demo-mailbox" else [code]
    assert client.get(reverse(name, args=args)).status_code == 404


def test_the_demonstration_shows_every_letter_without_a_login(client, settings):
    settings.DEMO = True
    a_pair()
    letter = Letter.objects.latest("pk")

    page = client.get(reverse("demo-mailbox")).content.decode()
    assert page.count('data-label="État"') == Letter.objects.count()
    assert reverse("demo-letter", args=[letter.code]) in page
    assert str(letter.pk) not in re.findall(r"/demo/courriels/([^/\"]+)/", page)
    one = client.get(reverse("demo-mailbox"), {"a": letter.to}).content.decode()
    assert one.count('data-label="État"') == Letter.objects.filter(to=letter.to).count()


def test_a_letter_is_shown_in_a_sealed_frame(client, settings):
    settings.DEMO = True
    a_pair()
    letter = Letter.objects.latest("pk")

    around = client.get(reverse("demo-letter", args=[letter.code]))
    assert around.headers["Content-Security-Policy"].endswith("frame-src 'self'")
    assert 'sandbox="allow-top-navigation-by-user-activation allow-popups"' in around.content.decode()
    inside = client.get(reverse("demo-letter-page", args=[letter.code]))
    policy = inside.headers["Content-Security-Policy"]
    assert "script" not in policy and "sandbox" in policy and "default-src 'none'" in policy
    assert '<base target="_top">' in inside.content.decode()
    assert client.get(reverse("demo-letter", args=["nothing"])).status_code == 404


# --- health --------------------------------------------------------------------------------------------------


@pytest.fixture
def worker():
    """It ran a moment ago, and runs again in a moment."""
    return Schedule.objects.create(name="follow_up", next_at=timezone.now() + timedelta(minutes=5))


def test_health_is_green_when_everything_runs(client, worker):
    assert "Tout fonctionne" in text(client.get(reverse("health")))
    assert client.get(reverse("health"), {"format": "json"}).json()["ok"] is True


def a_late_letter(**since):
    home()
    Letter.objects.create(
        kind="account_login_code", event="late", recipient_code="x", to="awa@example.org", subject="s", text="t",
        html="h", language="fr", message_id="<1@x>", created_at=timezone.now(),
        run_at=timezone.now() - timedelta(**since),
    )  # fmt: skip


def test_health_is_red_when_the_mail_stands_still(client, worker):
    a_late_letter(minutes=16)

    response = client.get(reverse("health"))

    assert response.status_code == 503
    assert "Les e-mails attendent depuis 16 min." in text(response).replace("\u00a0", " ")
    assert client.get(reverse("health"), {"format": "json"}).json()["mail"] == {
        "ok": False,
        "held": False,
        "minutes": 16,
    }


def test_health_says_nothing_of_the_mail_that_is_on_time(client, worker):
    """No byte depends on a member (N5)."""
    before = client.get(reverse("health"), {"format": "json"}).content
    a_late_letter(minutes=3)

    assert client.get(reverse("health"), {"format": "json"}).content == before


def test_health_is_red_when_a_task_is_late_or_the_mail_is_held(client, worker):
    Hold.objects.create(name="mail", since=timezone.now())
    assert "suspendu par l’équipe" in text(client.get(reverse("health")))
    Hold.objects.all().delete()
    Schedule.objects.update(next_at=timezone.now() - timedelta(hours=2))
    response = client.get(reverse("health"))
    assert (response.status_code, "Une tâche prévue est en retard" in text(response)) == (503, True)


def test_health_is_red_as_long_as_the_worker_never_ran(client):
    assert client.get(reverse("health")).status_code == 503
