"""The minutes of a matching: who decided when, each hard rule with its count, the proof and how to check it.

Figures only: no name of a participant, so that they can be handed on. Who decided is named as the team names itself.
"""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from binome.core.journal import record
from binome.core.languages import text_language
from binome.mentoring.matchmaking.minutes import minutes_of
from binome.mentoring.models import MatchRun
from binome.programmes.models import Cohort
from binome.ui.paper import Paper, print_paper
from binome.ui.texts import markdown

from ..pilot import pilot
from .page import manager_page, reading_language


def _run_or_404(cohort: Cohort) -> MatchRun:
    """The last run of the promotion that came to its end, with its certificate."""
    runs = MatchRun.objects.filter(cohort=cohort, name="").exclude(figures={}).defer("memory")
    run = runs.select_related("submitted_by", "decided_by", "published_by").order_by("-asked_at", "-pk").first()
    if run is None:
        raise Http404
    run.cohort = cohort
    return run


@require_safe
@manager_page
def match_minutes(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    run = _run_or_404(cohort)
    record("minutes_read", by=request.user, obj=run, now=timezone.now())
    title, body = minutes_of(run, reading_language())
    context = pilot(request, "current-match-board") | {
        "cohort": cohort,
        "title": title,
        "body": markdown(body),
        "manages": request.perimeter.whole,
    }
    return render(request, "backoffice/matching/minutes.html", context)


@require_safe
@manager_page
def match_minutes_paper(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """The same on A4."""
    run = _run_or_404(cohort)
    record("minutes_read", by=request.user, obj=run, now=timezone.now())
    title, body = minutes_of(run, reading_language())
    paper = Paper(
        title=title,
        body=body,
        language=text_language(get_language()),
        site_name=cohort.programme.name,
        site_url=settings.SITE_URL,
        dated=timezone.localdate(),
    )
    headers = {"Content-Disposition": 'inline; filename="proces-verbal.pdf"'}
    return HttpResponse(print_paper(paper), content_type="application/pdf", headers=headers)


@require_safe
@manager_page
def match_certificate(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """The proof as a file: whole numbers, no person."""
    run = _run_or_404(cohort)
    if not run.certificate:
        raise Http404
    headers = {"Content-Disposition": 'attachment; filename="preuve.json"'}
    return HttpResponse(run.certificate, content_type="application/json", headers=headers)
