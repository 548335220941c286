"""What the team watches without reading a word of it: late answers, sleeping pairs, supply and demand."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum

from binome.core.models import JournalEntry
from binome.people.models import User
from binome.programmes.models import Enrolment, EnrolmentState, Programme, Role

from ..lifecycle import LIVE
from ..models import Listing, MentoringRequest, Pair
from .ties import involved_with


def late_requests(*, programme: Programme, moderator: User, now: datetime) -> QuerySet[MentoringRequest]:
    """Unanswered for longer than the programme's reminder, the oldest first; `nudged`: the team already reminded her.

    Without those of people this moderator is involved with (N12).
    """
    since = now - timedelta(days=programme.remind_after_days)
    nudges = JournalEntry.objects.filter(
        object_kind="mentoringrequest", object_code=OuterRef("code"), verb="mentor_nudged"
    )
    rows = MentoringRequest.objects.pending().filter(programme=programme, sent_at__lte=since)
    involved = involved_with(moderator).values("pk")
    rows = rows.exclude(mentor__in=involved).exclude(mentee__in=involved).annotate(nudged=Exists(nudges))
    found: QuerySet[MentoringRequest] = rows.select_related("mentor", "mentee", "programme").order_by("sent_at", "pk")
    return found


def sleeping_pairs(*, programme: Programme, moderator: User, now: datetime) -> QuerySet[Pair]:
    """Live pairs without a sign for the programme's silence, the longest first; without those that involve her."""
    since = now - timedelta(days=programme.silence_days)
    rows = Pair.objects.live().filter(programme=programme, last_sign_at__lte=since)
    involved = involved_with(moderator).values("pk")
    rows = rows.exclude(mentor__in=involved).exclude(mentee__in=involved)
    return rows.select_related("mentor", "mentee", "programme").order_by("last_sign_at", "pk")


@dataclass(frozen=True)
class Sector:
    """Free places of the mentors of a sector, and mentees of that sector who have no pair."""

    slug: str
    mentors: int
    places: int
    searching: int

    @property
    def lacking(self) -> int:
        """How many more search than there are places."""
        return max(self.searching - self.places, 0)


def balance(*, programme: Programme) -> list[Sector]:
    """One row for each sector of the programme, where most lack first: two queries."""
    listed = Listing.objects.filter(programme=programme, visible=True).order_by()
    supply = {
        row["person__profile__sector"]: (row["mentors"], row["places"])
        for row in listed.values("person__profile__sector").annotate(mentors=Count("pk"), places=Sum("free"))
    }
    live = Pair.objects.filter(mentee=OuterRef("person"), programme=programme, state__in=LIVE)
    mentees = Enrolment.objects.filter(programme=programme, role=Role.MENTEE, state=EnrolmentState.ACTIVE)
    mentees = mentees.filter(~Exists(live), person__is_active=True).order_by()
    demand = dict(mentees.values_list("person__profile__sector").annotate(count=Count("pk")))
    rows = [
        Sector(row["slug"], *supply.get(row["slug"], (0, 0)), demand.get(row["slug"], 0)) for row in programme.sectors
    ]
    return sorted(rows, key=lambda row: (-row.lacking, -row.searching, row.slug))


def mentors_of(*, programme: Programme, sector: str) -> QuerySet[Enrolment]:
    """Members who mentor in this sector, paused ones too."""
    rows = Enrolment.objects.filter(programme=programme, role=Role.MENTOR, state=EnrolmentState.ACTIVE)
    rows = rows.filter(person__profile__sector=sector, person__is_active=True)
    return rows.select_related("person", "programme").order_by("pk")
