"""Lists, totals, order and numbers beside the filters, against a plain reading of every profile.

The reading knows no database: what equals it on SQLite and on PostgreSQL is the same on both.
"""

import random
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from binome.core import french
from binome.mentoring.models import Block, Listing
from binome.mentoring.queries.directory import AVAILABLE, NEWEST, PAGE_SIZE, RELEVANCE, SOON, Criteria, search
from binome.mentoring.queries.picture import TOKEN_FACETS
from binome.programmes.models import Enrolment
from tests.factories import NOON, a_mentee, a_mentor, home

pytestmark = pytest.mark.django_db

WORDS = ["soudeuse", "avocate", "bateau", "usine", "santé", "retour", "négocier", "équipe", "congé", "études", "réseau"]
PLACES = [("Nantes", "FR"), ("Lille", "FR"), ("Bruxelles", "BE"), ("Saint-Denis", "RE")]
VALUES = {
    "sector": ["industrie", "sante", "droit"],
    "topic": ["negocier", "confiance", "reseau", "gouvernance"],
    "format": ["remote", "in_person", "phone"],
    "rhythm": ["monthly", "fortnightly"],
    "language": ["fr", "en", "gcf"],
    "availability": ["free", "soon"],
}


@pytest.fixture
def population(db):
    """Forty mentors drawn by lot, two of them kept apart from the mentee who searches."""
    chance = random.Random("directory")
    awa = a_mentee("Awa")
    people = [a_mentor(f"M{n}", capacity=1, profile=_profile(chance)) for n in range(40)]
    for person in people:
        Enrolment.objects.filter(person=person).update(joined_at=NOON - timedelta(days=chance.randint(0, 9)))
        free = chance.choice([0, 0, 1])
        frees_on = None if free else chance.choice([None, date(2026, 4, 1), NOON.date() + SOON, date(2027, 1, 1)])
        turn = chance.randint(0, 12)
        Listing.objects.filter(person=person).update(free=free, frees_on=frees_on, turn=turn)
    Block.objects.create(by=people[3], person=awa, since_at=NOON)
    Block.objects.create(by=awa, person=people[7], since_at=NOON)
    kept_apart = {people[3].pk, people[7].pk}
    rows = Listing.objects.select_related("person__profile", "enrolment").exclude(person__in=kept_apart).order_by("pk")
    return awa, list(rows)


def _profile(chance):
    city, country = chance.choice(PLACES)
    return {
        "headline": " ".join(chance.sample(WORDS, 2)),
        "quote": chance.choice(WORDS),
        "presentation": " ".join(chance.sample(WORDS, 3)),
        "city": city,
        "country": country,
        "sector": chance.choice(VALUES["sector"]),
        "topics": chance.sample(VALUES["topic"], chance.randint(0, 3)),
        "formats": chance.sample(VALUES["format"], chance.randint(1, 3)),
        "rhythms": chance.sample(VALUES["rhythm"], chance.randint(1, 2)),
        "languages": chance.sample(VALUES["language"], chance.randint(1, 3)),
    }


# --- the plain reading -----------------------------------------------------------------------------------
def values_of(row):
    profile = row.person.profile
    free = ["free"] if row.free else ["soon"] if row.frees_on and row.frees_on <= NOON.date() + SOON else []
    lists = (
        [profile.sector], profile.topics, profile.formats, profile.rhythms, profile.languages, free
    )  # fmt: skip
    return dict(zip((*TOKEN_FACETS, "availability"), map(set, lists), strict=True))


def stems(*texts):
    return {stem for text in texts for stem in french.tokens(text)}


def title_of(row):
    labels = [
        topic[lang] for topic in home().topics if topic["slug"] in row.person.profile.topics for lang in ("fr", "en")
    ]
    return stems(row.person.profile.headline, row.person.profile.quote, *labels)


def place_of(row):
    names = {"FR": "France", "BE": "Belgique Belgium", "RE": "La Réunion"}
    return stems(row.person.profile.city, names[row.person.profile.country])


def text_of(row):
    sectors = [
        sector[lang]
        for sector in home().sectors
        if sector["slug"] == row.person.profile.sector
        for lang in ("fr", "en")
    ]
    return title_of(row) | place_of(row) | stems(row.card["first_name"], row.person.profile.presentation, *sectors)


def passes(row, chosen, without=""):
    values = values_of(row)
    return all(values[facet] & wanted for facet, wanted in chosen.items() if wanted and facet != without)


def read(rows, criteria):
    """(everyone who has the words, those who also pass the filters in order, whether the words were relaxed)"""
    words = sorted(stems(criteria.text))
    found = [row for row in rows if stems(criteria.place) <= place_of(row)]
    missing = {row.pk: sum(word not in text_of(row) for word in words) for row in found}
    strict = [row for row in found if not missing[row.pk]]
    relaxed = not strict and len(words) > 1
    kept = [row for row in found if missing[row.pk] < len(words)] if relaxed else strict

    def rank(row):
        best = missing[row.pk] if relaxed else not set(words) <= title_of(row)
        free_on = row.frees_on or date.max
        return {
            RELEVANCE: (best, row.turn, row.pk),
            NEWEST: (-row.joined_at.timestamp(), -row.pk),
            AVAILABLE: (not row.free, free_on, row.turn, row.pk),
        }[criteria.sort]

    return kept, sorted((row for row in kept if passes(row, criteria.chosen)), key=rank), relaxed


criteria_strategy = st.builds(
    Criteria,
    text=st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join),
    place=st.sampled_from(["", "", "", "Nantes", "belgique", "saint denis"]),
    chosen=st.fixed_dictionaries(
        {}, optional={facet: st.frozensets(st.sampled_from(v)) for facet, v in VALUES.items()}
    ),
    sort=st.sampled_from([RELEVANCE, RELEVANCE, NEWEST, AVAILABLE]),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(criteria=criteria_strategy)
def test_a_search_equals_a_plain_reading_of_every_profile(population, criteria):
    awa, rows = population
    results = search(programme=home(), viewer=awa, criteria=criteria, page=1, now=NOON)
    kept, expected, relaxed = read(rows, criteria)
    assert [row.pk for row in results.listings] == [row.pk for row in expected[:PAGE_SIZE]]
    assert results.total == len(expected)
    assert results.relaxed == (relaxed and bool(expected))
    for facet, values in VALUES.items():
        for value in values:
            number = sum(value in values_of(row)[facet] for row in kept if passes(row, criteria.chosen, without=facet))
            assert results.counts[facet].get(value, 0) == number, (facet, value)
