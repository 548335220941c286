"""Reading articles: what a visitor may read, by shelf, and what she finds with her words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Min, OuterRef, Q, QuerySet, Subquery

from binome.core import french
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


@dataclass(frozen=True)
class Found:
    """What a search gives: the versions, the best first, and the words that were read as near ones."""

    versions: list[ArticleVersion] = field(default_factory=list)
    corrected: tuple[str, ...] = ()
    #: No text has all the words: these have some.
    some_words: bool = False


MOST = 60


def search(reader: Membership, *, text: str, now: datetime) -> Found:
    """Articles of every kind that have these words, with the stems and the forgiveness of the directory.

    A library has hundreds of texts: they are compared here, one answer on both engines. Only texts that she may open
    are looked at, so that a corrected word says nothing of the others.
    """
    rows = [
        (pk, set(title.split()), set(words.split()))
        for pk, title, words in readable(reader, now=now).values_list("pk", "title_tokens", "text_tokens")
    ]
    query = french.query(text, frozenset().union(*(words for _pk, _title, words in rows)))
    if not query.groups:
        return Found()
    groups = [set(group) for group in query.groups]
    ranked = sorted((-_hits(groups, words), -_hits(groups, title), pk) for pk, title, words in rows)
    best = -ranked[0][0] if ranked else 0
    keys = [pk for hits, _title, pk in ranked if best and -hits == best][:MOST]
    shown = readable(reader, now=now).in_bulk(keys)
    return Found(
        versions=[shown[pk] for pk in keys if pk in shown],
        corrected=tuple(query.corrections),
        some_words=0 < best < len(groups),
    )


def _hits(groups: Iterable[set[str]], words: set[str]) -> int:
    return sum(1 for group in groups if group & words)
