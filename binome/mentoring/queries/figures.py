"""The figures of a promotion: exact for who runs it, and for a sponsor such that no single person changes a byte (N10).

Small cells: a count below FEWEST is not said, and neither is what it could be worked out from (complementary
suppression; Cox, 1980, "Suppression methodology and statistical disclosure control", JASA 75).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from binome.programmes.lifecycle import InvitationState
from binome.programmes.models import Cohort, EnrolmentState, Invitation, Role
from binome.programmes.queries.perimeter import Perimeter

from ..lifecycle import LIVE
from ..models import Pair

FEWEST = 5


@dataclass(frozen=True)
class Counts:
    """People of a promotion within a perimeter. `invited` counts invitations that were not withdrawn; `paired` the
    mentees (or peers) who are in a pair that lives or was closed as planned."""

    invited: int = 0
    accepted: int = 0
    declined: int = 0
    mentors: int = 0
    mentees: int = 0
    waiting: int = 0
    paired: int = 0
    pairs: int = 0

    @property
    def people(self) -> int:
        return self.mentors + self.mentees


def counts_of(perimeter: Perimeter, cohort: Cohort) -> Counts:
    """Exact: for who runs this perimeter. Three queries."""
    invited = Invitation.objects.filter(cohort=cohort).exclude(state=InvitationState.WITHDRAWN)
    if not perimeter.whole:
        invited = invited.filter(affiliation__in=perimeter.affiliations())
    enrolled = perimeter.enrolments(cohort)
    active = Q(state=EnrolmentState.ACTIVE)
    people = enrolled.aggregate(
        mentors=Count("pk", filter=active & Q(role=Role.MENTOR)),
        mentees=Count("pk", filter=active & ~Q(role=Role.MENTOR)),
        waiting=Count("pk", filter=Q(state=EnrolmentState.WAITING)),
    )
    asked = invited.aggregate(
        invited=Count("pk"),
        accepted=Count("pk", filter=Q(state=InvitationState.ACCEPTED)),
        declined=Count("pk", filter=Q(state=InvitationState.DECLINED)),
    )
    live = Pair.objects.filter(cohort=cohort, state__in=LIVE)
    seekers = enrolled.filter(active).exclude(role=Role.MENTOR).values("person")
    met = live.filter(Q(mentee__in=seekers) | Q(mentor__in=seekers))
    paired = met.aggregate(pairs=Count("pk", distinct=True), paired=Count("mentee", distinct=True))
    return Counts(**people, **asked, **paired)


def by_entity(perimeter: Perimeter, cohort: Cohort) -> list[tuple[str, int]]:
    """How many take part from each entity, the most first."""
    rows = perimeter.enrolments(cohort).filter(state=EnrolmentState.ACTIVE, affiliation__entity__isnull=False)
    found = rows.order_by().values("affiliation__entity__name").annotate(people=Count("pk"))
    return sorted(
        ((row["affiliation__entity__name"], row["people"]) for row in found), key=lambda row: (-row[1], row[0])
    )


@dataclass(frozen=True)
class Share:
    """A part of a whole as a sponsor may read it. `count` and `whole` are None when they are not said; `nearly`: the
    rest is a small cell, so that all that is said is that the part is nearly all of it."""

    count: int | None = None
    whole: int | None = None
    nearly: bool = False

    @property
    def percent(self) -> int | None:
        return round(100 * self.count / self.whole) if self.count is not None and self.whole else None


def share(count: int, whole: int) -> Share:
    """The part and the rest are two cells of the whole: both are said, or neither.

    >>> share(8, 20), share(18, 20), share(3, 20), share(2, 4)
    (Share(count=8, whole=20, nearly=False), Share(count=None, whole=20, nearly=True), \
Share(count=None, whole=20, nearly=False), Share(count=None, whole=None, nearly=False))
    """
    if whole < FEWEST:
        return Share()
    if count >= FEWEST and whole - count >= FEWEST:
        return Share(count, whole)
    return Share(None, whole, nearly=count >= FEWEST)


def told(cells: Iterable[tuple[str, int]]) -> tuple[list[tuple[str, int]], int | None]:
    """The cells of a partition that may be said, and the total of the others; None when nothing can be said of them.

    The others are hidden together; were they below FEWEST in all, the smallest cell that is said hides with them.
    """
    ordered = sorted(cells, key=lambda cell: (-cell[1], cell[0]))
    shown = [cell for cell in ordered if cell[1] >= FEWEST]
    hidden = [cell for cell in ordered if cell[1] < FEWEST]
    while hidden and sum(count for _label, count in hidden) < FEWEST and shown:
        hidden.append(shown.pop())
    rest = sum(count for _label, count in hidden)
    return shown, rest if rest >= FEWEST else None


@dataclass(frozen=True)
class SponsorFigures:
    """Three figures: who takes part of those who were invited, the mentors among them, the mentees in a pair."""

    taking_part: Share
    mentors: Share
    paired: Share


def sponsor_figures(perimeter: Perimeter, cohort: Cohort) -> SponsorFigures:
    """What a sponsor reads: a function of cells of at least FEWEST people (N10)."""
    counts = counts_of(perimeter, cohort)
    return SponsorFigures(
        taking_part=share(counts.accepted, counts.invited),
        mentors=share(counts.mentors, counts.people),
        paired=share(counts.paired, counts.mentees),
    )
