"""A text as its readers will see it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from binome.library.actions import Words
from binome.library.models import Article, ArticleImage, ArticleVersion
from binome.library.queries import images_of
from binome.ui.texts import Picture, markdown


@dataclass(frozen=True)
class Shown:
    """One language of a text, laid out."""

    title: str
    summary: str
    html: SafeString
    lang: str


def preview_of(words: Words | ArticleVersion, article: Article | None) -> list[Shown]:
    """French, then English if there is one."""
    pictures = _pictures(images_of(article)) if article else {}
    shown = [Shown(words.title, words.summary, markdown(words.body, pictures), "fr")]
    if words.body_en:
        shown.append(Shown(words.title_en, words.summary_en, markdown(words.body_en, pictures), "en"))
    return shown


def version_html(version: ArticleVersion) -> list[Shown]:
    return preview_of(version, version.article)


def _pictures(images: Iterable[ArticleImage]) -> dict[str, Picture]:
    return {
        image.code: Picture(reverse("article-image", args=[image.code]), image.alt, image.width, image.height)
        for image in images
    }
