"""Writing articles: drafts, publication, withdrawal, where they stand. A text that was read never changes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from binome.core import french
from binome.core.files import forget_files
from binome.core.journal import record
from binome.core.moves import MoveRefused
from binome.programmes.models import Programme

from ..models import Article, ArticleVersion, Theme

if TYPE_CHECKING:
    from binome.people.models import User


@dataclass(frozen=True)
class Words:
    """What a version says. French is required; an empty English text shows the French one."""

    title: str
    summary: str
    body: str
    title_en: str = ""
    summary_en: str = ""
    body_en: str = ""

    def tokens(self) -> dict[str, str]:
        titles = (self.title, self.title_en)
        rest = (self.summary, self.body, self.summary_en, self.body_en)
        return {"title_tokens": french.joined(*titles), "text_tokens": french.joined(*titles, *rest)}


@dataclass(frozen=True)
class Place:
    """Where an article stands and whom it is for."""

    audience: str = "everyone"
    reserved: bool = False
    theme: Theme | None = None
    sector: str = ""
    position: int = 100
    moves_on: date | None = None


@transaction.atomic
def create_article(
    *, programme: Programme, kind: str, words: Words, place: Place, by: "User", now: datetime
) -> Article:
    """A new article with its first draft; nobody reads it yet."""
    article = Article(programme=programme, kind=kind, **vars(place))
    article.slug = _slug_of(article, words.title)
    article.save()
    new_version(article, words, number=1, by=by, now=now)
    record("article_created", by=by, obj=article, now=now, kind=kind)
    return article


def _slug_of(article: Article, title: str) -> str:
    """A word for its address: of this title, and nobody else's."""
    wanted = slugify(french.fold(title).replace("’", "-").replace("'", "-"))[:60].strip("-") or article.kind
    others = Article.objects.filter(programme=article.programme, kind=article.kind).exclude(pk=article.pk)
    taken = set(others.values_list("slug", flat=True))
    return next(slug for slug in (wanted, *(f"{wanted}-{n}" for n in range(2, 9999))) if slug not in taken)


def new_version(
    article: Article,
    words: Words,
    *,
    number: int,
    by: "User | None",
    now: datetime,
    publish_at: datetime | None = None,
    starting: bool = False,
) -> ArticleVersion:
    return ArticleVersion.objects.create(
        article=article, number=number, written_by=by, written_at=now, publish_at=publish_at, starting=starting,
        **vars(words), **words.tokens(),
    )  # fmt: skip


@transaction.atomic
def save_draft(*, article: Article, words: Words, edits: int | None, by: "User", now: datetime) -> ArticleVersion:
    """The text that waits becomes these words; a published article gets a draft beside it.

    The address follows the title until the first publication; people may have kept it, so that it stays ever after.
    `edits` is the count of the draft that she had under her eyes, None when there was none. Raises MoveRefused when
    somebody wrote in between.
    """
    waiting = ArticleVersion.objects.filter(article=article).waiting(now).first()
    if (waiting.edits if waiting else None) != edits:
        raise MoveRefused(_("Ce texte a été modifié entre-temps. Relisez la version enregistrée avant de continuer."))
    if waiting is None:
        version = new_version(article, words, number=_last_number(article) + 1, by=by, now=now)
    else:
        changed = {**vars(words), **words.tokens(), "written_by": by, "written_at": now, "edits": waiting.edits + 1}
        rows = ArticleVersion.objects.filter(pk=waiting.pk, edits=waiting.edits).waiting(now)
        if not rows.update(**changed):
            raise MoveRefused(_("Ce texte vient d’être publié. Enregistrez de nouveau pour préparer la suite."))
        version = ArticleVersion.objects.get(pk=waiting.pk)
    if not ArticleVersion.objects.filter(article=article, publish_at__lte=now).exists():
        article.slug = _slug_of(article, words.title)
        article.save(update_fields=["slug"])
    record("article_written", by=by, obj=article, now=now)
    return version


def _last_number(article: Article) -> int:
    return ArticleVersion.objects.filter(article=article).order_by("-number").values_list("number", flat=True)[0]


@transaction.atomic
def publish_article(*, article: Article, at: datetime, by: "User", now: datetime) -> None:
    """The text that waits is shown from this moment: now, or later. A withdrawn article comes back.

    Raises MoveRefused when nothing waits and nothing was withdrawn, and when a withdrawn article is to come back later:
    its former text would be read until then.
    """
    if at > now and Article.objects.filter(pk=article.pk, withdrawn_at__isnull=False).exists():
        raise MoveRefused(_("Ce texte est retiré : il ne peut revenir que tout de suite."))
    moved = ArticleVersion.objects.filter(article=article).waiting(now).update(publish_at=max(at, now))
    back = Article.objects.filter(pk=article.pk, withdrawn_at__isnull=False).update(withdrawn_at=None)
    if not moved and not back:
        raise MoveRefused(_("Rien n’attend d’être publié."))
    record("article_scheduled" if moved and at > now else "article_published", by=by, obj=article, now=now)


@transaction.atomic
def unschedule_article(*, article: Article, by: "User", now: datetime) -> None:
    """The scheduled text is a draft again. Raises MoveRefused when its moment has come."""
    if not ArticleVersion.objects.filter(article=article, publish_at__gt=now).update(publish_at=None):
        raise MoveRefused(_("Ce texte n’est pas programmé, ou vient d’être publié."))
    record("article_unscheduled", by=by, obj=article, now=now)


@transaction.atomic
def withdraw_article(*, article: Article, by: "User", now: datetime) -> None:
    """Nobody finds it any more; its versions stay. Asked twice, it changes nothing."""
    if Article.objects.filter(pk=article.pk, withdrawn_at=None).update(withdrawn_at=now):
        record("article_withdrawn", by=by, obj=article, now=now)


@transaction.atomic
def drop_draft(*, article: Article, by: "User", now: datetime) -> bool:
    """The text that waits is thrown away, and the article with it if it was never read. True when the article stays."""
    ArticleVersion.objects.filter(article=article).waiting(now).delete()
    stays = ArticleVersion.objects.filter(article=article).exists()
    record("article_draft_dropped", by=by, obj=article, now=now)
    if not stays:
        forget_files(*article.images.values_list("file", flat=True))
        article.delete()
    return stays


@transaction.atomic
def place_article(*, article: Article, place: Place, by: "User", now: datetime) -> None:
    """Whom it is for and where it stands: shown at once."""
    Article.objects.filter(pk=article.pk).update(**vars(place))
    record("article_placed", by=by, obj=article, now=now)
