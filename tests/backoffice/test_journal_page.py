"""The journal in plain words, without names, and without what touches the reader closely."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from binome.core.journal import record
from binome.privacy.journal_words import SENTENCES
from tests.factories import NOON, a_mentee, a_mentor, a_moderator, a_pair, a_profile_to_check
from tests.support.cast import a_case

from .pages import text

pytestmark = pytest.mark.django_db
URL = reverse("journal")
BINOME = Path(__file__).resolve().parents[2] / "binome"


def lines(response):
    return [(str(line["what"]), line["who"]) for line in response.context["lines"]]


def test_every_verb_that_the_product_writes_has_its_sentence():
    source = "\n".join(path.read_text() for path in BINOME.rglob("*.py") if "/backoffice/" not in str(path))
    written = set(re.findall(r'\brecord\(\s*"(\w+)"', source))
    past = re.findall(r"^PAST\b[^\n]*{.*?^}", source, flags=re.MULTILINE | re.DOTALL)
    written |= set(re.findall(r': "(\w+)"', "\n".join(past)))
    assert len(written) > 40
    assert written - set(SENTENCES) == set()


def test_it_says_what_was_done_and_by_what_kind_of_person(team, dina):
    mireille, awa = a_moderator("Mireille"), a_mentee("Awa")
    record("identity_opened", by=dina, obj=awa, now=NOON, reason="check")
    record("profile_approved", by=mireille, obj=awa, now=NOON)
    record("profile_edited", by=awa, obj=awa, now=NOON, fields=["quote"])
    record("request_expired", now=NOON)
    page = team.get(URL)
    assert lines(page) == [
        ("demande restée sans réponse", "Le site"),
        ("profil modifié", "Une membre"),
        ("profil publié", "L’équipe"),
        ("nom de famille lu", "Vous"),
    ]
    assert "Vérifier le profil" in text(page)
    assert "Awa" not in text(page) and "Mireille" not in text(page)


def test_an_act_leads_to_what_it_was_about(team):
    profile = a_profile_to_check("Fanta")
    record("profile_refused", by=a_moderator("Mireille"), obj=profile.person, now=NOON)
    (line,) = team.get(URL).context["lines"]
    assert line["url"] == reverse("profile-review", args=[profile.person.code])


def test_it_is_filtered_by_act_and_by_day(team, dina):
    awa = a_mentee("Awa")
    for days in range(3):
        record("profile_taken", by=dina, obj=awa, now=NOON + timedelta(days=days))
        record("profile_released", by=dina, obj=awa, now=NOON + timedelta(days=days))
    assert len(lines(team.get(URL))) == 6
    assert lines(team.get(URL, {"acte": "profile_taken"})) == [("profil pris en charge", "Vous")] * 3
    assert len(lines(team.get(URL, {"jour": "2026-03-13"}))) == 2
    assert len(lines(team.get(URL, {"jour": "2026-03-13", "acte": "profile_taken"}))) == 1
    assert "Aucun acte ne correspond" in text(team.get(URL, {"jour": "2020-01-01"}))


@pytest.mark.parametrize(
    "query", [{"jour": "le 30 février"}, {"jour": "0001-01-01"}, {"jour": "9999-12-31"}, {"acte": "theft"}]
)
def test_a_filter_that_makes_no_sense_is_explained(team, query):
    page = team.get(URL, query)
    assert page.status_code == 200
    assert "Erreur" in text(page)


def test_it_comes_in_pages(team, dina):
    for number in range(60):
        record("profile_taken", by=dina, now=NOON + timedelta(minutes=number))
    assert len(lines(team.get(URL))) == 50
    assert len(lines(team.get(URL, {"page": 2}))) == 10
    assert len(lines(team.get(URL, {"page": "x"}))) == 50


def test_a_moderator_who_is_reported_reads_nothing_of_it(team, dina, window):
    """Neither the report nor the separation: their hour would name the reporter (N12)."""
    pair = a_pair(a_mentee("Awa"), a_mentor("Bruna"))
    dina.linked_to = pair.mentor
    dina.save()
    a_case(pair.mentee, pair.mentor, now=NOON + timedelta(days=1))
    acts = {what for what, _who in lines(team.get(URL))}
    assert not acts & {"signalement envoyé", "contact arrêté entre deux personnes", "binôme clos"}
    others = {what for what, _who in lines(window(a_moderator("Mireille")).get(URL))}
    assert others >= {"signalement envoyé", "contact arrêté entre deux personnes"}
