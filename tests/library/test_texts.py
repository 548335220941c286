"""How the texts that come with the software are written: typography, twins, feminine, and numbers that are true."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import resolve

from binome.library.defaults import TEXTS, starting_texts
from binome.people import photos, tokens
from binome.people.queries import DRAFT_LINK
from binome.privacy import erasure
from binome.programmes.actions.settings import GRACE
from binome.programmes.models import Programme
from binome.ui.texts import markdown
from binome.ui.wording import count_words, typo
from binome.web import middleware

from .catalogue import english

FRENCH = sorted((TEXTS / "fr").glob("*/*.md"))
ENGLISH = sorted((TEXTS / "en").glob("*/*.md"))

#: What no French text may hold: a name for the fault, and its sign.
FRENCH_FAULTS = {
    "straight apostrophe": r"'",
    "straight quotes": r"\"",
    "no-break space: type a plain one, the page prints it": "[\u00a0\u202f]",
    "two spaces": r"(?<=\S)  +",
    "space at the end of a line": r" $",
    "no space before ; ! ? »": r"[^\s?!][;!?»]",
    "no space before :": r"(?<![\s\d]):(?!//)",
    "no space after «": r"«\S",
    "three dots": r"\.\.\.",
    "a masculine": r"\b[Mm]entorés?\b|\b[Uu]n mentor\b|\bmentors\b",
    "a word of English": r"\b(?i:the|and|with|your|she|mentee|mentees|mentoring|meeting|feedback|email)\b",
}
ENGLISH_FAULTS = {
    "straight apostrophe": r"'",
    "straight quotes": r"\"",
    "two spaces": r"(?<=\S)  +",
    "space at the end of a line": r" $",
    "a French space": r"\s[:;!?]|«|»",
    "three dots": r"\.\.\.",
    "a word of French": r"\b(?i:mentore|mentorée|mentores|mentorées|vous|votre|avec|est|une|les|c’est)\b",
}


def front_matter(text: str) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in text.split("---\n")[1].splitlines())


def words(text: str) -> str:
    """A file's title, summary and text, without the keys."""
    keys = front_matter(text)
    return "\n".join((keys["title"], keys.get("summary", ""), text.split("---\n", 2)[2]))


def found(faults: dict[str, str], text: str) -> dict[str, str]:
    """Each fault that the text has, with the line of the first."""
    matches = {name: re.search(rf"^.*?(?:{sign}).*$", text, re.MULTILINE) for name, sign in faults.items()}
    return {name: match[0] for name, match in matches.items() if match}


def written(path: Path) -> str:
    return words(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FRENCH, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_french_typography(path):
    assert found(FRENCH_FAULTS, written(path)) == {}


@pytest.mark.parametrize("path", ENGLISH, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_english_typography(path):
    text = re.sub(r"\*[^*\n]+\*", "*", written(path))  # French names and titles stand in italics
    assert found(ENGLISH_FAULTS, text) == {}
    assert text.count("“") == text.count("”") and text.count("‘") <= text.count("’")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("L'heure", "straight apostrophe"),
        ('Un "oui"', "straight quotes"),
        ("Vraiment\u00a0?", "no-break space: type a plain one, the page prints it"),
        ("Une  fois", "two spaces"),
        ("Vraiment?", "no space before ; ! ? »"),
        ("Voici: une liste", "no space before :"),
        ("Un «oui »", "no space after «"),
        ("Et puis...", "three dots"),
        ("Le mentoré choisit", "a masculine"),
        ("Donner du feedback", "a word of English"),
    ],
)
def test_each_fault_of_french_typography_is_found(text, fault):
    assert list(found(FRENCH_FAULTS, text)) == [fault]


def test_every_page_prints_spaces_that_do_not_break():
    breaking = re.compile(r" [:;!?»]|« |\d (?:jours|mois|minutes|%)")
    for text in starting_texts():
        for printed in (markdown(text.body), typo(text.title), typo(text.summary)):
            assert not breaking.search(printed), (text.slug, breaking.search(printed))


def test_every_french_text_has_its_english_twin():
    french = {path.relative_to(TEXTS / "fr") for path in FRENCH}
    assert french == {path.relative_to(TEXTS / "en") for path in ENGLISH}
    assert len(french) > 90


