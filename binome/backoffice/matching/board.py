"""The board: who is to be matched, whom the calculation proposes and why, and whom else she could have."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from binome.matching.words import Language
from binome.mentoring.lifecycle import RunState
from binome.mentoring.matchmaking import digest_of
from binome.mentoring.matchmaking.deciding import another_approves, committee_of
from binome.mentoring.matchmaking.ruling import UNDER_WAY, request_run
from binome.mentoring.models import MatchRun, Proposal, Ruling
from binome.mentoring.queries.board import (
    LANES,
    PAGE,
    Lane,
    Row,
    board_rows,
    current_cohort,
    others_of,
    rulings_of,
)
from binome.programmes.forms import label_of
from binome.programmes.models import Cohort, Enrolment

from ..access import pilot_required
from ..pilot import pilot
from .page import board_page, manager_page, named, reading_language, shown_run

#: Each state of `Row.state`: its look and its words, which are of the proposal: the person may be a woman or a man.
STATES = {
    "alone": ("is-danger", gettext_lazy("Sans solution")),
    "refused": ("is-danger", gettext_lazy("Proposition déclinée")),
    "expired": ("is-danger", gettext_lazy("Proposition sans réponse")),
    "withdrawn": ("is-danger", gettext_lazy("Proposition retirée")),
    "proposed": ("is-wait", gettext_lazy("Proposition")),
    "offered": ("is-wait", gettext_lazy("Accord demandé")),
    "kept": ("is-success", gettext_lazy("Choix retenu")),
    "accepted": ("is-success", gettext_lazy("Deux accords")),
    "paired": ("is-success", gettext_lazy("Publication faite")),
    "circle": ("is-success", gettext_lazy("Dans un cercle")),
}


#: The lanes of the board, as `queries.board.LANES`.
STAGES = {
    "proposed": gettext_lazy("Proposés"),
    "kept": gettext_lazy("Retenus, ou accord demandé"),
    "paired": gettext_lazy("Formés"),
}


@dataclass(frozen=True)
class Line:
    """One person of the list, in words that this viewer may read."""

    code: str
    name: str
    detail: str
    look: str
    state: Any
    current: bool


@dataclass(frozen=True)
class Match:
    """A pair of the selected person: her partner, its points and their parts; the loss of the others."""

    code: str
    name: str
    first_name: str
    detail: str
    points: int
    proposal: Proposal | None = None
    loss: int | None = None


@require_safe
@pilot_required
def current_board(request: HttpRequest) -> HttpResponse:
    """The promotion of now; where people choose by themselves, their requests; without a promotion, nothing."""
    if request.programme.modality.self_service:
        return redirect("request-list")
    cohort = current_cohort(request.programme)
    if cohort is None:
        context = pilot(request, "current-match-board") | {"manages": request.perimeter.whole}
        return render(request, "backoffice/matching/nothing.html", context)
    return redirect("match-board", cohort.code)


@require_safe
@board_page
def match_board(request: HttpRequest, cohort: Cohort, code: str = "") -> HttpResponse:
    """One page of the list, and one person of it in full."""
    asked = request.last_run
    shown = shown_run(request)
    under_way = asked is not None and asked.state in UNDER_WAY
    rulings = rulings_of(cohort)
    context = pilot(request, "current-match-board") | {
        "cohort": cohort,
        "asked": asked,
        "run": shown,
        "under_way": under_way,
        "manages": request.perimeter.whole,
        "now": timezone.now(),
        "waits_for_another": _waits_for_another(request, asked),
    }
    if shown is not None:
        shown.cohort = cohort
        context |= _people(request, shown, rulings, code)
        criteria = shown.settings.get("criteria", [])
        context["criteria"] = [(label_of(each, english=_in_english()), each["points"]) for each in criteria]
        context["whole"] = max(1, sum(each["points"] for each in criteria))
        context |= _committee(request, shown)
        looks = request.perimeter.whole and not under_way
        context["outdated"] = looks and shown.digest != digest_of(cohort, rulings)
    return render(request, "backoffice/matching/board.html", context)


def _in_english() -> bool:
    return reading_language() is Language.ENGLISH


def _waits_for_another(request: HttpRequest, run: MatchRun | None) -> bool:
    """She submitted it, and somebody else approves."""
    if run is None or run.submitted_by_id != request.user.pk:
        return False
    return another_approves(request.programme, run.managers)


def _committee(request: HttpRequest, run: MatchRun) -> dict[str, Any]:
    """For who runs the whole: who may approve what was submitted; or who decided, as what, and why."""
    if not request.perimeter.whole or run.submitted_at is None:
        return {}
    if run.state == RunState.SUBMITTED:
        return {"committee": {"members": committee_of(run), "by": run.submitted_by}}
    return {"committee": {"decided_by": run.decided_by, "approved": run.state != RunState.DONE}}


def _people(request: HttpRequest, run: MatchRun, rulings: list[Ruling], code: str) -> dict[str, Any]:
    page = max(1, int(page)) if (page := request.GET.get("page", "1")).isdecimal() and len(page) < 6 else 1
    show = asked if (asked := request.GET.get("etat", "")) in ("alone", *LANES) else ""
    rows, lanes = board_rows(run, request.perimeter, rulings, page=page, show=show, first=code)
    more, rows = len(rows) > PAGE, rows[:PAGE]
    selected = rows[0] if rows else None
    if code and (selected is None or selected.enrolment.code != code):
        raise Http404
    others = others_of(selected) if selected and selected.situation.others else []
    best = [end for lane in lanes.values() for pair in lane.best for end in (pair.mentor, pair.mentee)]
    people = _everybody(rows, selected, others)
    names, several = named(request, [*people, *best]), request.programme.modality.needs_several
    details = {person.pk: _detail(person, several=several) for person in people}
    return {
        "lines": [_line(row, names, details, selected) for row in rows],
        "page": page,
        "more": more,
        "show": show,
        "any_alone": any(row.situation.alone for row in rows),
        "selected": selected,
        "selected_name": names.get(selected.enrolment.pk, "") if selected else "",
        "matches": _matches(selected, names, details) if selected else [],
        "others": [_other(*each, names, details) for each in others if each[0].pk in names],
        "rulings": _rulings(selected, names) if selected else [],
        "swappable": [_line(row, names, details, selected) for row in rows if row is not selected and row.proposals],
        "most": run.figures.get("most", 0),
        "lanes": [_stage(key, lane, names) for key, lane in lanes.items()],
    }


def _stage(key: str, lane: Lane, names: Mapping[int, str]) -> dict[str, Any]:
    """A lane of the board, its people named as she may."""
    pairs = [
        {
            "code": pair.mentee.code if pair.mentee_id in names else "",
            "mentor": names.get(pair.mentor_id, _("Quelqu’un d’un autre périmètre")),
            "mentee": names.get(pair.mentee_id, _("Quelqu’un d’un autre périmètre")),
            "points": pair.points,
        }
        for pair in lane.best
    ]
    return {"key": key, "title": STAGES[key], "count": lane.count, "more": lane.more, "pairs": pairs}


def _everybody(
    rows: Iterable[Row], selected: Row | None, others: Iterable[tuple[Enrolment, int, int | None]]
) -> list[Enrolment]:
    people = [row.enrolment for row in rows] + [each[0] for each in others]
    if selected:
        people.append(selected.enrolment)
        people += [end for proposal in selected.proposals for end in (proposal.mentee, proposal.mentor)]
        people += [end for ruling in selected.rulings for end in (ruling.mentee, ruling.mentor)]
    return people


def _line(row: Row, names: Mapping[int, str], details: Mapping[int, str], selected: Row | None) -> Line:
    key = row.enrolment.pk
    current = selected is not None and selected.enrolment.pk == key
    return Line(row.enrolment.code, names[key], details[key], *STATES[row.state], current)


def _detail(enrolment: Enrolment, *, several: bool) -> str:
    """Her job and her site, as her organisation declares them; with its name where `several` take part."""
    affiliation = enrolment.affiliation
    if affiliation is None:
        return ""
    return ", ".join(part for part in (affiliation.job_title, affiliation.place(several=several)) if part)


def _matches(selected: Row, names: Mapping[int, str], details: Mapping[int, str]) -> list[Match]:
    """Her proposals. Of a partner beyond the viewer's perimeter, the points alone: neither name nor answers (N11)."""
    found = []
    for proposal in selected.proposals:
        other = proposal.mentor if proposal.mentee_id == selected.enrolment.pk else proposal.mentee
        if other.pk in names:
            first, detail = other.person.first_name, details[other.pk]
            found.append(Match(other.code, names[other.pk], first, detail, proposal.points, proposal))
        else:
            found.append(Match("", _("Quelqu’un d’un autre périmètre"), "", "", proposal.points, proposal))
    return found


