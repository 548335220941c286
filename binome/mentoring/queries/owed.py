"""The requests of a programme where people ask by themselves, for who runs it (D1): how many wait, and who owes an
answer since when. Never who asked whom, nor a word of theirs; what became of the others is told from FEWEST people on,
so that no answer shows alone (N10)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from binome.programmes.models import Enrolment
from binome.programmes.queries.perimeter import Perimeter

from ..lifecycle import State
from ..models import MentoringRequest
from .cells import FEWEST


@dataclass(frozen=True)
class Standing:
    """Requests made to the mentors of a perimeter: those that wait, those that wait past the reminder, those that were
    accepted; and how many of its people wait for an answer. `ended`: without a pair; of these, `declined`. None where
    it is not told: below FEWEST people, or to who does not run the whole programme."""

    waiting: int
    late: int
    accepted: int
    people: int
    ended: int | None
    declined: int | None


def standing_requests(perimeter: Perimeter, *, now: datetime) -> Standing:
    """One query."""
    mentors, mentees = _within(perimeter, "mentor"), _within(perimeter, "mentee")
    late = Q(sent_at__lte=now - timedelta(days=perimeter.programme.remind_after_days))
    waiting, over = Q(state=State.SENT), Q(state__in=[State.DECLINED, State.EXPIRED, State.WITHDRAWN])
    declined, otherwise = Q(state=State.DECLINED), over & ~Q(state=State.DECLINED)
    found: dict[str, int] = _sent(perimeter).aggregate(
        waiting=Count("pk", filter=waiting & mentors),
        late=Count("pk", filter=waiting & late & mentors),
        accepted=Count("pk", filter=Q(state=State.ACCEPTED) & mentors),
        people=Count("mentee", filter=waiting & mentees, distinct=True),
        ended=Count("pk", filter=over),
        declined=Count("pk", filter=declined),
        who_ended=Count("mentee", filter=over, distinct=True),
        who_declined=Count("mentee", filter=declined, distinct=True),
        who_otherwise=Count("mentee", filter=otherwise, distinct=True),
    )
    told = perimeter.whole and found["who_ended"] >= FEWEST
    # The rest of those that ended is a group too: it comes out by a subtraction.
    apart = told and min(found["who_declined"], found["who_otherwise"]) >= FEWEST
    return Standing(
        waiting=found["waiting"], late=found["late"], accepted=found["accepted"], people=found["people"],
        ended=found["ended"] if told else None, declined=found["declined"] if apart else None,
    )  # fmt: skip


def owing(perimeter: Perimeter) -> QuerySet[Any]:
    """The mentors of the perimeter who owe an answer, the oldest request first: {"mentor": her key, "count", "since",
    "reminded_at" of the last reminder or None, "due_at" of the first that comes to its term}."""
    rows = _sent(perimeter).filter(_within(perimeter, "mentor"), state=State.SENT).order_by().values("mentor")
    counted: QuerySet[Any] = rows.annotate(
        count=Count("pk"), since=Min("sent_at"), reminded_at=Max("reminded_at"), due_at=Min("due_at")
    )
    return counted.order_by("since", "mentor")


def taking_part(perimeter: Perimeter) -> QuerySet[Enrolment]:
    """Whoever takes part in the programme on behalf of the perimeter; another hat of hers does not count (N11)."""
    rows = Enrolment.objects.filter(programme=perimeter.programme)
    return rows if perimeter.whole else rows.filter(affiliation__in=perimeter.affiliations())


def _sent(perimeter: Perimeter) -> QuerySet[MentoringRequest]:
    return MentoringRequest.objects.filter(programme=perimeter.programme).exclude(sent_at=None)


def _within(perimeter: Perimeter, side: str) -> Q:
    return Q() if perimeter.whole else Q(**{f"{side}__in": taking_part(perimeter).values("person")})
