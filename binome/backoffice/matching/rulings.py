"""Two people imposed, set aside or swapped; a calculation follows."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from binome.core.moves import MoveRefused
from binome.matching.problem import ProblemError
from binome.mentoring.lifecycle import RulingKind
from binome.mentoring.matchmaking import ruling as actions
from binome.mentoring.matchmaking.effects import Act, request_kept_run
from binome.mentoring.matchmaking.looking import Look
from binome.mentoring.models import Proposal, Ruling
from binome.mentoring.queries.board import proposals_of
from binome.programmes.models import Cohort, Enrolment

from ..pilot import pilot
from .effects import by_code, look_ahead, people_of
from .page import board_page, effect_page, hers_or_404, shown_or_404, shown_run
from .questions import couple_of, look_or_fault


@require_POST
@effect_page
def rule_couple(request: HttpRequest, cohort: Cohort, code: str) -> HttpResponse:
    """Impose or set aside her and `avec`, with `motif`; a new calculation follows: for the best of all, or, with
    `suite` « garder », where the others keep whom they have."""
    mentee, mentor = couple_of(*hers_or_404(request, cohort, code, request.POST.get("avec", "")))
    given = {"kind": request.POST.get("choix", ""), "reason": request.POST.get("motif", "")[:300]}
    act = ("refuse" if given["kind"] == RulingKind.FORBIDDEN else "pin", mentee.code, mentor.code)
    return _ruled(request, cohort, code, partial(actions.rule_couple, mentee=mentee, mentor=mentor, **given), [act])


@require_POST
@board_page
def lift_ruling(request: HttpRequest, cohort: Cohort, code: str) -> HttpResponse:
    """The calculation is free again."""
    row = get_object_or_404(Ruling.objects.select_related("mentee", "mentor"), cohort=cohort, code=code)
    row.mentee, row.mentor = hers_or_404(request, cohort, row.mentee.code, row.mentor.code)
    try:
        actions.lift_ruling(ruling=row, by=request.user, now=timezone.now())
    except MoveRefused as refused:
        messages.error(request, str(refused))
    else:
        _again(request, cohort, [])
    return redirect("match-person", cohort.code, row.mentee.code)


def _again(request: HttpRequest, cohort: Cohort, acts: list[Act]) -> None:
    """A calculation with what was ruled: of the whole, or where only those who must move do."""
    run, now, kept = shown_run(request), timezone.now(), None
    if acts and run is not None and request.POST.get("suite") == "garder":
        with suppress(ProblemError):  # somebody came since that run, or no place is left: the whole is looked at
            kept = request_kept_run(run=run, acts=acts, by=request.user, now=now)
    if kept is None:
        actions.request_run(cohort=cohort, by=request.user, now=now)
    messages.success(request, _("C’est noté. Le calcul recommence en tenant ce choix."))


@require_http_methods(["GET", "HEAD", "POST"])
@effect_page
def swap_partners(request: HttpRequest, cohort: Cohort, code: str) -> HttpResponse:
    """Two pairs exchange their partners. A look first: what the two gain or lose, and whether a rule forbids it."""
    run, other = shown_or_404(request), request.POST.get("avec") or request.GET.get("avec", "")
    first, second = proposals_of(run, code, other)
    if first is None or second is None or first.pk == second.pk:
        hers_or_404(request, cohort, code, other)
        messages.error(request, _("Pour échanger, il faut deux personnes qui ont chacune une proposition."))
        return redirect("match-person", cohort.code, code)
    ends = [first.mentee, first.mentor, second.mentee, second.mentor]
    for end in ends:
        end.cohort, end.programme = cohort, cohort.programme
    codes, couples = {end.code for end in ends}, [(first.mentee, second.mentor), (second.mentee, first.mentor)]
    if request.method == "POST":
        hers_or_404(request, cohort, *codes)
        return _swapped(request, cohort, code, first, second)
    ahead = look_ahead(run, _acts(couples))
    people = people_of(request, cohort, codes | ahead.codes())
    if not codes <= people.keys():
        raise Http404
    looks, fault = look_or_fault(cohort, couples, run)
    called = by_code(request, people.values())
    names = {end.pk: called[end.code] for end in ends}
    context = pilot(request, "current-match-board") | {
        "cohort": cohort,
        "one": people[code],
        "other": other,
        "effect": ahead.shown(called),
        "before": [_told(p.mentee, p.mentor, names, p.points) for p in (first, second)],
        "after": [_told(*couple, names, look.points, look) for couple, look in zip(couples, looks, strict=False)],
        "fault": fault,
        "possible": bool(looks) and not any(look.forbidden for look in looks),
        "difference": sum(look.points for look in looks) - first.points - second.points,
        "manages": request.perimeter.whole,
    }
    return render(request, "backoffice/matching/swap.html", context)


def _swapped(request: HttpRequest, cohort: Cohort, code: str, first: Proposal, second: Proposal) -> HttpResponse:
    acts = _acts([(first.mentee, second.mentor), (second.mentee, first.mentor)])
    act = partial(
        actions.swap_partners,
        first=(first.mentee, first.mentor),
        second=(second.mentee, second.mentor),
        reason=request.POST.get("motif", "")[:300],
    )
    return _ruled(request, cohort, code, act, acts)


def _acts(couples: list[tuple[Enrolment, Enrolment]]) -> list[Act]:
    return [("pin", mentee.code, mentor.code) for mentee, mentor in couples]


def _ruled(
    request: HttpRequest, cohort: Cohort, code: str, act: Callable[..., object], acts: list[Act]
) -> HttpResponse:
    """Do it and calculate again, or say why not; and back to the person."""
    try:
        act(by=request.user, now=timezone.now())
    except MoveRefused as refused:
        messages.error(request, str(refused))
    else:
        _again(request, cohort, acts)
    return redirect("match-person", cohort.code, code)


def _told(
    mentee: Enrolment, mentor: Enrolment, names: dict[int, str], points: int, look: Look | None = None
) -> dict[str, Any]:
    return {"mentee": names[mentee.pk], "mentor": names[mentor.pk], "points": points, "look": look}
