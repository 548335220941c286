"""Watching a testimony. The rule is asked at each access, of the page and of each file: withdrawn, all is gone."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from binome.library.models import Testimony
from binome.library.queries.testimonies import shelf_of_testimonies, transcript_of, watchable

from .ranges import send_file
from .shelves import tabs


def shown(request: HttpRequest, *, moved: bool) -> list[Testimony]:
    """For the news, or for the resources once `moved`."""
    return list(shelf_of_testimonies(membership=request.membership, now=timezone.now(), moved=moved)[:12])


def _found(request: HttpRequest, code: str) -> Testimony:
    testimony = watchable(code, viewer=request.user, membership=request.membership, now=timezone.now())
    if testimony is None:
        raise Http404
    return testimony


@require_safe
@login_not_required
def testimony_detail(request: HttpRequest, code: str) -> HttpResponse:
    testimony = _found(request, code)
    context = tabs(request) | {"testimony": testimony, "transcript": transcript_of(testimony)}
    return render(request, "library/testimony_detail.html", context)


@require_safe
@login_not_required
def testimony_video(request: HttpRequest, code: str) -> HttpResponseBase:
    testimony = _found(request, code)
    name = f"temoignage.{testimony.container}"
    return _send(request, testimony, testimony.video, content_type=testimony.content_type, name=name)


@require_safe
@login_not_required
def testimony_poster(request: HttpRequest, code: str) -> HttpResponseBase:
    testimony = _found(request, code)
    return _send(request, testimony, testimony.poster, content_type="image/jpeg", name="image.jpg")


def _send(
    request: HttpRequest, testimony: Testimony, stored: object, *, content_type: str, name: str
) -> HttpResponseBase:
    if not stored:
        raise Http404
    try:
        return send_file(request, stored, content_type=content_type, name=name, code=testimony.code)
    except FileNotFoundError:
        raise Http404 from None


@require_safe
@login_not_required
def testimony_captions(request: HttpRequest, code: str) -> HttpResponse:
    captions = _found(request, code).captions
    if not captions:
        raise Http404
    headers = {"Content-Disposition": 'inline; filename="sous-titres.vtt"', "Cache-Control": "private, no-store"}
    return HttpResponse(captions, content_type="text/vtt; charset=utf-8", headers=headers)
