"""What people do here, in their browser and in their mail: the journeys are told with these steps.

Each step works in any window, with and without JavaScript. Names, addresses and texts are those of the cast.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from binome.people.models import User
from tests import canary
from tests.factories import log_in
from tests.factories.people import PASSWORD, PRESENTATION

expect.set_options(timeout=15_000)


@dataclass(frozen=True)
class Newcomer:
    """A woman who signs up. Her family name is a planted one: whoever reads it must have the right to."""

    first_name: str
    role: str
    headline: str
    topic: str
    family_name: str = field(default_factory=canary.family_name)
    phone: str = "06 12 34 56 78"

    @property
    def email(self) -> str:
        return f"{self.first_name.lower()}@example.org"

    @property
    def place(self) -> str:
        return "mentore" if self.role == "mentor" else "mentorée"

    @property
    def account(self) -> User:
        return get_user_model().objects.get(email=self.email)


def a_future_mentee() -> Newcomer:
    return Newcomer("Awa", "mentee", "Technicienne d’atelier", "Diriger une équipe")


def a_future_mentor() -> Newcomer:
    return Newcomer("Bruna", "mentor", "Directrice d’usine, textile technique", "Diriger une équipe")


# --- moving about -----------------------------------------------------------------------------------------
def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()


def follow(page: Page, label: str) -> None:
    page.get_by_role("link", name=label, exact=True).click()


def navigate(page: Page, label: str) -> None:
    """By the main navigation: a row on a wide screen, a menu on a narrow one."""
    menu = page.locator("details.menu > summary")
    if menu.is_visible():
        menu.click()
        page.locator("details.menu").get_by_role("link", name=label, exact=True).click()
    else:
        page.locator(".nav-row").get_by_role("link", name=label, exact=True).click()


def choose(page: Page, *labels: str) -> None:
    """Tick boxes and choices by their words."""
    for label in labels:
        page.get_by_label(label).check()


def write(page: Page, label: str, text: str) -> None:
    page.get_by_label(label).fill(text)


def unfold(page: Page, words: str) -> None:
    page.locator("summary", has_text=words).click()


def reads(page: Page, *sentences: str) -> None:
    """These sentences are on her screen."""
    for sentence in sentences:
        # « e-mail » may hold a sign that is not seen, after its hyphen.
        joined = re.compile(re.escape(sentence).replace("\\ ", r"\s+").replace("e\\-mail", "e-\u2060?mail"))
        expect(page.locator("body")).to_contain_text(joined if "e-mail" in sentence else sentence)


def does_not_read(page: Page, *words: str) -> None:
    """These words are nowhere in what her browser received."""
    source = html.unescape(page.content())
    for word in words:
        assert word not in source


def title_is(page: Page, title: str) -> None:
    expect(page.locator("h1")).to_have_text(title)


def enter(page: Page, person: User) -> None:
    """Open a session without its journey, second factor included."""
    client = Client()
    log_in(client, person)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": settings.SITE_URL}])


# --- coming in --------------------------------------------------------------------------------------------
def begin_signing_up(page: Page, woman: Newcomer) -> None:
    """Her place and her account: from then on a link brings her back."""
    page.goto(reverse("home"))
    page.locator(".hero").get_by_role(
        "link", name="Devenir mentore" if woman.role == "mentor" else "Trouver une mentore"
    ).click()
    title_is(page, "Votre place")
    expect(page.locator("input[name=role]:checked")).to_have_value(woman.role)
    choose(page, "J’atteste sur l’honneur")
    press(page, "Commencer mon inscription")
    title_is(page, "Votre compte")
    write(page, "Prénom", woman.first_name)
    write(page, "Nom de famille", woman.family_name)
    write(page, "Adresse e-mail", woman.email)
    write(page, "Téléphone", woman.phone)
    press(page, "Enregistrer et continuer")
    title_is(page, f"Votre profil de {woman.place}")


def resume_signing_up(page: Page, link: str) -> None:
    """From the mail, on any device."""
    page.goto(link)
    title_is(page, "Bon retour")
    press(page, "Reprendre mon inscription")


def finish_signing_up(page: Page, woman: Newcomer) -> None:
    """Her profile, the charter, and the last click."""
    mentor = woman.role == "mentor"
    title_is(page, f"Votre profil de {woman.place}")
    write(page, "Métier ou dernière fonction" if mentor else "Ce que vous faites aujourd’hui", woman.headline)
    page.get_by_label("Secteur").select_option(label="Industrie")
    write(page, "Présentation", PRESENTATION)
    choose(page, woman.topic, "À distance", "Une fois par mois")
    if mentor:
        choose(page, "Deux")
    press(page, "Enregistrer et continuer")
    title_is(page, "La charte")
    reads(page, woman.headline, woman.family_name, "Votre place", "Charte éthique")
    choose(page, "J’ai lu la charte")
    press(page, "Envoyer mon inscription")
    title_is(page, "Merci, votre inscription est envoyée")


def publish_next(page: Page, woman: Newcomer) -> None:
    """A moderator reads the next profile and publishes it."""
    page.goto(reverse("moderation-queue"))
    press(page, "Prendre le suivant")
    reads(page, woman.first_name, woman.headline, "Votre décision")
    does_not_read(page, woman.family_name)
    choose(page, "Une vraie personne", "Photo convenable", "Aucun nom ni coordonnée")
    press(page, "Publier le profil")
    title_is(page, "Aucun profil à vérifier")


def activate(page: Page, woman: Newcomer, link: str) -> None:
    page.goto(link)
    title_is(page, f"Bienvenue, {woman.first_name}")
    write(page, "Mot de passe", PASSWORD)
    press(page, "Entrer")
    reads(page, "Bienvenue. Votre compte est ouvert.")
    title_is(page, f"Bonjour {woman.first_name}")


def log_out(page: Page) -> None:
    page.locator("details.account > summary").click()
    press(page, "Se déconnecter")
    expect(page.locator("details.account")).to_have_count(0)


def fill_in_password(page: Page, email: str) -> None:
    """On the page of the login, wherever she came from."""
    write(page, "Adresse e-mail", email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    press(page, "Se connecter")


def confirm_who_she_is(page: Page) -> None:
    """What touches her account asks for her password again."""
    title_is(page, "Confirmez que c’est vous")
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    press(page, "Continuer")
    expect(page.locator("h1")).not_to_have_text("Confirmez que c’est vous")


def log_in_by_password(page: Page, woman: Newcomer) -> None:
    page.goto(reverse("account_login"))
    fill_in_password(page, woman.email)
    title_is(page, f"Bonjour {woman.first_name}")


def log_in_as_team(page: Page, person: User, code: Callable[[], str]) -> None:
    """The team shows a second factor: a code of its application."""
    page.goto(reverse("account_login"))
    fill_in_password(page, person.email)
    title_is(page, "Double vérification")
    page.locator("input[name=code]").fill(code())
    press(page, "Continuer")
    expect(page.locator("h1")).to_contain_text("à vérifier")


# --- asking and answering ---------------------------------------------------------------------------------
OBJECTIVE = "Passer de collègue à responsable d’atelier"
WHY_YOU = "Vous avez fait ce chemin avant moi, et vous le dites simplement."


def find_mentor(page: Page, search: str, first_name: str) -> None:
    """Search the directory and open a profile."""
    navigate(page, "Trouver une mentore")
    title_is(page, "Trouver une mentore")
    page.get_by_role("searchbox").fill(search)
    press(page, "Chercher")
    reads(page, "1 mentore correspond")
    follow(page, first_name)
    title_is(page, first_name)
    reads(page, "Profil vérifié", "Ce que je peux partager")


def send_request(page: Page, first_name: str, *also_shown: str) -> None:
    """From her profile. What her own profile says of her is there already."""
    follow(page, "Préparer ma demande")
    title_is(page, f"Écrire à {first_name}")
    choose(page, *also_shown)
    write(page, "Votre objectif, en une phrase", OBJECTIVE)
    expect(page.get_by_label("Qui vous êtes")).not_to_have_value("")
    write(page, "Pourquoi elle", WHY_YOU)
    press(page, "Envoyer ma demande")
    reads(page, f"Votre demande est partie. {first_name} en est prévenue par e-mail.")
    title_is(page, f"Votre demande à {first_name}")
    reads(page, "En attente", OBJECTIVE, WHY_YOU)


def ask_back(page: Page, first_name: str, question: str) -> None:
    follow(page, "Poser une question")
    title_is(page, f"Poser une question à {first_name}")
    write(page, "Votre question", question)
    press(page, "Envoyer ma question")
    reads(page, "Votre question est partie.", "Une question posée", question)


def answer_question(page: Page, answer: str) -> None:
    write(page, "Votre réponse", answer)
    press(page, "Envoyer ma réponse")
    reads(page, "Votre réponse est partie.", "En attente", answer)


def accept(page: Page, first_name: str, word: str, *shown: str) -> None:
    follow(page, "Accepter")
    title_is(page, f"Accepter d’accompagner {first_name}")
    write(page, "Votre mot d’accueil", word)
    choose(page, *shown)
    press(page, "Accepter la demande")
    reads(page, f"Votre binôme avec {first_name} est formé.")


def decline(page: Page, first_name: str, reason: str) -> None:
    """The polite text is written already; the reason is for the team."""
    follow(page, "Décliner")
    title_is(page, f"Répondre à {first_name} que ce n’est pas possible")
    expect(page.get_by_label("Votre mot pour elle")).not_to_have_value("")
    choose(page, reason)
    press(page, "Décliner la demande")
    reads(page, "Votre réponse est partie.", "Vous avez décliné")


def withdraw(page: Page) -> None:
    """Asked once before, on a page or in a dialog."""
    follow(page, "Retirer ma demande")
    reads(page, "Retirer votre demande ?")
    press(page, "Retirer ma demande")
    reads(page, "Votre demande est retirée.")


def take_up_again(page: Page, first_name: str) -> None:
    """The same text, to another mentor of those that are proposed."""
    page.get_by_role("link", name=f"Reprendre mon texte pour {first_name}").click()
    title_is(page, f"Écrire à {first_name}")
    reads(page, "Votre texte précédent est repris.")
    expect(page.get_by_label("Votre objectif, en une phrase")).to_have_value(OBJECTIVE)
    expect(page.get_by_label("Pourquoi elle")).to_have_value(WHY_YOU)
    press(page, "Envoyer ma demande")
    reads(page, f"Votre demande est partie. {first_name} en est prévenue par e-mail.")


def join_waiting_list(page: Page, first_name: str) -> None:
    follow(page, "Rejoindre sa liste d’attente")
    title_is(page, f"Écrire à {first_name}")
    press(page, "Rejoindre sa liste d’attente")
    reads(page, "Vous êtes sur sa liste d’attente, au rang 1.", "Listes d’attente", first_name)


def report(page: Page, first_name: str, reason: str, words: str) -> None:
    follow(page, f"Signaler {first_name}")
    reads(page, "Quelque chose ne va pas ?", "Arrêter, simplement", "Écrire à l’équipe")
    choose(page, reason)
    write(page, "Vos mots", words)
    press(page, "Envoyer mon signalement")
    reads(page, "Votre signalement est entre les mains de l’équipe. Le contact est arrêté.")


# --- the life of a pair -----------------------------------------------------------------------------------
def log_meeting(page: Page) -> None:
    press(page, "Nous nous sommes vues")
    reads(page, "C’est noté : vous vous êtes vues le", "Comment ça se passe ?")


def say_it_goes_well(page: Page) -> None:
    choose(page, "Ça se passe bien")
    press(page, "Enregistrer ma réponse")
    reads(page, "Merci. Votre réponse reste privée", "Votre ressenti")


def prolong(page: Page, partner: str) -> None:
    unfold(page, "Prolonger")
    choose(page, "3 mois")
    press(page, "Prolonger le binôme")
    reads(page, "Votre binôme continue jusqu’au", f"{partner} en est prévenue.")


def close(page: Page, partner: str, reason: str) -> None:
    """By a page of its own, which a script opens as a dialog."""
    follow(page, "Préparer la clôture")
    reads(page, f"Clore votre binôme avec {partner} ?")
    choose(page, reason)
    press(page, "Clore le binôme")
    reads(page, f"Votre binôme est clos. {partner} en est prévenue par e-mail.")


def leave_shared_word(page: Page, word: str) -> None:
    write(page, "Un mot sur cet accompagnement", word)
    choose(page, "Le partager avec elle")
    press(page, "Enregistrer mon mot")
    reads(page, "Votre mot est enregistré.", word)
