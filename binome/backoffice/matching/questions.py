"""What one asks of the board before deciding: why not these two, what parting them changes, and without her?"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from binome.core.sorting import FrenchOrder
from binome.matching.problem import ProblemError
from binome.mentoring.matchmaking.looking import Look, look_at
from binome.mentoring.models import MatchRun, Proposal
from binome.mentoring.queries.board import proposals_of
from binome.programmes.models import Cohort, Enrolment, Role

from ..pilot import pilot
from .effects import by_code, look_ahead, people_of
from .page import effect_page, hers_or_404, named, reading_language, shown_or_404


@require_safe
@effect_page
def why_not(request: HttpRequest, cohort: Cohort, code: str) -> HttpResponse:
    """Why her and `avec` are not together: the rule that forbids it, or what it would cost the whole. Of two who are,
    what parting them would change."""
    run, asked = shown_or_404(request), request.GET.get("avec", "")
    if "avec" not in request.GET:
        return _whom(request, cohort, hers_or_404(request, cohort, code)[0])
    now_with = proposals_of(run, code)[0]
    partner = partner_of(now_with, code) if now_with else None
    together = partner is not None and partner.code == asked
    ahead = look_ahead(run, [("refuse" if together else "pin", code, asked)])
    people = people_of(request, cohort, {code, asked, *ahead.codes(), *([partner.code] if partner else [])})
    if not {code, asked} <= people.keys():
        raise Http404
    one, other = people[code], people[asked]
    looks, fault = look_or_fault(cohort, [couple_of(one, other)], run)
    names = by_code(request, people.values())
    context = pilot(request, "current-match-board") | {
        "cohort": cohort,
        "one": one,
        "other": other,
        "name": names[code],
        "other_name": names[asked],
        "together": together,
        "look": looks[0] if looks else None,
        "fault": fault,
        "now_with": now_with,
        "partner_name": names.get(partner.code, "") if partner else "",
        "effect": ahead.shown(names),
        "manages": request.perimeter.whole,
    }
    return render(request, "backoffice/matching/why_not.html", context)


@require_safe
@effect_page
def without_her(request: HttpRequest, cohort: Cohort, code: str) -> HttpResponse:
    """What her leaving would change."""
    run, one = shown_or_404(request), hers_or_404(request, cohort, code)[0]
    ahead = look_ahead(run, [("leave", code, "")])
    names = by_code(request, {**people_of(request, cohort, ahead.codes()), code: one}.values())
    context = pilot(request, "current-match-board") | {
        "cohort": cohort,
        "one": one,
        "name": names[code],
        "effect": ahead.shown(names),
        "manages": request.perimeter.whole,
    }
    return render(request, "backoffice/matching/without.html", context)


def _whom(request: HttpRequest, cohort: Cohort, one: Enrolment) -> HttpResponse:
    """Those of her perimeter who bear the first name that was typed; one alone is shown at once."""
    first_name = request.GET.get("prenom", "").strip()[:60]
    roles = {Role.MENTEE: Role.MENTOR, Role.MENTOR: Role.MENTEE}
    rows = request.perimeter.enrolments(cohort).filter(role=roles.get(Role(one.role), Role.PEER))
    rows = rows.filter(person__first_name__istartswith=first_name).exclude(pk=one.pk)
    rows = rows.select_related("person").order_by(FrenchOrder("person__first_name"), "pk")
    found = list(rows[:30]) if first_name else []
    if len(found) == 1:
        address = reverse("match-why-not", args=[cohort.code, one.code])
        return redirect(f"{address}?avec={found[0].code}")
    names = named(request, [one, *found])
    people = [(row.code, names[row.pk]) for row in found]
    context = pilot(request, "current-match-board") | {"cohort": cohort, "one": one, "name": names[one.pk]}
    context |= {"people": people, "asked": first_name}
    return render(request, "backoffice/matching/whom.html", context)


def couple_of(one: Enrolment, other: Enrolment) -> tuple[Enrolment, Enrolment]:
    """(mentee, mentor), whoever was named first; between peers, the code that comes first."""
    if one.role == other.role == Role.PEER:
        return (one, other) if one.code < other.code else (other, one)
    if {one.role, other.role} != {Role.MENTEE, Role.MENTOR}:
        raise Http404
    return (one, other) if one.role == Role.MENTEE else (other, one)


def look_or_fault(cohort: Cohort, couples: list[tuple[Enrolment, Enrolment]], run: MatchRun) -> tuple[list[Look], str]:
    """The looks, or why there are none."""
    try:
        return look_at(cohort, couples, run.settings), ""
    except ProblemError as error:
        return [], error.said(reading_language())


def partner_of(proposal: Proposal, code: str) -> Enrolment:
    partner: Enrolment = proposal.mentor if proposal.mentee.code == code else proposal.mentee
    return partner
