"""Promotions, their invitations and their funnel, and whom a participant may choose."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, FilteredRelation, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from binome.core.sorting import FrenchOrder

from ..lifecycle import InvitationState
from ..links import hash_of
from ..models import Affiliation, Cohort, Competition, Enrolment, EnrolmentState, Invitation, Organisation, Programme
from .perimeter import Perimeter


def cohorts_of(programme: Programme) -> QuerySet[Cohort]:
    """Its promotions, the last one first, with `people`: how many hold a place."""
    rows = Cohort.objects.filter(programme=programme).order_by("-number")
    counted: QuerySet[Cohort] = rows.annotate(
        people=Count("enrolments", filter=Q(enrolments__state=EnrolmentState.ACTIVE))
    )
    return counted


def current_cohort(programme: Programme) -> Cohort | None:
    """The last promotion that is not archived."""
    return Cohort.objects.filter(programme=programme, archived_at=None).order_by("-number").first()


def invitation_of_token(token: str) -> Invitation | None:
    """Whom a link concerns; None when it is not one of ours, or was withdrawn."""
    rows = Invitation.objects.exclude(state=InvitationState.WITHDRAWN).select_related(
        "cohort__programme", "affiliation__person", "affiliation__organisation"
    )
    return rows.filter(token_hash=hash_of(token)).first()


@dataclass(frozen=True)
class Funnel:
    """People of one role, from the invitation to complete answers (D17). Each number counts those of the next."""

    role: str
    invited: int
    accepted: int
    enrolled: int
    complete: int
    waiting: int
    declined: int


def funnel_of(perimeter: Perimeter, cohort: Cohort) -> list[Funnel]:
    """One for each role of the form. One query."""
    invited = Invitation.objects.filter(cohort=cohort).exclude(state=InvitationState.WITHDRAWN)
    if not perimeter.whole:
        invited = invited.filter(affiliation__in=perimeter.affiliations())
    answered = Case(When(completed_at__isnull=False, then=Value("complete")), default=Value("incomplete"))
    asked = invited.order_by().annotate(step=Value("asked")).values_list("role", "step", "state")
    here = perimeter.enrolments(cohort).order_by().annotate(step=answered).values_list("role", "step", "state")
    counts: Counter[tuple[str, str, str]] = Counter()
    for role, step, state, count in asked.annotate(count=Count("pk")).union(here.annotate(count=Count("pk")), all=True):
        counts[role, step, state] += count
    return [_funnel(role, counts) for role in perimeter.programme.modality.roles]


def _funnel(role: str, counts: Counter[tuple[str, str, str]]) -> Funnel:
    complete = counts[role, "complete", EnrolmentState.ACTIVE]
    return Funnel(
        role=role,
        invited=sum(count for (of, step, _state), count in counts.items() if (of, step) == (role, "asked")),
        accepted=counts[role, "asked", InvitationState.ACCEPTED],
        enrolled=complete + counts[role, "incomplete", EnrolmentState.ACTIVE],
        complete=complete,
        waiting=sum(counts[role, step, EnrolmentState.WAITING] for step in ("complete", "incomplete")),
        declined=counts[role, "asked", InvitationState.DECLINED],
    )


def leavers(rows: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """Who still takes part though her organisation says that she left, as long as nobody decided (D15)."""
    gone = rows.exclude(state=EnrolmentState.LEFT).exclude(affiliation=None).exclude(affiliation__left_on=None)
    return gone.filter(Q(kept_for=None) | ~Q(kept_for=F("affiliation__left_on")))


def participants(perimeter: Perimeter, cohort: Cohort, *, stage: str = "", role: str = "") -> QuerySet[Affiliation]:
    """Whoever of the perimeter is invited to this promotion or takes part in it, each once, by first name.

    Each has `role`, `state` and `completed_at` of her enrolment, `answer`, `reminded_at` and the code of her
    `invitation`. `stage`: "invited" (no answer yet), "declined", "incomplete", "complete", "waiting", "gone"
    (see `leavers`); "" for all.
    """
    asked, here = Invitation.objects.filter(cohort=cohort), Enrolment.objects.filter(cohort=cohort)
    if role:
        asked, here = asked.filter(role=role), here.filter(role=role)
    active = here.filter(state=EnrolmentState.ACTIVE)
    chosen: dict[str, tuple[QuerySet[Invitation] | None, QuerySet[Enrolment] | None]] = {
        "": (asked.exclude(state=InvitationState.WITHDRAWN), here.exclude(state=EnrolmentState.LEFT)),
        "invited": (asked.filter(state=InvitationState.SENT), None),
        "declined": (asked.filter(state=InvitationState.DECLINED), None),
        "incomplete": (None, active.filter(completed_at=None)),
        "complete": (None, active.exclude(completed_at=None)),
        "waiting": (None, here.filter(state=EnrolmentState.WAITING)),
        "gone": (None, leavers(here)),
    }
    invitations, enrolments = chosen.get(stage, chosen[""])
    found = Q(pk__in=[])
    if invitations is not None:
        found |= Q(pk__in=invitations.values("affiliation"))
    if enrolments is not None:
        found |= Q(pk__in=enrolments.values("affiliation"))
    rows = perimeter.affiliations().filter(found).select_related("person", "entity", "organisation")
    with_states: QuerySet[Affiliation] = rows.annotate(
        asked=FilteredRelation("invitations", condition=Q(invitations__cohort=cohort)),
        here=FilteredRelation("enrolments", condition=Q(enrolments__cohort=cohort)),
    ).annotate(
        role=Coalesce("here__role", "asked__role"), state=F("here__state"), completed_at=F("here__completed_at"),
        answer=F("asked__state"), reminded_at=F("asked__reminded_at"), invitation=F("asked__code"),
        participation=F("here__code"),
    )  # fmt: skip
    return with_states.order_by(FrenchOrder("person__first_name"), "pk")


def invitable(perimeter: Perimeter, cohort: Cohort) -> QuerySet[Affiliation]:
    """Whom one may still invite: people of the perimeter, there today, neither invited nor enrolled. Who takes part on
    behalf of another organisation only is among them: that she does is not theirs to learn (N11)."""
    rows = perimeter.affiliations().filter(left_on=None)
    rows = rows.exclude(pk__in=Invitation.objects.filter(cohort=cohort).values("affiliation"))
    rows = rows.exclude(person__in=perimeter.enrolments(cohort).values("person"))
    return rows.select_related("person", "entity", "organisation").order_by(FrenchOrder("person__first_name"), "pk")


def previous_of(cohort: Cohort) -> Cohort | None:
    """The promotion before this one, whose people may be asked again (D14)."""
    before = Cohort.objects.filter(programme=cohort.programme_id, number__lt=cohort.number)
    return before.order_by("-number").first()


def choosable_by(enrolment: Enrolment) -> QuerySet[Enrolment]:
    """Whom she may wish for: the other side of her promotion, of those whom the form's rules don't keep from her.

    Never someone of her own company in a programme across companies, nor a competitor's, nor her line manager or who
    reports to her; in reverse mentoring, nobody on the wrong side of her career stage (D7, D8).
    """
    assert enrolment.cohort is not None
    programme = enrolment.cohort.programme
    modality, hers = programme.modality, enrolment.affiliation
    rows = Enrolment.objects.filter(cohort=enrolment.cohort, state=EnrolmentState.ACTIVE, person__is_active=True)
    rows = rows.exclude(person=enrolment.person_id).select_related("person", "affiliation__entity__organisation")
    if not modality.symmetrical:
        rows = rows.exclude(role=enrolment.role)
    if hers is None:
        bound = modality.across or modality.direction or modality.populations == 2
        return (rows.none() if bound else rows).order_by(FrenchOrder("person__first_name"), "pk")
    hats = Affiliation.objects.filter(organisation__parties__programme=programme, left_on=None)
    worn = {hers, *hats.filter(person=enrolment.person_id)}
    ours = {hat.organisation_id for hat in worn}
    if modality.needs_several:
        rows = rows.filter(affiliation__isnull=False).exclude(affiliation__organisation__in=ours)
        rows = rows.exclude(person__in=hats.filter(organisation__in=ours).values("person"))
    if modality.across == "entity":
        rows = rows.filter(affiliation__entity__isnull=False).exclude(affiliation__entity=hers.entity_id)
    rivals = _competitors(programme, ours)
    rows = rows.exclude(affiliation__organisation__in=rivals)
    rows = rows.exclude(person__in=hats.filter(organisation__in=rivals).values("person"))
    line = set().union(*map(_line_of, worn))
    rows = rows.exclude(person__in=Affiliation.objects.filter(pk__in=line).values("person"))
    if modality.direction:
        rows = rows.filter(_right_stage(modality.direction, enrolment.role, hers.stage))
    return rows.order_by(FrenchOrder("person__first_name"), "pk")


def _competitors(programme: Programme, organisations: Collection[int]) -> QuerySet[Organisation]:
    declared = Competition.objects.filter(programme=programme)
    return Organisation.objects.filter(
        Q(pk__in=declared.filter(first__in=organisations).values("second"))
        | Q(pk__in=declared.filter(second__in=organisations).values("first"))
    )


#: How far up and down a line of management is followed: longer than any real one, so that a loop ends.
LEVELS = 20


def _line_of(affiliation: Affiliation) -> set[int]:
    """Her managers, up to the top, and those who report to her, down to the last. Keys of affiliations."""
    above: set[int] = set()
    boss = affiliation.line_manager_id
    while boss is not None and boss not in above and len(above) < LEVELS:
        above.add(boss)
        boss = Affiliation.objects.filter(pk=boss).values_list("line_manager", flat=True).first()
    below: set[int] = set()
    level = {affiliation.pk}
    for _level in range(LEVELS):
        level = set(Affiliation.objects.filter(line_manager__in=level).values_list("pk", flat=True)) - below
        if not level:
            break
        below |= level
    return above | below


def _right_stage(direction: str, role: str, stage: int | None) -> Q:
    """Whoever is on the right side of a career stage: "up" puts the mentor strictly below the mentee (D7)."""
    if stage is None:
        return Q(pk__in=[])
    senior_wanted = (direction == "up") == (role == "mentor")
    strict = "" if direction == "up" else "e"
    return Q(**{f"affiliation__stage__{'gt' if senior_wanted else 'lt'}{strict}": stage})


def cohort_days(cohort: Cohort) -> list[tuple[str, date]]:
    """Its dates in their order, those that are set: (field, day). Where all come alike, they enrol from one day."""
    opening = ("mentees_from",) if cohort.programme.modality.symmetrical else ("mentors_from", "mentees_from")
    names = (*opening, "enrolment_ends_on", "starts_on", "ends_on")
    return [(name, day) for name in names if (day := getattr(cohort, name)) is not None]