def test_the_audience_the_theme_and_the_order_are_written_once():
    """The French file is the reference: an English one that repeated them could contradict it."""
    for path in ENGLISH:
        assert set(front_matter(path.read_text(encoding="utf-8"))) <= {"title", "summary"}, path
    for path in FRENCH:
        assert {"title", "audience", "theme", "order"} <= set(front_matter(path.read_text(encoding="utf-8"))), path


def test_the_twins_have_the_same_shape():
    """As many headings, list items and quotations: nothing was forgotten in one language."""

    def shape(path):
        text = written(path)
        return [len(re.findall(sign, text, re.MULTILINE)) for sign in (r"^##+ ", r"^- ", r"^\d+\. ", r"^> ")]

    assert [p.stem for p in FRENCH if shape(p) != shape(TEXTS / "en" / p.relative_to(TEXTS / "fr"))] == []


def test_every_link_leads_to_a_page_of_the_site():
    known = {(text.kind, text.slug) for text in starting_texts()}
    for path in (*FRENCH, *ENGLISH):
        for address in re.findall(r"\]\(([^)]*)\)", written(path)):
            found_at = resolve(address)
            if found_at.url_name == "article-detail":
                assert (found_at.kwargs["kind"], found_at.kwargs["slug"]) in known, (path.stem, address)


def test_the_labels_that_the_texts_quote_are_those_of_the_pages():
    """« Ma disponibilité » is written on the site in French, and its twin names it as the site does in English."""
    labels = english()
    quoted = [(path, label) for path in FRENCH for label in re.findall(r"« ([^»]+) »", written(path))]
    shown = [(path, label) for path, label in quoted if label in labels]
    assert len(shown) > 15
    for path, label in shown:
        assert f"“{labels[label]}”" in written(TEXTS / "en" / path.relative_to(TEXTS / "fr")), (path.stem, label)


def test_no_two_texts_of_a_kind_share_a_place_or_a_title():
    texts = list(starting_texts())
    assert len({(text.kind, text.order) for text in texts}) == len({(text.kind, text.title) for text in texts})
    assert len({(text.kind, text.title) for text in texts}) == len(texts)


def test_fiches_are_neither_notes_nor_treatises():
    lengths = {text.slug: len(text.body.split()) for text in starting_texts(("fiche",))}
    assert {slug: length for slug, length in lengths.items() if not 450 <= length <= 1200} == {}


@pytest.mark.parametrize(("audience", "least"), [("mentors", 15), ("mentees", 15), ("organisations", 10)])
def test_each_audience_finds_its_questions(audience, least):
    assert sum(text.audience == audience for text in starting_texts(("question",))) >= least


#: Each promise of the open platform, and the questions that answer for it. A21 has none: there are no events yet.
ANSWERS = {
    "A1": ("qui-peut-s-inscrire", "vivre-hors-de-france"),
    "A2": ("qui-peut-s-inscrire", "faut-il-une-grande-carriere"),
    "A3": ("duree-de-l-inscription",),
    "A4": ("quand-mon-nom-est-il-visible", "ce-qu-elle-voit-de-moi", "ce-qu-elle-voit-de-la-mentore"),
    "A5": ("verification-du-profil", "contester-un-refus", "modifier-mon-profil"),
    "A6": ("faut-il-envoyer-un-document",),
    "A7": ("etre-mentore-et-mentoree",),
    "A8": ("y-a-t-il-des-notes", "vais-je-etre-notee", "laisser-un-mot-a-la-fin", "ordre-de-l-annuaire"),
    "A9": ("quels-e-mails", "je-ne-recois-pas-d-e-mail"),
    "A10": ("duree-et-rythme", "objectif-atteint-avant-la-fin", "comment-clore-cote-mentore"),
    "A11": ("suis-je-disponible-chaque-jour", "me-mettre-en-pause", "combien-de-mentorees"),
    "A12": ("charte-non-respectee", "j-ai-ete-signalee"),
    "A13": ("pourquoi-pas-de-messagerie",),
    "A14": ("pourquoi-le-feminin",),
    "A15": ("quels-appareils",),
    "A16": ("au-bureau-le-site-est-bloque",),
    "A17": ("je-ne-peux-pas-me-connecter", "mot-de-passe-et-cle-d-acces"),
    "A18": ("mon-formulaire-est-refuse", "photo-trop-lourde"),
    "A19": ("la-charte-change", "ou-trouver-les-fiches"),
    "A20": ("temoigner-en-video",),
    "A22": ("ecrire-a-l-equipe",),
    "A23": ("ou-trouver-les-fiches",),
    "A24": ("recevoir-mes-donnees", "effacer-mon-compte", "combien-de-temps-gardez-vous", "qui-voit-mes-donnees"),
}
#: The same for the programmes of organisations: the method, until the software does it.
METHOD = {
    **{f"D{number}": ("quelles-formes-de-programme",) for number in range(1, 9)},
    "D9": ("programme-mixte-ou-entre-femmes", "quelles-formes-de-programme"),
    "D10": ("commencer-par-un-pilote", "combien-de-temps-pour-piloter"),
    "D11": ("former-mentores-et-mentorees",),
    "D12": ("quels-supports-preparer",),
    "D13": ("comment-evaluer-un-programme",),
    "D14": ("qu-est-ce-qu-une-promotion",),
    "D15": ("volontariat-et-nomination",),
    "D16": ("role-de-la-direction",),
    "D17": ("suivre-la-mixite",),
}
#: The forms of a programme (D1 to D8), as the answer names them.
FORMS = ("libre", "accompagné", "centralisé", "décentralisé", "externe", "entre pairs", "inversé", "inter-entreprises")


