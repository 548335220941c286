"""The board of a promotion: its last run, who is in which state, whom she could have."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber

from binome.core.sorting import FrenchOrder
from binome.programmes.models import Cohort, Enrolment, Programme, Role, StaffRole
from binome.programmes.queries.perimeter import Perimeter

from ..lifecycle import RulingKind, RunState
from ..models import MatchRun, Proposal, Ruling, Situation

#: How many people a page of the board lists.
PAGE = 40
#: What a run holds and no page of the board reads.
HEAVY = ("certificate", "memory")
_LISTED = (
    "run", "possible", "others", "alone", "reason", "circle", "enrolment__code", "enrolment__role",
    "enrolment__person__first_name", "enrolment__affiliation__job_title", "enrolment__affiliation__entity__name",
)  # fmt: skip
_PROPOSED = (
    "code", "run", "points", "imposed", "parts", "sentence", "offered_at", "mentee_said", "mentor_said",
    "ended_because", "pair",
    *(
        f"{end}__{name}"
        for end in ("mentee", "mentor")
        for name in ("code", "person__first_name", "affiliation__job_title", "affiliation__entity__name")
    ),
)  # fmt: skip


_ENDS = tuple(f"{end}__{what}" for end in ("mentor", "mentee") for what in ("person", "affiliation__entity"))
#: The stages of the promotion: to look at; kept by the team or put to both; pairs.
LANES = ("proposed", "kept", "paired")
#: How many of each the board names.
LANE_SHOWN = 3
_LANE = Case(
    When(~Q(ended_because=""), then=Value("")),
    When(pair__isnull=False, then=Value("paired")),
    When(Q(offered_at__isnull=False) | Q(imposed=True), then=Value("kept")),
    default=Value("proposed"),
)


@dataclass
class Row:
    """One person of the list: where the run leaves her, her proposals, what was ruled of her."""

    situation: Situation
    proposals: list[Proposal] = field(default_factory=list)
    rulings: list[Ruling] = field(default_factory=list)

    @property
    def enrolment(self) -> Enrolment:
        enrolment: Enrolment = self.situation.enrolment
        return enrolment

    @property
    def state(self) -> str:
        """alone, kept (imposed), refused, expired, withdrawn, accepted, offered, or proposed."""
        if not self.proposals:
            return "circle" if self.situation.circle else "alone"
        first = self.proposals[0]
        if first.pair_id:
            return "paired"
        if first.ended_because:
            return "refused" if first.ended_because == Proposal.Ended.DECLINED else first.ended_because
        if first.mentee_said == first.mentor_said == "yes":
            return "accepted"
        return "offered" if first.offered_at else "kept" if first.imposed else "proposed"


def cohort_and_run(
    programme: Programme, code: str, *, heavy: tuple[str, ...] = HEAVY
) -> tuple[Cohort | None, MatchRun | None]:
    """A promotion of this programme and its own last run, whatever came of it, without what is `heavy`; the run knows
    how many `managers` the whole programme has. One query, two before the first run."""
    runs = MatchRun.objects.filter(cohort__programme=programme, cohort__code=code, name="").defer(*heavy)
    whole = managers_of().filter(programme=OuterRef("cohort__programme")).order_by().values("programme")
    runs = runs.annotate(managers=Coalesce(Subquery(whole.annotate(all=Count("pk")).values("all")), 0))
    run = runs.select_related("cohort", "submitted_by").order_by("-asked_at", "-pk").first()
    cohort = run.cohort if run else Cohort.objects.filter(programme=programme, code=code).first()
    if cohort is not None:
        cohort.programme = programme
    return cohort, run


def managers_of() -> QuerySet[StaffRole]:
    """Who runs a whole programme, and can come in."""
    return StaffRole.objects.filter(kind=StaffRole.Kind.MANAGER, organisation=None, entity=None, person__is_active=True)


def current_cohort(programme: Programme) -> Cohort | None:
    """The last one that is not put away."""
    return Cohort.objects.filter(programme=programme, archived_at=None).order_by("-number").first()


def done_before(run: MatchRun) -> MatchRun | None:
    """The last run that came to its end before this one: the page shows it while this one goes on."""
    done = MatchRun.objects.filter(cohort=run.cohort_id, name="", asked_at__lt=run.asked_at).defer(*HEAVY)
    return done.exclude(state__in=[RunState.QUEUED, RunState.RUNNING, RunState.FAILED]).order_by("-asked_at").first()


@dataclass
class Lane:
    """Proposals at one stage of the promotion: how many, and the best of them."""

    count: int = 0
    best: list[Proposal] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.best)


def board_rows(
    run: MatchRun, perimeter: Perimeter, rulings: Iterable[Ruling], *, page: int, show: str, first: str = ""
) -> tuple[list[Row], dict[str, Lane]]:
    """One page of the list, with one row more when there are others, and the lanes within the perimeter. Who is alone
    comes first. Two queries.

    `show`: "alone" or a lane, for these only. `first`: the code of the person to begin with, if she is among them.
    """
    rows = run.situations.filter(enrolment__role__in=[Role.MENTEE, Role.PEER])
    if not perimeter.whole:
        rows = rows.filter(enrolment__affiliation__in=perimeter.affiliations())
    if show == "alone":
        rows = rows.filter(Q(alone=True) | Q(enrolment__code=first))
    if show in LANES:
        these = run.proposals.annotate(lane=_LANE).filter(lane=show)
        hers = Q(enrolment__in=these.values("mentee")) | Q(enrolment__in=these.values("mentor"))
        rows = rows.filter(hers | Q(enrolment__code=first))
    begin = Case(When(enrolment__code=first, then=0), default=1)
    rows = rows.select_related("enrolment__person", "enrolment__affiliation__entity").only(*_LISTED)
    rows = rows.order_by(begin, "-alone", FrenchOrder("enrolment__person__first_name"), "pk")
    rows = rows[(page - 1) * PAGE : page * PAGE + 1]
    found = {row.enrolment_id: Row(row) for row in rows}
    lanes = _put_proposals(run, found, perimeter)
    for ruling in rulings:
        for end in (ruling.mentee_id, ruling.mentor_id):
            if end in found:
                found[end].rulings.append(ruling)
    return list(found.values()), lanes


def _put_proposals(run: MatchRun, found: dict[int, Row], perimeter: Perimeter) -> dict[str, Lane]:
    """Theirs to these people, and the lanes. One query: a lane's best are those of least rank in it."""
    hers = Q(mentee__in=list(found)) | Q(mentor__in=list(found))
    rows = run.proposals.annotate(lane=_LANE)
    if not perimeter.whole:
        within = perimeter.affiliations()
        rows = rows.filter(Q(mentee__affiliation__in=within) | Q(mentor__affiliation__in=within))
    rank = Window(RowNumber(), partition_by="lane", order_by=[F("points").desc(), F("pk").asc()])
    rows = rows.annotate(rank=rank, count=Window(Count("pk"), partition_by="lane"))
    rows = rows.annotate(kept=Case(When(hers, then=Value(0)), default=F("rank"))).filter(kept__lte=LANE_SHOWN)
    lanes = {lane: Lane() for lane in LANES}
    proposals: QuerySet[Any] = rows.select_related(*_ENDS).only(*_PROPOSED)
    for proposal in proposals.order_by("-points", "pk"):
        if proposal.lane in lanes and proposal.rank <= LANE_SHOWN:
            lanes[proposal.lane].count = proposal.count
            lanes[proposal.lane].best.append(proposal)
        for end in (proposal.mentee_id, proposal.mentor_id):
            if end in found:
                found[end].proposals.append(proposal)
    return lanes


def others_of(row: Row) -> list[tuple[Enrolment, int, int | None]]:
    """(whom, points, least loss) of the best she does not have, as the run left them. One query."""
    listed: list[list[Any]] = row.situation.others
    people = Enrolment.objects.filter(code__in=[each[0] for each in listed]).select_related(
        "person", "affiliation__entity"
    )
    known = {enrolment.code: enrolment for enrolment in people}
    return [(known[code], points, loss) for code, points, loss in listed if code in known]


def rulings_of(cohort: Cohort) -> list[Ruling]:
    """Every ruling of a promotion, in the order of their keys."""
    return list(Ruling.objects.filter(cohort=cohort).select_related("mentee__person", "mentor__person").order_by("pk"))


def imposed(rulings: Iterable[Ruling]) -> int:
    return sum(ruling.kind == RulingKind.IMPOSED for ruling in rulings)


def trials_of(cohort: Cohort) -> list[MatchRun]:
    """The runs that only tried something, the last first."""
    runs = MatchRun.objects.filter(cohort=cohort).exclude(name="").only("code", "name", "state")
    return list(runs.order_by("-asked_at", "-pk")[:20])
