"""Texts as sheets of paper, for whoever may read them."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from binome.library.models import ArticleVersion
from binome.ui.paper import Paper, print_paper

from .shelves import entry


def paper_response(paper: Paper, *, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(print_paper(paper), content_type="application/pdf", headers=headers)


def article_sheet(request: HttpRequest, version: ArticleVersion) -> Paper:
    """In the language of the page, or in French, which is the reference."""
    item = entry(request, version)
    images = {}
    for image in version.article.images.all():
        if f"({image.code})" in item.body:
            alt = (image.alt_en if get_language() == "en" else "") or image.alt
            with image.file.open("rb") as file:
                images[image.code] = (file.read(), alt)
    return Paper(
        title=item.title,
        summary=item.summary,
        body=item.body,
        language=item.lang or get_language() or "fr",
        site_name=request.programme.name,
        site_url=settings.SITE_URL,
        dated=timezone.localdate(version.publish_at or version.written_at),
        facts=tuple(filter(None, (item.kind, item.theme, item.sector, item.audience))),
        images=images,
    )
