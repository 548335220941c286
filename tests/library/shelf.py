"""Articles for the tests."""

from datetime import timedelta

from binome.library.actions import Place, Words, create_article, publish_article
from binome.library.models import Article
from tests.factories import NOON, an_administrator, home

WORDS = Words("Le premier rendez-vous", "Une heure pour se connaître.", "Présentez-vous, puis **écoutez**.")
DAY = timedelta(days=1)


def an_author():
    return an_administrator("Elsa")


def a_draft(words: Words = WORDS, *, kind: str = "fiche", by=None, now=NOON, **place) -> Article:
    by = by or an_author()
    return create_article(programme=home(), kind=kind, words=words, place=Place(**place), by=by, now=now)


def an_article(words: Words = WORDS, *, kind: str = "fiche", by=None, now=NOON, **place) -> Article:
    by = by or an_author()
    article = a_draft(words, kind=kind, by=by, now=now, **place)
    publish_article(article=article, at=now, by=by, now=now)
    return article
