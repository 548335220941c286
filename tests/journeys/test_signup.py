"""Signing up on a phone (A3, A18): how many steps, fields and choices, how long, and that nothing is asked twice.

Time: 40 words a minute for what is typed (a word is five signs), 3 seconds for each choice and each press,
20 for picking a photo.
"""

import io
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Page, expect

from binome.people.models import Profile, User
from binome.programmes.actions import install_home_programme
from tests import canary
from tests.browser import PHONE
from tests.factories import NOON
from tests.factories.people import PRESENTATION

pytestmark = pytest.mark.django_db(transaction=True)
WORD, WORDS_PER_MINUTE, CHOICE, PHOTO = 5, 40, 3, 20
#: Label or legend of everything that is asked on the page, once per question.
QUESTIONS = """
  [...document.querySelectorAll('form.form .field')].filter(field => field.querySelector('input, select, textarea'))
    .map(field => (field.querySelector('legend') || field.querySelector('label')).innerText.trim())
"""


@dataclass
class Visitor:
    """Someone who signs up, and what it costs her."""

    page: Page
    typed: int = 0
    choices: int = 0
    photos: int = 0
    steps: int = 0
    asked: list[str] = field(default_factory=list)

    def arrive(self, step: int, title: str) -> None:
        expect(self.page.locator("h1")).to_contain_text(title)
        expect(self.page.locator(".track [aria-current=step]")).to_contain_text(f"Étape {step} sur 4")
        violations = Axe().run(self.page).response["violations"]
        assert [violation["id"] for violation in violations] == []
        assert self.page.evaluate("document.documentElement.scrollWidth") <= self.page.viewport_size["width"]
        self.asked += self.page.evaluate(QUESTIONS)
        self.steps += 1

    def write(self, label: str, text: str) -> None:
        self.page.get_by_label(label).fill(text)
        self.typed += len(text)

    def choose(self, *labels: str) -> None:
        for label in labels:
            self.page.get_by_label(label, exact=True).or_(self.page.get_by_label(label)).first.check()
            self.choices += 1

    def pick(self, label: str, option: str) -> None:
        self.page.get_by_label(label).select_option(label=option)
        self.choices += 1

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button).click()
        self.choices += 1

    @property
    def minutes(self) -> float:
        seconds = self.choices * CHOICE + self.photos * PHOTO
        return self.typed / WORD / WORDS_PER_MINUTE + seconds / 60


def a_photo() -> dict:
    file = io.BytesIO()
    Image.radial_gradient("L").resize((1600, 1200)).convert("RGB").save(file, "JPEG")
    return {"name": "vacances.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def sign_up(visitor: Visitor, role: str, family_name: str) -> None:
    """Every field filled, the optional ones too: the longest way."""
    page = visitor.page
    page.goto(reverse("signup-start"))
    visitor.arrive(1, "Votre place")
    visitor.choose("Je deviens mentore" if role == "mentor" else "Je cherche une mentore", "J’atteste sur l’honneur")
    visitor.press("Commencer mon inscription")
    visitor.arrive(2, "Votre compte")
    visitor.write("Prénom", "Solène")
    visitor.write("Nom de famille", family_name)
    visitor.write("Adresse e-mail", "solene@example.org")
    visitor.write("Téléphone", "+33 6 12 34 56 78")
    visitor.press("Enregistrer et continuer")
    visitor.arrive(3, "Votre profil")
    page.get_by_label("Photo").set_input_files(files=[a_photo()])
    visitor.photos += 1
    visitor.write(
        "Métier ou dernière fonction" if role == "mentor" else "Ce que vous faites aujourd’hui",
        "Cheffe d’atelier, textile",
    )
    visitor.pick("Secteur", "Industrie")
    visitor.write("Une phrase", "J’ai commencé sur métier à tisser, je connais chaque bruit.")
    visitor.write("Présentation", PRESENTATION)
    if role == "mentor":
        visitor.write(
            "Votre chemin", "Ouvrière à dix-huit ans, cheffe d’équipe à trente, une usine fermée, une rouverte."
        )
    visitor.choose("Changer de métier", "Diriger une équipe", "Négocier", "Prendre la parole")
    visitor.write("Ville", "Brest")
    visitor.pick("Pays", "Canada")
    visitor.choose("Anglais")
    visitor.pick("Autre langue", "Breton")
    visitor.choose("À distance", "Par téléphone", "Une fois par mois")
    if role == "mentor":
        visitor.choose("Deux")
    visitor.press("Enregistrer et continuer")
    visitor.arrive(4, "La charte")
    visitor.choose("J’ai lu la charte")
    visitor.press("Envoyer mon inscription")
    expect(page.locator("h1")).to_contain_text("votre inscription est envoyée")


@pytest.fixture
def site(live_server):
    install_home_programme(name="Binôme", now=NOON)


@pytest.mark.parametrize("role", ["mentor", "mentee"])
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_signing_up_on_a_phone_takes_less_than_ten_minutes(site, new_page, role, javascript):
    visitor = Visitor(new_page(size=PHONE, javascript=javascript))
    if not javascript:  # axe is a script: the pages are the same, checked with it on
        visitor.arrive = lambda step, title: expect(visitor.page.locator("h1")).to_contain_text(title)
    sign_up(visitor, role, canary.family_name())

    assert visitor.minutes < 10
    assert Profile.objects.get().photo
    if javascript:
        assert visitor.steps == 4
        assert len(visitor.asked) == len(set(visitor.asked)), "a question is asked twice"
        assert len(visitor.asked) <= (21 if role == "mentor" else 19)


def test_the_time_is_counted(new_page):
    slow = Visitor(page=None, typed=40 * 5 * 9, choices=20)
    assert slow.minutes == 10


def test_a_refused_step_keeps_photo_and_words_and_moves_to_what_to_correct(site, new_page):
    page = new_page(size=PHONE)
    page.goto(reverse("signup-start"))
    page.get_by_label("Je deviens mentore").check()
    page.get_by_label("J’atteste").check()
    page.get_by_role("button", name="Commencer").click()
    page.get_by_label("Prénom").fill("Solène")
    page.get_by_label("Nom de famille").fill(canary.family_name())
    page.get_by_label("Adresse e-mail").fill("solene@example.org")
    page.get_by_role("button", name="Enregistrer et continuer").click()
    page.get_by_label("Photo").set_input_files(files=[a_photo()])
    page.get_by_label("Présentation").fill("Trop court")
    page.get_by_role("button", name="Enregistrer et continuer").click()

    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(page).to_have_title("Erreur\u00a0: Inscription, étape 3 sur 4 · Binôme")
    expect(page.locator(".upload img.avatar")).to_be_visible()
    expect(page.get_by_label("Présentation")).to_have_value("Trop court")
    summary.get_by_role("link", name="Présentation").click()
    expect(page.get_by_label("Présentation")).to_be_focused()
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []


def test_signing_up_begins_with_the_keyboard_alone(site, new_page):
    page = new_page()
    page.goto(reverse("signup-start"))

    def press_until(focused: str, key: str = "Tab") -> None:
        for _ in range(60):
            if page.evaluate(f"document.activeElement.matches({focused!r})"):
                return
            page.keyboard.press(key)
        pytest.fail(f"{focused} can't be reached with {key}")

    press_until("[name=role]")
    page.keyboard.press("Space")
    press_until("[name=attested]")
    page.keyboard.press("Space")
    press_until("button[value=next]")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Votre compte")
    for name, text in (("first_name", "Solène"), ("family_name", canary.family_name()), ("email", "s@example.org")):
        press_until(f"[name={name}]")
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Votre profil")
    assert User.objects.count() == 0
