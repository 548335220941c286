"""Two people imposed, set aside or swapped, and the answer to « why not these two? »."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from binome.core.moves import MoveRefused
from binome.matching.problem import ProblemError
from binome.mentoring.matchmaking import ruling as actions
from binome.mentoring.matchmaking.looking import Look, look_at
from binome.mentoring.models import MatchRun, Proposal, Ruling
from binome.programmes.models import Cohort, Enrolment, Role

from ..pilot import pilot
from .page import board_page, hers_or_404, named, reading_language, run_or_404


def _couple(one: Enrolment, other: Enrolment) -> tuple[Enrolment, Enrolment]:
    """(mentee, mentor), whoever was named first; between peers, the code that comes first."""
    if one.role == other.role == Role.PEER:
        return (one, other) if one.code < other.code else (other, one)
    if {one.role, other.role} != {Role.MENTEE, Role.MENTOR}:
        raise Http404
    return (one, other) if one.role == Role.MENTEE else (other, one)


@require_POST
@board_page
def rule_couple(request: HttpRequest, cohort: Cohort, code: str) -> HttpResponse:
    """Impose or set aside her and `avec`, with `motif`; a new calculation follows when she runs the programme."""
    mentee, mentor = _couple(*hers_or_404(request, cohort, code, request.POST.get("avec", "")))
    given = {"kind": request.POST.get("choix", ""), "reason": request.POST.get("motif", "")[:300]}
    return _ruled(request, cohort, code, partial(actions.rule_couple, mentee=mentee, mentor=mentor, **given))


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
        _again(request, cohort)
    return redirect("match-person", cohort.code, row.mentee.code)


def _again(request: HttpRequest, cohort: Cohort) -> None:
    actions.request_run(cohort=cohort, by=request.user, now=timezone.now())
    messages.success(request, _("C’est noté. Le calcul recommence en tenant ce choix."))


@require_safe
@board_page
def why_not(request: HttpRequest, cohort: Cohort, code: str) -> HttpResponse:
    """Why her and `avec` are not together: the rule that forbids it, or its points beside those of now."""
    run = run_or_404(request)
    if "avec" not in request.GET:
        return _whom(request, cohort, hers_or_404(request, cohort, code)[0])
    one, other = hers_or_404(request, cohort, code, request.GET["avec"])
    mentee, mentor = _couple(one, other)
    now_with = _proposals_of(run, one)[0]
    look, fault = _look(cohort, [(mentee, mentor)], run)
    names = named(request, [one, other, *([now_with.mentee, now_with.mentor] if now_with else [])])
    partner = _partner(now_with, one) if now_with else None
    context = pilot(request, "current-match-board") | {
        "cohort": cohort,
        "one": one,
        "other": other,
        "name": names[one.pk],
        "other_name": names[other.pk],
        "look": look[0] if look else None,
        "fault": fault,
        "now_with": now_with,
        "partner_name": names[partner.pk] if partner else "",
        "difference": (look[0].points - now_with.points) if look and now_with else None,
    }
    return render(request, "backoffice/matching/why_not.html", context)


def _whom(request: HttpRequest, cohort: Cohort, one: Enrolment) -> HttpResponse:
    """Those of her perimeter who bear the first name that was typed; one alone is shown at once."""
    first_name = request.GET.get("prenom", "").strip()[:60]
    roles = {Role.MENTEE: Role.MENTOR, Role.MENTOR: Role.MENTEE}
    rows = request.perimeter.enrolments(cohort).filter(role=roles.get(Role(one.role), Role.PEER))
    rows = rows.filter(person__first_name__istartswith=first_name).exclude(pk=one.pk)
    found = list(rows.select_related("person").order_by("person__first_name", "pk")[:30]) if first_name else []
    if len(found) == 1:
        address = reverse("match-why-not", args=[cohort.code, one.code])
        return redirect(f"{address}?avec={found[0].code}")
    names = named(request, [one, *found])
    people = [(row.code, names[row.pk]) for row in found]
    context = pilot(request, "current-match-board") | {"cohort": cohort, "one": one, "name": names[one.pk]}
    context |= {"people": people, "asked": first_name}
    return render(request, "backoffice/matching/whom.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@board_page
def swap_partners(request: HttpRequest, cohort: Cohort, code: str) -> HttpResponse:
    """Two pairs exchange their partners. A look first: what the two gain or lose, and whether a rule forbids it."""
    run = run_or_404(request)
    one, other = hers_or_404(request, cohort, code, request.POST.get("avec") or request.GET.get("avec", ""))
    first, second = _proposals_of(run, one, other)
    if first is None or second is None or first.pk == second.pk:
        messages.error(request, _("Pour échanger, il faut deux personnes qui ont chacune une proposition."))
        return redirect("match-person", cohort.code, code)
    ends = [first.mentee, first.mentor, second.mentee, second.mentor]
    if not request.perimeter.whole:
        hers_or_404(request, cohort, *(end.code for end in ends))
    for end in ends:
        end.cohort, end.programme = cohort, cohort.programme
    couples = [(first.mentee, second.mentor), (second.mentee, first.mentor)]
    if request.method == "POST":
        return _swapped(request, cohort, code, first, second)
    looks, fault = _look(cohort, couples, run)
    names = named(request, ends)
    context = pilot(request, "current-match-board") | {
        "cohort": cohort,
        "one": one,
        "other": other,
        "before": [_told(p.mentee, p.mentor, names, p.points) for p in (first, second)],
        "after": [_told(*couple, names, look.points, look) for couple, look in zip(couples, looks, strict=False)],
        "fault": fault,
        "possible": bool(looks) and not any(look.forbidden for look in looks),
        "difference": sum(look.points for look in looks) - first.points - second.points,
    }
    return render(request, "backoffice/matching/swap.html", context)


def _swapped(request: HttpRequest, cohort: Cohort, code: str, first: Proposal, second: Proposal) -> HttpResponse:
    couples = {"first": (first.mentee, first.mentor), "second": (second.mentee, second.mentor)}
    return _ruled(request, cohort, code, partial(actions.swap_partners, **couples))


def _ruled(request: HttpRequest, cohort: Cohort, code: str, act: Callable[..., object]) -> HttpResponse:
    """Do it and calculate again, or say why not; and back to the person."""
    try:
        act(by=request.user, now=timezone.now())
    except MoveRefused as refused:
        messages.error(request, str(refused))
    else:
        _again(request, cohort)
    return redirect("match-person", cohort.code, code)


def _told(
    mentee: Enrolment, mentor: Enrolment, names: dict[int, str], points: int, look: Look | None = None
) -> dict[str, Any]:
    return {"mentee": names[mentee.pk], "mentor": names[mentor.pk], "points": points, "look": look}


def _look(cohort: Cohort, couples: list[tuple[Enrolment, Enrolment]], run: MatchRun) -> tuple[list[Look], str]:
    """The looks, or why there are none."""
    try:
        return look_at(cohort, couples, run.settings), ""
    except ProblemError as error:
        return [], error.said(reading_language())


def _proposals_of(run: MatchRun, *people: Enrolment) -> list[Proposal | None]:
    """Hers in this run, for each of them: her best, when she has several. One query."""
    rows = run.proposals.filter(Q(mentor__in=people) | Q(mentee__in=people))
    best: dict[int, Proposal] = {}
    for row in rows.select_related("mentee__person", "mentor__person").order_by("-points", "pk"):
        for end in (row.mentee_id, row.mentor_id):
            best.setdefault(end, row)
    return [best.get(person.pk) for person in people]


def _partner(proposal: Proposal, enrolment: Enrolment) -> Enrolment:
    partner: Enrolment = proposal.mentor if proposal.mentee_id == enrolment.pk else proposal.mentee
    return partner
