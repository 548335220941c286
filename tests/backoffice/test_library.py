"""The team's library: written, previewed, compared, published, without a script."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from binome.library.models import Article, ArticleImage, ArticleVersion, Theme
from tests.factories import a_mentee, home, log_in
from tests.library.shelf import WORDS, a_draft, an_article

from .pages import text

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TYPED = {"title": "Écouter", "summary": "Bien écouter.", "body": "Posez *une* question ?"}


def url(name, article, *more):
    return reverse(name, args=[article.code, *more])


@pytest.fixture
def now():
    return timezone.now() - DAY


@pytest.fixture
def article(dina, now):
    return an_article(by=dina, now=now)


def picture(size=(320, 180)) -> SimpleUploadedFile:
    drawn = io.BytesIO()
    Image.new("RGB", size, "teal").save(drawn, "PNG")
    return SimpleUploadedFile("Mes vacances.png", drawn.getvalue(), content_type="image/png")


ACTS = ("publish-article", "place-article", "withdraw-article", "unschedule-article", "drop-draft", "add-image")


def test_nobody_but_the_team_enters(article):
    images = [url(name, article, "zzzzzzzzzz") for name in ("describe-image", "remove-image")]
    pages = [reverse("article-list"), reverse("create-article"), url("edit-article", article)]
    pages += [url(name, article) for name in ACTS] + [*images, url("article-version", article, 1)]
    awa = Client()
    log_in(awa, a_mentee("Awa"))
    for page in pages:
        assert awa.get(page).status_code in {404, 405}, page
        assert awa.post(page, TYPED).status_code in {404, 405}, page
        assert Client().post(page, TYPED).status_code == 302, page
    assert ArticleVersion.objects.count() == 1


def test_the_list_says_where_each_text_stands(team, dina, article, now, django_assert_num_queries):
    a_draft(by=dina, now=now)
    page = text(team.get(reverse("article-list")))
    assert "Publié" in page and "Brouillon" in page
    assert "Brouillon" not in text(team.get(reverse("article-list"), {"etat": "published"})).split("Ordre État")[1]
    team.get(reverse("article-list"))
    with django_assert_num_queries(6):
        team.get(reverse("article-list"))
    for _ in range(3):
        an_article(by=dina, now=now)
    with django_assert_num_queries(6):
        team.get(reverse("article-list"))


def test_a_text_is_written_previewed_then_saved(team, dina, journal):
    page = team.post(reverse("create-article"), {**TYPED, "kind": "fiche", "preview": "1"})
    assert page.status_code == 200
    assert "<p>Posez <em>une</em> question\u00a0?</p>" in page.content.decode()
    assert "Posez *une* question ?" in page.content.decode()
    assert Article.objects.count() == 0

    response = team.post(reverse("create-article"), {**TYPED, "kind": "fiche", "save": "1"})

    article = Article.objects.get()
    assert response.url == url("edit-article", article)
    version = ArticleVersion.objects.get()
    assert (version.title, version.body, version.publish_at, version.written_by) == (
        *map(TYPED.get, ("title", "body")),
        None,
        dina,
    )
    assert journal() == ["article_created"]


def test_a_refused_text_keeps_what_was_typed(team, article):
    for page in (reverse("create-article"), url("edit-article", article)):
        response = team.post(page, {**TYPED, "kind": "fiche", "title": "", "title_en": "Listening"})
        assert response.status_code == 422
        body = response.content.decode()
        assert "Posez *une* question ?" in body and "Ce champ est nécessaire" in body
        assert "Une traduction a un titre et un texte" in body


def test_a_published_text_is_changed_in_a_draft_compared_then_published(team, client, article, journal):
    page = reverse("article-detail", args=[article.kind, article.slug])
    team.post(url("edit-article", article), {**TYPED, "edits": ""})
    assert WORDS.title in text(client.get(page))
    assert "Modification en cours" in text(team.get(url("edit-article", article)))

    compared = team.get(url("article-version", article, 2)).content.decode()
    assert "<del>" in compared and "<ins>" in compared

    team.post(url("publish-article", article), {"publish-at": ""})
    assert "Écouter" in text(client.get(page))
    history = text(team.get(url("edit-article", article)))
    assert "Version 2 · Dina" in history and "Version 1 · Dina" in history
    assert journal() == ["article_created", "article_published", "article_written", "article_published"]


def test_a_colleague_who_wrote_meanwhile_is_not_erased(team, article):
    team.post(url("edit-article", article), {**TYPED, "edits": ""})

    response = team.post(url("edit-article", article), {**TYPED, "title": "Autre", "edits": ""})

    body = response.content.decode()
    assert response.status_code == 422
    assert "modifié entre-temps" in body and 'value="Autre"' in body and "Ce qui est enregistré maintenant" in body
    assert ArticleVersion.objects.get(number=2).title == "Écouter"
    assert team.post(url("edit-article", article), {**TYPED, "title": "Autre", "edits": "0"}).status_code == 302


def test_an_older_version_is_taken_up_again_without_erasing_a_draft(team, article):
    team.post(url("edit-article", article), {**TYPED, "edits": ""})
    team.post(url("restore-version", article, 1))
    assert ArticleVersion.objects.get(publish_at=None).title == TYPED["title"]

    team.post(url("publish-article", article))
    assert "Reprendre ce texte" in text(team.get(url("article-version", article, 1)))
    assert "Reprendre ce texte" not in text(team.get(url("article-version", article, 2)))
    team.post(url("restore-version", article, 1))

    draft = ArticleVersion.objects.get(publish_at=None)
    assert (draft.number, draft.title, draft.body) == (3, WORDS.title, WORDS.body)


def test_a_text_is_scheduled_and_held_back(team, client, dina, now):
    article = a_draft(by=dina, now=now)
    later = timezone.localtime() + 2 * DAY

    team.post(url("publish-article", article), {"publish-at": later.strftime("%Y-%m-%dT%H:%M")})
    assert "Programmé" in text(team.get(url("edit-article", article)))
    assert client.get(reverse("article-detail", args=[article.kind, article.slug])).status_code == 404

    team.post(url("unschedule-article", article))
    assert ArticleVersion.objects.get().publish_at is None


@pytest.mark.parametrize(
    ("at", "sentence"), [("2020-01-01T10:00", "Ce moment est passé"), ("hier", "Cette date n’existe pas")]
)
def test_a_moment_that_is_none_is_refused_with_a_sentence(team, dina, now, at, sentence):
    article = a_draft(by=dina, now=now)
    response = team.post(url("publish-article", article), {"publish-at": at})
    assert response.status_code == 422 and sentence in text(response)
    assert ArticleVersion.objects.get().publish_at is None


def test_a_text_is_withdrawn_and_comes_back(team, client, article):
    page = reverse("article-detail", args=[article.kind, article.slug])
    assert "Ce texte est publié" in text(team.get(url("edit-article", article)))
    team.post(url("withdraw-article", article))
    assert client.get(page).status_code == 404
    assert "Ce texte est publié" not in text(team.get(url("edit-article", article)))
    team.post(url("publish-article", article))
    assert client.get(page).status_code == 200


def test_a_draft_is_thrown_away_after_a_confirmation(team, dina, now):
    article = a_draft(by=dina, now=now)
    assert "Supprimer ce brouillon" in text(team.get(url("drop-draft", article)))
    assert Article.objects.exists()
    assert team.post(url("drop-draft", article)).url == reverse("article-list")
    assert not Article.objects.exists()


def test_a_text_is_placed(team, article, journal):
    theme = Theme.objects.create(programme=home(), slug="ecoute", name="Écoute")
    journal()
    place = {"place-audience": "mentors", "place-reserved": "on", "place-theme": theme.pk, "place-position": "7"}

    team.post(url("place-article", article), place)

    article.refresh_from_db()
    assert (article.audience, article.reserved, article.theme, article.position) == ("mentors", True, theme, 7)
    assert journal() == ["article_placed"]
    response = team.post(url("place-article", article), {**place, "place-position": "beaucoup"})
    assert (
        response.status_code == 422
        and "Écrivez un nombre" in text(response)
        and 'value="beaucoup"' in response.content.decode()
    )


def test_a_picture_is_rebuilt_has_words_and_is_shown_where_the_text_says(team, client, article, journal):
    journal()
    team.post(url("add-image", article), {"image-file": picture(), "image-alt": "Deux cercles"})

    image = ArticleImage.objects.get()
    assert (image.alt, image.width, image.height) == ("Deux cercles", 320, 180)
    with image.file.open("rb") as file:
        assert file.read(3) == b"\xff\xd8\xff"
    assert "vacances" not in image.file.name
    assert journal() == ["article_image_added"]

    team.post(url("edit-article", article), {**TYPED, "body": f"Voici ![]({image.code})", "edits": ""})
    team.post(url("publish-article", article))
    html = client.get(reverse("article-detail", args=[article.kind, article.slug])).content.decode()
    address = reverse("article-image", args=[image.code])
    assert f'<img src="{address}" alt="Deux cercles" width="320" height="180" loading="lazy">' in html
    assert client.get(address)["Content-Type"] == "image/jpeg"

    team.post(url("remove-image", article, image.code))
    assert ArticleImage.objects.exists()  # the published text shows it
    team.post(url("edit-article", article), {**TYPED, "edits": ""})
    team.post(url("publish-article", article))
    team.post(url("remove-image", article, image.code))
    assert not ArticleImage.objects.exists()


def test_the_words_of_a_picture_are_changed_and_never_emptied(team, client, article, journal):
    team.post(url("add-image", article), {"image-file": picture(), "image-alt": "Deux cercles"})
    image = ArticleImage.objects.get()
    team.post(url("edit-article", article), {**TYPED, "body": f"Voici ![]({image.code})", "edits": ""})
    team.post(url("publish-article", article))
    journal()
    address = url("describe-image", article, image.code)
    assert address in team.get(url("edit-article", article)).content.decode()
    assert "Deux cercles</textarea>" in team.get(address).content.decode()

    refused = team.post(address, {"alt": " ", "alt_en": "Two circles"})
    assert refused.status_code == 422 and "Ce champ est nécessaire" in text(refused)
    assert "Two circles</textarea>" in refused.content.decode()

    team.post(address, {"alt": "Deux cercles\nqui se croisent", "alt_en": "Two circles"})

    image.refresh_from_db()
    assert (image.alt, image.alt_en) == ("Deux cercles qui se croisent", "Two circles")
    page = client.get(reverse("article-detail", args=[article.kind, article.slug])).content.decode()
    assert 'alt="Deux cercles qui se croisent"' in page
    assert journal() == ["article_image_described"]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"image-alt": "x"}, "Choisissez une image"),
        ({"image-file": picture(), "image-alt": ""}, "Ce champ est nécessaire"),
        ({"image-file": SimpleUploadedFile("x.jpg", b"%PDF-1.7"), "image-alt": "x"}, "document PDF"),
        ({"image-file": SimpleUploadedFile("x.jpg", b""), "image-alt": "x"}, "Ce fichier est vide"),
    ],
)
def test_a_file_that_is_no_picture_or_has_no_words_is_refused_with_a_sentence(team, article, sent, sentence):
    for value in sent.values():
        if hasattr(value, "seek"):
            value.seek(0)
    response = team.post(url("add-image", article), sent)
    assert response.status_code == 422 and sentence in text(response)
    assert not ArticleImage.objects.exists()


def test_the_picture_of_a_draft_is_seen_by_the_team_alone(team, client, dina, now):
    article = a_draft(by=dina, now=now)
    team.post(url("add-image", article), {"image-file": picture(), "image-alt": "Deux cercles"})
    address = reverse("article-image", args=[ArticleImage.objects.get().code])
    assert (team.get(address).status_code, client.get(address).status_code) == (200, 404)


def test_themes_are_named_ordered_and_removed(team, article, journal):
    journal()
    team.post(reverse("theme-list"), {"name": "Vivre à l’étranger", "name_en": "Living abroad", "position": "15"})
    theme = Theme.objects.get()
    assert (theme.slug, theme.name_en, theme.position) == ("vivre-a-l-etranger", "Living abroad", 15)

    team.post(reverse("edit-theme", args=[theme.slug]), {"name": "Vivre ailleurs", "name_en": "", "position": "5"})
    theme.refresh_from_db()
    assert (theme.slug, theme.name, theme.position) == ("vivre-a-l-etranger", "Vivre ailleurs", 5)

    Article.objects.update(theme=theme)
    assert "1 texte" in text(team.get(reverse("theme-list")))
    assert "Supprimer le thème « Vivre ailleurs »" in text(team.get(reverse("remove-theme", args=[theme.slug])))
    assert Theme.objects.exists()
    team.post(reverse("remove-theme", args=[theme.slug]))
    assert not Theme.objects.exists()
    assert Article.objects.get().theme is None
    assert journal() == ["theme_saved", "theme_saved", "theme_removed"]


def test_a_theme_without_a_name_is_refused_with_what_was_typed(team):
    response = team.post(reverse("theme-list"), {"name": "", "name_en": "Abroad", "position": "-3"})
    assert response.status_code == 422
    assert "Ce champ est nécessaire" in text(response) and 'value="Abroad"' in response.content.decode()
