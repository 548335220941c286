"""The board of a promotion: its last run, who is in which state, whom she could have."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber

from binome.core.prepared import Given, prepared
from binome.core.sorting import FrenchOrder
from binome.programmes.models import Cohort, Enrolment, Programme, Role, StaffRole
from binome.programmes.queries.perimeter import Perimeter

from ..lifecycle import RulingKind, RunState
from ..models import MatchRun, Proposal, Ruling, Situation

#: How many people a page of the board lists.
PAGE = 40
#: What a run holds and no page of the board reads.
HEAVY = ("certificate", "memory")
#: What a page says of a participant.
_NAMED = (
    "code", "person__first_name", "affiliation__job_title", "affiliation__entity__name",
    "affiliation__organisation__name",
)  # fmt: skip
#: Where these are read.
_JOINED = ("person", "affiliation__entity", "affiliation__organisation")
_LISTED = (
    "run", "possible", "others", "alone", "reason", "circle", "enrolment__role",
    *(f"enrolment__{name}" for name in _NAMED),
)  # fmt: skip
_PROPOSED = (
    "code", "run", "points", "imposed", "parts", "sentence", "offered_at", "mentee_said", "mentor_said",
    "ended_because", "pair",
    *(f"{end}__{name}" for end in ("mentee", "mentor") for name in _NAMED),
)  # fmt: skip


_ENDS = tuple(f"{end}__{what}" for end in ("mentor", "mentee") for what in _JOINED)
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


def cohort_and_run(programme: Programme, code: str, *, memory: bool = False) -> tuple[Cohort | None, MatchRun | None]:
    """A promotion of this programme and its own last run, whatever came of it, with its `memory` or without; the run
    knows how many `managers` the whole programme has. One query, two before the first run."""
    last = _last_run_and_memory if memory else _last_run
    run = last.first(programme=programme.pk, cohort=code)
    cohort = run.cohort if run else Cohort.objects.filter(programme=programme, code=code).first()
    if cohort is not None:
        cohort.programme = programme
    return cohort, run


@prepared
def _last_run(programme: Given, cohort: Given) -> QuerySet[Any]:
    return _runs(programme, cohort).defer(*HEAVY)[:1]


@prepared
def _last_run_and_memory(programme: Given, cohort: Given) -> QuerySet[Any]:
    return _runs(programme, cohort).defer("certificate")[:1]


def _runs(programme: Given, cohort: Given) -> QuerySet[Any]:
    """The promotion's own, the last first, each with how many run the whole programme."""
    runs = MatchRun.objects.filter(cohort__programme=programme, cohort__code=cohort, name="")
    whole = managers_of().filter(programme=OuterRef("cohort__programme")).order_by().values("programme")
    runs = runs.annotate(managers=Coalesce(Subquery(whole.annotate(all=Count("pk")).values("all")), 0))
    return runs.select_related("cohort").order_by("-asked_at", "-pk")


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
    rows = rows.select_related(*(f"enrolment__{what}" for what in _JOINED)).only(*_LISTED)
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
    """Theirs to these people, and the lanes. One query."""
    if perimeter.whole:
        proposals = _shown_of_all(run=run.pk, people=list(found))
    else:
        within = perimeter.affiliations()
        hers = Q(mentee__affiliation__in=within) | Q(mentor__affiliation__in=within)
        proposals = list(_shown(Proposal.objects.filter(hers, run=run), list(found)))
    lanes = {lane: Lane() for lane in LANES}
    for proposal in proposals:
        lane = lanes.get(proposal.lane)
        if lane is not None and len(lane.best) < LANE_SHOWN:
            lane.count = getattr(proposal, f"all_{proposal.lane}")
            lane.best.append(proposal)
        for end in (proposal.mentee_id, proposal.mentor_id):
            if end in found:
                found[end].proposals.append(proposal)
    return lanes


@prepared
def _shown_of_all(run: Given, people: Given) -> QuerySet[Any]:
    return _shown(Proposal.objects.filter(run=run), people.keys())


def _shown(proposals: QuerySet[Proposal], people: Any) -> QuerySet[Any]:
    """Those of these people and the best of each lane, the best first; each with its lane and how many a lane holds."""
    laned: QuerySet[Any] = proposals.annotate(lane=_LANE).order_by()
    rank = Window(RowNumber(), partition_by="lane", order_by=[F("points").desc(), F("pk").asc()])
    best = laned.annotate(rank=rank).filter(rank__lte=LANE_SHOWN).values("pk")
    counts = {f"all_{lane}": _count(laned.filter(lane=lane)) for lane in LANES}
    shown: QuerySet[Any] = laned.filter(Q(mentee__in=people) | Q(mentor__in=people) | Q(pk__in=best)).annotate(**counts)
    return shown.select_related(*_ENDS).only(*_PROPOSED).order_by("-points", "pk")


def _count(proposals: QuerySet[Any]) -> Subquery:
    counted = proposals.values("run").annotate(all=Count("pk")).values("all")
    return Subquery(counted, output_field=IntegerField())


def others_of(row: Row) -> list[tuple[Enrolment, int, int | None]]:
    """(whom, points, least loss) of the best she does not have, as the run left them. One query."""
    listed: list[list[Any]] = row.situation.others
    known = {enrolment.code: enrolment for enrolment in _bearing(codes=[each[0] for each in listed])}
    return [(known[code], points, loss) for code, points, loss in listed if code in known]


@prepared
def _bearing(codes: Given) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(code__in=codes.codes()).select_related(*_JOINED).only(*_NAMED)


def proposals_of(run: MatchRun, *codes: str) -> list[Proposal | None]:
    """Hers in this run, for each of these people: her best, when she has several. One query."""
    best: dict[str, Proposal] = {}
    for row in _touching(run=run.pk, codes=list(codes)):
        for end in (row.mentee, row.mentor):
            best.setdefault(end.code, row)
    return [best.get(code) for code in codes]


@prepared
def _touching(run: Given, codes: Given) -> QuerySet[Proposal]:
    hers = Q(mentor__code__in=codes.codes()) | Q(mentee__code__in=codes.codes())
    rows = Proposal.objects.filter(hers, run=run).select_related("mentee", "mentor").order_by("-points", "pk")
    return rows.defer("parts", "sentence", "mentee__answers", "mentor__answers")


def rulings_of(cohort: Cohort) -> list[Ruling]:
    """Every ruling of a promotion, in the order of their keys."""
    return _ruled_in(cohort=cohort.pk)


@prepared
def _ruled_in(cohort: Given) -> QuerySet[Ruling]:
    rows = Ruling.objects.filter(cohort=cohort).select_related("mentee__person", "mentor__person").order_by("pk")
    ends = (f"{end}__{name}" for end in ("mentee", "mentor") for name in ("affiliation", "person__first_name"))
    return rows.only("code", "kind", "reason", *ends)


def imposed(rulings: Iterable[Ruling]) -> int:
    return sum(ruling.kind == RulingKind.IMPOSED for ruling in rulings)


def trials_of(cohort: Cohort) -> list[MatchRun]:
    """The runs that only tried something, the last first."""
    runs = MatchRun.objects.filter(cohort=cohort).exclude(name="").only("code", "name", "state")
    return list(runs.order_by("-asked_at", "-pk")[:20])
