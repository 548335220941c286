"""The texts that come with the software: all of them can be read, and what the team wrote is never touched."""

import pytest

from binome.library.actions import load_starting_texts, publish_article, save_draft, withdraw_article
from binome.library.defaults import KINDS, TextFault, starting_texts
from binome.library.models import Article, ArticleVersion, Theme
from binome.programmes.defaults import sectors
from binome.ui.paper import Paper, print_paper
from tests.factories import NOON, an_administrator, home

from .shelf import DAY, WORDS

FRENCH = "---\ntitle: Écouter\nsummary: Bien écouter.\naudience: mentors\ntheme: rencontres\norder: 7\n---\nÉcoutez.\n"
ENGLISH = "---\ntitle: Listening\nsummary: Listen well.\n---\nListen.\n"


@pytest.fixture
def folder(tmp_path):
    for language, text in (("fr", FRENCH), ("en", ENGLISH)):
        (tmp_path / language / "fiche").mkdir(parents=True)
        (tmp_path / language / "fiche" / "ecouter.md").write_text(text, encoding="utf-8")
    return tmp_path


def test_every_text_that_comes_with_the_software_can_be_read():
    known = {row["slug"] for row in sectors()} | {""}
    texts = list(starting_texts())
    assert {text.sector for text in texts} <= known
    assert all(len(text.title) <= 160 and len(text.summary) <= 320 and len(text.slug) <= 80 for text in texts)
    assert all(len(text.title_en) <= 160 and len(text.summary_en) <= 320 for text in texts)


def test_every_text_that_comes_with_the_software_is_printed_for_everyone():
    """In both languages, as an accessible PDF."""
    sheet = {"site_name": "Binôme", "site_url": "https://binome.example", "dated": NOON.date()}
    for text in starting_texts():
        papers = [Paper(title=text.title, summary=text.summary, body=text.body, language="fr", **sheet)]
        if text.body_en:
            papers.append(
                Paper(title=text.title_en, summary=text.summary_en, body=text.body_en, language="en", **sheet)
            )
        for paper in papers:
            assert b"<pdfuaid:part>1</pdfuaid:part>" in print_paper(paper), (text.kind, text.slug)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Sans en-tête", "front matter"),
        ("---\nsummary: x\n---\nx", "a title"),
        ("---\ntitle: x\n---\nx", "summary"),
        ("---\ntitle: x\nsummary: x\naudience: voisines\n---\nx", "voisines"),
        ("---\ntitle: x\nsummary: x\ntheme: inconnu\n---\nx", "inconnu"),
        ("---\ntitle: x\nsummary: x\nordre: 3\n---\nx", "ordre"),
        ("---\ntitle: x\nsummary: x\norder: trois\n---\nx", "trois"),
    ],
)
def test_a_text_that_is_not_written_as_it_must_be_is_refused(folder, text, fault):
    (folder / "fr" / "fiche" / "ecouter.md").write_text(text, encoding="utf-8")
    with pytest.raises(TextFault, match=fault):
        list(starting_texts(folder=folder))


@pytest.mark.django_db
def test_texts_are_loaded_once(folder):
    assert load_starting_texts(programme=home(), folder=folder, now=NOON) == 1
    assert load_starting_texts(programme=home(), folder=folder, now=NOON + DAY) == 0

    version = ArticleVersion.objects.live(NOON).get()
    article = version.article
    assert (version.title, version.title_en, version.body, version.body_en) == (
        "Écouter", "Listening", "Écoutez.\n", "Listen.\n",
    )  # fmt: skip
    assert (article.kind, article.slug, article.audience, article.position) == ("fiche", "ecouter", "mentors", 7)
    assert article.theme == Theme.objects.get(slug="rencontres")


@pytest.mark.django_db
def test_a_newer_text_replaces_the_one_that_came_before(folder):
    load_starting_texts(programme=home(), folder=folder, now=NOON)
    (folder / "fr" / "fiche" / "ecouter.md").write_text(FRENCH + "Encore.\n", encoding="utf-8")

    assert load_starting_texts(programme=home(), folder=folder, now=NOON + DAY) == 1

    assert ArticleVersion.objects.live(NOON + DAY).get().body == "Écoutez.\nEncore.\n"
    assert ArticleVersion.objects.live(NOON).get().body == "Écoutez.\n"


@pytest.mark.django_db
@pytest.mark.parametrize("published", [False, True])
def test_what_the_team_wrote_is_never_replaced(folder, published):
    elsa = an_administrator("Elsa")
    load_starting_texts(programme=home(), folder=folder, now=NOON)
    article = Article.objects.get()
    save_draft(article=article, words=WORDS, edits=None, by=elsa, now=NOON)
    if published:
        publish_article(article=article, at=NOON, by=elsa, now=NOON)
        ArticleVersion.objects.update(written_by=None)  # she left since
    (folder / "fr" / "fiche" / "ecouter.md").write_text(FRENCH + "Encore.\n", encoding="utf-8")

    assert load_starting_texts(programme=home(), folder=folder, now=NOON + DAY) == 0


@pytest.mark.django_db
def test_what_the_team_withdrew_does_not_come_back(folder):
    load_starting_texts(programme=home(), folder=folder, now=NOON)
    withdraw_article(article=Article.objects.get(), by=an_administrator("Elsa"), now=NOON)
    (folder / "fr" / "fiche" / "ecouter.md").write_text(FRENCH + "Encore.\n", encoding="utf-8")

    load_starting_texts(programme=home(), folder=folder, now=NOON + DAY)

    assert not ArticleVersion.objects.live(NOON + DAY).exists()


@pytest.mark.django_db
def test_a_new_site_has_no_invented_news():
    load_starting_texts(programme=home(), now=NOON)
    assert not Article.objects.filter(kind="news").exists()
    assert Article.objects.filter(kind="fiche").exists()
    assert load_starting_texts(programme=home(), kinds=KINDS, now=NOON) == Article.objects.filter(kind="news").count()
