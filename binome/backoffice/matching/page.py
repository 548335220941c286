"""What the pages of the board share: the promotion of an address, its run, and what people are called."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from binome.matching.words import Language
from binome.mentoring.identity import names_of
from binome.mentoring.lifecycle import RunState
from binome.mentoring.matchmaking.ruling import UNDER_WAY
from binome.mentoring.models import MatchRun
from binome.mentoring.queries.board import cohort_and_run, done_before
from binome.programmes.models import Cohort, Enrolment

from ..access import manager_required, pilot_required

View = Callable[..., HttpResponse]


def _with_cohort(view: View, *, memory: bool = False, outlives: bool = False) -> View:
    """`outlives`: what it changes goes on after the promotion, whose matching is only read once it is over."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, cohort: str, **kwargs: Any) -> HttpResponse:
        found, request.last_run = cohort_and_run(request.programme, cohort, memory=memory)
        if found is None or request.programme.modality.self_service:
            raise Http404
        if request.method == "POST" and found.is_over and not outlives:
            messages.error(request, _("Cette promotion est terminée : son appariement se lit et ne change plus."))
            return redirect("match-board", found.code)
        return view(request, *args, cohort=found, **kwargs)

    return checked


def board_page(view: View) -> View:
    """For who runs the programme or her perimeter: `cohort` is the promotion itself, `request.last_run` its last run or
    None. A foreign promotion does not exist."""
    return pilot_required(_with_cohort(view))


def effect_page(view: View) -> View:
    """A `board_page` that reads the memory of the run."""
    return pilot_required(_with_cohort(view, memory=True))


def manager_page(view: View) -> View:
    """For who runs the whole programme."""
    return manager_required(_with_cohort(view))


def circle_page(view: View) -> View:
    """For who runs the whole programme, of what outlives a promotion."""
    return manager_required(_with_cohort(view, outlives=True))


def hers_or_404(request: HttpRequest, cohort: Cohort, *codes: str) -> list[Enrolment]:
    """These participants, in this order, each within her perimeter. One query."""
    rows = request.perimeter.enrolments(cohort).filter(code__in=codes).select_related("person", "affiliation__entity")
    found = {row.code: row for row in rows}
    if set(found) != set(codes):
        raise Http404
    for row in found.values():
        row.cohort, row.programme = cohort, cohort.programme
    return [found[code] for code in codes]


def run_or_404(request: HttpRequest) -> MatchRun:
    """The promotion's last run."""
    if request.last_run is None:
        raise Http404
    run: MatchRun = request.last_run
    return run


def shown_run(request: HttpRequest) -> MatchRun | None:
    """The last run that came to its end: what one looks at while another one goes on, or after it failed."""
    asked: MatchRun | None = request.last_run
    if asked is not None and asked.state in (*UNDER_WAY, RunState.FAILED):
        asked, cohort = done_before(asked), asked.cohort
        if asked is not None:
            asked.cohort = cohort
    return asked


def shown_or_404(request: HttpRequest) -> MatchRun:
    run = shown_run(request)
    if run is None:
        raise Http404
    return run


def named(request: HttpRequest, enrolments: Iterable[Enrolment]) -> dict[int, str]:
    """What she may call those of these people who are in her perimeter, by enrolment: one reading of the shield a
    page. The others are not in it (N11)."""
    rows = list({row.pk: row for row in enrolments}.values())
    return names_of(viewer=request.user, perimeter=request.perimeter, enrolments=rows, now=timezone.now())


def reading_language() -> Language:
    return Language.ENGLISH if (get_language() or "").startswith("en") else Language.FRENCH
