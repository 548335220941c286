"""The queue: what waits, the oldest first, what to look at, and who reads it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from binome.people import actions, tokens
from binome.people.models import Profile
from binome.people.queries import sensitive_content
from tests.factories import NOON, a_mentee, a_mentor, a_moderator, a_profile_to_check, a_request, family_name_of
from tests.support.cast import a_case

from .pages import text

pytestmark = pytest.mark.django_db
URL = reverse("moderation-queue")


def waiting(first_name, *, days=0, **profile):
    return a_profile_to_check(first_name, waiting_since=NOON - timedelta(days=days), **profile)


def row_of(response, first_name):
    return next(row for row in response.context["rows"] if row.person.first_name == first_name)


def labels(response, first_name):
    return [str(badge.label) for badge in row_of(response, first_name).badges]


def test_the_title_says_how_many_wait_and_since_when(team):
    for number in range(7):
        waiting(f"Ève{number}", days=number)
    page = team.get(URL)
    assert "Sept profils à vérifier" in text(page)
    assert "une réponse sous trois jours" in text(page)
    assert "Le plus ancien est arrivé le" in text(page)


def test_nothing_waits(team):
    page = team.get(URL)
    assert "Aucun profil à vérifier" in text(page)
    assert "Prendre le suivant" not in text(page)


def test_the_oldest_comes_first(team):
    for first_name, days in (("Awa", 1), ("Bruna", 3), ("Chloé", 2)):
        waiting(first_name, days=days)
    assert [row.person.first_name for row in team.get(URL).context["rows"]] == ["Bruna", "Chloé", "Awa"]


def test_each_thing_to_look_at_has_its_badge(team):
    waiting("Rien")
    waiting("Courte", presentation="Bonjour.")
    waiting("Jointe", quote="Écrivez-moi : jointe@exemple.fr")
    waiting("Vendeuse", quote="Mon tarif est de 80 euros")
    waiting("Liée", quote="Tout est sur www.exemple.fr")
    waiting("Vue", photo="photos/x.jpg")
    named = waiting("Nommée")
    Profile.objects.filter(pk=named.pk).update(quote=f"Moi, {family_name_of(named.person).upper()}")
    page = team.get(URL)
    assert {row.person.first_name: labels(page, row.person.first_name) for row in page.context["rows"]} == {
        "Rien": ["Rien à signaler"],
        "Courte": ["Texte très court"],
        "Jointe": ["Coordonnées dans le texte"],
        "Vendeuse": ["Offre commerciale"],
        "Liée": ["Lien dans le texte"],
        "Vue": ["Photo à regarder"],
        "Nommée": ["Nom dans le texte"],
    }
    assert family_name_of(named.person) not in text(page)


def test_a_changed_profile_says_so_and_only_what_changed_counts(team):
    mentor = a_mentor("Bruna", profile={"quote": "Appelez le 06 12 34 56 78"})
    Profile.objects.filter(person=mentor).update(checked_content=sensitive_content(mentor.profile))
    actions.edit_profile(person=mentor, changes={"headline": "Cheffe d’usine"}, now=NOON)
    assert labels(team.get(URL), "Bruna") == ["Modification à relire"]


def test_a_second_opinion_and_a_contestation_have_their_badges(team, dina):
    asked, contested = waiting("Awa"), waiting("Bruna")
    colleague = a_moderator("Mireille")
    actions.escalate_profile(profile=asked, by=colleague, message="Je ne sais pas.", now=NOON)
    actions.refuse_profile(profile=contested, by=colleague, reason="unclear", message="Pas clair.", now=NOON)
    token = tokens.write("contest", code=contested.person.code, now=NOON)
    actions.contest_refusal(token=token, message="C’est une erreur.", now=NOON)
    page = team.get(URL)
    assert labels(page, "Awa") == ["Deuxième avis demandé"]
    assert labels(page, "Bruna") == ["Contestation"]


def test_what_she_passed_on_is_no_longer_hers_to_read(team, dina):
    actions.escalate_profile(profile=waiting("Awa"), by=dina, message="Je ne sais pas.", now=NOON)
    page = team.get(URL)
    assert page.context["rows"] == []
    assert "Un profil que vous avez déjà lu attend l’avis d’une autre modératrice" in text(page)


def test_who_reads_a_profile_is_shown_until_she_leaves_it_there(team, dina):
    mine, hers, left = waiting("Awa", days=3), waiting("Bruna", days=2), waiting("Chloé", days=1)
    colleague, now = a_moderator("Mireille"), timezone.now()
    actions.take_profile(profile=mine, by=dina, now=now)
    actions.take_profile(profile=hers, by=colleague, now=now)
    actions.take_profile(profile=left, by=colleague, now=now - timedelta(hours=3))
    readers = {row.person.first_name: row.reader for row in team.get(URL).context["rows"]}
    assert readers == {"Awa": dina, "Bruna": colleague, "Chloé": None}
    said = text(team.get(URL))
    assert [said.count(words) for words in (" Vous ", " Mireille ", " Libre ")] == [1, 1, 1]


def test_the_next_one_is_taken_and_opened(team, dina, journal):
    busy, free = waiting("Awa", days=3), waiting("Bruna", days=2)
    actions.take_profile(profile=busy, by=a_moderator("Mireille"), now=timezone.now())
    journal()
    answer = team.post(reverse("take-next-profile"))
    assert answer.url == reverse("profile-review", args=[free.person.code])
    free.refresh_from_db()
    assert free.taken_by == dina
    assert journal() == ["profile_taken"]


def test_when_nothing_is_left_the_next_one_is_the_queue(team):
    assert team.post(reverse("take-next-profile")).url == URL


def test_a_profile_that_involves_her_is_not_in_her_queue(team, dina, window):
    asked = a_mentor("Bruna")
    a_request(a_mentee("Awa"), asked)
    actions.edit_profile(person=asked, changes={"headline": "Cheffe d’usine"}, now=NOON)
    assert len(team.get(URL).context["rows"]) == 1
    dina.linked_to = asked.requests_received.get().mentee
    dina.save()
    page = team.get(URL)
    assert page.context["rows"] == []
    assert "Aucun profil à vérifier" in text(page)
    assert len(window(a_moderator("Mireille")).get(URL).context["rows"]) == 1


def test_a_report_is_announced_without_its_words(team):
    a_case(a_mentee("Awa"), a_mentor("Bruna"))
    page = team.get(URL)
    assert "Un signalement à traiter" in text(page)
    assert "formation payante" not in text(page)


def test_the_queue_costs_the_same_whatever_waits_in_it(team):
    def queries():
        with CaptureQueriesContext(connection) as counted:
            assert team.get(URL).status_code == 200
        return len(counted), [query["sql"][:90] for query in counted]

    waiting("Awa")
    few = queries()
    for number in range(30):
        waiting(f"Ève{number}")
    many = queries()
    assert len(team.get(URL).context["rows"]) == 20
    assert few[0] == many[0]
    assert many[0] <= 8, many[1]
