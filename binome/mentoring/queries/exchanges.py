"""What each organisation of a programme gives to the others and receives from them (D8)."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet, Value

from binome.core.french import fold
from binome.programmes.models import Cohort, EnrolmentState, Role
from binome.programmes.queries.perimeter import Perimeter


@dataclass(frozen=True)
class Exchange:
    """An organisation in a promotion: how many of its people offer their time and ask for some; `gives`, the pairs
    whose mentor is one of them, `receives`, those whose mentee is, whatever became of the pair."""

    organisation: str
    mentors: int = 0
    mentees: int = 0
    gives: int = 0
    receives: int = 0

    @property
    def balance(self) -> int:
        """Above zero, it gives more than it receives."""
        return self.gives - self.receives

    @property
    def missing(self) -> int:
        """How many more it receives than it gives."""
        return -self.balance


def exchanges_of(perimeter: Perimeter, cohort: Cohort) -> list[Exchange]:
    """Of each organisation that is wholly within the perimeter, by name: those of another are not hers to read (N11).
    Empty where people of one organisation meet among themselves. One query."""
    modality = perimeter.programme.modality
    if modality.symmetrical or not modality.needs_several or not (perimeter.whole or perimeter.organisations):
        return []
    here = perimeter.enrolments(cohort).exclude(affiliation=None).order_by()
    if not perimeter.whole:
        here = here.filter(affiliation__organisation__in=perimeter.organisations)
    active = here.filter(state=EnrolmentState.ACTIVE)
    parts = [
        _counted(active.filter(role=Role.MENTOR), "mentors", "pk"),
        _counted(active.filter(role=Role.MENTEE), "mentees", "pk"),
        _counted(here.filter(person__pairs_as_mentor__cohort=cohort), "gives", "person__pairs_as_mentor"),
        _counted(here.filter(person__pairs_as_mentee__cohort=cohort), "receives", "person__pairs_as_mentee"),
    ]
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for organisation, what, count in parts[0].union(*parts[1:], all=True):
        found[organisation][what] = count
    return [Exchange(name, **found[name]) for name in sorted(found, key=fold)]


def _counted(rows: QuerySet[Any], what: str, each: str) -> QuerySet[Any]:
    """(organisation, what is counted, how many)."""
    named = rows.annotate(organisation=F("affiliation__organisation__name"), what=Value(what))
    counted: QuerySet[Any] = named.values_list("organisation", "what").annotate(count=Count(each))
    return counted
