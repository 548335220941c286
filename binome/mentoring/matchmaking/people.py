"""Who is there, with what she answered and what her organisation declares of her, as cells of a table.

The engine's reader of files (`binome.matching.files`) makes columns of them: one reading of criteria and rules for a
spreadsheet and for a promotion. Cells are in French, the reference language of choices.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from binome.core.prepared import Given, prepared
from binome.matching.files.people import Side
from binome.matching.files.sheets import Sheet
from binome.programmes.forms import COLUMNS
from binome.programmes.models import Cohort, Enrolment, EnrolmentState, Pause, Programme, Role

from ..lifecycle import LIVE
from ..models import CircleMember, Pair, Place

#: What separates the values of a cell: no wording of a choice holds it.
BETWEEN = "\n"

_READ = (
    "pk", "code", "person_id", "role", "pause", "answers", "affiliation_id", "affiliation__organisation__name",
    "affiliation__entity__name", "affiliation__stage", "affiliation__line_manager__person__first_name",
    "affiliation__line_manager__code", "person__profile__city", "person__profile__country",
    "person__profile__languages", "person__profile__sector", "person__profile__topics", "person__profile__formats",
    "person__profile__rhythms", "person__linked_to_id", "capacity", "taken",
)  # fmt: skip


@dataclass(frozen=True)
class Someone:
    """One participant. `places`: how many partners she may still have. `said`: column to value; `words`: choices."""

    enrolment: int
    code: str
    person: int
    affiliation: int | None
    linked_to: int | None
    role: str
    places: int
    said: Mapping[str, Any]
    words: Mapping[str, Mapping[str, str]] = field(compare=False, repr=False)

    @cached_property
    def cells(self) -> dict[str, str]:
        """Column to text."""
        return {name: _text(value, self.words.get(name, {})) for name, value in self.said.items()}


def active(cohort: Cohort | Given) -> QuerySet[Enrolment]:
    """Who is to be matched: she takes part, her account is open, her organisation has not declared that she left."""
    rows = Enrolment.objects.filter(cohort=cohort, state=EnrolmentState.ACTIVE, person__is_active=True)
    return rows.filter(Q(affiliation=None) | Q(affiliation__left_on=None))


def read_people(cohort: Cohort, only: Collection[int] | None = None) -> list[Someone]:
    """Everybody of a promotion who is to be matched, or some of them by the keys of their enrolments. One query."""
    rows = _read_all(cohort=cohort.pk) if only is None else _read_some(cohort=cohort.pk, only=list(only))
    words = wordings(cohort.programme)
    return [_someone(dict(zip(_READ, row, strict=True)), words) for row in rows]


@prepared
def _read_all(cohort: Given) -> QuerySet[Any, tuple[Any, ...]]:
    return _read(cohort, active(cohort))


@prepared
def _read_some(cohort: Given, only: Given) -> QuerySet[Any, tuple[Any, ...]]:
    return _read(cohort, active(cohort).filter(pk__in=only.keys()))


def _read(cohort: Given, rows: QuerySet[Enrolment]) -> QuerySet[Any, tuple[Any, ...]]:
    places = Place.objects.filter(enrolment=OuterRef("pk")).order_by().values("enrolment")
    as_mentor = Pair.objects.filter(mentor=OuterRef("person"), cohort=cohort, state__in=LIVE).order_by()
    as_mentee = Pair.objects.filter(mentee=OuterRef("person"), cohort=cohort, state__in=LIVE).order_by()
    in_circle = CircleMember.objects.live().filter(enrolment=OuterRef("pk")).order_by()
    counted = {"all": Count("pk")}
    read: QuerySet[Any] = rows.annotate(
        capacity=Coalesce(Subquery(places.annotate(**counted).values("all")), 0),
        taken=Coalesce(Subquery(as_mentor.values("mentor").annotate(**counted).values("all")), 0)
        + Coalesce(Subquery(as_mentee.values("mentee").annotate(**counted).values("all")), 0)
        + Coalesce(Subquery(in_circle.values("enrolment").annotate(**counted).values("all")), 0),
    )
    return read.order_by("code").values_list(*_READ)


def _someone(row: dict[str, Any], words: Mapping[str, Mapping[str, str]]) -> Someone:
    return Someone(
        enrolment=row["pk"],
        code=row["code"],
        person=row["person_id"],
        affiliation=row["affiliation_id"],
        linked_to=row["person__linked_to_id"],
        role=row["role"],
        places=0 if row["pause"] != Pause.NONE else max(0, capacity_of(row) - row["taken"]),
        said=_said(row, words),
        words=words,
    )


def capacity_of(row: Mapping[str, Any]) -> int:
    """A mentor's places; before she has any, as many as she answered; one, unless she said otherwise."""
    if row["role"] != Role.MENTOR:
        return 1
    said = row["answers"].get("places")
    return row["capacity"] or (said if isinstance(said, int) and said > 0 else 1)


def _said(row: dict[str, Any], words: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    manager = row["affiliation__line_manager__code"]
    known = {
        "organisation": row["affiliation__organisation__name"],
        "entity": row["affiliation__entity__name"],
        "stage": row["affiliation__stage"],
        "manager": f"{row['affiliation__line_manager__person__first_name']} ({manager[:6]})" if manager else None,
        **{name: row[f"person__profile__{name}"] for name in COLUMNS[3:-1]},
    }
    return known | {key: value for key, value in row["answers"].items() if key in words}


def _text(value: object, words: Mapping[str, str]) -> str:
    if value is None or value == "":
        return ""
    values = value if isinstance(value, list) else [value]
    return BETWEEN.join(words.get(str(each), str(each)).strip() for each in values)


def wordings(programme: Programme) -> dict[str, dict[str, str]]:
    """Each column's choices, slug to French words; none for the other columns."""
    asked = {each["key"]: {one["slug"]: one["fr"] for one in each.get("choices", ())} for each in programme.questions}
    listed = {"sector": programme.sectors, "topics": programme.topics}
    return {name: _slugs(listed.get(name, ())) for name in COLUMNS} | asked


def _slugs(choices: Iterable[Any]) -> dict[str, str]:
    return {each["slug"]: each["fr"] for each in choices if isinstance(each, dict) and "slug" in each}


def side_of(people: Sequence[Someone], columns: Iterable[str]) -> Side:
    """These people as the reader of files wants them: their table is in memory, in the order of their codes."""
    header = tuple(columns)
    rows = tuple(tuple(person.cells.get(name, "") for name in header) for person in people)
    sheet = Sheet("promotion", header, rows, tuple(range(1, len(rows) + 1)))
    codes = tuple(person.code for person in people)
    return Side(codes, codes, tuple(p.places for p in people), tuple((sheet, place) for place in range(len(rows))))
