"""The page of one profile: what to look at, what she declared, and the door to her family name (N16)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from binome.core import hashes
from binome.core.models import FailingAddress, JournalEntry
from binome.people import actions as people
from binome.people.models import CivilIdentity, Profile, open_identities
from tests import canary
from tests.factories import NOON, a_mentee, a_mentor, a_moderator, a_pair, a_profile_to_check, family_name_of

from .pages import marked, text

pytestmark = pytest.mark.django_db


def page_of(client, profile, query=""):
    return client.get(reverse("profile-review", args=[profile.person.code]) + query)


def bear_the_same_name(one, other):
    with open_identities():
        name = CivilIdentity.objects.get(person=one).family_name
        CivilIdentity.objects.filter(person=other).update(family_name=name.upper())


def test_the_page_tells_what_she_declared_and_nothing_of_her_nationality(team):
    page = text(page_of(team, a_profile_to_check("Fanta")))
    assert "Fanta, mentore" in page
    assert "Attestées le 12 mars 2026" in page
    assert "E-mail Confirmé" in page
    assert "Autre compte Aucun" in page
    assert "Nom de famille Masqué" in page
    assert "nationalité" not in page.lower()


def test_an_address_that_is_not_confirmed_is_said(team):
    profile = a_profile_to_check("Fanta")
    profile.person.emailaddress_set.update(verified=False)
    assert "Pas encore confirmé" in text(page_of(team, profile))


def test_an_address_that_refuses_our_mail_is_said_without_the_servers_words(team):
    profile = a_profile_to_check("Fanta")
    FailingAddress.objects.create(address=profile.person.email, reason="550 <Zyxqa> unknown", since=NOON)
    page = text(page_of(team, profile))
    assert "Nos e-mails n’y arrivent plus depuis le 12 mars 2026" in page
    assert "Zyxqa" not in page


def test_a_clean_profile_is_read_without_a_line_in_the_journal(team, journal):
    profile = a_profile_to_check("Fanta")
    journal()
    page = page_of(team, profile)
    assert "Rien à signaler" in text(page)
    assert marked(page) == []
    assert journal() == []


def test_what_to_look_at_is_marked_in_the_text(team):
    quote = "Mon tarif est de 80 euros, écrivez à fanta@exemple.fr"
    page = page_of(team, a_profile_to_check("Fanta", quote=quote))
    assert marked(page) == ["tarif", "80 euros", "fanta@exemple.fr"]
    assert "Il est question de prix" in text(page)


def test_a_name_in_the_text_is_marked_and_its_reading_journalled(team, dina, journal):
    profile = a_profile_to_check("Fanta")
    name = family_name_of(profile.person)
    Profile.objects.filter(pk=profile.pk).update(quote=f"Moi, {name}, je vous écoute.")
    journal()
    page = page_of(team, profile)
    assert marked(page) == [name]
    assert "Votre lecture est notée au journal" in text(page)
    entry = JournalEntry.objects.latest("pk")
    assert journal() == ["identity_opened"]
    assert (entry.actor_code, entry.object_code, entry.data) == (dina.code, profile.person.code, {"reason": "check"})


@pytest.mark.parametrize(
    ("quote", "begins"),
    [
        (
            "Mon tarif est de 80 euros",
            "Bonjour Fanta, merci pour votre profil.\nPourriez-vous retirer ce qui parle de prix",
        ),
        (
            "Écrivez à fanta@exemple.fr",
            "Bonjour Fanta, merci pour votre profil.\nPourriez-vous retirer vos coordonnées",
        ),
        ("Rien de tout cela.", ""),
    ],
)
def test_a_polite_message_is_ready_about_what_was_found(team, quote, begins):
    form = page_of(team, a_profile_to_check("Fanta", quote=quote)).context["change_form"]
    assert form["message"].value().startswith(begins)
    assert bool(form["message"].value()) == bool(begins)


def test_she_may_ask_for_another_ready_message(team):
    form = page_of(team, a_profile_to_check("Fanta"), "?mot=photo").context["change_form"]
    assert "autre photo" in form["message"].value()
    assert page_of(team, a_profile_to_check("Hawa"), "?mot=%00").context["change_form"]["message"].value() == ""


def test_the_family_name_opens_once_against_a_reason(team, dina, journal):
    profile = a_profile_to_check("Fanta")
    name, url = family_name_of(profile.person), reverse("open-identity", args=[profile.person.code])
    journal()
    page = team.post(url, {"reason": "request"})
    assert f"Fanta {name}" in text(page)
    assert "Affiché cette fois seulement" in text(page)
    assert page.headers["Cache-Control"] == "no-store"
    assert JournalEntry.objects.latest("pk").data == {"reason": "request"}
    assert journal() == ["identity_opened"]
    assert name not in text(page_of(team, profile))
    assert journal() == []


def test_a_changed_name_is_said_in_the_queue_and_shown_with_the_former_one_against_a_reason(team, dina, journal):
    bruna = a_mentor("Bruna")
    before, after = family_name_of(bruna), canary.family_name()
    people.change_identity(person=bruna, family_name=after, phone="", now=NOON)
    assert "Nom de famille modifié" in text(team.get(reverse("moderation-queue")))
    read = team.get(reverse("profile-review", args=[bruna.code]))
    assert "Le nom de famille a changé. Ouvrez-le pour comparer." in text(read)
    assert before not in text(read) and after not in text(read)
    journal()
    opened = text(team.post(reverse("open-identity", args=[bruna.code]), {"reason": "check"}))
    assert f"Bruna {after}" in opened and f"Avant : {before}" in opened
    assert journal() == ["identity_opened"]
    team.post(reverse("confirm-recheck", args=[bruna.code]), {"seen": read.context["dossier"].seen})
    assert "Nom de famille modifié" not in text(team.get(reverse("moderation-queue")))


@pytest.mark.parametrize("reason", ["", "curiosity"])
def test_without_a_reason_the_name_stays_masked(team, journal, reason):
    profile = a_profile_to_check("Fanta")
    journal()
    page = team.post(reverse("open-identity", args=[profile.person.code]), {"reason": reason})
    assert "Choisissez la raison" in text(page)
    assert family_name_of(profile.person) not in text(page)
    assert journal() == []


def test_a_moderator_does_not_open_the_name_of_someone_she_is_involved_with(window, journal):
    dina = a_moderator("Dina")
    dina.linked_to = a_mentee("Dina")
    dina.save()
    pair = a_pair(dina.linked_to, a_mentor("Bruna"), reveal=())
    journal()
    url = reverse("open-identity", args=[pair.mentor.code])
    assert window(dina).post(url, {"reason": "check"}).status_code == 403
    assert journal() == []


def test_another_account_under_the_same_name_is_hinted_and_can_be_linked(team, journal):
    profile, other = a_profile_to_check("Fanta"), a_mentee("Fanta")
    bear_the_same_name(profile.person, other)
    assert "Peut-être : un autre compte porte le même nom" in text(page_of(team, profile))
    opened = team.post(reverse("open-identity", args=[profile.person.code]), {"reason": "check"})
    assert "Relier les deux comptes" in text(opened)
    journal()
    team.post(reverse("link-accounts", args=[profile.person.code]), {"other": other.code})
    other.refresh_from_db()
    assert other.linked_to == profile.person
    assert journal() == ["accounts_linked"]
    assert "Relié à son autre compte" in text(page_of(team, profile))


def test_two_women_with_different_names_are_not_linked_from_here(team, journal):
    profile, other = a_profile_to_check("Fanta"), a_mentee("Fanta")
    journal()
    team.post(reverse("link-accounts", args=[profile.person.code]), {"other": other.code})
    other.refresh_from_db()
    assert (other.linked_to, journal()) == (None, [])


def test_the_page_asks_few_questions_of_the_database(team):
    profile = a_profile_to_check("Fanta", quote="Mon tarif est de 80 euros")
    with CaptureQueriesContext(connection) as queries:
        page_of(team, profile)
    assert len(queries) <= 14


def test_an_address_refused_in_the_last_months_is_said(team):
    profile, now = a_profile_to_check("Fanta"), timezone.now()
    assert "a déjà été refusée" not in text(page_of(team, profile))
    hashes.keep("refused", profile.person.email, until=now + timedelta(days=1))
    assert "Une inscription de cette adresse a déjà été refusée" in text(page_of(team, profile))
