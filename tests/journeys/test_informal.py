"""The informal form (D1): a manager opens a programme, two people come in, one finds the other, and they meet.

One is invited, the other comes by her address. The rule of the form is attacked on the way: an outsider and a person of
another programme get the answer of a missing page, and nobody asks herself or a full mentor.
"""

import re

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from binome.core.models import Letter
from binome.mentoring.actions import publish_profile
from binome.mentoring.models import MentoringRequest, Pair
from binome.programmes.models import Enrolment, Programme
from tests.browser import DESKTOP, PHONE
from tests.factories import a_mentee, home, log_in
from tests.factories.people import PRESENTATION, a_person
from tests.factories.programmes import (
    a_cohort,
    a_participant,
    a_programme,
    a_staff_member,
    an_affiliation,
    an_entity,
    an_organisation,
)

from . import steps

INSIDE = "/programmes/entraide"
PASSWORD = "trois renards lisent sous la pluie"


@pytest.fixture
def delphine(live_server):
    """She runs another programme already; Orvanne declared Malik, and whose addresses are its own."""
    home()
    a_programme("peers", "duos", an_organisation(email_domains=["orvanne.example"]))
    malik = a_person("Malik", active=False, email="malik@orvanne.example")
    malik.set_unusable_password()
    malik.save()
    an_affiliation(malik, an_entity("Lyon"), job_title="Conducteur de travaux")
    return a_staff_member("Delphine", programme=Programme.objects.get(slug="duos"), email="delphine@example.org")


def open_the_programme(page) -> None:
    page.goto("/programmes/duos" + reverse("create-programme"))
    page.get_by_label("Libre, dans l’annuaire", exact=False).first.check()
    page.get_by_label("Nom du programme", exact=True).fill("Entraide")
    steps.press(page, "Créer le programme")
    steps.follow(page, "Préparer la première")
    steps.press(page, "Créer la promotion")
    steps.press(page, "Ouvrir les inscriptions")
    steps.reads(page, "Les inscriptions sont ouvertes.")
    page.get_by_role("link", name="Inviter des personnes").first.click()
    page.get_by_label("mentor·e", exact=True).check()
    page.get_by_label("Malik", exact=False).check()
    steps.press(page, "Envoyer les invitations")
    steps.reads(page, "1 invitation part.")


def come_in(page) -> None:
    page.get_by_label("J’atteste sur l’honneur remplir ces conditions.").check()
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    steps.press(page, "Participer")
    steps.title_is(page, "Mon profil")


def fill_in_profile(page, *, mentor: bool) -> None:
    page.get_by_label("Secteur").select_option(label="Industrie")
    page.get_by_label("Présentation").fill(PRESENTATION)
    steps.choose(page, "Négocier", "À distance", "Une fois par mois", "Le matin")
    if mentor:
        steps.press(page, "Publier mon profil")
    else:
        page.get_by_label("Ce que vous faites aujourd’hui").fill("Technicienne d’études")
        steps.press(page, "Enregistrer et voir l’annuaire")


def join_by_her_address(page) -> None:
    page.goto("/programmes/entraide/")
    steps.title_is(page, "Rejoindre un programme")
    page.get_by_label("Votre adresse professionnelle").fill("lina@orvanne.example")
    steps.press(page, "Recevoir mon lien")
    steps.title_is(page, "Regardez vos e-mails")
    page.goto(re.search(r"(/rejoindre/lien/[\w-]+/)", Letter.objects.get(kind="join_link").text)[1])
    steps.title_is(page, "Entraide")
    page.get_by_label("Mentoré·e", exact=True).check()
    page.get_by_label("Prénom").fill("Lina")
    page.get_by_label("Nom de famille").fill("Vexzola")
    come_in(page)


def ask(page) -> None:
    steps.reads(page, "Conducteur de travaux")
    steps.follow(page, "Malik")
    steps.title_is(page, "Malik")
    steps.does_not_read(page, "Profil vérifié")
    steps.follow(page, "Préparer ma demande")
    page.get_by_label("Votre objectif, en une phrase").fill("Préparer mon entretien")
    page.get_by_label("Pourquoi").fill("Vous dites comment on négocie, avec des faits.")
    steps.press(page, "Envoyer ma demande")
    steps.reads(page, "Votre demande est partie.")


def accept(page) -> None:
    page.goto(INSIDE + reverse("my-space"))
    steps.reads(page, "Lina", "Préparer mon entretien")
    row = MentoringRequest.objects.get()
    page.goto(INSIDE + reverse("accept-request", args=[row.code]))
    page.locator("main form button.btn-primary").click()
    expect(page.locator("h1")).not_to_have_text("Accepter la demande")


def refused(person, mentor: Enrolment) -> set[int]:
    """What the server answers her on each page of the directory, and when she sends a request."""
    client = Client()
    log_in(client, person)
    words = {"objective": "Moi", "about_me": PRESENTATION, "why_you": "Vous.", "rhythm": "monthly",
             "duration_months": "6", "will_reveal": ["email"], "send": "1"}  # fmt: skip
    code = mentor.person.code
    pages = [
        reverse("mentor-list"),
        *(reverse(name, args=[code]) for name in ("mentor-detail", "request-new", "photo")),
    ]
    answers = {client.get(INSIDE + page).status_code for page in pages}
    return answers | {client.post(INSIDE + reverse("request-new", args=[code]), words).status_code}


def test_two_people_of_a_company_find_each_other_and_nobody_else_reads_them(new_page, delphine):
    desk, malik, lina = new_page(DESKTOP), new_page(DESKTOP), new_page(PHONE)
    steps.enter(desk, delphine)
    open_the_programme(desk)
    malik.goto(re.search(r"(/invitations/\w+/)", Letter.objects.get(kind="cohort_invitation").text)[1])
    come_in(malik)
    expect(malik.get_by_label("Métier ou dernière fonction")).to_have_value("Conducteur de travaux")
    fill_in_profile(malik, mentor=True)
    steps.reads(malik, "Votre profil est dans l’annuaire.")
    join_by_her_address(lina)
    fill_in_profile(lina, mentor=False)
    steps.reads(lina, "Voici l’annuaire")
    mentor = Enrolment.objects.get(programme__slug="entraide", role="mentor")
    outsider = a_mentee("Chloé")
    elsewhere = a_participant("Samir", cohort=a_cohort(a_programme(slug="ailleurs"))).person
    assert refused(outsider, mentor) == refused(elsewhere, mentor) == {404}
    assert 404 in refused(mentor.person, mentor)
    assert not MentoringRequest.objects.exists()
    ask(lina)
    accept(malik)
    pair = Pair.objects.get()
    lina.goto(INSIDE + reverse("pair-detail", args=[pair.code]))
    steps.reads(lina, "Malik", "Préparer mon entretien")
    late = a_participant("Zoé", cohort=mentor.cohort)
    profile = {"headline": "Études", "presentation": PRESENTATION, "topics": ["negocier"]}
    publish_profile(enrolment=late, changes=profile, answers={"slots": ["matin"]}, capacity=1, now=pair.opened_at)
    assert 409 in refused(late.person, mentor)
    assert MentoringRequest.objects.filter(sent_at__isnull=False).count() == 1
