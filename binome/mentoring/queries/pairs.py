"""Pairs as pages read them: a pair as one of its members sees it, and the thread of what happened and comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from binome.people.models import User
from binome.programmes.models import Programme

from ..lifecycle import LIVE, CloseReason, MeetingFormat, PairState, Rhythm
from ..models import Block, Comment, Meeting, Pair, PairEvent

#: Three meetings held for four that the calendar would allow: holidays and busy months count.
MEETINGS_A_MONTH = {Rhythm.MONTHLY: 0.75, Rhythm.FORTNIGHTLY: 1.5}
DAYS_BETWEEN = {Rhythm.MONTHLY: 30, Rhythm.FORTNIGHTLY: 15}
#: Reasons that say nothing against anyone: both read them. The others stay with the one who closed.
SHARED_REASONS = frozenset({CloseReason.REACHED, CloseReason.PLANNED})


@dataclass(frozen=True)
class PairView:
    """A pair as one of its members sees it. Never what the other answered, nor why she closed."""

    pair: Pair
    viewer: User
    #: How many meetings were held, and the last one.
    held: int
    last_met_on: date | None
    last_minutes: int
    last_format: str
    #: Her own answer to the fit question, and what she shows the other of herself.
    fit: str
    shows: frozenset[str]
    shows_after_closing: bool
    #: The mentee's words, if the viewer may read them.
    comment: Comment | None

    @property
    def partner(self) -> User:
        partner: User = self.pair.partner_of(self.viewer)
        return partner

    @property
    def is_peer(self) -> bool:
        """Nobody is the mentee: each is in turn (D6)."""
        symmetrical: bool = self.pair.programme.modality.symmetrical
        return symmetrical

    @property
    def is_mentee(self) -> bool:
        return self.viewer.pk == self.pair.mentee_id and not self.is_peer

    @property
    def by_team(self) -> bool:
        """The programme brought them together: there was no request, and no directory to go back to."""
        return self.pair.mentoring_request_id is None

    @property
    def is_live(self) -> bool:
        return self.pair.state in LIVE

    @property
    def is_closing(self) -> bool:
        return self.pair.state == PairState.CLOSING

    @property
    def fit_due(self) -> bool:
        """She has not said yet how the first meeting went."""
        return self.is_live and self.held > 0 and not self.fit

    @property
    def planned(self) -> int:
        return planned_meetings(self.pair)

    @property
    def close_words(self) -> str:
        """Why it closed, as far as this member may know it."""
        told = self.pair.close_reason in SHARED_REASONS or self.pair.closed_by_id == self.viewer.pk
        return str(self.pair.get_close_reason_display()) if told else ""


@dataclass(frozen=True)
class Step:
    """One knot of the thread. Its kind picks its words in the template `mentoring/_pair_step.html`."""

    kind: str
    state: str
    at: date
    until: date | None = None
    number: int = 0
    meetings: tuple[Meeting, ...] = ()


def months_between(start: date, end: date) -> int:
    months = (end.year - start.year) * 12 + end.month - start.month
    return max(1, months)


def planned_meetings(pair: Pair) -> int:
    """How many meetings her rhythm allows until the planned end: nine for twelve months, once a month."""
    months = months_between(timezone.localdate(pair.opened_at), pair.planned_end_on)
    return max(2, int(months * MEETINGS_A_MONTH[Rhythm(pair.rhythm)] + 0.5))


def pairs_in(programme: Programme, person: User) -> list["PairView"]:
    """Her living pairs in one programme, as she sees them, the last one first."""
    return [as_seen(pair, viewer=person) for pair in pairs_of(person).filter(programme=programme, state__in=LIVE)]


def pairs_of(viewer: User) -> QuerySet[Pair]:
    """Her pairs, with what `as_seen` needs, in one query: the living first, then the last closed."""
    last = Meeting.objects.filter(pair=OuterRef("pk")).order_by("-held_on", "-pk")
    held = Meeting.objects.filter(pair=OuterRef("pk")).order_by().values("pair").annotate(n=Count("pk")).values("n")
    return (
        Pair.objects.concerning(viewer)
        .select_related("mentor__profile", "mentee__profile", "programme", "mentoring_request", "comment")
        .annotate(
            shown=FilteredRelation("reveals", condition=Q(reveals__person=viewer)),
            told=FilteredRelation("fit_answers", condition=Q(fit_answers__person=viewer)),
        )
        .annotate(
            shows_name=F("shown__name"),
            shows_email=F("shown__email"),
            shows_phone=F("shown__phone"),
            shows_link=F("shown__link"),
            shows_after_closing=F("shown__after_closing"),
            fit=F("told__answer"),
            held=Coalesce(Subquery(held, output_field=IntegerField()), 0),
            last_met_on=Subquery(last.values("held_on")[:1]),
            last_minutes=Subquery(last.values("minutes")[:1]),
            last_format=Subquery(last.values("format")[:1]),
            living=Case(When(state__in=LIVE, then=0), default=1),
            kept_apart=Exists(
                Block.objects.filter(
                    Q(by=OuterRef("mentor"), person=OuterRef("mentee"))
                    | Q(by=OuterRef("mentee"), person=OuterRef("mentor"))
                )
            ),
        )
        .order_by("living", F("closed_at").desc(nulls_first=True), "opened_at", "pk")
    )


def as_seen(pair: Pair, *, viewer: User) -> PairView:
    """One row of `pairs_of(viewer)`, with only what the viewer may know."""
    shows = frozenset(key for key in ("name", "email", "phone", "link") if getattr(pair, f"shows_{key}"))
    comment: Comment | None = getattr(pair, "comment", None)
    if comment is not None and viewer.pk != comment.author_id:
        # A report stops every contact (A12): no word reaches her through a comment either.
        kept_apart: bool = pair.kept_apart  # type: ignore[attr-defined]
        comment = comment if comment.shared_with_mentor and not kept_apart else None
    return PairView(
        pair=pair,
        viewer=viewer,
        held=pair.held,  # type: ignore[attr-defined]
        last_met_on=pair.last_met_on,  # type: ignore[attr-defined]
        last_minutes=pair.last_minutes or 60,  # type: ignore[attr-defined]
        last_format=pair.last_format or MeetingFormat.REMOTE,  # type: ignore[attr-defined]
        fit=pair.fit or "",  # type: ignore[attr-defined]
        shows=shows,
        shows_after_closing=bool(pair.shows_after_closing),  # type: ignore[attr-defined]
        comment=comment,
    )


def meetings_of(pair: Pair) -> list[Meeting]:
    return list(Meeting.objects.filter(pair=pair).order_by("held_on", "pk"))


def prolongations_of(pair: Pair) -> list[datetime]:
    events = PairEvent.objects.filter(pair=pair, kind=PairEvent.Kind.PROLONGED)
    return list(events.order_by("at", "pk").values_list("at", flat=True))


def thread(seen: PairView, *, meetings: Iterable[Meeting], prolonged: Iterable[datetime], now: datetime) -> list[Step]:
    """The pair's thread, in the order of time: what was done, what is to do now, what comes."""
    pair, today = seen.pair, timezone.localdate(now)
    held = tuple(meetings)
    done = [Step("opened", "done", timezone.localdate(pair.opened_at))]
    if held:
        done.append(Step("meetings", "done", held[0].held_on, until=held[-1].held_on, number=len(held), meetings=held))
    done += [Step("prolonged", "done", timezone.localdate(at)) for at in prolonged]
    if not seen.is_live:
        closed_on = timezone.localdate(pair.closed_at) if pair.closed_at else today
        return [*sorted(done, key=lambda step: step.at), Step("closed", "done", closed_on)]
    return [*sorted(done, key=lambda step: step.at), *_now(seen, today), *_to_come(pair, today)]


def _now(seen: PairView, today: date) -> list[Step]:
    """What waits for her: close or prolong, say how it feels, meet."""
    if seen.is_closing:
        return [Step("closing", "now", today)]
    expected = next_meeting_on(seen, today)
    following = Step("next", "todo" if seen.fit_due else "now", expected, number=seen.held + 1)
    return [Step("fit", "now", today), following] if seen.fit_due else [following]


def _to_come(pair: Pair, today: date) -> list[Step]:
    steps = []
    opened = timezone.localdate(pair.opened_at)
    midway = opened + (pair.planned_end_on - opened) / 2
    if midway > today:
        steps.append(Step("midway", "todo", midway))
    if pair.state == PairState.ACTIVE:
        steps.append(Step("end", "todo", pair.planned_end_on, number=planned_meetings(pair)))
    return steps


def next_meeting_on(seen: PairView, today: date) -> date:
    """About when the next meeting should be, from the last one and the rhythm; never in the past."""
    if seen.last_met_on is None:
        return today
    return max(today, seen.last_met_on + timedelta(days=DAYS_BETWEEN[Rhythm(seen.pair.rhythm)]))
