"""The directory: who is listed, found by words, place and filters, in a fair order, with the numbers of each filter.

The list and its total are read live. The numbers beside the filters come from a `picture` that each process takes at
most once a minute. People whom the viewer can't ask because of a block are in neither (N7).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import reduce
from math import ceil
from operator import add, and_, or_
from typing import Any

from django.db.models import Case, F, Field, IntegerField, Q, QuerySet, When
from django.utils import timezone

from binome.core import french
from binome.core.prepared import Given, prepared
from binome.core.world import country_name
from binome.people.models import User
from binome.programmes.lifecycle import CohortState
from binome.programmes.models import EnrolmentState, Pause, Programme

from ..lifecycle import OPEN
from ..models import Block, Listing, MentoringRequest, Pair
from .fulltext import Meets, Need
from .picture import AVAILABILITY, ENTITY, FREE, FREE_SOON, Picture, branches_of, listed_in, picture_of, vocabulary_of

PAGE_SIZE = 20
#: « Se libère sous trois mois ».
SOON = timedelta(days=92)
RELEVANCE, NEWEST, AVAILABLE = "relevance", "newest", "availability"
#: Columns that a card does not need.
UNREAD = ("title_tokens", "text_tokens", "place_tokens", "facet_tokens")
#: What a page reads of its listings.
READ = ("card", "capacity", "free", "version")
#: Who may be shown now: her listing says so, and she herself, in case she was suspended a moment ago (N13).
LIVE = Q(visible=True, person__is_active=True, enrolment__state=EnrolmentState.ACTIVE, enrolment__pause=Pause.NONE)
LIVE &= Q(enrolment__cohort=None) | ~Q(enrolment__cohort__state=CohortState.CLOSED)


@dataclass(frozen=True)
class Criteria:
    """What she looks for: within a facet any of the values, across facets all of them."""

    text: str = ""
    place: str = ""
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sort: str = RELEVANCE


@dataclass(frozen=True)
class Results:
    """One page of the directory."""

    listings: list[Listing]
    total: int
    page: int
    #: facet → value → how many mentors she would see with this value alone in its facet.
    counts: dict[str, dict[str, int]]
    #: Word as typed → the word that was looked for instead, as a profile writes it.
    corrections: dict[str, str]
    #: No profile has all the words: these have some of them, those with the most first.
    relaxed: bool
    #: The topics that her words or her filters name.
    topics: frozenset[str]
    #: facet → the values that someone has, whatever the search.
    present: dict[str, frozenset[str]]


@dataclass(frozen=True)
class _Words:
    """The words looked for; `typos` are typed words, and the stems that stand for them."""

    text: tuple[Need, ...] = ()
    place: tuple[Need, ...] = ()
    typos: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def title(self) -> tuple[Need, ...]:
        return tuple(Need("title_tokens", need.words) for need in self.text)


def search(
    *, programme: Programme, viewer: User, cohort: int | None = None, criteria: Criteria, page: int, now: datetime
) -> Results:
    """One page of who matches: three queries, four when no profile has all the words. Too far a page is the last.

    `cohort`: the key of the viewer's promotion, whose people she may ask.
    """
    today = timezone.localdate(now)
    picture = picture_of(programme, cohort, soon=today + SOON)
    hidden = hidden_from(viewer)
    listed = listed_in(programme, cohort)
    if hidden:
        listed = listed.exclude(person__in=hidden)
    words, chosen = _read(criteria, programme), _chosen(criteria, programme, today)
    look = _look_up if words.text or words.place else _leaf_through
    found = look(listed, words, chosen, criteria.sort, page)
    everyone = picture.everyone & ~picture.bits_of(hidden)
    mask = everyone if found.everywhere is None else picture.bits(found.everywhere)
    return Results(
        listings=found.listings,
        total=found.total,
        page=found.page,
        counts=_counts(picture, mask, criteria.chosen),
        corrections=_corrections(words, found.listings, programme),
        relaxed=found.relaxed,
        topics=_topics(picture, words, criteria.chosen),
        present={
            facet: frozenset(value for value, bits in values.items() if bits & everyone)
            for facet, values in picture.facets.items()
        },
    )


def hidden_from(viewer: User) -> set[int]:
    """People kept apart from her, whoever asked for it, and her own other account."""
    kept_apart = set(_kept_apart(viewer=viewer.pk))
    return kept_apart | {viewer.linked_to_id} if viewer.linked_to_id else kept_apart


@prepared
def _kept_apart(viewer: Given) -> QuerySet[Block, int]:
    by_her = Block.objects.filter(by=viewer).values_list("person", flat=True)
    by_them = Block.objects.filter(person=viewer).values_list("by", flat=True)
    return by_her.union(by_them, User.objects.filter(linked_to=viewer).values_list("pk", flat=True))


# --- words -----------------------------------------------------------------------------------------------
def _read(criteria: Criteria, programme: Programme) -> _Words:
    if not criteria.text and not criteria.place:
        return _Words()
    known = vocabulary_of(programme)
    text, text_typos = _needs("text_tokens", criteria.text, known.text)
    place, place_typos = _needs("place_tokens", criteria.place, known.place)
    return _Words(text=text, place=place, typos={**text_typos, **place_typos})


def _needs(column: str, typed: str, known: frozenset[str]) -> tuple[tuple[Need, ...], dict[str, frozenset[str]]]:
    """Each typed word as a need. A corrected word still finds itself: a profile may have brought it a moment ago."""
    query = french.query(typed, known)
    needs = {group[0]: list(group) for group in query.groups}
    typos = {}
    for word, near in query.corrections.items():
        typos[word] = frozenset(needs[near])
        needs[near].append(french.stem(word))
    return tuple(Need(column, tuple(words)) for words in needs.values()), typos


def _corrections(words: _Words, listings: list[Listing], programme: Programme) -> dict[str, str]:
    """Each corrected word as the first profile of the page writes it; nothing if that profile says what was typed."""
    if not words.typos or not listings:
        return {}
    written = french.written(" ".join(_texts(listings[0], programme)))
    shown = {}
    for typed, stems in words.typos.items():
        found = sorted(written[stem] for stem in stems if stem in written)
        if found and french.stem(typed) not in written:
            shown[typed] = found[0]
    return shown


def _texts(listing: Listing, programme: Programme) -> Iterable[str]:
    card, profile = listing.card, listing.person.profile
    labels = (row["fr"] for row in programme.topics + programme.sectors)
    place = (card["city"], country_name(card["country"]))
    return (card["headline"], card["quote"], profile.presentation, profile.path, *place, *labels)


def _topics(picture: Picture, words: _Words, chosen: Mapping[str, frozenset[str]]) -> frozenset[str]:
    stems = {stem for need in words.text for stem in need.words}
    return frozenset(slug for slug, label in picture.topics.items() if label & stems) | chosen.get("topic", frozenset())


# --- rows ------------------------------------------------------------------------------------------------
def _chosen(criteria: Criteria, programme: Programme, today: date) -> Q:
    """The filters, as one condition."""
    needs = [
        Need("facet_tokens", tuple(f"{facet}:{value}" for value in sorted(values)))
        for facet, values in sorted(criteria.chosen.items())
        if values and facet not in (AVAILABILITY, ENTITY)
    ]
    condition = Q(Meets(needs)) if needs else Q()
    if entities := criteria.chosen.get(ENTITY):
        condition &= _within_one_of(entities, programme)
    wanted = criteria.chosen.get(AVAILABILITY, frozenset())
    available = Q()
    if FREE in wanted:
        available |= Q(free__gt=0)
    if FREE_SOON in wanted:
        available |= Q(free=0, frees_on__lte=today + SOON)
    return condition & available


def _within_one_of(entities: Iterable[str], programme: Programme) -> Q:
    """Where her organisation says that she is today: an import moves her at once."""
    branches = branches_of(programme)
    here = (Q(**branches[code].where) for code in sorted(entities) if code in branches)
    return reduce(or_, here, Q(pk__in=[]))


@dataclass(frozen=True)
class _Found:
    """One page of who matches; `everywhere` are those who have the words, whatever the filters (None: no words)."""

    listings: list[Listing]
    total: int
    page: int
    everywhere: list[int] | None = None
    relaxed: bool = False


def _leaf_through(listed: QuerySet[Listing], words: _Words, chosen: Q, sort: str, page: int) -> _Found:
    """No word is looked for: the database counts, and cuts the page."""
    rows = listed.filter(chosen)
    total = rows.count()
    page = _within(total, page)
    keys = _ordered(rows, [], sort).values("pk")[_cut(page)]
    return _Found(list(_ordered(_shown(keys, words), [], sort)), total, page)


def _look_up(listed: QuerySet[Listing], words: _Words, chosen: Q, sort: str, page: int) -> _Found:
    """Who has the words is read whole: the numbers beside the filters count them all."""
    if words.place:
        listed = listed.filter(Meets(words.place))
    found = listed.filter(Meets(words.text)) if words.text else listed
    best = [_first(Meets(words.title))] if words.text else []
    keys, everywhere = _keys(_ordered(found, best, sort), chosen)
    relaxed = not everywhere and len(words.text) > 1
    if relaxed:
        found = listed.filter(Meets(words.text, every=False))
        best = [reduce(add, (_first(Meets([need])) for need in words.text))]
        keys, everywhere = _keys(_ordered(found, best, sort), chosen)
    page = _within(len(keys), page)
    shown = {row.pk: row for row in _shown(keys[_cut(page)], words).order_by("pk")}
    listings = [shown[pk] for pk in keys[_cut(page)] if pk in shown]
    return _Found(listings, len(keys), page, everywhere, relaxed=relaxed and bool(keys))


def _within(total: int, page: int) -> int:
    return max(1, min(page, ceil(total / PAGE_SIZE)))


def _cut(page: int) -> slice:
    return slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)


def _shown(keys: Any, words: _Words) -> QuerySet[Listing]:
    """The rows of a page: the state of each person is looked at again, in these twenty only."""
    rows = Listing.objects.filter(LIVE, pk__in=keys)
    return rows.select_related("person__profile").defer(*UNREAD) if words.typos else rows.only(*READ)


def _keys(rows: QuerySet[Listing], chosen: Q) -> tuple[list[int], list[int]]:
    """Those that pass the filters, and all of them."""
    if not chosen:
        keys = list(rows.values_list("pk", flat=True))
        return keys, keys
    # A plain field: thousands of ones and zeros need no conversion.
    passes = Case(When(chosen, then=1), default=0, output_field=Field())
    found = list(rows.annotate(passes=passes).values_list("pk", "passes"))
    return [pk for pk, passed in found if passed], [pk for pk, _passed in found]


def _ordered(rows: QuerySet[Listing], best: list[Any], sort: str) -> QuerySet[Listing]:
    """Relevance is `best`, then the fair order (`actions.listing`)."""
    if sort == NEWEST:
        return rows.order_by("-joined_at", "-pk")
    if sort == AVAILABLE:
        return rows.order_by(_first(Q(free__gt=0)), F("frees_on").asc(nulls_last=True), "turn", "pk")
    return rows.order_by(*best, "turn", "pk")


def _first(condition: Any) -> Case:
    return Case(When(condition, then=0), default=1, output_field=IntegerField())


def find_mentor(*, programme: Programme, viewer: User, cohort: int | None = None, code: str) -> Listing | None:
    """The mentor whose page this viewer may open: herself, a listed one, or the one of her request or pair.

    One who is paused, gone, unknown, of another promotion than `cohort` or kept apart from the viewer gives the same
    answer: None (N7, N8).
    """
    found = _listings(programme=programme.pk, code=code)
    here = (row for row in found if cohort is None or row.enrolment.cohort_id == cohort)
    listing = next(here, found[0] if found else None)
    if listing is not None:
        listing.enrolment.programme, listing.enrolment.person = programme, listing.person
    if listing is None or listing.person_id == viewer.pk:
        return listing
    if listing.person_id in hidden_from(viewer):
        return None
    is_live: bool = listing.is_live  # type: ignore[attr-defined]
    is_here = is_live and (cohort is None or listing.enrolment.cohort_id == cohort)
    return listing if is_here or _in_touch(viewer, listing.person) else None


@prepared
def _listings(programme: Given, code: Given) -> QuerySet[Listing]:
    rows = Listing.objects.annotate(is_live=LIVE).defer(*UNREAD)
    rows = rows.select_related("person__profile", "enrolment__affiliation__entity")
    return rows.filter(programme=programme, person__code=code).order_by("-enrolment")  # her last promotion's


def _in_touch(mentee: User, mentor: User) -> bool:
    requests = MentoringRequest.objects.filter(mentee=mentee, mentor=mentor, state__in=OPEN)
    pairs = Pair.objects.live().filter(mentee=mentee, mentor=mentor)
    return mentor.is_active and (requests.exists() or pairs.exists())


# --- numbers ---------------------------------------------------------------------------------------------
def _counts(picture: Picture, mask: int, chosen: Mapping[str, frozenset[str]]) -> dict[str, dict[str, int]]:
    """For each value, how many among those who pass the filters of the other facets."""
    allowed = {
        facet: reduce(or_, (picture.facets[facet].get(value, 0) for value in values))
        for facet, values in chosen.items()
        if values
    }
    counts = {}
    for facet, values in picture.facets.items():
        others = reduce(and_, (bits for other, bits in allowed.items() if other != facet), mask)
        counts[facet] = {value: (others & bits).bit_count() for value, bits in values.items()}
    return counts
