"""The pairs of a promotion, taken out as they stand in the table of the dashboard."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from binome.core.journal import record
from binome.core.languages import text_language
from binome.mentoring.queries.figures import counts_of
from binome.mentoring.queries.progress import progress_of
from binome.programmes.models import Cohort

from ..access import pilot_required
from .going import Row, asked_of, filters_of, rows_of
from .sheets import sheet


@require_POST
@pilot_required
def export_pairs(request: HttpRequest) -> HttpResponse:
    """Every page of the table, with its filters and its order (`entite`, `allure`, `tri`): dates and counts, and the
    names of her perimeter alone (N11). `forme`: csv, else a spreadsheet."""
    now, code = timezone.now(), request.POST.get("promotion", "")
    cohort = get_object_or_404(Cohort, programme=request.programme, archived_at=None, code=code)
    asked = filters_of(request.POST, counts_of(request.perimeter, cohort)[1])
    goings = progress_of(request.perimeter, cohort, branch=asked.branch, today=timezone.localdate(now))
    rows = rows_of(request, cohort, asked_of(goings, asked), now=now)
    record("pairs_exported", by=request.user, obj=cohort, now=now, pairs=len(rows))
    words = request.programme.vocabulary[text_language(request.LANGUAGE_CODE)]
    header = [
        words["mentor"]["one"], words["mentee"]["one"], _("Entités"), _("Rendez-vous tenus"), _("Rendez-vous prévus"),
        _("Dernier rendez-vous"), _("Allure"),
    ]  # fmt: skip
    of = f"{request.programme.slug}-{cohort.number}"
    return sheet(words["pair"]["many"], of, header, [_line(row) for row in rows], kind=request.POST.get("forme", ""))


def _line(row: Row) -> list[str | int]:
    elsewhere = _("hors de votre périmètre")
    last = row.going.last_on.isoformat() if row.going.last_on else ""
    return [
        row.mentor or elsewhere, row.mentee or elsewhere, row.entities, row.going.held, row.going.planned, last,
        str(row.label),
    ]  # fmt: skip
