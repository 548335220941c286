"""What falls asleep, as lists: who and since when, one journal line each, and an act that chases nobody."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from binome.core.models import JournalEntry, Letter
from binome.mentoring import actions
from binome.mentoring.models import MentoringRequest
from binome.people import actions as people
from binome.people.models import CivilIdentity, open_identities
from binome.privacy.reads import reads_of
from binome.support.models import TeamMessage
from tests.factories import a_mentee, a_mentor, a_moderator, a_pair, a_request, log_in

from .pages import text

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATE, ASLEEP = reverse("late-requests"), reverse("sleeping-pairs")
WORDS = {"subject": "Des nouvelles", "body": "Bonjour, comment allez-vous ?"}


def a_late_request(mentee="Awa", mentor="Bruna", *, days=10, reminded=3):
    """Sent that long ago, and reminded by the site since (None: not yet)."""
    now = timezone.now()
    row = a_request(a_mentee(mentee), a_mentor(mentor), now=now - days * DAY)
    if reminded is not None:
        actions.remind_mentor(mentoring_request=row, now=now - reminded * DAY)
    return row


def a_silent_pair(mentee="Hawa", mentor="Paule", *, days=120):
    return a_pair(a_mentee(mentee), a_mentor(mentor), now=timezone.now() - days * DAY)


def nudge(client, row):
    return client.post(reverse("nudge-mentor", args=[row.code]), follow=True)


def reminders(row):
    return Letter.objects.filter(kind="request_reminder", recipient_code=row.mentor.code).count()


def test_late_requests_are_listed_the_oldest_first_with_first_names_and_no_word_of_them(team):
    a_late_request("Awa", "Bruna", days=9)
    a_late_request("Inès", "Odile", days=12)
    a_late_request("Jade", "Rosa", days=2, reminded=None)
    page = text(team.get(LATE))
    assert page.index("Inès attend Odile") < page.index("Awa attend Bruna")
    assert "Jade" not in page
    for words in ("Passer de collègue", "atelier depuis six ans", "fait ce chemin avant moi"):
        assert words not in page
    with open_identities():
        names = list(CivilIdentity.objects.values_list("family_name", flat=True))
    assert names and not any(name in page for name in names)


def test_silent_pairs_are_listed_the_longest_first(team):
    a_silent_pair("Hawa", "Paule", days=120)
    a_silent_pair("Jade", "Rosa", days=200)
    a_silent_pair("Awa", "Bruna", days=20)
    page = text(team.get(ASLEEP))
    assert page.index("Jade et Rosa") < page.index("Hawa et Paule")
    assert "Awa" not in page


@pytest.mark.parametrize(("make", "url", "verb"), [
    (a_late_request, LATE, "late_request_read"), (a_silent_pair, ASLEEP, "sleeping_pair_read"),
])  # fmt: skip
def test_each_row_that_is_shown_is_one_line_of_the_journal_and_both_people_read_it(team, dina, make, url, verb):
    row = make()
    for _reading in range(2):
        team.get(url)
    entries = JournalEntry.objects.filter(verb=verb).values_list("actor_code", "object_code")
    assert list(entries) == [(dina.code, row.code)] * 2
    for person in (row.mentor, row.mentee):
        assert [str(read.what) for read in reads_of(person) if "L’équipe a vu" in str(read.what)]
    assert not [read for read in reads_of(a_mentee("Chloé")) if "L’équipe a vu" in str(read.what)]


def test_what_involves_her_is_in_no_list_and_in_no_count(team, dina):
    late, asleep = a_late_request(), a_silent_pair()
    dina.linked_to = late.mentor
    dina.save()
    asleep.mentee.linked_to = dina
    asleep.mentee.save()
    assert "Awa attend" not in text(team.get(LATE)) and "Hawa" not in text(team.get(ASLEEP))
    day = text(team.get(reverse("moderators-day")))
    assert "aucune en retard" in day and "silencieux aucun" in day
    for name, row in (("nudge-mentor", late), ("write-about-request", late), ("write-about-pair", asleep)):
        assert team.get(reverse(name, args=[row.code])).status_code == 404
        assert team.post(reverse(name, args=[row.code]), WORDS).status_code == 404


def test_a_mentor_is_reminded_once_by_the_team_whoever_clicks(team, window):
    row = a_late_request()
    assert "Rappeler Bruna" in text(team.get(LATE))
    assert "Awa attend une réponse" in text(team.get(reverse("nudge-mentor", args=[row.code])))
    assert reminders(row) == 1
    assert "Un rappel part vers Bruna" in text(nudge(team, row))
    assert "L’équipe a déjà envoyé un rappel" in text(nudge(window(a_moderator("Mireille")), row))
    assert reminders(row) == 2
    assert "Rappeler Bruna" not in text(team.get(LATE))
    assert JournalEntry.objects.filter(verb="mentor_nudged").count() == 1


def test_her_refusal_of_reminders_is_respected_and_said(team):
    row = a_late_request()
    people.mute_mail(person=row.mentor, kind="request_reminder", now=timezone.now())
    assert "rien ne partira" in text(team.get(LATE))
    assert "rien ne partira" in text(nudge(team, row))
    assert reminders(row) == 1


@pytest.mark.parametrize(("reminded", "sentence"), [
    (None, "Le site va envoyer un rappel de lui-même"), (1, "Le site vient d’envoyer un rappel"),
])  # fmt: skip
def test_the_site_reminds_first_and_she_has_time_to_answer_it(team, reminded, sentence):
    row = a_late_request(reminded=reminded)
    assert sentence in text(nudge(team, row))
    assert not JournalEntry.objects.filter(verb="mentor_nudged").exists()


def test_a_mentor_who_asked_a_question_is_not_the_one_to_remind(team):
    row = a_late_request()
    actions.ask_question(mentoring_request=row, by=row.mentor, question="Depuis quand ?", now=timezone.now())
    assert "posée à Awa : sa réponse est attendue" in text(nudge(team, row))
    assert reminders(row) == 1


def test_a_request_that_was_answered_meanwhile_is_no_longer_there(team):
    row = a_late_request()
    MentoringRequest.objects.filter(pk=row.pk).update(state="declined")
    assert nudge(team, row).status_code == 404


@pytest.mark.parametrize(("make", "name", "back"), [
    (a_late_request, "write-about-request", LATE), (a_silent_pair, "write-about-pair", ASLEEP),
])  # fmt: skip
def test_the_team_writes_to_both_apart(team, window, make, name, back):
    row = make()
    url = reverse(name, args=[row.code])
    assert f"Écrire à {row.mentor.first_name} et à {row.mentee.first_name}" in text(team.get(url))
    for _click in range(2):
        assert team.post(url, WORDS).url == back
    assert sorted(TeamMessage.objects.values_list("author__first_name", flat=True)) == sorted(
        [row.mentor.first_name, row.mentee.first_name]
    )
    assert Letter.objects.filter(kind="team_wrote", optional=True).count() == 2
    hers = window(row.mentee)
    assert WORDS["body"] in text(hers.get(reverse("write-to-team")))
    message = TeamMessage.objects.get(author=row.mentee)
    hers.post(reverse("write-again", args=[message.code]), {"body": "Tout va bien de mon côté."})
    assert "Tout va bien" not in text(window(row.mentor).get(reverse("write-to-team")))
    assert "Tout va bien" in text(team.get(reverse("message-detail", args=[message.code])))


@pytest.mark.parametrize("words", [{"subject": "", "body": "Bonjour"}, {"subject": "Bonjour", "body": "x" * 2001}])
def test_a_message_that_lacks_something_is_asked_again_with_what_was_typed(team, words):
    page = team.post(reverse("write-about-pair", args=[a_silent_pair().code]), words)
    assert page.status_code == 422 and "Bonjour" in page.content.decode()
    assert not TeamMessage.objects.exists()


@pytest.mark.parametrize("url", [LATE, ASLEEP])
def test_a_note_left_there_is_read_there(team, url):
    name = {LATE: "late-requests", ASLEEP: "sleeping-pairs"}[url]
    assert team.post(reverse("leave-note"), {"body": "Vu mardi.", "after": name}).url == url
    assert "Vu mardi." in text(team.get(url))
    assert team.post(reverse("leave-note"), {"body": "Vu.", "after": "//exemple.org"}).url == reverse("moderators-day")


@pytest.mark.parametrize("url", [LATE, ASLEEP])
def test_the_lists_exist_for_the_team_alone(url):
    client, gaelle = Client(), a_mentor("Gaëlle")
    assert client.get(url).url.startswith(reverse("account_login"))
    log_in(client, gaelle)
    assert client.get(url).status_code == 404
    assert not JournalEntry.objects.filter(verb__endswith="_read").exists()


@pytest.mark.parametrize(("make", "url"), [(a_late_request, LATE), (a_silent_pair, ASLEEP)])
def test_a_list_comes_in_pages_and_costs_the_same_whatever_waits(team, make, url):
    def queries():
        with CaptureQueriesContext(connection) as counted:
            team.get(url)
        return len(counted)

    make("Mentee", "Mentor")
    few = queries()
    for number in range(25):
        make(f"Mentee{number}", f"Mentor{number}")
    assert queries() == few <= 8
    assert len(team.get(url).context["rows"]) == 20
    assert len(team.get(url, {"page": 2}).context["rows"]) == 6
