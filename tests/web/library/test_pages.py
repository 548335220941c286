"""The pages of the library: the same for everyone, but for what is reserved to members."""

import io
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from binome.library.actions import (
    Words,
    add_image,
    describe_image,
    publish_article,
    save_draft,
    withdraw_article,
)
from tests import pdf
from tests.factories import a_mentee, a_mentor, log_in
from tests.library.shelf import a_draft, an_article, an_author

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def elsa():
    return an_author()


@pytest.fixture
def now():
    return timezone.now() - DAY


def page_of(article) -> str:
    return reverse("article-detail", args=[article.kind, article.slug])


def test_anyone_reads_a_fiche(client, elsa, now):
    article = an_article(Words("Écouter", "Bien écouter.", "Posez *une* question : laquelle ?"), by=elsa, now=now)

    response = client.get(page_of(article))

    assert page_of(article) == "/lire/fiche/ecouter/"
    assert response.status_code == 200
    html = response.content.decode()
    assert "<h1>Écouter</h1>" in html
    assert "<p>Posez <em>une</em> question\u00a0: laquelle\u00a0?</p>" in html


def test_a_text_cannot_bring_html_or_a_foreign_picture(client, elsa, now):
    body = "<script>alert(1)</script>\n\n![x](https://tiers.example/pixel.png) [y](javascript:alert(1))"
    article = an_article(Words("Piège", "", body), by=elsa, now=now)

    prose = client.get(page_of(article)).content.decode().split('class="prose"')[1].split("</div>")[0]

    assert "<script" not in prose and "<img" not in prose and "href" not in prose
    assert "&lt;script&gt;" in prose


def test_what_may_not_be_read_answers_like_what_does_not_exist(elsa, now):
    """Drafts, articles to come, withdrawn ones, and those reserved to others: not a byte differs (N5)."""
    later, gone = a_draft(by=elsa, now=now), an_article(by=elsa, now=now)
    publish_article(article=later, at=now + 30 * DAY, by=elsa, now=now)
    withdraw_article(article=gone, by=elsa, now=now)
    hidden = [
        a_draft(by=elsa, now=now), later, gone, an_article(by=elsa, now=now, reserved=True),
        an_article(by=elsa, now=now, reserved=True, audience="mentors"),
    ]  # fmt: skip

    def answer(path, as_whom=None):
        client = Client()
        if as_whom:
            log_in(client, as_whom)
        response = client.get(path)
        return response.status_code, re.sub(rb'value="[^"]*"', b"", response.content.replace(path.encode(), b""))

    missing = answer("/lire/fiche/nulle-part/")
    assert missing[0] == 404
    assert [answer(page_of(article)) == missing for article in hidden] == [True] * len(hidden)
    assert answer(page_of(hidden[4]), a_mentee("Awa"))[0] == 404
    assert answer(page_of(hidden[4]), a_mentor("Bruna"))[0] == 200


def test_lists_and_search_say_nothing_of_what_is_reserved(client, elsa, now):
    for kind in ("fiche", "question", "resource", "news"):
        an_article(Words("Chrysanthème", "", "x"), by=elsa, kind=kind, now=now, reserved=True)

    for name in ("resource-list", "question-list", "news-list", "news-feed"):
        assert "hrysanth" not in client.get(reverse(name)).content.decode()
    html = client.get(reverse("library-search"), {"q": "crisantheme"}).content.decode()
    assert "Rien avec ces mots" in html
    assert "hrysanth" not in html


def test_a_search_says_which_word_it_read_and_how_to_keep_hers(client, elsa, now):
    an_article(Words("Choisir sa mentore", "", "Elle écoute."), by=elsa, now=now)

    html = client.get(reverse("library-search"), {"q": "mentroe"}).content.decode().replace("\u00a0", " ")
    assert "Nous avons cherché « mentore » au lieu de « mentroe »." in html
    address = f"{reverse('library-search')}?q=mentroe&amp;exact=1"
    assert f'<a href="{address}">Chercher exactement « mentroe »</a>' in html

    html = client.get(address.replace("&amp;", "&")).content.decode()
    assert "Rien avec ces mots" in html and "Nous avons cherché" not in html
    assert "Chercher aussi les mots voisins" in html


