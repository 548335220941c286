"""Where the programme stands, for who runs it or her perimeter of it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from binome.mentoring.queries.figures import Counts, by_entity, counts_of
from binome.programmes.lifecycle import CohortState
from binome.programmes.models import Cohort
from binome.programmes.queries import cohort_days, current_cohort

from ..access import pilot_required
from ..pilot import pilot

#: How many entities « Qui participe » shows.
ENTITIES = 6


@require_safe
@pilot_required
def pilot_dashboard(request: HttpRequest) -> HttpResponse:
    """The promotion of now: where it is, its figures within her perimeter, what waits for her, its days."""
    cohort = current_cohort(request.programme)
    context = pilot(request, "pilot-dashboard") | {"cohort": cohort, "perimeter": request.perimeter}
    if cohort is not None:
        counts = counts_of(request.perimeter, cohort)
        context |= {
            "counts": counts,
            "share": round(100 * counts.paired / counts.mentees) if counts.mentees else 0,
            "phases": _phases(cohort, counts),
            "entities": _bars(by_entity(request.perimeter, cohort), counts.people),
            "todo": _todo(request, cohort, counts),
            "days": [(_days()[name], day) for name, day in cohort_days(cohort)],
        }
    return render(request, "backoffice/organisations/dashboard.html", context)


#: In which states a phase is the one of now; before them it is to come, after them it is done.
PHASES = (CohortState.DRAFT, CohortState.ENROLLING, CohortState.MATCHING, CohortState.RUNNING, CohortState.CLOSED)


def _phases(cohort: Cohort, counts: Counts) -> list[dict[str, str]]:
    """As `ui/_track.html` reads them."""
    enrolled = ngettext("%(count)d personne", "%(count)d personnes", counts.people) % {"count": counts.people}
    paired = _("%(count)d sur %(all)d") % {"count": counts.paired, "all": counts.mentees}
    labels = (
        (_("Modalités"), ""), (_("Inscription"), enrolled), (_("Appariement"), paired), (_("Suivi"), ""),
        (_("Clôture"), ""),
    )  # fmt: skip
    now = PHASES.index(CohortState(cohort.state))
    over = cohort.state == CohortState.CLOSED
    return [
        {
            "label": label,
            "detail": detail if place <= now else "",
            "state": "done" if place < now or over else "now" if place == now else "todo",
        }
        for place, (label, detail) in enumerate(labels)
    ]


@dataclass(frozen=True)
class Bar:
    """One line of « Qui participe », `width` and `percent` out of 100."""

    label: str
    people: int
    percent: int
    width: int


def _bars(rows: list[tuple[str, int]], people: int) -> list[Bar]:
    most = max((count for _name, count in rows), default=0)
    return [
        Bar(name, count, round(100 * count / people) if people else 0, round(100 * count / most))
        for name, count in rows[:ENTITIES]
    ]


def _todo(request: HttpRequest, cohort: Cohort, counts: Counts) -> list[dict[str, Any]]:
    """What needs a decision or a word now, the most pressing first."""
    silent, alone = counts.invited - counts.accepted - counts.declined, counts.mentees - counts.paired
    found = []
    if cohort.state in (CohortState.MATCHING, CohortState.RUNNING) and alone > 0:
        words = ngettext("%(count)d personne sans binôme", "%(count)d personnes sans binôme", alone)
        found.append({"icon": "people", "label": words % {"count": alone}, "detail": _("Parmi les inscrites.")})
    if counts.waiting:
        words = ngettext("%(count)d personne en attente", "%(count)d personnes en attente", counts.waiting)
        found.append({"icon": "clock", "label": words % {"count": counts.waiting}, "detail": _("Il manque une place.")})
    if cohort.state == CohortState.ENROLLING and silent > 0:
        words = ngettext("%(count)d invitation sans réponse", "%(count)d invitations sans réponse", silent)
        found.append({"icon": "bell", "label": words % {"count": silent}, "url": reverse("participant-list"),
                      "detail": _("Chacune reste libre.")})  # fmt: skip
    if not counts.invited and not counts.people:
        url = reverse("people-list")
        found.append({"icon": "arrow-right", "label": _("Déclarer les personnes"), "url": url,
                      "detail": _("Importez l’annuaire, puis invitez.")})  # fmt: skip
    return found


def _days() -> dict[str, str]:
    return {
        "mentors_from": _("Les inscriptions ouvrent, côté qui accompagne"),
        "mentees_from": _("Les inscriptions ouvrent, côté qui est accompagné"),
        "enrolment_ends_on": _("Les inscriptions ferment"),
        "starts_on": _("Les binômes commencent"),
        "ends_on": _("La promotion se termine"),
    }
