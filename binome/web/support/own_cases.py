"""What a member follows of the team's work: the reports she filed, and what concerns her, on pages of her own.

Whoever is reported reads neither who reported her, nor when, nor why: only what a moderator wrote for her (N12).
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from binome.support import actions
from binome.support.actions import MoveRefused
from binome.support.lifecycle import CaseState
from binome.support.models import Appeal, Case, Statement
from binome.support.queries import cases_about, holding_measure, reports_by, stuck_appeals
from binome.support.rules import appeal_until, may_appeal, may_give_version

from .forms import AppealForm, VersionForm


@require_safe
def my_cases(request: HttpRequest) -> HttpResponse:
    """Her reports and what concerns her; who is suspended or excluded comes straight to her case."""
    who = {"person": request.user, "programme": request.programme}
    aside = request.membership.is_set_aside
    holding = holding_measure(**who) if aside else None
    if holding is not None:
        return redirect("my-case", holding.case.code)
    reports = [] if aside else list(reports_by(**who))
    for case in reports:
        case.steps = steps_of(case)
    context = {"reports": reports, "about": list(cases_about(**who)), "now": timezone.now()}
    return render(request, "support/my_cases.html", context)


def steps_of(case: Case) -> list[dict[str, str]]:
    """Where her report stands: nothing of the measure, which is another's."""
    taken, decided = case.state != CaseState.OPEN, case.closed_at is not None
    return [
        {"label": _("Reçu"), "detail": _("Le contact est arrêté"), "state": "done"},
        {"label": _("Lu et étudié"), "detail": _("Les deux versions sont entendues"),
         "state": "done" if decided else "now" if taken else "todo"},
        {"label": _("Décision prise"), "detail": _("Le contact reste arrêté"), "state": "done" if decided else "todo"},
    ]  # fmt: skip


def _own(request: HttpRequest, code: str) -> Case:
    """A case about her of which she was told; any other does not exist for her."""
    rows = cases_about(person=request.user, programme=request.programme).select_related("programme", "reported")
    return get_object_or_404(rows, code=code)


@require_safe
def my_case(request: HttpRequest, code: str) -> HttpResponse:
    return _show(request, _own(request, code))


def _show(request: HttpRequest, case: Case, **forms: Any) -> HttpResponse:
    now, me = timezone.now(), request.user
    decisions = list(case.decisions.all())
    context = {
        "case": case,
        "versions": case.statements.filter(side=Statement.Side.REPORTED),
        "decisions": decisions,
        "last": decisions[-1] if decisions else None,
        "appeal": Appeal.objects.filter(case=case).first(),
        "appeal_until": appeal_until(case),
        "stuck": _is_stuck(case),
        "late": case.is_late(timezone.localdate(now)),
        "version_form": VersionForm() if may_give_version(person=me, case=case) else None,
        "appeal_form": AppealForm() if may_appeal(person=me, case=case, now=now) else None,
        "now": now,
        **forms,
    }
    refused = [form for form in forms.values() if form.errors]
    context["form"] = refused[0] if refused else None
    return render(request, "support/my_case.html", context, status=422 if refused else 200)


def _is_stuck(case: Case) -> bool:
    """She contests, and nobody of the team may read her yet."""
    return case.state == CaseState.APPEALED and stuck_appeals(case.programme).filter(pk=case.pk).exists()


def give_version(request: HttpRequest, code: str) -> HttpResponse:
    """Her own words on what happened."""

    def said(case: Case) -> str:
        return _("Votre version est entre les mains de l’équipe.")

    return _write(request, code, "version_form", VersionForm, actions.give_version, said)


def appeal_decision(request: HttpRequest, code: str) -> HttpResponse:
    """She contests: another moderator will read."""

    def said(case: Case) -> str:
        if _is_stuck(case):
            return _("Votre recours est parti. L’équipe doit d’abord trouver une autre personne pour le lire.")
        return _("Votre recours est parti. Une autre modératrice le lira et vous répondra ici.")

    return _write(request, code, "appeal_form", AppealForm, actions.appeal_decision, said)


def _write(
    request: HttpRequest, code: str, name: str, form_class: Any, action: Any, said: Callable[[Case], str]
) -> HttpResponse:
    if request.method != "POST":
        return redirect("my-case", code)
    case, form = _own(request, code), form_class(request.POST)
    if not form.is_valid():
        return _show(request, case, **{name: form})
    try:
        action(case=case, by=request.user, now=timezone.now(), **form.cleaned_data)
    except MoveRefused as refused:
        form.add_error(None, str(refused))
        return _show(request, case, **{name: form})
    messages.success(request, said(case))
    return redirect("my-case", code)
