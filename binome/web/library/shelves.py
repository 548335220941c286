"""How the pages of the library show an article: its words in the language of the page, its address, its labels."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from binome.core.languages import text_language
from binome.library.models import Article, ArticleImage, ArticleVersion, Audience, Kind, Theme
from binome.ui.texts import Picture, markdown
from binome.web.context import vocabulary

#: Kind → its word in an address.
ADDRESSES = {"fiche": "fiche", "question": "question", "resource": "ressource", "news": "actualite"}
ICONS = {"fiche": "document", "question": "question", "resource": "book", "news": "flag"}


@dataclass(frozen=True)
class Entry:
    """One article as a list or a page shows it. `lang` is set when its language is not the page's."""

    version: ArticleVersion
    title: str
    summary: str
    body: str
    lang: str
    url: str
    kind: str
    icon: str
    audience: str
    theme: str
    sector: str
    shown_since: datetime
    cover: ArticleImage | None = None

    @property
    def html(self) -> SafeString:
        return markdown(self.body, pictures(self.version.article.images.all()) if shows_pictures(self.body) else {})


def shows_pictures(text: str) -> bool:
    """It may: they are looked for then only."""
    return "![" in text


def entries(request: HttpRequest, versions: Iterable[ArticleVersion], *, covers: bool = False) -> list[Entry]:
    return [entry(request, version, covers=covers) for version in versions]


def entry(request: HttpRequest, version: ArticleVersion, *, covers: bool = False) -> Entry:
    article = version.article
    english = get_language() == "en"
    translated = english and bool(version.body_en)
    images = article.images.all() if covers else []
    return Entry(
        version=version,
        title=version.title_en if translated else version.title,
        summary=version.summary_en if translated else version.summary,
        body=version.body_en if translated else version.body,
        lang="fr" if english and not translated else "",
        url=address(article),
        kind=str(Kind(article.kind).label),
        icon=ICONS[article.kind],
        audience=audience_label(request, article.audience),
        theme=theme_label(article.theme),
        sector=sector_label(request, article.sector),
        shown_since=getattr(version, "shown_since", None) or version.publish_at or version.written_at,
        cover=next(iter(images), None),
    )


def address(article: Article) -> str:
    return reverse("article-detail", args=[article.kind, article.slug])


def audience_label(request: HttpRequest, audience: str) -> str:
    """« Pour les mentores », in the words of the programme; nothing for everyone."""
    voc = vocabulary(request)
    who = {
        Audience.MENTORS: voc["mentor"]["many"],
        Audience.MENTEES: voc["mentee"]["many"],
        Audience.ORGANISATIONS: _("organisations"),
    }.get(Audience(audience))
    return _("Pour les %(who)s") % {"who": who} if who else ""


def theme_label(theme: Theme | None) -> str:
    if theme is None:
        return ""
    return (theme.name_en if get_language() == "en" else "") or theme.name


def sector_label(request: HttpRequest, slug: str) -> str:
    language = text_language(get_language())
    return next((row[language] for row in request.programme.sectors if row["slug"] == slug), "")


def pictures(images: Iterable[ArticleImage]) -> dict[str, Picture]:
    """What a text of this article may show, by the code that it writes."""
    english = get_language() == "en"
    return {
        image.code: Picture(
            url=reverse("article-image", args=[image.code]), alt=(image.alt_en if english else "") or image.alt,
            width=image.width, height=image.height,
        )
        for image in images
    }  # fmt: skip


def tabs(request: HttpRequest) -> dict[str, object]:
    """The navigation of the library, for the context of each of its pages."""
    shelves = [
        ("resource-list", _("Ressources")),
        ("question-list", _("Questions fréquentes")),
        ("news-list", _("Actualités")),
    ]
    here = request.resolver_match.url_name if request.resolver_match else ""
    links = [{"url": reverse(name), "label": label, "current": name == here} for name, label in shelves]
    return {"subnav": links, "subnav_label": _("Rubriques de la bibliothèque")}


def audiences(request: HttpRequest) -> list[tuple[str, str]]:
    """The audiences one may choose, with their labels."""
    return [(value, audience_label(request, value)) for value in Audience.values if value != Audience.EVERYONE]


def chosen_audience(request: HttpRequest) -> str:
    asked = request.GET.get("pour", "")
    return asked if asked in Audience.values and asked != Audience.EVERYONE else ""
