"""A manager makes a centralised programme, its promotion, and invites; a mentee opts in on her telephone (D2, D3)."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from binome.core.models import Letter
from binome.programmes.models import Enrolment, Programme
from tests.browser import DESKTOP, PHONE
from tests.factories import home
from tests.factories.people import a_person
from tests.factories.programmes import a_programme, a_staff_member, an_affiliation, an_entity, an_organisation

from . import steps

PASSWORD = "trois renards lisent sous la pluie"


@pytest.fixture
def delphine(live_server):
    """She runs another programme already; Orvanne declared its people."""
    home()
    a_programme("peers", "duos", an_organisation())
    return a_staff_member("Delphine", programme=Programme.objects.get(slug="duos"), email="delphine@example.org")


def declared(name: str, entity: str):
    person = a_person(name, active=False, email=f"{name[:2].lower()}@orvanne.example")
    person.set_unusable_password()
    person.save()
    return an_affiliation(person, an_entity(entity))


def create_the_programme(page) -> None:
    page.goto("/programmes/duos" + reverse("create-programme"))
    page.get_by_label("Centralisé", exact=False).first.check()
    page.get_by_label("Nom du programme", exact=True).fill("Passerelles")
    steps.press(page, "Créer le programme")
    steps.title_is(page, "Promotions")


def prepare_the_promotion(page) -> None:
    steps.follow(page, "Préparer la première")
    steps.press(page, "Créer la promotion")
    steps.title_is(page, "Promotion 1")
    steps.press(page, "Ouvrir les inscriptions")
    steps.reads(page, "Les inscriptions sont ouvertes.")


def invite(page, name: str) -> None:
    page.get_by_role("link", name="Inviter des personnes").first.click()
    page.get_by_label("mentoré·e", exact=True).check()
    page.get_by_label(name, exact=False).check()
    steps.press(page, "Envoyer les invitations")
    steps.reads(page, "1 invitation part.")


def opt_in(page) -> None:
    letter = Letter.objects.get(kind="cohort_invitation")
    page.goto(re.search(r"(/invitations/\w+/)", letter.text)[1])
    steps.title_is(page, "Passerelles")
    page.get_by_label("J’atteste sur l’honneur remplir ces conditions.").check()
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    steps.press(page, "Participer")
    steps.title_is(page, "Mes réponses")


def answer(page) -> None:
    page.get_by_label("Qu’attendez-vous de ces échanges ?").fill("Oser prendre la parole.")
    steps.press(page, "Enregistrer et continuer plus tard")
    steps.reads(page, "Vos réponses vous attendent ici")
    steps.follow(page, "Répondre")
    expect(page.get_by_label("Qu’attendez-vous de ces échanges ?")).to_have_value("Oser prendre la parole.")
    for label in ("Prendre la parole", "Français", "Finance et gestion", "Le matin", "À distance", "Une fois par mois"):
        page.get_by_label(label, exact=True).check()
    steps.press(page, "Envoyer mes réponses")
    steps.reads(page, "vos réponses sont complètes")


def test_a_manager_makes_a_promotion_and_a_mentee_opts_in_on_her_telephone(new_page, delphine):
    declared("Inès", "Lyon")
    declared("Salma", "Siège")
    desk, phone = new_page(DESKTOP), new_page(PHONE)
    steps.enter(desk, delphine)
    create_the_programme(desk)
    prepare_the_promotion(desk)
    invite(desk, "Inès")
    opt_in(phone)
    answer(phone)
    enrolment = Enrolment.objects.get(programme__slug="passerelles")
    assert (enrolment.state, enrolment.role, enrolment.person.first_name) == ("active", "mentee", "Inès")
    assert enrolment.completed_at is not None
    desk.reload()
    steps.reads(desk, "réponses complètes")
