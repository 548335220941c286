"""Where the programme stands, for who runs it or her perimeter of it."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from binome.core.languages import text_language
from binome.mentoring.queries.exchanges import exchanges_of
from binome.mentoring.queries.figures import Counts, counts_of
from binome.mentoring.queries.progress import meetings_by_month, progress_of, standings
from binome.programmes.lifecycle import CohortState
from binome.programmes.models import Cohort
from binome.programmes.queries import cohort_days
from binome.ui.wording import long_date

from ..access import pilot_required
from ..pilot import pilot
from .going import filters_of, plot_of, table_of
from .todo import alerts_of, todo_of

#: How many entities « Qui participe » shows.
ENTITIES = 6


@require_safe
@pilot_required
def pilot_dashboard(request: HttpRequest) -> HttpResponse:
    """A promotion, the last one unless said otherwise: where it is, its figures within her perimeter, what waits for
    her, its pairs, its days."""
    now = timezone.now()
    cohorts = standings(request.perimeter, now=now)
    code = request.GET.get("promotion", "")
    cohort = next((row for row in cohorts if code in ("", row.code)), None)
    if cohort is None and code:
        raise Http404
    context = pilot(request, "pilot-dashboard") | {"cohort": cohort, "cohorts": cohorts, "perimeter": request.perimeter}
    if cohort is not None:
        context |= _standing(request, cohort, now=now)
    return render(request, "backoffice/organisations/dashboard.html", context)


def _standing(request: HttpRequest, cohort: Cohort, *, now: datetime) -> dict[str, object]:
    today, words = timezone.localdate(now), request.programme.vocabulary[text_language(request.LANGUAGE_CODE)]
    counts, entities = counts_of(request.perimeter, cohort)
    asked = filters_of(request.GET, entities)
    goings = progress_of(request.perimeter, cohort, branch=asked.branch, today=today)
    return {
        "counts": counts,
        "phases": _phases(cohort, counts),
        "funnel": _funnel(counts),
        "exchanges": exchanges_of(request.perimeter, cohort),
        "entities": _bars([(each.name, each.people) for each in entities[:ENTITIES]], counts.people),
        "todo": todo_of(request, cohort, counts, today=today),
        "alerts": alerts_of(request, cohort, counts, goings),
        "days": [(_days(words, cohort)[name], day) for name, day in cohort_days(cohort)],
        "asked": asked,
        "table": table_of(request, cohort, goings, asked, now=now),
        "plot": plot_of(meetings_by_month(request.perimeter, cohort, today=today), goings),
    }


#: In which states a phase is the one of now; before them it is to come, after them it is done.
PHASES = (CohortState.DRAFT, CohortState.ENROLLING, CohortState.MATCHING, CohortState.RUNNING, CohortState.CLOSED)


def _phases(cohort: Cohort, counts: Counts) -> list[dict[str, str]]:
    """As `ui/_track.html` reads them."""
    enrolled = ngettext("%(count)d personne", "%(count)d personnes", counts.people) % {"count": counts.people}
    paired = _("%(count)d sur %(all)d") % {"count": counts.paired, "all": counts.mentees}
    until = _("Jusqu’au %(day)s") % {"day": long_date(cohort.enrolment_ends_on)} if cohort.enrolment_ends_on else ""
    since = _("Dès le %(day)s") % {"day": long_date(cohort.starts_on)} if cohort.starts_on else ""
    end = long_date(cohort.ends_on) if cohort.ends_on else ""
    #: Each with what is said once it has come, and before.
    labels = (
        (_("Modalités"), "", ""), (_("Inscription"), enrolled, until), (_("Appariement"), paired, ""),
        (_("Suivi"), since, since), (_("Clôture"), end, end),
    )  # fmt: skip
    now = PHASES.index(CohortState(cohort.state))
    over = cohort.state == CohortState.CLOSED
    return [
        {
            "label": label,
            "detail": come if place <= now else before,
            "state": "done" if place < now or over else "now" if place == now else "todo",
        }
        for place, (label, come, before) in enumerate(labels)
    ]


@dataclass(frozen=True)
class Bar:
    """One line of bars, `width` and `percent` out of 100."""

    label: str
    people: int
    percent: int
    width: int


def _bars(rows: list[tuple[str, int]], people: int) -> list[Bar]:
    """`percent`: of these people; `width`: of the longest."""
    most = max((count for _label, count in rows), default=0)
    return [
        Bar(name, count, round(100 * count / people) if people else 0, round(100 * count / most) if most else 0)
        for name, count in rows
    ]


def _funnel(counts: Counts) -> list[Bar]:
    """From the invitation to the pair; whoever came in by herself was never invited."""
    rows = [
        (_("Invitations"), counts.invited), (_("Acceptées"), counts.accepted), (_("Inscriptions"), counts.people),
        (_("Réponses complètes"), counts.complete),
    ]  # fmt: skip
    return _bars(rows, max(counts.invited, counts.people))


def _days(voc: dict[str, dict[str, str]], cohort: Cohort) -> dict[str, str]:
    """Enrolment may have been closed before its day."""
    coming = cohort.state in (CohortState.DRAFT, CohortState.ENROLLING)
    opens = _("Les inscriptions ouvrent : %(people)s")
    return {
        "mentors_from": opens % {"people": voc["mentor"]["many"]},
        "mentees_from": opens % {"people": voc["mentee"]["many"]},
        "enrolment_ends_on": _("Les inscriptions ferment") if coming else _("Fin prévue des inscriptions"),
        "starts_on": _("Les binômes commencent"),
        "ends_on": _("La promotion se termine"),
    }
