"""The library in two telephones where no script runs: the team writes, anyone reads, finds, prints."""

import io

from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from binome.library.actions import Words
from tests import pdf
from tests.browser import PHONE
from tests.library.shelf import an_article

from . import steps
from .steps import follow, navigate, press, reads, unfold


def test_a_text_goes_from_its_draft_to_the_hands_of_a_visitor(new_page, dina, tmp_path):
    team, visitor = new_page(PHONE, javascript=False), new_page(PHONE, javascript=False)
    steps.enter(team, dina)
    team.goto(reverse("moderation-queue"))
    unfold(team, "Publier")
    follow(team, "Bibliothèque")
    follow(team, "Écrire un texte")
    write_a_fiche(team)
    add_a_picture(team, tmp_path)

    visitor.goto(reverse("home"))
    navigate(visitor, "Ressources")
    expect(visitor.get_by_role("link", name="Bien écouter")).to_have_count(0)
    press(team, "Publier le texte")
    reads(team, "Le texte est publié")

    visitor.reload()
    follow(visitor, "Bien écouter")
    reads(visitor, "Posez une question")
    picture = visitor.locator(".prose img")
    expect(picture).to_have_attribute("alt", "Deux chaises face à face")
    expect(picture).to_have_js_property("naturalWidth", 320)
    printed = visitor.request.get(visitor.get_by_role("link", name="Imprimer (PDF)").get_attribute("href"))
    assert "Posez une question" in pdf.read(printed.body()).text


def type_in(team, label, text):
    """« Titre », not « Titre en anglais »."""
    team.get_by_role("textbox", name=label, exact=True).fill(text)


def write_a_fiche(team):
    type_in(team, "Titre", "Bien écouter")
    type_in(team, "Texte", "Posez **une question**, puis taisez-vous.")
    press(team, "Voir l’aperçu")
    expect(team.locator("#apercu strong")).to_have_text("une question")
    press(team, "Enregistrer le brouillon")
    reads(team, "Le brouillon est enregistré")


def add_a_picture(team, folder):
    drawn = io.BytesIO()
    Image.new("RGB", (320, 180), "teal").save(drawn, "PNG")
    path = folder / "vacances.png"
    path.write_bytes(drawn.getvalue())
    team.get_by_label("Image", exact=True).set_input_files(path)
    press(team, "Ajouter une image")
    reads(team, "Ce champ est nécessaire pour enregistrer")
    team.get_by_label("Image", exact=True).set_input_files(path)
    type_in(team, "Ce que montre l’image", "Deux chaises face à face")
    press(team, "Ajouter une image")
    mark = team.locator("code").inner_text()
    type_in(team, "Texte", f"Posez **une question**, puis taisez-vous.\n\n{mark}")
    press(team, "Enregistrer le brouillon")


def test_a_question_is_opened_found_and_shared_without_a_script(new_page, dina):
    words = Words("Combien de temps cela prend-il ?", "", "Une heure par mois.")
    an_article(words, kind="question", by=dina, now=timezone.now())
    page = new_page(PHONE, javascript=False)
    page.goto(reverse("question-list"))
    expect(page.get_by_text("Une heure par mois.")).not_to_be_visible()
    unfold(page, "Combien de temps")
    expect(page.get_by_text("Une heure par mois.")).to_be_visible()
    page.get_by_role("link", name="Lien vers cette réponse").click()
    reads(page, "Une heure par mois.")

    page.goto(reverse("question-list"))
    page.get_by_role("searchbox").fill("combien de tenps")
    press(page, "Chercher")
    follow(page, "Combien de temps cela prend-il ?")
    reads(page, "Une heure par mois.")
