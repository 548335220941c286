"""What this room keeps about people, field by field (A24). Classes as in `binome.people.privacy`; `rules` is the
programme's own text. Of an article, only who wrote a version is about a person: she may leave, the text stays. A
testimony is hers whole: it goes with her, or the moment she takes her consent back.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from binome.core.files import forget_files
from binome.core.keeping import Clock, Rows, delete_rows
from binome.core.privacy import unsay

from .actions.testimonies import expire_testimony
from .lifecycle import LIVE, TestimonyState, Use
from .models import ArticleVersion, Consent, Testimony

#: A draft that nobody finishes, and the record of what was allowed once the video is gone.
DRAFTS_KEPT, RECORDS_KEPT = timedelta(days=90), timedelta(days=3 * 365)

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
    "Testimony": {
        "id": "technical", "code": "technical", "programme": "link", "person": "link", "state": "activity",
        "title": "words", "summary": "words", "transcript": "words", "captions": "words", "video": "profile",
        "poster": "profile", "container": "technical", "seconds": "activity", "width": "technical",
        "height": "technical", "plays_everywhere": "technical", "created_at": "activity", "submitted_at": "activity",
        "published_at": "activity", "moves_on": "activity", "ended_at": "activity", "decided_by": "link",
        "message": "words", "title_tokens": "copy", "text_tokens": "copy",
    },
    "Consent": {
        "id": "technical", "testimony": "link", "use": "choice", "given_at": "choice", "ends_at": "choice",
        "withdrawn_at": "choice",
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
    "Testimony": Rows(
        _("Vos témoignages"),
        of=lambda person: (
            Testimony.objects.filter(person=person).select_related("programme", "person", "decided_by").order_by("pk")
        ),
        fields={
            "programme": _("Programme"), "person": _("De"), "state": _("État"), "title": _("Titre"),
            "summary": _("Résumé"), "transcript": _("Transcription"), "captions": _("Sous-titres"),
            "video": _("Vidéo"), "poster": _("Image"), "seconds": _("Durée en secondes"), "created_at": _("Commencé"),
            "submitted_at": _("Envoyé à la relecture"), "published_at": _("Publié"),
            "moves_on": _("Classé dans les ressources à partir du"), "ended_at": _("Retiré et supprimé"),
            "decided_by": _("Relu par"), "message": _("Mot de l’équipe"),
        },
        team=("decided_by",),
    ),
    "Consent": Rows(
        _("Ce que vous avez autorisé pour vos témoignages"),
        of=lambda person: (
            Consent.objects.filter(testimony__person=person).select_related("testimony__person").order_by("pk")
        ),
        fields={
            "testimony": _("Témoignage"), "use": _("Usage"), "given_at": _("Autorisé"), "ends_at": _("Jusqu’au"),
            "withdrawn_at": _("Retiré"),
        },
    ),
}  # fmt: skip


def erase(person: Any, *, now: datetime) -> None:
    """Her testimonies go, bytes and record; the texts of the team stay, without her."""
    ArticleVersion.objects.filter(written_by=person).update(written_by=None)
    rows = Testimony.objects.filter(person=person)
    forget_files(*(name for names in rows.values_list("video", "poster") for name in names))
    unsay(about=[f"testimony:{code}" for code in rows.values_list("code", flat=True)])
    rows.delete()


def _expire(rows: QuerySet[Any], now: datetime) -> int:
    """Testimonies, or the consents without which they may not be shown."""
    found = [row.testimony if isinstance(row, Consent) else row for row in rows]
    for testimony in found:
        expire_testimony(testimony=testimony, now=now)
    return len(found)


CLOCKS: tuple[Clock, ...] = (
    Clock(
        name="testimonies",
        sentence=_("Un témoignage disparaît, et sa vidéo est supprimée, le jour où son autorisation prend fin."),
        period=timedelta(0),
        rows=lambda: (
            Consent.objects.filter(use=Use.MEMBERS, withdrawn_at=None, testimony__state__in=sorted(LIVE))
            .select_related("testimony")
            .order_by("pk")
        ),
        since="ends_at",
        apply=_expire,
    ),
    Clock(
        name="testimony_drafts",
        sentence=_("Un témoignage inachevé est supprimé trois mois après son commencement."),
        period=DRAFTS_KEPT,
        rows=lambda: Testimony.objects.filter(state=TestimonyState.DRAFT),
        since="created_at",
        apply=_expire,
    ),
    Clock(
        name="testimony_records",
        sentence=_("D’un témoignage retiré, le titre, les autorisations et leurs dates sont effacés trois ans après."),
        period=RECORDS_KEPT,
        rows=lambda: Testimony.objects.exclude(state__in=sorted(LIVE)).filter(ended_at__isnull=False),
        since="ended_at",
        apply=delete_rows,
    ),
)  # fmt: skip
