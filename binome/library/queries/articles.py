"""Reading articles: what a visitor may read, by shelf."""

from datetime import date, datetime
from typing import Any

from django.db.models import Min, OuterRef, Q, QuerySet, Subquery

from binome.programmes.models import Programme
from binome.programmes.queries import Membership

from ..models import Article, ArticleImage, ArticleVersion, Audience, Kind, Theme


def readable(reader: Membership, *, now: datetime) -> QuerySet[Any]:
    """The live versions that this reader may open, each with `shown_since`, when its article first appeared."""
    may = Q(article__reserved=False)
    if reader.is_staff:
        may = Q()
    elif reader.is_active and reader.charter_signed:
        own = [Audience.EVERYONE, Audience.MENTORS if reader.is_mentor else Audience.MENTEES]
        may |= Q(article__audience__in=own)
    first = (
        ArticleVersion.objects.filter(article=OuterRef("article"), publish_at__lte=now)
        .order_by()
        .values("article")
        .annotate(first=Min("publish_at"))
        .values("first")
    )
    live = ArticleVersion.objects.live(now).filter(may, article__programme=reader.programme)
    return live.annotate(shown_since=Subquery(first))


def is_news(today: date) -> Q:
    """A news item until the day on which it moves to the resources (A20)."""
    stays = Q(article__moves_on=None) | Q(article__moves_on__gt=today)
    return Q(article__kind=Kind.NEWS) & stays


def news(reader: Membership, *, now: datetime, today: date) -> QuerySet[Any]:
    """The newest first."""
    return readable(reader, now=now).filter(is_news(today)).order_by("-shown_since", "-pk")


def resources(reader: Membership, *, now: datetime, today: date, audience: str = "", theme: str = "") -> QuerySet[Any]:
    """Fiches, resources, and news that have moved there: by theme, then in the team's order."""
    shelf = Q(article__kind__in=[Kind.FICHE, Kind.RESOURCE]) | (Q(article__kind=Kind.NEWS) & ~is_news(today))
    rows = _chosen(readable(reader, now=now).filter(shelf), audience, theme)
    return rows.order_by("article__position", "article__kind", "-shown_since", "pk")


def questions(reader: Membership, *, now: datetime, audience: str = "") -> QuerySet[Any]:
    """Of one audience with those for everyone, or all of them; by theme."""
    rows = _chosen(readable(reader, now=now).filter(article__kind=Kind.QUESTION), audience, "")
    return rows.order_by("article__theme__position", "article__theme", "article__position", "pk")


def _chosen(rows: QuerySet[Any], audience: str, theme: str) -> QuerySet[Any]:
    if audience:
        rows = rows.filter(article__audience__in=[audience, Audience.EVERYONE])
    return rows.filter(article__theme__slug=theme) if theme else rows


def find_article(reader: Membership, *, kind: str, slug: str, now: datetime) -> ArticleVersion | None:
    """The live version, or None: not published, withdrawn, and reserved to others answer alike (N5)."""
    found: ArticleVersion | None = readable(reader, now=now).filter(article__kind=kind, article__slug=slug).first()
    return found


def find_image(reader: Membership, *, code: str, now: datetime) -> ArticleImage | None:
    """An image of an article that this reader may open; the team sees those of drafts too."""
    rows = ArticleImage.objects.filter(code=code, article__programme=reader.programme)
    if not reader.is_staff:
        rows = rows.filter(article__in=readable(reader, now=now).values("article"))
    return rows.first()


def images_of(article: Article) -> QuerySet[ArticleImage]:
    return ArticleImage.objects.filter(article=article)


def themes_of(programme: Programme) -> QuerySet[Theme]:
    return Theme.objects.filter(programme=programme)
