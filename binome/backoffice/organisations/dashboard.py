"""Where the programme stands, for who runs it or her perimeter of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from binome.programmes.models import Cohort

from ..access import pilot_required
from ..pilot import pilot


@require_safe
@pilot_required
def pilot_dashboard(request: HttpRequest) -> HttpResponse:
    """The promotion of now: its figures within her perimeter."""
    cohort = Cohort.objects.filter(programme=request.programme, archived_at=None).order_by("-number").first()
    return render(
        request, "backoffice/organisations/dashboard.html", pilot(request, "pilot-dashboard") | {"cohort": cohort}
    )