def test_every_promise_of_the_open_platform_has_its_answer():
    slugs = {text.slug for text in starting_texts(("question",))}
    assert set(ANSWERS) == {f"A{number}" for number in range(1, 25)} - {"A21"}
    assert {slug for answers in ANSWERS.values() for slug in answers} <= slugs


def test_organisations_find_an_answer_for_every_promise_and_every_form():
    questions = {text.slug: text for text in starting_texts(("question",))}
    assert set(METHOD) == {f"D{number}" for number in range(1, 18)}
    for slug in {slug for answers in METHOD.values() for slug in answers}:
        assert questions[slug].audience == "organisations"
    for form in FORMS:
        assert f"**{form}" in questions["quelles-formes-de-programme"].body, form


RULES = Programme()
DAYS = "%d jours"
LETTERS = count_words


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("delai-de-reponse", DAYS % RULES.request_due_days),
        ("delai-de-reponse", DAYS % RULES.remind_after_days),
        ("demande-declinee", DAYS % RULES.ask_again_days),
        ("combien-de-demandes", LETTERS(RULES.max_pending).capitalize()),
        ("combien-de-mentorees", LETTERS(RULES.max_capacity)),
        ("ma-mentoree-ne-vient-plus", DAYS % RULES.silence_days),
        ("verification-du-profil", f"{LETTERS(RULES.moderation_target_days)} jours"),
        ("verification-du-profil", DAYS % tokens.PURPOSES["activate"].days),
        ("contester-un-refus", DAYS % tokens.PURPOSES["contest"].days),
        ("duree-et-rythme", f"{LETTERS(RULES.default_duration)} est conseillé"),
        ("duree-et-rythme", f"{LETTERS(RULES.closing_days).capitalize()} jours avant"),
        ("photo-trop-lourde", f"{photos.MAX_BYTES // 1_000_000} Mo"),
        ("au-bureau-le-site-est-bloque", f"{LETTERS(middleware.MEMBER[0].seconds // 3600)} heures"),
        ("je-ne-peux-pas-me-connecter", f"{settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60} minutes"),
        ("je-ne-peux-pas-me-connecter", f"{LETTERS(settings.PASSWORD_RESET_TIMEOUT // 3600)} heures"),
        ("temoigner-en-video", f"{LETTERS(settings.TESTIMONY_SECONDS // 60)} minutes"),
        ("j-ai-ete-signalee", DAYS % RULES.appeal_days),
        ("duree-de-l-inscription", DAYS % DRAFT_LINK.days),
        ("qui-peut-s-inscrire", DAYS % GRACE.days),
        ("effacer-mon-compte", f"{LETTERS(erasure.UNDO.days)} jours"),
    ],
)
def test_the_numbers_of_the_answers_are_those_of_the_product(slug, said):
    answers = {text.slug: text.body for text in starting_texts(("question",))}
    assert said in answers[slug]
