"""What the pages of this part share: their navigation, their refusals, the promotion they speak of."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from binome.core.moves import MoveRefused
from binome.programmes.actions import change_programme
from binome.programmes.models import Cohort
from binome.programmes.queries import current_cohort

from ..pilot import pilot


def settings_page(request: HttpRequest, current: str) -> dict[str, object]:
    """The tabs of the programme, and the list of its settings."""
    pages = [
        ("programme-settings", _("Le programme")), ("edit-vocabulary", _("Les mots")),
        ("edit-texts", _("Les textes")), ("programme-questions", _("Les questions")),
        ("edit-criteria", _("Ce qui rapproche")), ("edit-rules", _("Ce qui interdit")),
    ]  # fmt: skip
    if request.programme.modality.adjustable:
        pages.append(("edit-form", _("La forme")))
    links = [{"url": reverse(name), "label": label, "current": name == current} for name, label in pages]
    return {**pilot(request, "programme-settings"), "pages": links}


def save_settings(request: HttpRequest, form: forms.BaseForm | None, changes: dict[str, Any], there: str) -> Any:
    """Write these settings and go there; or None, with the engine's refusal on the form or in a message."""
    try:
        changed = change_programme(programme=request.programme, changes=changes, by=request.user, now=timezone.now())
    except MoveRefused as refused:
        if form is None:
            messages.error(request, str(refused))
        else:
            form.add_error(None, str(refused))
        return None
    messages.success(request, _("Enregistré.") if changed else _("Rien n’a changé."))
    return redirect(there)


def act(request: HttpRequest, move: Callable[[], Any], said: str, there: str) -> HttpResponse:
    """Make a move and say it, or say why not; then go there."""
    try:
        move()
    except MoveRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect(there)


def chosen_cohort(request: HttpRequest) -> Cohort | None:
    """The promotion of `?promotion=`, or the last one that is not archived. Another programme's is missing (N11)."""
    code = request.POST.get("promotion") or request.GET.get("promotion") or ""
    if not code:
        return current_cohort(request.programme)
    cohort = Cohort.objects.filter(programme=request.programme, code=code).first()
    if cohort is None:
        raise Http404
    return cohort


def show(request: HttpRequest, template: str, context: dict[str, Any], *, refused: bool = False) -> HttpResponse:
    return render(request, template, context, status=422 if refused else 200)
