"""The pictures of an article: rebuilt from their pixels, never without words."""

from datetime import datetime
from typing import IO, TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from binome.core.files import forget_files
from binome.core.journal import record
from binome.core.moves import MoveRefused
from binome.people.photos import rebuild_photo

from ..models import Article, ArticleImage, ArticleVersion

if TYPE_CHECKING:
    from binome.people.models import User

#: Wide enough for a page and for paper.
MAX_SIDE = 1600
MOST = 20


@transaction.atomic
def add_image(
    *, article: Article, content: bytes, alt: str, alt_en: str = "", by: "User", now: datetime
) -> ArticleImage:
    """`content` comes from `rebuild_image`. Raises MoveRefused when the article has enough of them."""
    if ArticleImage.objects.filter(article=article).count() >= MOST:
        raise MoveRefused(_("Un texte a %(most)s images au plus.") % {"most": MOST})
    file = ContentFile(content, name="image.jpg")
    image = ArticleImage.objects.create(article=article, file=file, alt=alt, alt_en=alt_en, added_at=now)
    record("article_image_added", by=by, obj=article, now=now, image=image.code)
    return image


def rebuild_image(file: IO[bytes]) -> bytes:
    """What one sees of the file and nothing else of it, as a JPEG. Raises PhotoRefused."""
    return rebuild_photo(file, max_side=MAX_SIDE)


@transaction.atomic
def describe_image(*, image: ArticleImage, alt: str, alt_en: str, by: "User", now: datetime) -> None:
    """Other words for who can't see it, shown at once. `alt` is never empty: the database refuses it."""
    ArticleImage.objects.filter(pk=image.pk).update(alt=alt, alt_en=alt_en)
    record("article_image_described", by=by, obj=image.article, now=now, image=image.code)


@transaction.atomic
def remove_image(*, image: ArticleImage, by: "User", now: datetime) -> None:
    """Raises MoveRefused while the text that people read shows it."""
    read = ArticleVersion.objects.live(now).filter(article=image.article_id).first()
    if read and f"({image.code})" in read.body + read.body_en:
        raise MoveRefused(_("Le texte publié montre cette image : publiez d’abord une version qui s’en passe."))
    article, code = image.article, image.code
    forget_files(image.file.name)
    image.delete()
    record("article_image_removed", by=by, obj=article, now=now, image=code)
