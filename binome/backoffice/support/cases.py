"""The team treats reports (A12): both versions, a measure and its reason, the appeal. Who is involved sees none."""

import json
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST, require_safe

from binome.core.models import JournalEntry
from binome.mentoring.actions import MoveRefused
from binome.mentoring.models import Meeting
from binome.privacy.journal_words import SENTENCES
from binome.support import actions
from binome.support.lifecycle import CaseState
from binome.support.models import Appeal, Case, SealedCopy
from binome.support.queries import cases_for, is_intact, stuck_appeals
from binome.support.rules import may_answer_appeal

from ..access import staff_required
from ..desk import desk, page_of
from .forms import AppealAnswerForm, DecisionForm, HearingForm, RatingForm


@require_safe
@staff_required
def case_list(request: HttpRequest) -> HttpResponse:
    """What waits first, what is due soonest on top; then what is closed."""
    rows = cases_for(programme=request.programme, moderator=request.user).select_related("taken_by")
    closed = request.GET.get("etat") == "clos"
    if closed:
        rows = rows.exclude(pk__in=rows.still_open().order_by().values("pk")).order_by("-closed_at", "-pk")
    else:
        rows = rows.still_open().order_by("due_on", "opened_at", "pk")
    context = desk(request, "case-list") | page_of(request, rows) | {"closed": closed}
    for case in context["rows"]:
        case.late = case.is_late(timezone.localdate())
    return render(request, "backoffice/case_list.html", context)


def _case(request: HttpRequest, code: str) -> Case:
    """A case she may treat; the others do not exist for her, not even as a refusal."""
    rows = cases_for(programme=request.programme, moderator=request.user)
    return get_object_or_404(rows.select_related("reporter", "reported", "taken_by", "pair", "programme"), code=code)


@require_safe
@staff_required
def case_detail(request: HttpRequest, code: str) -> HttpResponse:
    return _show(request, _case(request, code))


def _show(request: HttpRequest, case: Case, **refused: Any) -> HttpResponse:
    """Each time the report is shown, one line in the journal (N16)."""
    now = timezone.now()
    actions.read_case(case=case, by=request.user, now=now)
    case.late = case.is_late(timezone.localdate(now))
    copy = SealedCopy.objects.filter(case=case).first()
    decisions = list(case.decisions.select_related("by"))
    context = {
        **desk(request, "case-list"),
        "case": case,
        "meetings": Meeting.objects.filter(pair=case.pair_id).count() if case.pair_id else 0,
        "statements": list(case.statements.all()),
        "copy": copy,
        "copied": _copied(copy) if copy else {},
        "copy_intact": copy is not None and is_intact(copy),
        "decisions": decisions,
        "appeal": Appeal.objects.filter(case=case).first(),
        "timeline": _timeline(case),
        "now": now,
        **_forms(request, case, decisions),
        **refused,
    }
    form = next(iter(refused.values()), None)
    context["form"] = form
    return render(request, "backoffice/case.html", context, status=422 if form is not None else 200)


#: What the sealed copy holds, in the order in which it is read.
COPIED = {
    "headline": _l("Métier"),
    "quote": _l("Phrase"),
    "presentation": _l("Présentation"),
    "path": _l("Chemin"),
    "city": _l("Ville"),
    "objective": _l("Objectif"),
    "about_me": _l("Qui elle est"),
    "why_you": _l("Pourquoi elle"),
    "question": _l("Question"),
    "question_answer": _l("Réponse à la question"),
    "reply": _l("Réponse"),
}


def _copied(copy: SealedCopy) -> dict[str, Any]:
    """The sealed copy in words: the profile, the requests, the days of the meetings."""
    content = json.loads(copy.content)

    def lines(part: dict[str, Any]) -> list[tuple[str, str]]:
        return [(label, part[name]) for name, label in COPIED.items() if part.get(name)]

    requests = [
        {"from": row["from"], "at": parse_datetime(row["sent_at"]), "lines": lines(row)} for row in content["requests"]
    ]
    met = [date.fromisoformat(row["held_on"]) for row in content["meetings"]]
    return {"profile": lines(content["reported"]), "requests": requests, "meetings": met}


