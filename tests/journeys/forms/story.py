"""What every form is walked with: a manager makes it, invites, matches, publishes; two opt in on their telephones."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from binome.core.models import Letter
from binome.mentoring.matchmaking.running import run_matches
from binome.people.models import User
from binome.programmes.actions import accept_invitation, invite_people, save_answers
from binome.programmes.actions.organisations import add_party
from binome.programmes.models import Affiliation, Cohort, Entity, Organisation, Programme
from tests.factories.jobs import do_the_jobs
from tests.factories.matchmaking import ANSWERS
from tests.factories.people import a_person
from tests.factories.programmes import an_affiliation

from .. import steps

INSIDE = "/programmes/passerelles"
PASSWORD = "trois renards lisent sous la pluie"
#: What both sides answer, in every form.
COMMON = ("Français", "Le matin", "À distance", "Une fois par mois")


@dataclass(frozen=True)
class Side:
    """One side of a form: what a person of it is called, what she ticks and writes."""

    noun: str
    ticks: tuple[str, ...]
    writes: Mapping[str, str] = field(default_factory=dict)


TOPICS = ("Prendre la parole", "Finance et gestion")
MENTORS = Side("mentor·e", TOPICS, {"Combien de personnes pouvez-vous accompagner ?": "1"})
MENTEES = Side("mentoré·e", TOPICS, {"Qu’attendez-vous de ces échanges ?": "Oser prendre la parole."})


def declared(name: str, where: Entity | Organisation, *, stage: int | None = None, **fields: object) -> Affiliation:
    """Somebody whom her organisation declares, who has no account yet."""
    person = a_person(name, active=False, email=mail_of(name))
    person.set_unusable_password()
    person.save()
    place = {"entity": where} if isinstance(where, Entity) else {"organisation": where}
    return an_affiliation(person, **place, stage=stage, **fields)


def mail_of(name: str) -> str:
    return f"{name.lower().replace('è', 'e')}@example.org"


def create(page: Page, form: str) -> Programme:
    """On the page of creation, from the programme that she runs already."""
    page.goto("/programmes/duos" + reverse("create-programme"))
    page.get_by_label(form, exact=False).first.check()
    page.get_by_label("Nom du programme", exact=True).fill("Passerelles")
    steps.press(page, "Créer le programme")
    steps.title_is(page, "Promotions")
    return Programme.objects.get(slug="passerelles")


def open_promotion(page: Page) -> None:
    page.goto(INSIDE + reverse("cohort-list"))
    steps.follow(page, "Préparer la première")
    steps.press(page, "Créer la promotion")
    steps.title_is(page, "Promotion 1")
    steps.press(page, "Ouvrir les inscriptions")
    steps.reads(page, "Les inscriptions sont ouvertes.")


def parties(programme: Programme, *organisations: Organisation) -> None:
    """The site's administrator brings them in."""
    for organisation in organisations:
        add_party(programme=programme, organisation=organisation, by=None, now=timezone.now())


def invite(page: Page, name: str, place: str) -> None:
    page.goto(INSIDE + reverse("invite-people"))
    page.get_by_label(place, exact=True).check()
    page.get_by_label(name, exact=False).check()
    steps.press(page, "Envoyer les invitations")
    steps.reads(page, "1 invitation part.")


def opt_in(page: Page, name: str, side: Side) -> None:
    """By the link of her mail: her password, then her answers."""
    letters = Letter.objects.filter(kind__in=("cohort_invitation", "cohort_nomination"), to=mail_of(name))
    page.goto(re.search(r"(/invitations/\w+/)", letters.latest("pk").text)[1])
    steps.title_is(page, "Passerelles")
    steps.reads(page, side.noun)
    page.get_by_label("J’atteste sur l’honneur remplir ces conditions.").check()
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    steps.press(page, "Participer")
    steps.title_is(page, "Mes réponses")
    for label, text in side.writes.items():
        page.get_by_label(label).fill(text)
    for label in (*side.ticks, *COMMON):
        page.get_by_label(label, exact=True).check()
    steps.press(page, "Envoyer mes réponses")
    steps.reads(page, "vos réponses sont complètes")


def come_in(cohort: Cohort, affiliation: Affiliation, role: str, by: User) -> None:
    """Another person of the promotion, by the same acts without a browser; her answers suit nobody best."""
    now = timezone.now()
    invite_people(cohort=cohort, affiliations=[affiliation], role=role, by=by, now=now)
    invitation = affiliation.invitations.select_related("cohort__programme", "affiliation__person").get()
    enrolment = accept_invitation(invitation=invitation, password=PASSWORD, now=now)
    save_answers(
        enrolment=enrolment, answers={**ANSWERS, "places": 1, "studies": "Droit.", "curiosity": "Tout."}, now=now
    )


def match(page: Page, served: int) -> None:
    """The worker calculates; she reads what came of it."""
    page.goto(INSIDE + reverse("current-match-board"))
    steps.press(page, "Lancer le calcul")
    steps.reads(page, "Calcul en cours")
    run_matches(timezone.now)
    steps.follow(page, "Actualiser")
    steps.reads(page, f"{served} personnes sur {served} ont quelqu’un", "Prouvé")


def publish(page: Page, word: str = "Publier", done: str = "C’est publié") -> None:
    """Through the committee; the worker sends."""
    steps.press(page, "Soumettre au comité")
    steps.press(page, "Le comité valide")
    steps.follow(page, "Proposer aux personnes" if word == "Proposer" else word)
    expect(page.get_by_role("button", name=word, exact=True)).to_be_visible()
    steps.press(page, word)
    steps.reads(page, "En cours")
    do_the_jobs()
    steps.reads(page, done)


def offer(page: Page) -> None:
    """Where both must say yes."""
    publish(page, "Proposer", "C’est envoyé")


def say_yes(page: Page, partner: str) -> None:
    page.goto(INSIDE + reverse("my-space"))
    steps.follow(page, "Lire et répondre")
    steps.title_is(page, f"{partner} et vous ?")
    steps.press(page, f"Oui, avancer avec {partner}")


def sees_her_pair(page: Page, partner: str) -> None:
    """In her space, then on its page."""
    page.goto(INSIDE + reverse("my-space"))
    steps.reads(page, "a commencé", partner)
    page.get_by_role("link", name="Ouvrir notre binôme").click()
    expect(page.locator("h1")).to_contain_text(partner)
