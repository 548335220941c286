"""The figures of a promotion for who runs it: exact, within her perimeter. Those of a sponsor are in `cells`."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from binome.core.french import fold
from binome.programmes.lifecycle import InvitationState
from binome.programmes.models import Cohort, EnrolmentState, Entity, Invitation, Role
from binome.programmes.queries.perimeter import Perimeter

from ..lifecycle import LIVE
from ..models import CircleMember, Pair


@dataclass(frozen=True)
class Counts:
    """People of a promotion within a perimeter, from the invitation to a pair. `invited` counts invitations that were
    not withdrawn; `complete` and `paired` those of the `people` whose answers are complete, of the mentees (or peers)
    who are in a living pair or a circle."""

    invited: int = 0
    accepted: int = 0
    declined: int = 0
    mentors: int = 0
    mentees: int = 0
    waiting: int = 0
    complete: int = 0
    paired: int = 0

    @property
    def people(self) -> int:
        return self.mentors + self.mentees

    @property
    def share(self) -> int:
        """The part of the mentees who are in a pair, out of 100."""
        return round(100 * self.paired / self.mentees) if self.mentees else 0


@dataclass(frozen=True)
class EntityCount:
    """How many take part from an entity. `lineage`: its branch."""

    code: str
    name: str
    lineage: str
    people: int


#: What a row of the count is: an invitation, or an enrolment as far as it has come.
ASKED, INCOMPLETE, COMPLETE, PAIRED = "asked", "incomplete", "complete", "paired"
_COLUMNS = ("step", "role", "state", "organisation", "entity_code", "entity_name", "lineage")


def counts_of(perimeter: Perimeter, cohort: Cohort) -> tuple[Counts, list[EntityCount]]:
    """Everybody, and how many take part from each entity, the most first. One query; one more where several
    organisations take part, since each may have its « Siège »."""
    cells: Counter[tuple[str, str, str]] = Counter()
    entities: Counter[tuple[str, str, str]] = Counter()
    for step, role, state, _organisation, *entity, count in grouped(perimeter, cohort):
        cells[step, role, state] += count
        if step != ASKED and state == EnrolmentState.ACTIVE and entity[0]:
            entities[tuple(entity)] += count
    several = cohort.programme.modality.needs_several
    whose = _organisations_of([code for code, *_rest in entities]) if several else {}
    listed = [
        EntityCount(code, f"{name} ({whose[code]})" if several else name, lineage, people)
        for (code, name, lineage), people in entities.items()
    ]
    return _counts(cells), sorted(listed, key=lambda each: (-each.people, fold(each.name)))


def _organisations_of(codes: list[str]) -> dict[str, str]:
    return dict(Entity.objects.filter(code__in=codes).values_list("code", "organisation__name"))


def grouped(perimeter: Perimeter, cohort: Cohort) -> Iterable[Any]:
    """(step, role, state, organisation, code, name and lineage of the entity, how many), the empty groups left out. An
    organisation is its key, 0 for who was declared by none."""
    asked = Invitation.objects.filter(cohort=cohort).exclude(state=InvitationState.WITHDRAWN)
    if not perimeter.whole:
        asked = asked.filter(affiliation__in=perimeter.affiliations())
    found: QuerySet[Any] = _counted(asked, Value(ASKED))
    return found.union(_counted(perimeter.enrolments(cohort), _how_far(cohort)), all=True)


def _counted(rows: QuerySet[Any], step: Any) -> QuerySet[Any]:
    entity = {"entity_code": "code", "entity_name": "name", "lineage": "lineage"}
    named = {column: Coalesce(f"affiliation__entity__{field}", Value("")) for column, field in entity.items()}
    named["organisation"] = Coalesce("affiliation__organisation", 0)
    found: QuerySet[Any] = rows.order_by().annotate(step=step, **named).values_list(*_COLUMNS)
    counted: QuerySet[Any] = found.annotate(count=Count("pk"))
    return counted


def _how_far(cohort: Cohort) -> Case:
    live = Pair.objects.filter(cohort=cohort, state__in=LIVE)
    # Lists, made once, rather than a look-up for each person.
    hers = Q(person__in=live.values("mentee")) | Q(person__in=live.values("mentor"))
    in_circle = Q(pk__in=CircleMember.objects.live().filter(circle__cohort=cohort).values("enrolment"))
    return Case(
        When(hers | in_circle, then=Value(PAIRED)),
        When(completed_at__isnull=False, then=Value(COMPLETE)),
        default=Value(INCOMPLETE),
    )


def _counts(cells: Counter[tuple[str, str, str]]) -> Counts:
    def total(steps: tuple[str, ...], state: str, *, mentors: bool = True, seekers: bool = True) -> int:
        return sum(
            count
            for (step, role, of), count in cells.items()
            if step in steps and of == state and (mentors if role == Role.MENTOR else seekers)
        )

    enrolled, active = (INCOMPLETE, COMPLETE, PAIRED), EnrolmentState.ACTIVE
    return Counts(
        invited=sum(count for (step, _role, _state), count in cells.items() if step == ASKED),
        accepted=total((ASKED,), InvitationState.ACCEPTED),
        declined=total((ASKED,), InvitationState.DECLINED),
        mentors=total(enrolled, active, seekers=False),
        mentees=total(enrolled, active, mentors=False),
        waiting=total(enrolled, EnrolmentState.WAITING),
        complete=total((COMPLETE, PAIRED), active),
        paired=total((PAIRED,), active, mentors=False),
    )