def test_resources_are_chosen_by_audience_and_theme(client, elsa, now, django_assert_num_queries):
    for title, audience in (("Toutes", "everyone"), ("Guider", "mentors"), ("Demander", "mentees")):
        an_article(Words(title, "", "x"), by=elsa, now=now, audience=audience)

    with django_assert_num_queries(4):
        html = client.get(reverse("resource-list")).content.decode()
    assert all(f">{title}</a>" in html for title in ("Toutes", "Guider", "Demander"))

    html = client.get(reverse("resource-list"), {"pour": "mentors", "theme": "inconnu"}).content.decode()
    assert ">Guider</a>" in html and ">Demander</a>" not in html


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"), [("resource-list", 4), ("question-list", 2), ("news-list", 5), ("library-search", 4)]
)
def test_a_list_costs_the_same_whatever_its_length(client, elsa, now, django_assert_num_queries, name, queries, number):
    kind = {"question-list": "question", "news-list": "news"}.get(name, "fiche")
    for n in range(number):
        an_article(Words(f"Texte {n}", "", "écouter"), by=elsa, kind=kind, now=now)

    with django_assert_num_queries(queries):
        client.get(reverse(name), {"q": "écouter"} if name == "library-search" else {})


def test_questions_are_read_without_a_script(client, elsa, now):
    article = an_article(Words("Combien de temps ?", "", "Une heure **par mois**."), by=elsa, kind="question", now=now)

    html = client.get(reverse("question-list")).content.decode()

    details = html.split(f'<details id="{article.slug}">')[1].split("</details>")[0]
    assert "<summary>Combien de temps\u00a0?" in details
    assert "<p>Une heure <strong>par mois</strong>.</p>" in details
    assert page_of(article) in details


def test_an_answer_shows_its_picture_and_only_then_costs_a_query(client, elsa, now, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    article = a_draft(Words("Combien ?", "", "x"), by=elsa, kind="question", now=now)
    drawn = io.BytesIO()
    Image.new("RGB", (32, 18), "teal").save(drawn, "JPEG")
    image = add_image(article=article, content=drawn.getvalue(), alt="Deux cercles", by=elsa, now=now)
    words = Words("Combien ?", "", f"Voici ![]({image.code})")
    save_draft(article=article, words=words, edits=0, by=elsa, now=now)
    publish_article(article=article, at=now, by=elsa, now=now)
    for alt in ("Deux cercles", "Trois cercles"):
        describe_image(image=image, alt=alt, alt_en="", by=elsa, now=now)
        assert f'alt="{alt}"' in client.get(reverse("question-list")).content.decode()


def test_news_are_followed_by_rss_without_a_name(client, elsa, now):
    article = an_article(Words("Regards sur l’industrie", "Trois métiers.", "x"), by=elsa, kind="news", now=now)
    an_article(Words("Pour nous", "", "x"), by=elsa, kind="news", now=now, reserved=True)
    log_in(client, elsa)

    response = client.get(reverse("news-feed"))

    feed = response.content.decode()
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert "<title>Regards sur l’industrie</title>" in feed
    assert f"<link>http://testserver{page_of(article)}</link>" in feed
    assert "Pour nous" not in feed and elsa.first_name not in feed and elsa.code not in feed


def test_a_title_pasted_with_control_characters_does_not_break_the_feed(client, elsa, now):
    an_article(Words("Le\x0b soin\x01", "Trois\x0c voix.", "x"), by=elsa, kind="news", now=now)
    response = client.get(reverse("news-feed"))
    assert response.status_code == 200 and "<title>Le soin</title>" in response.content.decode()


def test_english_shows_the_translation_or_says_that_it_is_french(client, elsa, now):
    both = an_article(Words("Écouter", "", "Écoutez.", "Listening", "", "Listen."), by=elsa, now=now)
    french = an_article(Words("Parler", "", "Parlez."), by=elsa, now=now)
    client.cookies["binome_language"] = "en"

    assert "<h1>Listening</h1>" in client.get(page_of(both)).content.decode()
    assert '<h1 lang="fr">Parler</h1>' in client.get(page_of(french)).content.decode()


def test_a_reader_never_sees_the_draft_of_a_published_text(client, elsa, now):
    article = an_article(by=elsa, now=now)
    save_draft(article=article, words=Words("Brouillon", "", "Brouillon."), edits=None, by=elsa, now=now)

    assert "Brouillon" not in client.get(page_of(article)).content.decode()


def test_an_unknown_image_answers_404(client, elsa):
    assert client.get(reverse("article-image", args=["zzzzzzzzzz"])).status_code == 404


def test_a_text_is_printed_for_whoever_may_read_it(client, elsa, now):
    article = an_article(Words("Écouter", "Bien.", "Posez une question ?"), by=elsa, now=now)
    hidden = an_article(Words("Caché", "", "x"), by=elsa, now=now, reserved=True)

    response = client.get(reverse("article-paper", args=["fiche", article.slug]))

    assert (response["Content-Type"], response["Content-Disposition"]) == (
        "application/pdf", 'inline; filename="ecouter.pdf"',
    )  # fmt: skip
    read = pdf.read(response.content)
    assert "Posez une question\u00a0?" in read.text
    assert elsa.first_name not in read.text + read.description and elsa.code.encode() not in response.content
    assert client.get(reverse("article-paper", args=["fiche", hidden.slug])).status_code == 404
