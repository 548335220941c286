"""Fiches, resources, questions and news (A19, A20, A23): for anyone, but for what is reserved to members."""

import re
from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from binome.library import queries
from binome.library.models import ArticleVersion, Kind
from binome.programmes.queries import Membership

from . import testimonies
from .sheets import article_sheet, paper_response
from .shelves import audiences, chosen_audience, entries, entry, shows_pictures, tabs, theme_label

NEWS_A_PAGE, FEED = 10, 20
MAX_QUERY = 200
NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@require_safe
@login_not_required
def resource_list(request: HttpRequest) -> HttpResponse:
    """Fiches and resources by theme; an audience and a theme may be chosen."""
    now = timezone.now()
    themes = list(queries.themes_of(request.programme))
    theme = next((t.slug for t in themes if t.slug == request.GET.get("theme")), "")
    audience = chosen_audience(request)
    found = queries.resources(request.membership, now=now, today=timezone.localdate(), audience=audience, theme=theme)
    rows = sorted(found, key=_theme_order)
    context = tabs(request) | {
        "shelves": _by_theme(request, rows),
        "audiences": audiences(request),
        "themes": [(t.slug, theme_label(t)) for t in themes],
        "audience": audience,
        "theme": theme,
        "testimonies": [] if theme else testimonies.shown(request, moved=True),
    }
    return render(request, "library/resource_list.html", context)


def _theme_order(version: ArticleVersion) -> tuple[bool, int, int]:
    theme = version.article.theme
    return (theme is None, theme.position if theme else 0, theme.pk if theme else 0)


def _by_theme(request: HttpRequest, rows: list[ArticleVersion]) -> list[dict[str, object]]:
    """Texts in the order of their themes; those without one come last."""
    groups = groupby(rows, key=lambda version: version.article.theme)
    return [
        {"id": theme.slug if theme else "autres", "title": theme_label(theme) or _("Autres textes"),
         "entries": entries(request, versions)}
        for theme, versions in groups
    ]  # fmt: skip


@require_safe
@login_not_required
def question_list(request: HttpRequest) -> HttpResponse:
    """Every answer is in the page: it is read, and found by the browser's own search, without a script."""
    audience = chosen_audience(request)
    rows = sorted(queries.questions(request.membership, now=timezone.now(), audience=audience), key=_theme_order)
    illustrated = [version for version in rows if shows_pictures(version.body + version.body_en)]
    prefetch_related_objects(illustrated, "article__images")
    context = tabs(request) | {
        "shelves": _by_theme(request, rows), "audiences": audiences(request), "audience": audience,
    }  # fmt: skip
    return render(request, "library/question_list.html", context)


@require_safe
@login_not_required
def news_list(request: HttpRequest) -> HttpResponse:
    rows = queries.news(request.membership, now=timezone.now(), today=timezone.localdate())
    page = Paginator(rows.prefetch_related("article__images"), NEWS_A_PAGE).get_page(request.GET.get("page"))
    context = tabs(request) | {"page": page, "entries": entries(request, page.object_list, covers=True)}
    context["testimonies"] = testimonies.shown(request, moved=False) if page.number == 1 else []
    return render(request, "library/news_list.html", context)


@require_safe
@login_not_required
def news_feed(request: HttpRequest) -> HttpResponse:
    """What anyone may read of the news, in French, the same for everyone: no person is in it."""
    with translation.override(request.programme.wording):
        anyone = Membership(request.programme)
        feed = Rss201rev2Feed(
            title=_("%(name)s : actualités") % {"name": request.programme.name},
            link=request.build_absolute_uri(reverse("news-list")),
            description=_("Les actualités du programme."),
            language="fr",
            feed_url=request.build_absolute_uri(),
        )
        for version in queries.news(anyone, now=timezone.now(), today=timezone.localdate())[:FEED]:
            item = entry(request, version)
            feed.add_item(
                title=_in_xml(item.title), link=request.build_absolute_uri(item.url),
                description=_in_xml(item.summary),
                pubdate=item.shown_since, unique_id=f"{request.programme.code}:{version.article.code}",
                unique_id_is_permalink=False,
            )  # fmt: skip
        return HttpResponse(feed.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")


def _in_xml(text: str) -> str:
    """Without the control characters of a copied text: XML 1.0 has no place for them (§2.2)."""
    return NOT_XML.sub("", text)


@require_safe
@login_not_required
def library_search(request: HttpRequest) -> HttpResponse:
    """`exact` is asked from the page, once a near word was read for hers."""
    text, exact = request.GET.get("q", "")[:MAX_QUERY].strip(), "exact" in request.GET
    found = queries.search(request.membership, text=text, now=timezone.now(), exact=exact)
    rows = [
        {"entry": entry(request, item)} if isinstance(item, ArticleVersion) else {"testimony": item}
        for item in found.items
    ]
    context = tabs(request) | {"text": text, "exact": exact, "found": found, "rows": rows}
    return render(request, "library/search.html", context)


@require_safe
@login_not_required
def article_detail(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    version = _found(request, kind, slug)
    now = timezone.now()
    article = version.article
    beside = queries.readable(request.membership, now=now).exclude(pk=version.pk)
    beside = beside.filter(article__kind=kind).order_by("article__position", "pk")
    beside = beside.filter(article__theme=article.theme) if article.theme_id else beside.none()
    back = {Kind.QUESTION: "question-list", Kind.NEWS: "news-list"}.get(Kind(kind), "resource-list")
    context = tabs(request) | {
        "entry": entry(request, version, covers=True),
        "beside": entries(request, beside[:4]),
        "crumbs": [{"label": _shelf_name(back), "url": reverse(back)}, {"label": entry(request, version).title}],
    }
    for link in context["subnav"]:
        link["current"] = False
    return render(request, "library/article_detail.html", context)


@require_safe
@login_not_required
def article_paper(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The same text, to print."""
    version = _found(request, kind, slug)
    return paper_response(article_sheet(request, version), name=slug)


def _shelf_name(shelf: str) -> str:
    return {"question-list": _("Questions fréquentes"), "news-list": _("Actualités")}.get(shelf, _("Ressources"))


def _found(request: HttpRequest, kind: str, slug: str) -> ArticleVersion:
    version = queries.find_article(request.membership, kind=kind, slug=slug, now=timezone.now())
    if version is None:
        raise Http404
    return version


@require_safe
@login_not_required
def article_image(request: HttpRequest, code: str) -> HttpResponse:
    """The rule is asked at each access, as for photos."""
    image = queries.find_image(request.membership, code=code, now=timezone.now())
    if image is None:
        raise Http404
    try:
        with image.file.open("rb") as file:
            content = file.read()
    except FileNotFoundError:
        raise Http404 from None
    headers = {"Content-Disposition": 'inline; filename="image.jpg"', "Cache-Control": "private, max-age=600"}
    return HttpResponse(content, content_type="image/jpeg", headers=headers)
