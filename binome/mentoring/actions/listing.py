"""What the directory shows: each listing follows what its mentor is, and every mentor gets her turn.

The fair order (`turn`, the smallest first) is a queue. A mentor's `attention` grows by one for each day on the first
page and by `REQUEST_WEIGHT` for each request that she receives; she who had least comes first, and a lot drawn anew
each day decides between equals. Nobody stays further than `REACH` from the middle: so a newcomer begins `REACH` days
early, one who was solicited a lot comes back, and nobody returns from a long pause to stay on top for weeks. Those
without a free place come after the others. Nothing of this measures a mentor, and none of it is shown (A8).

    turn = full × 2^61 + attention × 2^32 + lot(day, code)
"""

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from statistics import median_low
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from django.utils import timezone

from binome.core.french import tokens
from binome.core.world import country_name
from binome.people.lifecycle import ProfileState
from binome.people.models import Profile
from binome.programmes.models import Enrolment, EnrolmentState, Pause, Programme, Role

from ..models import Listing, MentoringRequest, Place
from ..queries.directory import PAGE_SIZE
from ..rules import is_published

#: One request is as much attention as this many days on the first page.
REQUEST_WEIGHT = 2
#: How far from the middle of the queue a mentor's attention may be.
REACH = 3
#: Enrolments read by one set of queries.
BATCH = 2_000
#: What nobody may find, even if it slipped into a text: addresses, links, telephone numbers (N4).
CONTACT = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+|\+?\d(?:[ .\-]?\d){8,14}", re.IGNORECASE)
#: What a refresh writes over an existing listing; its attention changes only when it becomes visible.
WRITTEN = [
    "visible", "joined_at", "capacity", "free", "frees_on", "attention", "turned_on", "turn", "version", "title_tokens",
    "text_tokens", "place_tokens", "facet_tokens", "card",
]  # fmt: skip


@dataclass(frozen=True)
class _Places:
    """A mentor's capacity, as the directory says it."""

    capacity: int = 0
    free: int = 0
    frees_on: date | None = None


@transaction.atomic
def refresh_listings(enrolment_ids: Iterable[int], *, now: datetime) -> None:
    """Make the listings of these mentors say what they are now: few queries, whatever their number."""
    wanted = sorted(set(enrolment_ids))
    for start in range(0, len(wanted), BATCH):
        _refresh(wanted[start : start + BATCH], now)


def _refresh(enrolment_ids: list[int], now: datetime) -> None:
    # Locked in the order of their ids: what is read below is then the last word, and two refreshes can't cross.
    enrolments = list(
        Enrolment.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=enrolment_ids, role=Role.MENTOR)
        .select_related("person__profile", "programme")
        .order_by("pk")
    )
    places = _places_of(enrolment_ids)
    listings = Listing.objects.select_for_update(no_key=True).filter(enrolment__in=enrolment_ids).order_by("pk")
    known = {row.enrolment_id: row for row in listings}
    today = timezone.localdate(now)
    middles: dict[int, int] = {}
    rows = []
    for enrolment in enrolments:
        profile = _profile(enrolment)
        if profile is None:
            continue
        row = known.get(enrolment.pk) or Listing(enrolment=enrolment, person=enrolment.person, turned_on=today)
        was_visible = row.visible
        _describe(row, enrolment, profile, places.get(enrolment.pk, _Places()))
        if row.visible and not was_visible:
            if enrolment.programme_id not in middles:
                middles[enrolment.programme_id] = _middle(enrolment.programme)
            middle = middles[enrolment.programme_id]
            row.attention = _within_reach(row.attention, middle) if row.pk else middle - REACH
            row.turned_on = today
        row.turn = _turn(row)
        rows.append(row)
    for row in rows:
        row.pk = None  # an upsert by enrolment
    Listing.objects.bulk_create(rows, update_conflicts=True, unique_fields=["enrolment"], update_fields=WRITTEN)


def _profile(enrolment: Enrolment) -> Profile | None:
    try:
        profile: Profile = enrolment.person.profile
    except ObjectDoesNotExist:
        return None
    return profile


def _places_of(enrolment_ids: list[int]) -> dict[int, _Places]:
    ends: dict[int, list[date | None]] = {}
    places = Place.objects.filter(enrolment__in=enrolment_ids).order_by("pk")
    for enrolment_id, end in places.values_list("enrolment_id", "pair__planned_end_on"):
        ends.setdefault(enrolment_id, []).append(end)
    return {pk: _count_places(found) for pk, found in ends.items()}


def _count_places(ends: list[date | None]) -> _Places:
    taken = [end for end in ends if end is not None]
    free = len(ends) - len(taken)
    return _Places(capacity=len(ends), free=free, frees_on=None if free else min(taken, default=None))


