"""A sponsor's space: three figures and a sentence, never a person (D16, N10)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from binome.mentoring.queries.cells import sponsor_tables
from binome.programmes.lifecycle import CohortState
from binome.programmes.models import Cohort

from ..access import sponsor_required


@require_safe
@sponsor_required
def sponsor_space(request: HttpRequest) -> HttpResponse:
    """Participation, balance and progress of the promotion of now, within what she sponsors."""
    cohort = Cohort.objects.filter(programme=request.programme, archived_at=None).order_by("-number").first()
    tables = sponsor_tables(request.perimeter, cohort) if cohort else []
    context = {"cohort": cohort, "tables": tables, "sentence": _sentence(cohort)}
    return render(request, "backoffice/organisations/sponsor.html", context)


def _sentence(cohort: Cohort | None) -> str:
    """Where the promotion stands, from its state alone."""
    sentences = {
        CohortState.DRAFT: _("La promotion se prépare : personne n’est encore invité."),
        CohortState.ENROLLING: _("Les inscriptions sont ouvertes : chaque personne invitée choisit de participer."),
        CohortState.MATCHING: _("Les inscriptions sont closes : les binômes se composent."),
        CohortState.RUNNING: _("Les binômes sont formés et se rencontrent à leur rythme."),
        CohortState.CLOSED: _("La promotion est terminée."),
    }
    return sentences[CohortState(cohort.state)] if cohort else ""
