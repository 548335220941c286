"""The effect of other weights, said beside the form while they move. Nothing is kept of it: no run, no journal line.

People are told by their first names alone: no family name is read, so the shield has nothing to write.
"""

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from binome.matching.problem import ProblemError
from binome.mentoring.matchmaking.previewing import Busy, NoPreview, Overtaken, preview_of
from binome.programmes.models import Cohort, Enrolment
from binome.programmes.rules import MOST_POINTS

from .page import reading_language

#: How many of those who change are named: half of those who lose most, half of those who gain most.
NAMED = 6


def preview_weights(
    request: HttpRequest, cohort: Cohort, form: forms.Form, settings: Callable[[], dict[str, object]]
) -> HttpResponse:
    """A fragment, for the settings of a `form` once it is valid; 204, which leaves what is shown, when she asked for
    another meanwhile."""
    context: dict[str, object] = {"cohort": cohort}
    if not form.is_valid():
        stale = form.non_field_errors()
        context["fault"] = (
            stale[0] if stale else _("Chaque poids est un nombre entier, de 0 à %(most)s.") % {"most": MOST_POINTS}
        )
    else:
        try:
            context |= _told(cohort, settings(), by=request.user.pk)
        except Overtaken:
            return HttpResponse(status=204)
        except Busy:
            context["busy"] = True
        except NoPreview:
            context["fault"] = _("L’effet ne peut pas se dire ici tout de suite : lancez un essai.")
        except ProblemError as error:
            context["fault"] = error.said(reading_language())
    return render(request, "backoffice/matching/_preview.html", context)


def _told(cohort: Cohort, settings: dict[str, object], *, by: int) -> dict[str, object]:
    preview = preview_of(cohort, settings, by=by)
    moved = list(preview.moved)
    shown = moved if len(moved) <= NAMED else [*moved[: NAMED // 2], *moved[-NAMED // 2 :]]
    keys = {key for each in shown for key in (each.who, each.was, each.would) if key is not None}
    names = dict(Enrolment.objects.filter(cohort=cohort, pk__in=keys).values_list("pk", "person__first_name"))
    return {
        "preview": preview,
        "means": [
            total / served if served else 0 for total, served in zip(preview.totals, preview.served, strict=True)
        ],
        "moved": [
            (names.get(each.who), names.get(each.was), names.get(each.would), each.points, abs(each.points))
            for each in shown
        ],
        "more": len(moved) - len(shown),
    }
