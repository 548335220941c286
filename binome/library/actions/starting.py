"""Loading the texts that come with the software. What the team wrote or withdrew is never touched."""

from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from binome.core.journal import record
from binome.programmes.models import Programme

from ..defaults import KINDS, TEXTS, THEMES, StartingText, starting_texts
from ..models import Article, ArticleVersion, Theme
from .articles import Words, new_version

#: A new site is its own: the news of a community are not invented for it.
FOR_A_NEW_SITE = tuple(kind for kind in KINDS if kind != "news")


@transaction.atomic
def load_starting_texts(
    *, programme: Programme, kinds: tuple[str, ...] = FOR_A_NEW_SITE, folder: Path = TEXTS, now: datetime
) -> int:
    """Adds the articles that are missing and renews those that nobody edited. Returns how many texts it wrote."""
    if not Theme.objects.filter(programme=programme).exists():
        Theme.objects.bulk_create(
            Theme(programme=programme, slug=slug, name=name, name_en=name_en, position=10 * number)
            for number, (slug, name, name_en) in enumerate(THEMES, start=1)
        )
    themes = {theme.slug: theme for theme in Theme.objects.filter(programme=programme)}
    written = sum(_load(programme, themes, text, now) for text in starting_texts(kinds, folder=folder))
    if written:
        record("starting_texts_loaded", obj=programme, now=now, count=written)
    return written


def _load(programme: Programme, themes: dict[str, Theme], text: StartingText, now: datetime) -> bool:
    words = Words(text.title, text.summary, text.body, text.title_en, text.summary_en, text.body_en)
    shown = now - timedelta(days=text.age) if text.kind == "news" else now
    moves_on = timezone.localdate(shown + timedelta(days=text.moves)) if text.moves is not None else None
    article, created = Article.objects.get_or_create(
        programme=programme, kind=text.kind, slug=text.slug,
        defaults={"audience": text.audience, "reserved": text.reserved, "theme": themes.get(text.theme),
                  "sector": text.sector, "position": text.order, "moves_on": moves_on},
    )  # fmt: skip
    last = None if created else ArticleVersion.objects.filter(article=article).order_by("-number").first()
    if last is not None and (not last.starting or vars(words).items() <= vars(last).items()):
        return False
    number = last.number + 1 if last else 1
    new_version(article, words, number=number, by=None, now=shown, publish_at=shown if created else now, starting=True)
    return True
