"""The breach kit on the pages: confirmed again, journalled, with its clock and its texts."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from binome.core.journal import record
from binome.core.models import JournalEntry
from binome.mentoring.identity import staff_card
from binome.privacy import breach as kit
from binome.privacy.models import Breach
from binome.privacy.operator import save_details
from tests.backoffice.pages import text
from tests.factories import a_mentee, a_mentor, a_moderator, an_administrator, log_in
from tests.support.cast import a_case

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
ACTS = ["freeze-site", "unfreeze-site", "revoke-access"]
FILES = ["who-saw-file", "impact-file"]


def moment(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


def told(**changes):
    now = timezone.now()
    return {"known_at": moment(now - 2 * HOUR), "since_at": moment(now - 30 * HOUR), "until_at": "",
            "facts": "Un compte de l’équipe a été ouvert depuis un autre pays.", "consequences": "", "measures": "",
            "not_told_because": "", **changes}  # fmt: skip


@pytest.fixture
def a_breach(office):
    office.post(reverse("declare-breach"), told())
    return Breach.objects.get()


def verbs():
    return list(JournalEntry.objects.order_by("pk").values_list("verb", flat=True))


@pytest.mark.parametrize("name", ACTS + FILES)
def test_who_has_not_just_confirmed_who_she_is_must_first(office, name):
    for method in ("get", "post"):
        answer = getattr(office, method)(reverse(name))
        if answer.status_code != 405:
            assert answer.url.split("?")[0].startswith("/compte/confirmer/")
    assert verbs() == [] and kit.frozen_since() is None


@pytest.mark.parametrize("name", ACTS)
def test_opening_the_page_of_an_act_does_nothing(sure, name):
    assert sure.get(reverse(name)).status_code == 200
    assert verbs() == []


def test_she_freezes_and_opens_the_site_again(sure, awa):
    member = Client()
    log_in(member, awa)
    assert "gelé" in text(sure.post(reverse("freeze-site"), follow=True))
    assert member.get(reverse("my-space")).status_code == 503
    assert "Le site est gelé depuis" in text(sure.get(reverse("breach-list")))
    sure.post(reverse("unfreeze-site"))
    assert member.get(reverse("my-space")).status_code == 200
    assert verbs() == ["put_on_hold", "time_given_back", "days_given_back", "released_from_hold"]


def test_closing_everything_keeps_her_own_session_alone(sure, awa, elsa):
    others = [Client(), Client()]
    for client, person in zip(others, (awa, elsa), strict=True):
        log_in(client, person)
    answer = sure.post(reverse("revoke-access"), follow=True)
    assert "Sessions fermées : 2" in text(answer)
    assert [client.get(reverse("settings")).status_code for client in others] == [302, 302]
    assert verbs()[:2] == ["sessions_revoked", "links_revoked"]


# --- the record ---------------------------------------------------------------------------------------------


def test_the_clock_runs_from_the_moment_it_was_known(office, a_breach):
    assert a_breach.due_at - a_breach.known_at == timedelta(hours=72)
    assert "Il reste 70 h" in text(office.get(reverse("breach-detail", args=[a_breach.code])))
    Breach.objects.update(known_at=timezone.now() - 80 * HOUR)
    assert "Le délai est passé" in text(office.get(reverse("breach-detail", args=[a_breach.code])))
    assert "72 heures passées" in text(office.get(reverse("breach-list")))


def test_the_letters_are_prefilled_with_what_is_known(office, a_breach, programme):
    save_details(programme=programme, changes={"name": "Association Exemple", "privacy_contact": "dpo@asso.example"},
                 by=None, now=timezone.now())  # fmt: skip
    page = text(office.get(reverse("breach-detail", args=[a_breach.code])))
    assert page.count("Association Exemple") == 2 and page.count("dpo@asso.example") == 2
    assert "article 33 du RGPD" in page and "Objet : information sur vos données" in page
    assert "nom de famille et téléphone, scellés" in page
    office.cookies["binome_language"] = "en"
    assert "Notification of a personal data breach" in text(office.get(reverse("breach-detail", args=[a_breach.code])))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("facts", ""),
        ("known_at", "demain"),
        ("known_at", "2199-01-01T00:00"),
        ("until_at", "2020-01-01T00:00"),
        ("since_at", ""),
    ],
)
def test_a_refused_declaration_keeps_what_was_typed(office, field, value):
    answer = office.post(reverse("declare-breach"), told(measures="Mots de passe changés", **{field: value}))
    assert answer.status_code == 422
    assert "Mots de passe changés" in answer.content.decode()
    assert not Breach.objects.exists()


def test_it_is_completed_told_and_closed_with_a_line_for_each(office, a_breach):
    page = reverse("breach-detail", args=[a_breach.code])
    office.post(page, told(measures="Compte fermé"))
    for whom in ("authority", "authority", "people"):
        office.post(reverse("note-breach-told", args=[a_breach.code]), {"whom": whom})
    office.post(reverse("close-breach", args=[a_breach.code]))
    a_breach.refresh_from_db()
    assert a_breach.measures == "Compte fermé" and a_breach.authority_told_at and a_breach.closed_at
    assert verbs() == ["breach_declared", "breach_completed", "breach_told", "breach_told", "breach_closed"]
    assert office.post(page, told(measures="Autre chose")).status_code == 422
    a_breach.refresh_from_db()
    assert a_breach.measures == "Compte fermé"


def test_it_is_not_closed_before_the_authority_is_told_or_it_is_written_why_not(office, a_breach):
    close = reverse("close-breach", args=[a_breach.code])
    assert "pourquoi elle ne l’est pas" in text(office.post(close, follow=True))
    office.post(reverse("breach-detail", args=[a_breach.code]), told(not_told_because="Données chiffrées."))
    office.post(close)
    a_breach.refresh_from_db()
    assert a_breach.closed_at


def test_a_foreign_code_is_a_missing_one(office):
    for name in ("breach-detail", "note-breach-told", "close-breach"):
        assert office.post(reverse(name, args=["zzzzzzzzzz"]), {"whom": "people"}).status_code == 404


# --- knowing ------------------------------------------------------------------------------------------------


def test_who_saw_shows_what_the_team_read_with_its_codes(office, awa):
    dina = a_moderator("Dina")
    staff_card(moderator=dina, person=awa, reason="check", now=timezone.now() - HOUR)
    page = text(office.get(reverse("who-saw")))
    assert "Nom de famille lu" in page and f"Dina {dina.code}" in page and awa.code in page
    period = {"du": "2020-01-01T00:00", "au": "2020-01-02T00:00"}
    assert "Aucune lecture à ces dates" in text(office.get(reverse("who-saw"), period))
    assert "Erreur" in office.get(reverse("who-saw"), {"du": "hier"}).content.decode()


def test_an_administrator_who_is_reported_reads_nothing_of_it(sure, elsa):
    bruna = a_mentor("Bruna")
    elsa.linked_to = bruna
    elsa.save()
    case, dina = a_case(a_mentee("Chloé"), bruna), a_moderator("Dina")
    record("report_read", by=dina, obj=case, now=timezone.now() - HOUR)
    assert case.code not in text(sure.get(reverse("who-saw")))
    assert case.code not in sure.get(reverse("who-saw-file")).content.decode()
    other = Client()
    log_in(other, an_administrator("Zoé"))
    assert case.code in text(other.get(reverse("who-saw")))


def test_the_lists_are_files_with_one_line_in_the_journal_each(sure, awa):
    awa.email = "+awa@example.org"
    awa.save()
    staff_card(moderator=a_moderator("Dina"), person=awa, reason="check", now=timezone.now() - HOUR)
    reads, people = (
        list(csv.reader(io.StringIO(sure.get(reverse(name)).content.decode("utf-8-sig")), delimiter=";"))
        for name in FILES
    )
    assert reads[1][1] == "nom de famille lu" and reads[1][4] == awa.code
    assert "'+awa@example.org" in [row[1] for row in people[1:]]
    assert verbs()[-2:] == ["reads_listed", "impact_listed"]
    assert JournalEntry.objects.latest("pk").data["people"] == len(people) - 1


def test_the_impact_counts_people_by_nature_of_data(office, awa):
    page = text(office.get(reverse("impact-list")))
    assert "3 personnes au plus" not in page and "2 personnes au plus" in page
    page = text(office.get(reverse("impact-list"), {"compte": awa.code}))
    assert "1 personne au plus" in page
    assert "Aucun compte n’a ce code" in text(office.get(reverse("impact-list"), {"compte": "zzz"}))


@pytest.mark.parametrize("day", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_moment_at_either_end_of_the_calendar_is_refused_with_a_sentence(office, day):
    pages = [office.get(reverse(name), {"du": day, "au": day}) for name in ("who-saw", "impact-list")]
    pages.append(office.post(reverse("declare-breach"), told(since_at=day)))
    assert ["n’existe pas" in text(page) for page in pages] == [True] * 3
