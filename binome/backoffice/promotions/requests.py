"""The requests of a programme where people ask by themselves: what waits, and who owes an answer since when (D1).

Nothing waits for a decision here: the site reminds once, then frees the request. The page says whom a word would help.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from binome.mentoring.identity import names_for
from binome.mentoring.queries.owed import owing, standing_requests, taking_part
from binome.programmes.models import Enrolment

from ..access import pilot_required
from ..pilot import pilot
from .frame import show

PAGE = 50


@dataclass(frozen=True)
class Line:
    """A mentor who owes answers: how many, the oldest since when, and what the site does by itself."""

    name: str
    detail: str
    count: int
    since: datetime
    reminded_at: datetime | None
    due_at: datetime


@require_safe
@pilot_required
def request_list(request: HttpRequest) -> HttpResponse:
    """Her perimeter. Where the team matches, there is no such page."""
    if not request.programme.modality.self_service:
        raise Http404
    now = timezone.now()
    page = Paginator(owing(request.perimeter), PAGE).get_page(request.GET.get("page"))
    context = pilot(request, "request-list") | {
        "standing": standing_requests(request.perimeter, now=now),
        "page": page,
        "lines": _lines(request, list(page), now=now),
        "now": now,
        "whole": request.perimeter.whole,
    }
    return show(request, "backoffice/promotions/requests.html", context)


def _lines(request: HttpRequest, rows: list[dict[str, Any]], *, now: datetime) -> list[Line]:
    """Two queries, one of them for their names, and one journal line."""
    here = taking_part(request.perimeter).filter(person__in=[row["mentor"] for row in rows])
    enrolled = here.select_related("person", "affiliation__entity", "affiliation__organisation").order_by("pk")
    known = {row.person_id: row for row in enrolled}
    people = [row.person for row in known.values()]
    names = names_for(viewer=request.user, perimeter=request.perimeter, people=people, now=now)
    return [
        Line(names[row["mentor"]], _detail(known[row["mentor"]]), row["count"], row["since"], row["reminded_at"],
             row["due_at"])
        for row in rows
    ]  # fmt: skip


def _detail(enrolment: Enrolment) -> str:
    """Her job and her site, as her organisation declares them."""
    declared = enrolment.affiliation
    if declared is None:
        return ""
    place = declared.entity.name if declared.entity else declared.organisation.name
    return ", ".join(part for part in (declared.job_title, place) if part)
