"""Setting up, the charter and its versions."""

from datetime import timedelta

import pytest

from binome.core.models import JournalEntry
from binome.programmes import actions
from binome.programmes.models import CharterSignature, CharterVersion, Enrolment, EnrolmentState, Pause, Programme
from binome.programmes.queries import charter_in_force, home_membership
from tests.factories import NOON, a_mentee, a_mentor, a_moderator, a_profile_to_check, home

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


def test_a_new_site_has_its_programme_and_its_charter_in_two_languages():
    programme = actions.install_home_programme(name="Marraines", now=NOON)

    version = CharterVersion.objects.get()
    assert (programme.name, programme.is_home, version.programme, version.number) == ("Marraines", True, programme, 1)
    assert "Partir sans faute" in version.body and "Leaving is no fault" in version.body_en
    assert [entry.verb for entry in JournalEntry.objects.all()] == ["programme_installed", "charter_published"]


def test_installing_again_changes_nothing():
    actions.install_home_programme(name="Marraines", now=NOON)
    again = actions.install_home_programme(name="Autre", now=LATER)
    assert (again.name, Programme.objects.count(), CharterVersion.objects.count()) == ("Marraines", 1, 1)


def test_the_charter_says_what_the_product_promises():
    body = (actions.TEXTS / "charte.fr.md").read_text()
    assert 600 <= len(body.split()) <= 900
    for promise in ("ni coach", "pas disponible chaque jour", "Aucune somme", "Clore le binôme", "Signaler le profil",
                    "Écrire à l’équipe", "3919"):  # fmt: skip
        assert promise in body


def test_a_new_version_asks_everyone_again():
    awa, programme = a_mentee(), home()
    assert home_membership(awa).charter_signed
    version = actions.publish_charter(programme=programme, body="Neuve", changes="Tout.", by=a_moderator(), now=LATER)

    assert (version.number, charter_in_force(programme)) == (2, version)
    assert not home_membership(awa).charter_signed
    actions.sign_charter(person=awa, version=version, now=LATER)
    assert home_membership(awa).charter_signed


def test_a_second_click_keeps_the_first_date():
    awa, version = a_mentee(), charter_in_force(home())
    first = CharterSignature.objects.get(person=awa).signed_at
    actions.sign_charter(person=awa, version=version, now=LATER)
    assert CharterSignature.objects.get(person=awa).signed_at == first
    assert not JournalEntry.objects.filter(verb="charter_signed").exists()


def test_an_attestation_is_a_date_and_the_version_of_the_rules():
    person = a_profile_to_check().person
    Enrolment.objects.all().delete()
    programme = home()
    enrolment = actions.enrol_person(person=person, programme=programme, role="mentee", now=LATER)
    assert (enrolment.attested_at, enrolment.attested_version, enrolment.state) == (LATER, 1, EnrolmentState.PENDING)


def test_admitting_twice_changes_nothing():
    enrolment = Enrolment.objects.get(person=a_profile_to_check().person)
    dina = a_moderator()
    actions.admit_person(enrolment=enrolment, by=dina, now=NOON)
    actions.admit_person(enrolment=enrolment, by=dina, now=LATER)
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.joined_at) == (EnrolmentState.ACTIVE, NOON)
    assert JournalEntry.objects.filter(verb="person_admitted").count() == 1


def test_a_pause_begins_and_ends_once():
    bruna = a_mentor()
    enrolment = bruna.enrolments.get()
    assert actions.pause_enrolment(enrolment=enrolment, kind=Pause.OWN, by=bruna, now=NOON)
    assert not actions.pause_enrolment(enrolment=enrolment, kind=Pause.KIND, by=None, now=LATER)
    enrolment.refresh_from_db()
    assert (enrolment.pause, enrolment.paused_at) == (Pause.OWN, NOON)
    assert actions.resume_enrolment(enrolment=enrolment, by=bruna, now=LATER)
    assert not actions.resume_enrolment(enrolment=enrolment, by=bruna, now=LATER)
    enrolment.refresh_from_db()
    assert (enrolment.pause, enrolment.paused_at) == (Pause.NONE, None)
