"""The circles of a promotion, for who runs the whole programme: who is in each, when they met, and how she ends one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from binome.core.moves import MoveRefused
from binome.mentoring import actions, queries
from binome.mentoring.lifecycle import MEMBER_CLOSE_REASONS
from binome.mentoring.models import Circle
from binome.programmes.models import Cohort
from binome.ui.forms import BoxedRadios

from ..pilot import pilot
from .page import circle_page, named

PAGE = 20


class CloseCircleForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Pourquoi clore maintenant ?"),
        choices=[(reason.value, reason.label) for reason in MEMBER_CLOSE_REASONS],
        widget=BoxedRadios,
        error_messages={"required": gettext_lazy("Choisissez la raison de la clôture.")},
    )


@require_safe
@circle_page
def circle_list(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Six queries, whatever their number, and one journal line."""
    page = Paginator(queries.circles_going(cohort), PAGE).get_page(request.GET.get("page"))
    circles = list(page)
    names = named(request, [member.enrolment for circle in circles for member in circle.living])
    rows = [(circle, [names.get(member.enrolment_id, "") for member in circle.living]) for circle in circles]
    context: dict[str, Any] = {"cohort": cohort, "page": page, "rows": rows}
    return render(request, "backoffice/matching/circles.html", pilot(request, "current-match-board") | context)


@require_http_methods(["GET", "HEAD", "POST"])
@circle_page
def close_circle(request: HttpRequest, cohort: Cohort, code: str) -> HttpResponse:
    """Closing asks for its reason, which its people are not told."""
    circle = get_object_or_404(Circle.objects.filter(cohort=cohort), code=code)
    circle.cohort = cohort
    form = CloseCircleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.close_circle(circle=circle, by=request.user, now=timezone.now(), **form.cleaned_data)
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Le cercle est clos. Ses membres en sont prévenus par e-mail."))
        return redirect("circle-list", cohort.code)
    context = {"cohort": cohort, "circle": circle, "form": form}
    page = pilot(request, "current-match-board") | context
    return render(request, "backoffice/matching/circle_close.html", page, status=422 if form.is_bound else 200)
