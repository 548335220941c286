"""The register of requests about rights, with its badges; and the proof of what one person accepted."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from binome.core.models import JournalEntry
from binome.privacy.models import RightsRequest
from binome.privacy.rights import enter_request
from tests.backoffice.pages import text
from tests.factories import home

pytestmark = pytest.mark.django_db


def asked(elsa, *, days_ago):
    received = timezone.localdate() - timedelta(days=days_ago)
    return enter_request(programme=home(), right="access", received_on=received, by=elsa, now=timezone.now())


@pytest.mark.parametrize(("days_ago", "look"), [(0, '"badge "'), (27, "is-wait"), (40, "is-danger")])
def test_a_badge_says_how_long_is_left(office, elsa, days_ago, look):
    asked(elsa, days_ago=days_ago)
    page = office.get(reverse("rights-requests"))
    assert look in page.content.decode()
    assert ("en retard de" in text(page)) is (look == "is-danger")
    assert ("1 en retard" in text(office.get(reverse("privacy-desk")))) is (look == "is-danger")


def test_it_is_noted_then_answered(office):
    today = timezone.localdate().isoformat()
    answer = office.post(reverse("rights-requests"), {"right": "erasure", "received_on": today, "reference": "A-12"})
    row = RightsRequest.objects.get()
    assert answer.url == reverse("rights-request", args=[row.code])
    office.post(answer.url, {"words": "Compte effacé."})
    row.refresh_from_db()
    assert row.answered_on == timezone.localdate() and row.answer == "Compte effacé."
    assert office.post(answer.url, {"words": "Encore."}).status_code == 422
    assert "répondue le" in text(office.get(reverse("rights-requests")))


def test_it_is_prolonged_with_a_reason(office, elsa):
    row = asked(elsa, days_ago=3)
    office.post(reverse("rights-request", args=[row.code]), {"words": "Demande complexe.", "extend": "1"})
    row.refresh_from_db()
    assert row.extended_because == "Demande complexe." and row.answered_on is None


@pytest.mark.parametrize("change", [{"received_on": "2199-01-01"}, {"received_on": "hier"}, {"right": "theft"}])
def test_a_refused_entry_keeps_what_was_typed(office, change):
    typed = {"right": "access", "received_on": "2026-03-12", "reference": "Classeur 4", **change}
    answer = office.post(reverse("rights-requests"), typed)
    assert answer.status_code == 422
    assert "Classeur 4" in answer.content.decode()
    assert not RightsRequest.objects.exists()


def test_a_foreign_code_is_a_missing_one(office):
    assert office.get(reverse("rights-request", args=["zzzzzzzzzz"])).status_code == 404


# --- the proof ----------------------------------------------------------------------------------------------


def test_the_proof_asks_who_she_is_first(office):
    assert office.get(reverse("agreement-proof")).url.startswith("/compte/confirmer/")


@pytest.mark.parametrize("by", ["email", "code"])
def test_the_proof_of_one_person_is_a_file_and_one_line(sure, awa, by):
    file = sure.post(reverse("agreement-proof"), {"who": getattr(awa, by).upper() if by == "email" else awa.code})
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";"))
    assert {row[1] for row in rows[1:]} == {"Charte éthique acceptée", "Attestation sur l’honneur"}
    assert {row[0] for row in rows[1:]} == {awa.code}
    entry = JournalEntry.objects.get(verb="proof_exported")
    assert entry.object_code == awa.code
    assert awa.code in file["Content-Disposition"] and awa.first_name not in file["Content-Disposition"]


def test_an_unknown_account_is_a_sentence(sure):
    answer = sure.post(reverse("agreement-proof"), {"who": "personne@example.org"})
    assert answer.status_code == 422
    assert "Aucun compte n’a cette adresse" in text(answer)
    assert not JournalEntry.objects.exists()
