"""Circles as pages read them: one as one of its members sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Prefetch, QuerySet

from binome.people.models import User
from binome.programmes.models import Cohort, Programme

from ..models import Circle, CircleMeeting, CircleMember


@dataclass(frozen=True)
class CircleView:
    """A circle as one of its people sees it: those who are in it now, herself among them."""

    circle: Circle
    mine: CircleMember
    members: Sequence[CircleMember]
    meetings: Sequence[CircleMeeting]

    @property
    def is_live(self) -> bool:
        return self.circle.closed_at is None

    @property
    def others(self) -> list[CircleMember]:
        return [member for member in self.members if member.pk != self.mine.pk]

    @property
    def fit_due(self) -> bool:
        """She was at a meeting, and has not said how it feels."""
        met = any(self.mine.pk == each.pk for meeting in self.meetings for each in meeting.there)  # type: ignore[attr-defined]
        return self.is_live and met and not self.mine.fit

    @property
    def shows(self) -> list[str]:
        """What she shows the others of herself."""
        return [key for key in ("name", "email", "phone", "link") if getattr(self.mine, key)]

    @property
    def last_met_on(self) -> date | None:
        return self.meetings[-1].held_on if self.meetings else None


def circles_in(programme: Programme, person: User) -> list[CircleView]:
    """Her living circles in one programme, with their people and meetings: four queries, none more if she has none."""
    return _seen(CircleMember.objects.of(person, programme).filter(circle__closed_at=None))


def circle_for(person: User, programme: Programme, code: str) -> CircleView | None:
    """One that she has not left, closed or not; None to anyone else."""
    return next(iter(_seen(CircleMember.objects.of(person, programme).filter(circle__code=code))), None)


def circles_going(cohort: Cohort) -> QuerySet[Circle]:
    """Those of a promotion for who runs it: `living`, who is in each; `held` meetings, `last_on` the last."""
    living = CircleMember.objects.filter(left_at=None).select_related("enrolment__person", "enrolment__affiliation")
    rows = Circle.objects.filter(cohort=cohort).annotate(held=Count("meetings"), last_on=Max("meetings__held_on"))
    return rows.prefetch_related(Prefetch("members", living, to_attr="living")).order_by("number")


def _seen(rows: QuerySet[CircleMember]) -> list[CircleView]:
    living = CircleMember.objects.filter(left_at=None)
    people = Prefetch("circle__members", living.select_related("enrolment__person__profile"), to_attr="living")
    there = Prefetch("present", CircleMember.objects.select_related("enrolment__person"), to_attr="there")
    met = Prefetch("circle__meetings", CircleMeeting.objects.prefetch_related(there), to_attr="held")
    found = rows.select_related("circle__cohort__programme", "enrolment__person")
    return [
        CircleView(mine.circle, mine, mine.circle.living, mine.circle.held)  # type: ignore[attr-defined]
        for mine in found.prefetch_related(people, met)
    ]
