"""What this room keeps about people, field by field (A24). Classes as in `binome.people.privacy`; `rules` is the
programme's own text. Of an article, only who wrote a version is about a person: she may leave, the text stays.
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from binome.core.keeping import Clock, Rows

from .models import ArticleVersion

_TEXT = dict.fromkeys(("title", "summary", "body", "title_en", "summary_en", "body_en"), "rules")

FIELDS: dict[str, dict[str, str]] = {
    "Theme": {
        "id": "technical", "programme": "link", "slug": "rules", "name": "rules", "name_en": "rules",
        "position": "rules",
    },
    "Article": {
        "id": "technical", "code": "technical", "programme": "link", "kind": "rules", "slug": "rules",
        "audience": "rules", "reserved": "rules", "theme": "rules", "sector": "rules", "position": "rules",
        "moves_on": "rules", "withdrawn_at": "rules",
    },
    "ArticleVersion": {
        "id": "technical", "article": "link", "number": "rules", **_TEXT, "publish_at": "rules",
        "written_by": "link", "written_at": "activity", "edits": "technical", "starting": "technical",
        "title_tokens": "copy", "text_tokens": "copy",
    },
    "ArticleImage": {
        "id": "technical", "code": "technical", "article": "link", "file": "rules", "width": "rules",
        "height": "rules", "alt": "rules", "alt_en": "rules", "added_at": "rules",
    },
}  # fmt: skip

ROWS = {
    "ArticleVersion": Rows(
        _("Les textes que vous avez écrits pour l’équipe"),
        of=lambda person: (
            ArticleVersion.objects.filter(written_by=person).select_related("article", "written_by").order_by("pk")
        ),
        fields={"article": _("Texte"), "written_by": _("Par"), "written_at": _("Date")},
    ),
}


def erase(person: Any, *, now: datetime) -> None:
    """The texts of the team stay, without her."""
    ArticleVersion.objects.filter(written_by=person).update(written_by=None)


CLOCKS: tuple[Clock, ...] = ()
