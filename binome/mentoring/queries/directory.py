"""The directory: who is listed, found by words, place and filters, in a fair order, with the numbers of each filter.

The list and its total are read live. The numbers beside the filters come from a `picture` that each process takes at
most once a minute. People whom the viewer can't ask because of a block are in neither (N7).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import reduce
from math import ceil
from operator import and_, or_
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, When
from django.utils import timezone

from binome.core import french
from binome.core.world import country_name
from binome.people.models import User
from binome.programmes.models import EnrolmentState, Pause, Programme

from ..models import Block, Listing
from .fulltext import Meets, Need
from .picture import AVAILABILITY, FREE, FREE_SOON, Picture, picture_of, vocabulary_of

PAGE_SIZE = 20
#: « Se libère sous trois mois ».
SOON = timedelta(days=92)
RELEVANCE, NEWEST, AVAILABLE = "relevance", "newest", "availability"
#: Columns that a card does not need.
UNREAD = ("title_tokens", "text_tokens", "place_tokens", "facet_tokens")
WORD = re.compile(r"[^\W_]+")


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


@dataclass(frozen=True)
class _Words:
    """The words looked for; `typos` are typed words, and the stems that stand for them."""

    text: tuple[Need, ...] = ()
    place: tuple[Need, ...] = ()
    typos: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def title(self) -> tuple[Need, ...]:
        return tuple(Need("title_tokens", need.words) for need in self.text)


def search(*, programme: Programme, viewer: User, criteria: Criteria, page: int, now: datetime) -> Results:
    """One page of who matches, at most three queries more than the picture's. A page too far shows the last one."""
    today = timezone.localdate(now)
    picture = picture_of(programme, soon=today + SOON)
    hidden = hidden_from(viewer)
    listed = Listing.objects.filter(programme=programme, visible=True)
    if hidden:
        listed = listed.exclude(person__in=hidden)
    words = _read(criteria, programme)
    chosen = _chosen(criteria, today)
    relaxed = False
    if words.text or words.place:
        found, people, total = _found(listed, words, chosen, every=True)
        if not people and len(words.text) > 1:
            relaxed = True
            found, people, total = _found(listed, words, chosen, every=False)
        mask = picture.bits(people)
    else:
        found, mask = listed, picture.everyone & ~picture.bits(hidden)
        total = listed.filter(chosen).count()
    page = max(1, min(page, ceil(total / PAGE_SIZE)))
    listings = _page(_ordered(found.filter(chosen), words, criteria.sort, relaxed), page, words)
    return Results(
        listings=listings,
        total=total,
        page=page,
        counts=_counts(picture, mask, criteria.chosen),
        corrections=_corrections(words, listings, programme),
        relaxed=relaxed and total > 0,
        topics=_topics(picture, words, criteria.chosen),
    )


def hidden_from(viewer: User) -> set[int]:
    """People kept apart from her, whoever asked for it, and her own other account."""
    blocks = Block.objects.filter(Q(by=viewer) | Q(person=viewer)).order_by().values_list("by", "person")
    accounts = User.objects.filter(linked_to=viewer).order_by().values_list("pk", "linked_to")
    pairs = blocks.union(accounts)
    return ({person for pair in pairs for person in pair} | {viewer.linked_to_id}) - {viewer.pk, None}


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
    written: dict[str, str] = {}
    for word in WORD.findall(" ".join(_texts(listings[0], programme))):
        for stem in french.tokens(word):
            written.setdefault(stem, word.lower())
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
def _chosen(criteria: Criteria, today: date) -> Q:
    """The filters, as one condition."""
    needs = [
        Need("facet_tokens", tuple(f"{facet}:{value}" for value in sorted(values)))
        for facet, values in sorted(criteria.chosen.items())
        if values and facet != AVAILABILITY
    ]
    condition = Q(Meets(needs)) if needs else Q()
    wanted = criteria.chosen.get(AVAILABILITY, frozenset())
    available = Q()
    if FREE in wanted:
        available |= Q(free__gt=0)
    if FREE_SOON in wanted:
        available |= Q(free=0, frees_on__lte=today + SOON)
    return condition & available


def _found(
    listed: QuerySet[Listing], words: _Words, chosen: Q, *, every: bool
) -> tuple[QuerySet[Listing], list[int], int]:
    """Who has the words: as rows, as people (whatever the filters), and how many pass the filters."""
    found = listed
    if words.text:
        found = found.filter(Meets(words.text, every=every))
    if words.place:
        found = found.filter(Meets(words.place))
    passes = Case(When(chosen, then=1), default=0, output_field=IntegerField()) if chosen else None
    if passes is None:
        people = list(found.order_by().values_list("person", flat=True))
        return found, people, len(people)
    rows = list(found.order_by().annotate(passes=passes).values_list("person", "passes"))
    return found, [person for person, _passes in rows], sum(passes for _person, passes in rows)


def _ordered(rows: QuerySet[Listing], words: _Words, sort: str, relaxed: bool) -> QuerySet[Listing]:
    if sort == NEWEST:
        return rows.order_by("-joined_at", "-pk")
    if sort == AVAILABLE:
        return rows.order_by(_first(Q(free__gt=0)), F("frees_on").asc(nulls_last=True), "turn", "pk")
    if relaxed:
        return rows.order_by(reduce(lambda a, b: a + b, (_first(Meets([need])) for need in words.text)), "turn", "pk")
    if words.text:
        return rows.order_by(_first(Meets(words.title)), "turn", "pk")
    return rows.order_by("turn", "pk")


def _first(condition: Any) -> Case:
    return Case(When(condition, then=0), default=1, output_field=IntegerField())


def _page(rows: QuerySet[Listing], page: int, words: _Words) -> list[Listing]:
    """The rows of a page. The state of the person is asked again: nobody suspended a moment ago is shown (N13)."""
    start = (page - 1) * PAGE_SIZE
    live = rows.filter(person__is_active=True, enrolment__state=EnrolmentState.ACTIVE, enrolment__pause=Pause.NONE)
    if words.typos:
        live = live.select_related("person__profile")
    return list(live.defer(*UNREAD)[start : start + PAGE_SIZE])


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
