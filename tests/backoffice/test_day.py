"""A moderator's day: what waits, what sleeps, who lacks a place, and notes; that page names nobody."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from binome.core.models import JournalEntry, Letter
from binome.mentoring.models import Pair
from binome.mentoring.queries import balance
from binome.people import actions as people
from binome.support.models import Case, HandoverNote
from tests.factories import a_mentee, a_mentor, a_moderator, a_pair, a_profile_to_check, a_request, home
from tests.support.cast import a_case, a_message

from .pages import text

pytestmark = pytest.mark.django_db
DAY, URL = timedelta(days=1), reverse("moderators-day")


def call(client, sector="industrie"):
    return client.post(reverse("call-mentors", args=[sector]), follow=True)


def called():
    return sorted(Letter.objects.filter(kind="mentors_called").values_list("recipient_code", flat=True))


def test_an_empty_day_says_so(team):
    page = text(team.get(URL))
    assert "Bonjour Dina" in page and "aucune en retard" in page and page.count("rien") >= 4


def test_the_day_says_what_waits_and_since_when(team):
    a_profile_to_check(waiting_since=timezone.now() - 4 * DAY)
    a_case(a_mentee("Awa"), a_mentor("Bruna"), now=timezone.now() - 6 * DAY)
    a_message(a_mentee("Hawa"), now=timezone.now() - 2 * DAY)
    page = text(team.get(URL))
    for line in ("Profils à vérifier 1 · le plus ancien il y a 4 jours", "1 · le plus ancien il y a 6 jours",
                 "Messages reçus 1 · le plus ancien il y a 2 jours", "1 en retard"):  # fmt: skip
        assert line in page, line


def test_late_requests_and_sleeping_pairs_are_counted_and_nobody_is_named(team):
    a_request(a_mentee("Awa"), a_mentor("Bruna"), now=timezone.now() - 8 * DAY)
    a_request(a_mentee("Inès"), a_mentor("Odile"), now=timezone.now() - 2 * DAY)
    a_pair(a_mentee("Hawa"), a_mentor("Paule"), now=timezone.now() - 120 * DAY)
    a_pair(a_mentee("Jade"), a_mentor("Rosa"), now=timezone.now() - 20 * DAY)
    page = text(team.get(URL))
    assert "une après 7 jours, envoyée il y a 8 jours" in page.lower()
    assert "après 90 jours, dernier signe" in page
    for name in ("Awa", "Bruna", "Inès", "Odile", "Hawa", "Paule", "Jade", "Rosa"):
        assert name not in page
    assert Pair.objects.count() == 2


def test_what_involves_her_is_not_counted(team, dina):
    bruna = a_mentor("Bruna")
    dina.linked_to = bruna
    dina.save()
    a_case(a_mentee("Awa"), bruna, now=timezone.now() - 6 * DAY)
    assert "en retard" not in text(team.get(URL)).replace("aucune en retard", "")
    assert Case.objects.count() == 1


def test_supply_and_demand_by_sector():
    a_mentor("Bruna", capacity=2, profile={"sector": "sante"})
    a_mentor("Odile", capacity=1, enrolment={"pause": "own"}, profile={"sector": "sante"})
    for name in ("Awa", "Inès", "Jade"):
        a_mentee(name, profile={"sector": "sante"})
    a_pair(a_mentee("Hawa", profile={"sector": "sante"}), a_mentor("Rosa", capacity=1, profile={"sector": "finance"}))
    rows = {row.slug: (row.mentors, row.places, row.searching, row.lacking) for row in balance(programme=home())}
    assert rows["sante"] == (1, 2, 3, 1)
    assert rows["finance"] == (1, 0, 0, 0)
    assert next(iter(rows)) == "sante"


def test_mentors_of_a_sector_are_called_once_a_month_whoever_calls(team, window):
    here, paused = a_mentor("Bruna"), a_mentor("Odile", enrolment={"pause": "own"})
    elsewhere, muted = a_mentor("Rosa", profile={"sector": "sante"}), a_mentor("Paule")
    people.mute_mail(person=muted, kind="mentors_called", now=timezone.now())
    page = text(team.get(reverse("call-mentors", args=["industrie"])))
    assert "vers 2 personnes" in page
    assert "2 e-mails sont partis" in text(call(team))
    assert called() == sorted([here.code, paused.code]) and elsewhere.code not in called()
    assert "Personne à appeler" in text(call(window(a_moderator("Mireille"))))
    assert len(called()) == 2
    Letter.objects.update(created_at=timezone.now() - 31 * DAY, event="call:before")
    assert "2 e-mails sont partis" in text(call(team))
    entries = JournalEntry.objects.filter(verb="mentors_called").values_list("data", flat=True)
    assert list(entries) == [{"sector": "industrie", "count": 2}] * 2


def test_a_call_can_be_refused_in_one_click_and_names_nobody(team):
    bruna = a_mentor("Bruna")
    call(team)
    letter = Letter.objects.get(kind="mentors_called")
    assert (letter.optional, bool(letter.unsubscribe_url)) == (True, True)
    assert bruna.first_name in letter.text and "Dina" not in letter.text


def test_a_sector_that_does_not_exist_has_no_page(team):
    assert team.get(reverse("call-mentors", args=["magie"])).status_code == 404
    assert team.post(reverse("call-mentors", args=["magie"])).status_code == 404


def test_notes_are_left_read_by_colleagues_and_taken_away(team, window):
    for _click in range(2):
        assert team.post(reverse("leave-note"), {"body": "Les profils de mardi sont relus."}).url == URL
    note = HandoverNote.objects.get()
    mireille = window(a_moderator("Mireille"))
    page = text(mireille.get(URL))
    assert "Les profils de mardi sont relus." in page and "Dina" in page
    for _click in range(2):
        assert mireille.post(reverse("remove-note", args=[note.code])).url == URL
    assert not HandoverNote.objects.exists()
    assert JournalEntry.objects.filter(verb__startswith="note_").count() == 2


@pytest.mark.parametrize(("words", "sentence"), [(" ", "Écrivez votre note"), ("x" * 601, "trop longue : 600")])
def test_a_note_that_is_empty_or_too_long_is_asked_again(team, words, sentence):
    page = team.post(reverse("leave-note"), {"body": words})
    assert page.status_code == 422
    assert sentence in text(page) and words.strip() in page.content.decode()


def test_the_day_costs_the_same_whatever_waits(team):
    def queries():
        with CaptureQueriesContext(connection) as counted:
            team.get(URL)
        return len(counted)

    few = queries()
    for number in range(6):
        a_case(a_mentee(f"Awa{number}"), a_mentor(f"Bruna{number}"))
        a_message(a_mentee(f"Hawa{number}"))
        team.post(reverse("leave-note"), {"body": f"Note {number}"})
    assert queries() == few <= 8
