"""A trial beside the promotion's own run: who changes, who gains and loses, group by group."""

from collections.abc import Iterable
from dataclasses import dataclass

from binome.matching.fairness import Interval, wilson
from binome.programmes.models import Enrolment, Role
from binome.programmes.queries.perimeter import Perimeter

from ..models import MatchRun


@dataclass(frozen=True)
class Group:
    """The people of an entity ("": of none) who ask for somebody: how many have somebody, before and after; where the
    rate after lies, chance apart (95 %); the points that they gain together."""

    label: str
    people: int
    matched: tuple[int, int]
    rate: Interval
    points: int


@dataclass(frozen=True)
class Moved:
    who: Enrolment
    was: Enrolment | None
    would: Enrolment | None
    points: int


@dataclass(frozen=True)
class Difference:
    """Points are those of the programme's criteria on both sides. `gain` and `lose`: (people, points)."""

    kept: int
    gain: tuple[int, int]
    lose: tuple[int, int]
    groups: list[Group]
    moved: list[Moved]


@dataclass(frozen=True)
class _Asker:
    """Somebody who asks for a partner: hers (keys of enrolments) and her points, before and after."""

    key: int
    entity: str
    partners: tuple[int | None, int | None]
    points: tuple[int, int]

    @property
    def gained(self) -> int:
        return self.points[1] - self.points[0]


def difference(before: MatchRun, after: MatchRun, perimeter: Perimeter, *, most: int = 100) -> Difference:
    """Within a perimeter, those who would have somebody else: the first `most`, who loses most first. Four queries."""
    askers = list(_askers(before, after, perimeter))
    gaining, losing = [a.gained for a in askers if a.gained > 0], [a.gained for a in askers if a.gained < 0]
    changed = sorted((a for a in askers if a.partners[0] != a.partners[1]), key=lambda a: (a.gained, a.key))[:most]
    named = {key for asker in changed for key in (asker.key, *asker.partners) if key is not None}
    people = Enrolment.objects.filter(pk__in=named).select_related("person").in_bulk()
    moved = [
        Moved(people[a.key], people.get(a.partners[0] or 0), people.get(a.partners[1] or 0), a.gained) for a in changed
    ]
    kept = sum(a.partners[0] is not None and a.partners[0] == a.partners[1] for a in askers)
    return Difference(kept, (len(gaining), sum(gaining)), (len(losing), -sum(losing)), _groups(askers), moved)


def _askers(before: MatchRun, after: MatchRun, perimeter: Perimeter) -> Iterable[_Asker]:
    old = {mentee: (mentor, points) for mentee, mentor, points in before.proposals.values_list(*_PAIR)}
    new = dict(after.proposals.values_list("mentee", "mentor"))
    worth = after.figures.get("own", {})
    rows = before.situations.filter(enrolment__role__in=[Role.MENTEE, Role.PEER])
    if not perimeter.whole:
        rows = rows.filter(enrolment__affiliation__in=perimeter.affiliations())
    for key, code, entity, alone in rows.values_list(
        "enrolment", "enrolment__code", "enrolment__affiliation__entity__name", "alone"
    ):
        if alone or key in old or key in new:
            was, had = old.get(key, (None, 0))
            yield _Asker(key, entity or "", (was, new.get(key)), (had, worth.get(code, 0) if key in new else 0))


_PAIR = ("mentee", "mentor", "points")


def _groups(askers: list[_Asker]) -> list[Group]:
    found = []
    for label in sorted({asker.entity for asker in askers}, key=lambda label: (not label, label)):
        here = [asker for asker in askers if asker.entity == label]
        before, after = (sum(asker.partners[side] is not None for asker in here) for side in (0, 1))
        rate = wilson(after, len(here))
        found.append(Group(label, len(here), (before, after), rate, sum(asker.gained for asker in here)))
    return found
