"""A picture of the directory, kept by each process for a minute at most: who has what, one bit per listing.

It only counts and corrects; nobody is listed from it. Counting is `&` and `bit_count` on whole numbers, which take
a few microseconds for thousands of mentors and give the same answer whatever the database.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any, TypeVar

from django.core.cache import caches
from django.db.models import QuerySet

from binome.core.french import tokens
from binome.programmes.lifecycle import CohortState
from binome.programmes.models import Entity, Organisation, Programme

from ..models import Listing

SECONDS = 60
#: The facets kept as tokens; the one that depends on the day; and the one that an organisation says, read where it is.
TOKEN_FACETS = ("sector", "topic", "format", "rhythm", "language")
AVAILABILITY, FREE, FREE_SOON = "availability", "free", "soon"
ENTITY = "entity"

T = TypeVar("T")
_kept: dict[str, tuple[int, Any]] = {}
_stamps = count(1)


@dataclass(frozen=True)
class Picture:
    """Bit n stands for the listing whose key is `first` + n."""

    first: int
    everyone: int
    #: person → her listing.
    listings: dict[int, int]
    #: facet → value → those who have it.
    facets: dict[str, dict[str, int]]
    #: topic → the stems of its labels.
    topics: dict[str, frozenset[str]]

    def bits(self, listings: Iterable[int]) -> int:
        return _bits(listings, self.first, self.everyone.bit_length())

    def bits_of(self, people: Iterable[int]) -> int:
        return self.bits(self.listings[person] for person in people if person in self.listings)


@dataclass(frozen=True)
class Vocabulary:
    """The stems in use, by which a typo is corrected."""

    text: frozenset[str]
    place: frozenset[str]


@dataclass(frozen=True)
class Branch:
    """An entity by which a directory is filtered, with all that is below it, or a whole organisation. `within`: the
    name of what holds it; `mark`: what stands for it in `_marks`; `where`: the look-up that finds its listings."""

    code: str
    name: str
    within: str
    mark: str
    where: dict[str, Any]


def listed_in(programme: Programme, cohort: int | None = None) -> QuerySet[Listing]:
    """Whom the directory of a programme may show: never those of a promotion that is over; of one promotion, to who
    takes part in it (`cohort`, its key)."""
    rows = Listing.objects.filter(programme=programme, visible=True)
    rows = rows if programme.is_home else rows.exclude(enrolment__cohort__state=CohortState.CLOSED)
    return rows if cohort is None else rows.filter(enrolment__cohort=cohort)


def picture_of(programme: Programme, cohort: int | None = None, *, soon: date) -> Picture:
    """`soon`: the last day on which a place that frees itself is free soon."""
    return _keep(f"directory:{programme.pk}:{cohort}:{soon}", lambda: _take(programme, cohort, soon))


def vocabulary_of(programme: Programme) -> Vocabulary:
    return _keep(f"vocabulary:{programme.pk}", lambda: _read_words(programme))


def branches_of(programme: Programme) -> dict[str, Branch]:
    """Those of the organisations that take part, by code, each below the one that holds it; none on the open
    platform."""
    return {} if programme.is_home else _keep(f"branches:{programme.pk}", lambda: _read_branches(programme))


def _keep(key: str, make: Callable[[], T]) -> T:
    """The cache says for how long; this process keeps the value itself, which is then not copied at each reading."""
    stamp, kept = caches["local"].get(key), _kept.get(key)
    if stamp is not None and kept is not None and kept[0] == stamp:
        return kept[1]  # type: ignore[no-any-return]
    value = make()
    _kept[key] = (next(_stamps), value)
    caches["local"].set(key, _kept[key][0], SECONDS)
    return value


def _take(programme: Programme, cohort: int | None, soon: date) -> Picture:
    having: dict[str, dict[str, list[int]]] = {facet: {} for facet in (AVAILABILITY, *TOKEN_FACETS, ENTITY)}
    listings = {}
    branches = {branch.mark: branch.code for branch in branches_of(programme).values()}
    rows = listed_in(programme, cohort).order_by("pk")
    declared = ("enrolment__affiliation__organisation", "enrolment__affiliation__entity__lineage") if branches else ()
    columns = rows.values_list("pk", "person", "facet_tokens", "free", "frees_on", *declared)
    for pk, person, facet_tokens, free, frees_on, *where in columns.iterator(chunk_size=500):
        listings[person] = pk
        for mark in _marks(*where) if where else ():
            if mark in branches:
                having[ENTITY].setdefault(branches[mark], []).append(pk)
        for token in facet_tokens.split():
            facet, value = token.split(":", 1)
            having[facet].setdefault(value, []).append(pk)
        if free:
            having[AVAILABILITY].setdefault(FREE, []).append(pk)
        elif frees_on is not None and frees_on <= soon:
            having[AVAILABILITY].setdefault(FREE_SOON, []).append(pk)
    everyone = list(listings.values())
    first, size = (everyone[0], everyone[-1] - everyone[0] + 1) if everyone else (0, 0)
    return Picture(
        first=first,
        everyone=_bits(everyone, first, size),
        listings=listings,
        facets={
            facet: {value: _bits(found, first, size) for value, found in sorted(values.items())}
            for facet, values in having.items()
        },
        topics={
            topic["slug"]: frozenset(stem for language in ("fr", "en") for stem in tokens(topic.get(language, "")))
            for topic in programme.topics
        },
    )


def _bits(listings: Iterable[int], first: int, size: int) -> int:
    """A listing that was not there yet when the picture was taken has no bit."""
    room = bytearray(size // 8 + 1)
    for pk in listings:
        place = pk - first
        if 0 <= place < size:
            room[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(room, "little")


def _read_branches(programme: Programme) -> dict[str, Branch]:
    """Organisations when several take part, each before its entities. One query, two with the organisations."""
    parties = Organisation.objects.filter(parties__programme=programme).order_by("pk")
    rows = Entity.objects.filter(organisation__in=parties).order_by("organisation", "lineage")
    found: dict[str, Branch] = {}
    companies = list(parties)
    for company in companies if len(companies) > 1 else ():
        where: dict[str, Any] = {"enrolment__affiliation__organisation": company.pk}
        found[company.code] = Branch(company.code, company.name, "", f"o{company.pk}", where)
    for entity in rows.select_related("parent", "organisation"):
        where = {"enrolment__affiliation__entity__lineage__startswith": entity.lineage}
        within = (entity.parent or entity.organisation).name
        found[entity.code] = Branch(entity.code, entity.name, within, str(entity.pk), where)
    return found


def _marks(organisation: int | None, lineage: str | None) -> list[str]:
    """Of the organisation and the entities where someone is."""
    return [f"o{organisation}", *filter(None, (lineage or "").split("/"))]


def _read_words(programme: Programme) -> Vocabulary:
    text: set[str] = set()
    place: set[str] = set()
    rows = listed_in(programme).order_by("pk")
    for text_tokens, place_tokens in rows.values_list("text_tokens", "place_tokens").iterator(chunk_size=500):
        text.update(text_tokens.split())
        place.update(place_tokens.split())
    return Vocabulary(text=frozenset(text), place=frozenset(place))