def _describe(row: Listing, enrolment: Enrolment, profile: Profile, places: _Places) -> None:
    """Write on the row what the directory shows and finds. The family name and contact details are not read here."""
    person, programme = enrolment.person, enrolment.programme
    row.programme = programme
    row.joined_at = enrolment.joined_at or enrolment.attested_at
    row.visible = (
        person.is_active
        and profile.state == ProfileState.APPROVED
        and enrolment.state == EnrolmentState.ACTIVE
        and enrolment.pause == Pause.NONE
        and is_published(enrolment)
    )
    row.capacity, row.free, row.frees_on = places.capacity, places.free, places.frees_on
    row.card = {
        "code": person.code,
        "first_name": person.first_name,
        "headline": profile.headline,
        "quote": profile.quote,
        "topics": profile.topics,
        "city": profile.city,
        "country": profile.country,
        "formats": profile.formats,
    }
    title = [profile.headline, profile.quote, *_labels(programme.topics, profile.topics)]
    place = [profile.city, country_name(profile.country), country_name(profile.country, "en")]
    text = [person.first_name, profile.presentation, profile.path, *_labels(programme.sectors, [profile.sector])]
    row.title_tokens = _tokens(title)
    row.text_tokens = _tokens([*title, *text, *place])
    row.place_tokens = _tokens(place)
    row.facet_tokens = " ".join(_facets(profile))
    shown = json.dumps([row.card, row.capacity, row.free], sort_keys=True, ensure_ascii=False)
    row.version = blake2b(shown.encode(), digest_size=8).hexdigest()


def _labels(table: list[dict[str, str]], slugs: list[str]) -> list[str]:
    """The words of these slugs in both languages."""
    return [row[language] for row in table if row["slug"] in slugs for language in ("fr", "en") if language in row]


def _tokens(texts: list[str]) -> str:
    """Each stem once, in alphabetical order: nothing of the text itself can be read back."""
    return " ".join(sorted({stem for text in texts for stem in tokens(CONTACT.sub(" ", text))}))


def _facets(profile: Profile) -> list[str]:
    lists = {
        "topic": profile.topics,
        "format": profile.formats,
        "rhythm": profile.rhythms,
        "language": profile.languages,
        "sector": [profile.sector] if profile.sector else [],
    }
    return sorted({f"{facet}:{slug}".lower() for facet, slugs in lists.items() for slug in slugs})


# --- the fair order --------------------------------------------------------------------------------------
def _turn(row: Listing) -> int:
    full = row.free == 0
    lot = blake2b(f"{row.turned_on} {row.card['code']}".encode(), digest_size=4).digest()
    return (full << 61) + (row.attention << 32) + int.from_bytes(lot)


def _within_reach(attention: int, middle: int) -> int:
    return max(middle - REACH, min(attention, middle + REACH))


def _middle(programme: Programme) -> int:
    """The attention of the mentor in the middle of the queue."""
    known = Listing.objects.filter(programme=programme, visible=True).order_by("pk").values_list("attention", flat=True)
    return median_low(known) if known else 0


@transaction.atomic
def turn_listings(*, programme: Programme, now: datetime) -> int:
    """Once a day: who was on the first page goes to the back. A second run the same day changes nothing."""
    today = timezone.localdate(now)
    rows = list(
        Listing.objects.select_for_update(no_key=True)
        .filter(programme=programme, visible=True)
        .order_by("pk")
        .only("person_id", "free", "attention", "turned_on", "turn", "card")
    )
    due = [row for row in rows if row.turned_on < today]
    if not due:
        return 0
    in_front = {row.pk for row in sorted(rows, key=lambda row: (row.turn, row.pk))[:PAGE_SIZE]}
    received = _requests_received(programme, due, today)
    for row in due:
        row.attention += (row.pk in in_front) + REQUEST_WEIGHT * received[row.person_id]
    middle = median_low(row.attention for row in rows)
    for row in due:
        row.attention = _within_reach(row.attention, middle)
        row.turned_on = today
        row.turn = _turn(row)
    Listing.objects.bulk_update(due, ["attention", "turned_on", "turn"], batch_size=200)
    return len(due)


def _requests_received(programme: Programme, due: list[Listing], today: date) -> Counter[int]:
    """By mentor, the requests that reached her since her last turn, up to yesterday."""
    since = {row.person_id: row.turned_on for row in due}
    first = min(since.values())
    sent: Any = MentoringRequest.objects.filter(programme=programme, sent_at__date__gte=first, sent_at__date__lt=today)
    rows = sent.order_by("pk").values_list("mentor_id", "sent_at")
    return Counter(mentor for mentor, at in rows if mentor in since and timezone.localdate(at) >= since[mentor])


def compact_search_index() -> None:
    """After an erasure: SQLite's index forgets the deleted words for good (N15). PostgreSQL does at its next vacuum."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO mentoring_listing_words(mentoring_listing_words) VALUES ('optimize')")
