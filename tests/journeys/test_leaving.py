"""She takes her data, then leaves, while her report is being treated: only the sealed case is left of her (N15)."""

import zipfile
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from binome.people.models import User
from binome.privacy import erasure
from binome.privacy.models import ClockRun, Departure
from binome.privacy.retention import run_clocks
from binome.support.actions import report_person
from binome.support.models import Case
from tests.browser import PHONE
from tests.factories import a_moderator, a_pair, home

from . import steps

REPORT = "Elle m’a proposé une formation payante."
DAY = timedelta(days=1)


def take_her_data(page):
    page.goto(reverse("my-data"))
    steps.press(page, "Télécharger mes données")
    steps.title_is(page, "Confirmez que c’est vous")
    page.get_by_label("Mot de passe", exact=True).fill(steps.PASSWORD)
    with page.expect_download() as download:
        steps.press(page, "Continuer")
    return zipfile.ZipFile(download.value.path())


def leave(page):
    page.goto(reverse("leave"))
    steps.reads(
        page, "Votre signalement : ses mots, votre prénom et vos demandes restent au dossier scellé", "Votre profil"
    )
    steps.press(page, "Fermer et effacer mon compte")
    steps.title_is(page, "Votre compte est fermé")


def test_she_takes_her_data_and_leaves_with_an_open_case(new_page, live_server, settings, tmp_path):
    settings.MEDIA_ROOT, settings.ERASURE_LEDGER = tmp_path / "media", tmp_path / "erasures.txt"
    pair, dina, now = a_pair(), a_moderator(), timezone.now()
    awa = pair.mentee
    case = report_person(reporter=awa, reported=pair.mentor, programme=home(), reason="paid", body=REPORT, now=now)
    page, desk = new_page(PHONE), new_page(PHONE)
    steps.enter(page, awa)
    steps.enter(desk, dina)

    archive = take_her_data(page)
    assert REPORT in archive.read("mes-donnees.html").decode()
    leave(page)
    page.goto(reverse("my-space"))
    steps.title_is(page, "Heureuses de vous revoir")
    assert Departure.objects.filter(person=awa).exists()

    ClockRun.objects.create(clock="none", at=now + 7 * DAY, due=0, done=0, outcome="done")
    run_clocks(now=now + 8 * DAY)
    assert not User.objects.filter(pk=awa.pk).exists()
    assert erasure.ledger.ledger_file().exists()
    assert Case.objects.get(pk=case.pk).reporter is None
    desk.goto(reverse("case-detail", args=[case.code]))
    steps.reads(desk, REPORT)
