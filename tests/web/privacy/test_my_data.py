"""Her own data: the archive, who saw it, leaving and coming back."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from binome.core.models import JournalEntry, Letter
from binome.mentoring.identity import staff_card
from binome.people import tokens
from binome.people.models import User
from binome.privacy.models import Departure
from binome.programmes.actions import publish_charter
from binome.support.actions import read_case, report_person
from tests.factories import a_mentee, a_mentor, a_moderator, a_pair, an_administrator, home, log_in
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT, settings.ERASURE_LEDGER = tmp_path / "media", tmp_path / "erasures.txt"


@pytest.fixture
def awa():
    return a_mentee()


@pytest.fixture
def hers(awa):
    return window(awa)


def window(person, *, sure=True) -> Client:
    """Logged in; `sure`: she has just confirmed who she is."""
    client = Client()
    log_in(client, person)
    if sure:
        session = client.session
        for method in session["account_authentication_methods"]:
            method["reauthenticated"] = True
        session.save()
    return client


def test_one_click_gives_the_archive(hers, awa):
    answer = hers.post(reverse("export-my-data"))

    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"] == 'attachment; filename="mes-donnees.zip"'
    assert answer["Cache-Control"] == "no-store"
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert {"mes-donnees.html", "donnees.json"} <= set(archive.namelist())
    assert awa.email in archive.read("mes-donnees.html").decode()
    assert not Letter.objects.exists()


def test_the_archive_asks_who_she_is_and_then_comes(awa):
    hers = window(awa, sure=False)
    asked = hers.post(reverse("export-my-data"))
    assert asked.status_code == 302 and "/compte/confirmer/" in asked.url
    assert not JournalEntry.objects.filter(verb="data_exported").exists()

    answer = hers.post(asked.url, {"password": PASSWORD})
    assert answer["Content-Type"] == "application/zip"


@pytest.mark.parametrize("route", ["export-my-data", "leave"])
def test_without_a_password_or_a_key_only_a_fresh_login_will_do(awa, route):
    hers = window(awa, sure=False)
    User.objects.filter(pk=awa.pk).update(password="!")
    session = hers.session
    session["_auth_user_hash"] = User.objects.get(pk=awa.pk).get_session_auth_hash()
    session["account_authentication_methods"][0]["at"] -= 7200
    session.save()

    assert hers.post(reverse(route)).url.startswith(reverse("account_login"))
    assert not JournalEntry.objects.filter(verb="data_exported").exists() and not Departure.objects.exists()
    assert hers.get(reverse("my-data")).status_code == 302


def test_reading_the_page_gives_nothing_away_and_writes_nothing(hers):
    assert hers.get(reverse("export-my-data")).status_code == 405
    assert hers.get(reverse("my-data")).status_code == 200
    assert hers.get(reverse("leave")).status_code == 200
    assert not JournalEntry.objects.exists()


def test_the_archive_is_in_english_for_whoever_reads_english(hers, awa):
    User.objects.filter(pk=awa.pk).update(language="en")
    answer = hers.post(reverse("export-my-data"))
    page = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).read("mes-donnees.html").decode()
    assert '<html lang="en">' in page


def test_a_member_who_has_not_signed_the_new_charter_may_still_take_her_data_and_go(hers):
    publish_charter(programme=home(), body="# Autre", now=timezone.now())
    assert hers.get(reverse("my-data")).status_code == 200
    assert hers.get(reverse("my-agreements")).status_code == 200
    assert hers.post(reverse("export-my-data")).status_code == 200
    assert hers.post(reverse("leave")).url == reverse("left")


def test_someone_of_the_team_has_the_page_too():
    assert window(a_moderator()).get(reverse("my-data")).status_code == 200


# --- who saw ---------------------------------------------------------------------------------------------
def seen(client) -> str:
    return client.get(reverse("my-data")).content.decode()


def test_she_sees_that_the_team_read_her_name_when_and_why_but_not_who(hers, awa):
    dina = a_moderator("Dinarzade")
    staff_card(moderator=dina, person=awa, reason="check", now=timezone.now())
    page = seen(hers)

    assert "L’équipe a lu votre nom de famille" in page and "Vérifier le profil" in page
    assert dina.first_name not in page and dina.code not in page


def test_she_sees_that_her_report_was_read_and_the_one_reported_sees_nothing(hers, awa):
    bruna, dina, now = a_mentor(), a_moderator(), timezone.now()
    case = report_person(reporter=awa, reported=bruna, programme=home(), reason="other", body="Voilà.", now=now)
    read_case(case=case, by=dina, now=now)

    assert "L’équipe a lu votre signalement" in seen(hers)
    assert "signalement" not in re.sub(r"(?s)<footer.*", "", seen(window(bruna))).split("t-seen")[1].split("t-leave")[0]


def test_she_sees_her_own_downloads(hers):
    hers.post(reverse("export-my-data"))
    assert "Vous avez téléchargé vos données" in seen(hers)


# --- leaving ---------------------------------------------------------------------------------------------
def test_leaving_says_what_goes_and_what_stays(hers, awa):
    report_person(
        reporter=awa, reported=a_mentor(), programme=home(), reason="other", body="Voilà.", now=timezone.now()
    )
    page = hers.get(reverse("leave")).content.decode()

    assert "<li>Votre profil</li>" in page
    assert "dossier scellé" in page and "Le journal du site" in page


def test_leaving_logs_her_out_everywhere_and_her_link_brings_her_back(hers, awa):
    elsewhere = window(awa)
    answer = hers.post(reverse("leave"))
    assert answer.url == reverse("left") and hers.get(answer.url).status_code == 200
    for client in (hers, elsewhere):
        assert client.get(reverse("my-space")).url.startswith(reverse("account_login"))

    (link,) = re.findall(r"/rester/[^\s\"]+/", Letter.objects.get(kind="departure_asked").text)
    assert hers.get(link).status_code == 200 and Departure.objects.exists()
    assert hers.post(link).url == reverse("account_login")
    awa.refresh_from_db()
    assert awa.is_active and not Departure.objects.exists()
    assert hers.get(link).status_code == 404 and hers.post(link).status_code == 404


def test_leaving_asks_who_she_is(awa):
    hers = window(awa, sure=False)
    asked = hers.post(reverse("leave"))
    assert "/compte/confirmer/" in asked.url and not Departure.objects.exists()

    hers.post(asked.url, {"password": PASSWORD})
    assert Departure.objects.filter(person=awa).exists()


def test_the_last_administrator_reads_why_she_can_t_go():
    elsa = an_administrator()
    client = window(elsa)
    answer = client.post(reverse("leave"))

    assert answer.status_code == 409 and "dernière administratrice" in answer.content.decode()
    assert client.get(reverse("leave")).status_code == 200
    assert User.objects.get(pk=elsa.pk).is_active


def test_a_false_or_old_link_opens_nothing(awa):
    token = tokens.write("stay", code=awa.code, now=timezone.now() - timedelta(days=90))
    for link in ("nonsense", token):
        assert Client().get(reverse("stay", args=[link])).status_code == 404


def test_the_partner_is_told_without_a_name_or_a_reason():
    pair = a_pair()
    window(pair.mentee).post(reverse("leave"))

    letter = Letter.objects.get(kind="pair_closed", to=pair.mentor.email)
    assert "efface" not in letter.text and "compte" not in letter.text.split("--")[0].replace("compte rendu", "")


def test_how_long_things_are_kept_is_public(awa):
    page = Client().get(reverse("kept-how-long")).content.decode()
    assert "Un compte qui demande à partir est effacé sept jours plus tard." in page
    assert "Une ligne du journal est effacée au bout de douze mois." in page


@pytest.mark.parametrize("state", ["suspended", "excluded"])
def test_whoever_is_set_aside_may_still_take_her_data_and_go(hers, awa, state):
    awa.enrolments.update(state=state)
    assert hers.get(reverse("my-data")).status_code == 200
    assert hers.post(reverse("export-my-data"))["Content-Type"] == "application/zip"
    assert hers.post(reverse("leave")).url == reverse("left")