def _forms(request: HttpRequest, case: Case, decisions: list[Any]) -> dict[str, Any]:
    """What she may do now; each form has its own prefix, so that no two fields share an id."""
    hers = case.state == CaseState.TAKEN and case.taken_by_id == request.user.pk
    today = timezone.localdate()
    asks = hers and case.asked_at is None and case.reported_id is not None
    answers = case.state == CaseState.APPEALED and may_answer_appeal(
        moderator=request.user, case=case, decision=decisions[0]
    )
    return {
        "rating_form": RatingForm(case=case, prefix="rate") if hers else None,
        "hearing_form": HearingForm(case=case, today=today, prefix="hear") if asks else None,
        "decision_form": DecisionForm(prefix="decide") if hers else None,
        "answer_form": AppealAnswerForm(decision=decisions[0], prefix="answer") if answers else None,
        "stuck": not answers and stuck_appeals(case.programme).filter(pk=case.pk).exists(),
    }


def _timeline(case: Case) -> list[dict[str, Any]]:
    """The journal of this case, in words; nobody is named, as in the whole journal."""
    entries = JournalEntry.objects.filter(object_kind="case", object_code=case.code).order_by("at", "pk")
    entries = entries.exclude(verb="report_read")
    return [{"at": entry.at, "what": SENTENCES.get(entry.verb, entry.verb)} for entry in entries]


def _move(request: HttpRequest, code: str, action) -> HttpResponse:
    try:
        action(case=_case(request, code), by=request.user, now=timezone.now())
    except MoveRefused as refused:
        messages.warning(request, str(refused))
    return redirect("case-detail", code)


@require_POST
@staff_required
def take_case(request: HttpRequest, code: str) -> HttpResponse:
    return _move(request, code, actions.take_case)


@require_POST
@staff_required
def release_case(request: HttpRequest, code: str) -> HttpResponse:
    return _move(request, code, actions.release_case)


@staff_required
def rate_case(request: HttpRequest, code: str) -> HttpResponse:
    if request.method != "POST":
        return redirect("case-detail", code)
    case = _case(request, code)
    form = RatingForm(request.POST, case=case, prefix="rate")
    return _write(request, case, "rating_form", form, actions.rate_case, _("La gravité et l’échéance sont notées."))


@staff_required
def hear_reported(request: HttpRequest, code: str) -> HttpResponse:
    if request.method != "POST":
        return redirect("case-detail", code)
    case = _case(request, code)
    form = HearingForm(request.POST, case=case, today=timezone.localdate(), prefix="hear")
    said = _("Vos questions sont dans son espace ; un e-mail la prévient.")
    return _write(request, case, "hearing_form", form, actions.hear_reported, said)


@staff_required
def decide_case(request: HttpRequest, code: str) -> HttpResponse:
    if request.method != "POST":
        return redirect("case-detail", code)
    form = DecisionForm(request.POST, prefix="decide")
    said = _("Votre décision est prise, et sa raison est envoyée.")
    return _write(request, _case(request, code), "decision_form", form, actions.decide_case, said)


@staff_required
def answer_appeal(request: HttpRequest, code: str) -> HttpResponse:
    if request.method != "POST":
        return redirect("case-detail", code)
    case = _case(request, code)
    first = case.decisions.filter(on_appeal=False).first()
    if first is None:
        messages.warning(request, _("Rien n’est décidé : il n’y a pas de recours à lire."))
        return redirect("case-detail", code)
    form = AppealAnswerForm(request.POST, decision=first, prefix="answer")
    said = _("Votre réponse au recours est envoyée.")
    return _write(request, case, "answer_form", form, actions.answer_appeal, said)


def _write(request: HttpRequest, case: Case, name: str, form: Any, action: Any, said: str) -> HttpResponse:
    """One form, one action; refused, the page comes back with what she typed."""
    if not form.is_valid():
        return _show(request, case, **{name: form})
    try:
        action(case=case, by=request.user, now=timezone.now(), **form.cleaned_data)
    except MoveRefused as refused:
        form.add_error(None, str(refused))
        case.refresh_from_db()
        return _show(request, case, **{name: form})
    messages.success(request, said)
    return redirect("case-detail", case.code)
