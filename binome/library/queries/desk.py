"""What the team sees of the library: every article with where its texts stand, and its past."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from binome.programmes.models import Programme

from ..models import Article, ArticleVersion

DRAFT, SCHEDULED, PUBLISHED, WITHDRAWN = "draft", "scheduled", "published", "withdrawn"
#: What a list does not need of a version.
LONG = ("body", "body_en", "text_tokens", "title_tokens", "summary", "summary_en")


def state_words() -> dict[str, str]:
    return {
        DRAFT: _("Brouillon"),
        SCHEDULED: _("Programmé"),
        PUBLISHED: _("Publié"),
        WITHDRAWN: _("Retiré"),
    }


@dataclass(frozen=True)
class Standing:
    """One article: the text that is read, the one that waits, and both in one word."""

    article: Article
    live: ArticleVersion | None
    waiting: ArticleVersion | None

    @property
    def state(self) -> str:
        if self.article.withdrawn_at:
            return WITHDRAWN
        if self.live:
            return PUBLISHED
        return SCHEDULED if self.waiting and self.waiting.publish_at else DRAFT

    @property
    def state_words(self) -> str:
        return state_words()[self.state]

    @property
    def newest(self) -> ArticleVersion:
        newest = self.waiting or self.live
        assert newest is not None
        return newest


def standing(article: Article, *, now: datetime) -> Standing:
    live = waiting = None
    for version in article.versions.all():  # the newest first
        if version.publish_at and version.publish_at <= now:
            live = live or version
        else:
            waiting = waiting or version
    return Standing(article, live, waiting)


def desk_of(programme: Programme, *, now: datetime, kind: str = "", state: str = "") -> list[Standing]:
    """All of them, by kind and in the team's order. Two queries."""
    rows = Article.objects.filter(programme=programme).select_related("theme")
    rows = rows.filter(kind=kind) if kind else rows
    versions = ArticleVersion.objects.order_by("-number").defer(*LONG)
    rows = rows.order_by("kind", "position", "slug").prefetch_related(Prefetch("versions", queryset=versions))
    found = [standing(article, now=now) for article in rows]
    return [one for one in found if not state or one.state == state]


def history_of(article: Article) -> list[tuple[ArticleVersion, ArticleVersion | None]]:
    """Each version with the one before it, the newest first."""
    versions = list(ArticleVersion.objects.filter(article=article).order_by("-number").select_related("written_by"))
    return list(zip(versions, [*versions[1:], None], strict=True))