def _other(
    enrolment: Enrolment, points: int, loss: int | None, names: Mapping[int, str], details: Mapping[int, str]
) -> Match:
    name, first, detail = names[enrolment.pk], enrolment.person.first_name, details[enrolment.pk]
    return Match(enrolment.code, name, first, detail, points, loss=loss)


def _rulings(selected: Row, names: Mapping[int, str]) -> list[dict[str, Any]]:
    """What was ruled of her. That a proposal was declined is said with its reason when there is one, never by whom."""
    found = []
    for ruling in selected.rulings:
        other = ruling.mentor if ruling.mentee_id == selected.enrolment.pk else ruling.mentee
        if (ruling.kind == "refused" and not ruling.reason) or other.pk not in names:
            continue
        found.append({"code": ruling.code, "kind": ruling.kind, "reason": ruling.reason, "name": names[other.pk]})
    return found


@require_POST
@manager_page
def request_match(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Ask for a calculation; the worker does it. With `suite` « garder », the pairs of now stay, and only who came, or
    has nobody, is looked at."""
    run, pins = shown_run(request), []
    if run is not None and request.POST.get("suite") == "garder":
        pairs = run.proposals.filter(pair=None, ended_because="").select_related("mentee", "mentor")
        pins = [(pair.mentee, pair.mentor) for pair in pairs]
    request_run(cohort=cohort, by=request.user, now=timezone.now(), pins=pins)
    messages.success(request, _("Le calcul est demandé. Cette page dira quand il est fini."))
    return redirect("match-board", cohort.code)
