"""What the sponsors of a promotion read: figures of which nothing about fewer than FEWEST people can be worked out, by
no sum or difference of anything that any of them reads (N10).

Which figures are told is decided once for the programme, never for who looks: its organisations, then the branches of
each from its top, then the whole. What is told of a scope and of those within it leaves *remainders*: the people of the
scope who are in none of the others. Whatever can be computed is a sum of remainders, so each of them must be nobody or
FEWEST people at least (Cox, 1980, "Suppression methodology and statistical disclosure control", JASA 75). The
organisations come first and apart, so that what is told of one depends on no other's people (N11).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from binome.core.sorting import FrenchOrder
from binome.programmes.lifecycle import InvitationState
from binome.programmes.models import Cohort, EnrolmentState, Entity, Organisation, Role
from binome.programmes.queries.perimeter import Perimeter

from .figures import ASKED, PAIRED, grouped

FEWEST = 5
#: The path of the whole programme. An organisation's is "/3/", by its key; an entity's goes on with its lineage.
WHOLE = "/"


class Cells(NamedTuple):
    """How many people of a scope accepted their invitation or did not; accompany; are in a pair, or look for one."""

    accepted: int = 0
    silent: int = 0
    mentors: int = 0
    paired: int = 0
    alone: int = 0

    def plus(self, other: "Cells", sign: int = 1) -> "Cells":
        return Cells(*(mine + sign * theirs for mine, theirs in zip(self, other, strict=True)))


#: Each figure as its two cells: the part that is told, and the rest.
FIGURES: dict[str, Callable[[Cells], tuple[int, int]]] = {
    "taking_part": lambda cells: (cells.accepted, cells.silent),
    "mentors": lambda cells: (cells.mentors, cells.paired + cells.alone),
    "paired": lambda cells: (cells.paired, cells.alone),
}


@dataclass(frozen=True)
class Share:
    """A part of a whole, as a sponsor may read it."""

    count: int
    whole: int

    @property
    def percent(self) -> int:
        return round(100 * self.count / self.whole)


#: The figures that are told: (scope, name of the figure) → what is said.
Told = Mapping[tuple[str, str], Share]


def tell(people: Mapping[str, Cells]) -> dict[tuple[str, str], Share]:
    """What may be told, of what is counted at each path. Its order is said at the top of this file."""
    totals = _totals(people)
    organisations = sorted((path for path in totals if path != WHOLE), key=lambda path: (path.count("/"), path))
    anywhere, families = _Family(totals), {figure: _Family(totals) for figure in FIGURES}
    told = {}
    for path in (*organisations, WHOLE):
        for figure, cells in FIGURES.items():
            part, rest = cells(totals[path])
            apart, group = families[figure].remainders_with(path), anywhere.remainders_with(path)
            if part and all(map(_is_told, map(cells, apart.values()))) and all(map(_is_no_small_group, group.values())):
                families[figure].left |= apart
                anywhere.left |= group
                told[path, figure] = Share(part, part + rest)
    return told


def _is_told(cells: tuple[int, int]) -> bool:
    return cells == (0, 0) or min(cells) >= FEWEST


def _is_no_small_group(left: Cells) -> bool:
    seekers = left.paired + left.alone
    sizes = (left.accepted, left.accepted + left.silent, left.mentors, seekers, left.mentors + seekers)
    return all(size == 0 or size >= FEWEST for size in sizes)


@dataclass
class _Family:
    """Scopes of which something is told, each with its remainder. One is never added below the whole, nor above
    another one but the whole."""

    totals: Mapping[str, Cells]
    left: dict[str, Cells] = field(default_factory=dict)

    def remainders_with(self, path: str) -> dict[str, Cells]:
        """The remainders that are not what they were once this scope is told too."""
        if path in self.left:
            return {path: self.left[path]}
        if path == WHOLE:
            return {path: self._minus(self.totals[path], self._outermost())}
        above = next((one for one in _above(path) if one in self.left), None)
        mine = {path: self.totals[path]}
        return mine | {above: self.left[above].plus(self.totals[path], -1)} if above else mine

    def _outermost(self) -> Iterator[str]:
        return (path for path in self.left if not any(above in self.left for above in _above(path)))

    def _minus(self, cells: Cells, paths: Iterable[str]) -> Cells:
        for path in paths:
            cells = cells.plus(self.totals[path], -1)
        return cells


def _above(path: str) -> Iterator[str]:
    """From its parent up; the whole is not among them.

    >>> list(_above("/3/12/31/"))
    ['/3/12/', '/3/']
    """
    while (path := path[: path.rindex("/", 0, -1) + 1]) != WHOLE:
        yield path


def _totals(people: Mapping[str, Cells]) -> dict[str, Cells]:
    totals: defaultdict[str, Cells] = defaultdict(Cells)
    for path, cells in people.items():
        for scope in {path, WHOLE, *(_above(path) if path != WHOLE else ())}:
            totals[scope] = totals[scope].plus(cells)
    return dict(totals)


@dataclass(frozen=True)
class SponsorTable:
    """Three figures of what somebody sponsors; None for one that is not told."""

    name: str
    taking_part: Share | None = None
    mentors: Share | None = None
    paired: Share | None = None


def sponsor_tables(perimeter: Perimeter, cohort: Cohort) -> list[SponsorTable]:
    """One for each scope that she sponsors; the whole alone, without a name, when it is hers."""
    told = tell(cells_of(cohort, perimeter))
    return [
        SponsorTable(name, **{figure: told.get((path, figure)) for figure in FIGURES})
        for path, name in _scopes(perimeter)
    ]


def _scopes(perimeter: Perimeter) -> list[tuple[str, str]]:
    if perimeter.whole:
        return [(WHOLE, "")]
    found = Organisation.objects.filter(pk__in=perimeter.organisations).order_by(FrenchOrder("name"))
    organisations = [(f"/{row.pk}/", row.name) for row in found] if perimeter.organisations else []
    branches = Entity.objects.filter(lineage__in=perimeter.lineages).order_by(FrenchOrder("name"))
    entities = [(f"/{row.organisation_id}{row.lineage}", row.name) for row in branches] if perimeter.lineages else []
    return organisations + entities


def cells_of(cohort: Cohort, perimeter: Perimeter) -> dict[str, Cells]:
    """Everybody of the promotion, by the path of her entity. One query."""
    found: defaultdict[str, Cells] = defaultdict(Cells)
    everyone = Perimeter(perimeter.programme, whole=True)
    for step, role, state, organisation, _code, _name, lineage, count in grouped(everyone, cohort):
        if cell := _cell(step, role, state):
            path = f"/{organisation}{lineage or '/'}" if organisation else WHOLE
            found[path] = found[path].plus(Cells(**{cell: count}))
    return dict(found)


def _cell(step: str, role: str, state: str) -> str:
    if step == ASKED:
        return "accepted" if state == InvitationState.ACCEPTED else "silent"
    if state != EnrolmentState.ACTIVE:
        return ""
    if role == Role.MENTOR:
        return "mentors"
    return "paired" if step == PAIRED else "alone"
