"""How the pairs go, on the dashboard: their table, sorted, filtered and paged, and their meetings month by month."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from binome.core.french import fold
from binome.mentoring.identity import names_for
from binome.mentoring.queries.figures import EntityCount
from binome.mentoring.queries.progress import Going, Pace, expected_a_month
from binome.programmes.models import Cohort, Enrolment

PAGE = 10
#: What each pace looks like: badge, drawing.
LOOKS = {
    Pace.SILENT: ("is-danger", "error"), Pace.UNMET: ("is-danger", "error"), Pace.SLOW: ("is-wait", "clock"),
    Pace.STARTING: ("", "play"), Pace.REGULAR: ("is-pair", "check"), Pace.OVER: ("", "minus"),
}  # fmt: skip
_PRESSING = list(Pace)
ORDERS: dict[str, tuple[Any, Callable[[Going], Any]]] = {
    "allure": (gettext_lazy("Ce qui presse d’abord"), lambda going: _PRESSING.index(going.pace)),
    "nom": (gettext_lazy("Prénom"), lambda going: 0),  # as they come
    "dernier": (gettext_lazy("Dernier rendez-vous, le plus ancien d’abord"), lambda going: going.last_on or date.min),
    "tenus": (gettext_lazy("Rendez-vous tenus, le moins d’abord"), lambda going: going.held / going.planned),
}


@dataclass(frozen=True)
class Filters:
    """What of the table is asked for. `branch`: the lineage of the entity; "" for all, as `pace`."""

    entity: str
    branch: str
    pace: str
    order: str
    entities: list[tuple[str, str]]

    @property
    def paces(self) -> list[tuple[str, Any]]:
        return [(pace.value, pace.label) for pace in Pace]

    @property
    def orders(self) -> list[tuple[str, Any]]:
        return [(key, said) for key, (said, _key) in ORDERS.items()]


def filters_of(query: QueryDict, entities: list[EntityCount]) -> Filters:
    """From the address, or from the form that exports; a word that is none of the list asks for nothing."""
    known = {each.code: each for each in entities}
    chosen = known.get(query.get("entite", ""))
    pace, order = query.get("allure", ""), query.get("tri", "")
    return Filters(
        entity=chosen.code if chosen else "",
        branch=chosen.lineage if chosen else "",
        pace=pace if pace in Pace.values else "",
        order=order if order in ORDERS else "allure",
        entities=[(each.code, each.name) for each in sorted(entities, key=lambda each: fold(each.name))],
    )


@dataclass(frozen=True)
class Row:
    """One pair in the words that this viewer may read. `mentor` or `mentee` is empty beyond her perimeter."""

    mentor: str
    mentee: str
    entities: str
    going: Going
    look: str
    drawing: str

    @property
    def label(self) -> Any:
        return self.going.pace.label


@dataclass(frozen=True)
class Table:
    page: Page
    rows: list[Row]
    #: How many pairs there are before any filter.
    every: int


def table_of(request: HttpRequest, cohort: Cohort, goings: list[Going], asked: Filters, *, now: datetime) -> Table:
    """One page. Two queries, one for their names, and one journal line."""
    page = Paginator(asked_of(goings, asked), PAGE).get_page(request.GET.get("page"))
    return Table(page, rows_of(request, cohort, list(page), now=now), len(goings))


def asked_of(goings: list[Going], asked: Filters) -> list[Going]:
    """Those that are asked for, in the order that is."""
    found = [going for going in goings if going.there and asked.pace in ("", going.pace)]
    return sorted(found, key=ORDERS[asked.order][1])


def rows_of(request: HttpRequest, cohort: Cohort, goings: list[Going], *, now: datetime) -> list[Row]:
    """Their people named as she may. Two queries and one journal line."""
    shown = {person for going in goings for person in (going.pair.mentor_id, going.pair.mentee_id)}
    hers = request.perimeter.enrolments(cohort).filter(person__in=shown)
    enrolled = {
        row.person_id: row for row in hers.select_related("person", "affiliation__entity", "affiliation__organisation")
    }
    names = names_for(viewer=request.user, perimeter=request.perimeter, now=now,
                      people=[row.person for row in enrolled.values()])  # fmt: skip
    several = request.programme.modality.needs_several
    return [_row(going, enrolled, names, several=several) for going in goings]


def _row(going: Going, enrolled: dict[int, Enrolment], names: dict[int, str], *, several: bool) -> Row:
    ends = (going.pair.mentor_id, going.pair.mentee_id)
    hers = [row.affiliation for end in ends if (row := enrolled.get(end)) and row.affiliation]
    places = [place for each in hers if (place := each.place(several=several))]
    look, drawing = LOOKS[going.pace]
    return Row(
        mentor=names.get(ends[0], ""), mentee=names.get(ends[1], ""), entities=", ".join(dict.fromkeys(places)),
        going=going, look=look, drawing=drawing,
    )  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A month of the plot. Across in percents of its width, down in its units."""

    month: date
    count: int
    left: str
    middle: str
    width: str
    top: int

    @property
    def height(self) -> int:
        return FLOOR - self.top

    @property
    def above(self) -> int:
        """Where the number stands."""
        return self.top - 8

    @property
    def short(self) -> str:
        return date_format(self.month, "N")

    @property
    def long(self) -> str:
        return date_format(self.month, "F Y")


#: Where the columns stand, and how high the highest is.
FLOOR, HIGHEST = 150, 126


@dataclass(frozen=True)
class Plot:
    """Meetings month by month. `aim`: how many a month the rhythms of the pairs make, drawn at `aim_at`."""

    columns: list[Column]
    aim: int
    aim_at: int


def plot_of(months: list[tuple[date, int]], goings: list[Going]) -> Plot | None:
    """None before the first meeting."""
    if not months:
        return None
    aim = expected_a_month(goings)
    most = max(aim, *(count for _month, count in months), 1)
    each = 100 / len(months)

    def top(count: int) -> int:
        return FLOOR - round(HIGHEST * count / most)

    columns = [
        Column(month, count, f"{(place + 0.22) * each:.1f}%", f"{(place + 0.5) * each:.1f}%", f"{0.56 * each:.1f}%",
               top(count))
        for place, (month, count) in enumerate(months)
    ]  # fmt: skip
    return Plot(columns, aim, top(aim))
