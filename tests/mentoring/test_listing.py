"""The listing follows what a mentor is; and the fair order gives everyone her turn."""

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from binome.mentoring import actions
from binome.mentoring.actions.listing import REACH, compact_search_index, turn_listings
from binome.mentoring.models import Listing, MentoringRequest
from binome.mentoring.queries.directory import PAGE_SIZE
from binome.people.lifecycle import ProfileState
from binome.people.models import Profile, User
from binome.programmes.models import Enrolment, EnrolmentState, Pause
from tests.factories import NOON, a_mentee, a_mentor, a_pair, a_profile_to_check, family_name_of, home

pytestmark = pytest.mark.django_db


def listing_of(person):
    return Listing.objects.get(person=person)


def refresh(*people):
    actions.refresh_listings(Enrolment.objects.filter(person__in=people).values_list("pk", flat=True), now=NOON)


def test_an_approved_mentor_is_listed_with_her_places():
    row = listing_of(a_mentor("Hélène", capacity=3))
    assert (row.visible, row.capacity, row.free, row.frees_on) == (True, 3, 3, None)
    assert row.card["first_name"] == "Hélène"


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Profile, {"state": ProfileState.SUBMITTED}),
        (User, {"is_active": False}),
        (Enrolment, {"state": EnrolmentState.LEFT}),
        (Enrolment, {"pause": Pause.OWN}),
    ],
    ids=["not approved", "suspended", "gone", "paused"],
)
def test_a_mentor_who_can_not_be_asked_is_not_listed(model, change):
    person = a_mentor()
    model.objects.all().update(**change)
    refresh(person)
    assert not listing_of(person).visible


def test_a_profile_that_nobody_has_read_is_not_listed():
    assert not listing_of(a_profile_to_check().person).visible


def test_a_mentee_has_no_listing():
    refresh(a_mentee())
    assert not Listing.objects.exists()


def test_a_full_mentor_says_when_a_place_frees_itself():
    mentor = a_mentor(capacity=1)
    pair = a_pair(mentor=mentor)
    row = listing_of(mentor)
    assert (row.free, row.frees_on) == (0, pair.planned_end_on)


def test_refreshing_twice_changes_nothing():
    person = a_mentor()
    before = Listing.objects.values().get()
    refresh(person)
    assert Listing.objects.values().get() == before


def test_the_version_of_a_card_changes_with_what_it_shows_and_with_nothing_else():
    person = a_mentor()
    before = listing_of(person).version
    Profile.objects.update(path="Un autre chemin.")
    refresh(person)
    assert listing_of(person).version == before
    Profile.objects.update(headline="Fraiseuse")
    refresh(person)
    assert listing_of(person).version != before


def test_one_refresh_takes_as_many_queries_for_one_as_for_ten():
    people = [a_mentor() for _n in range(10)]
    counts = []
    for some in (people[:1], people):
        with CaptureQueriesContext(connection) as queries:
            actions.refresh_listings([person.enrolments.get().pk for person in some], now=NOON)
        counts.append(len(queries) - len(some))  # one for each person.enrolments.get()
    assert counts[0] == counts[1]


def test_no_sealed_or_contact_field_becomes_a_word():
    person = a_mentor(
        email="secrete@example.org",
        profile={
            "presentation": "Écrivez-moi à jeanne@exemple.fr, https://exemple.fr/jeanne ou au 06 12 34 56 78. Soudure.",
            "link": "https://reseau.example/in/jeanne-martin",
        },
    )
    row = listing_of(person)
    words = " ".join([row.title_tokens, row.text_tokens, row.place_tokens, row.facet_tokens])
    hidden = [family_name_of(person).lower(), "secret", "jeann", "exempl", "martin", "reseau", "0612345678", "12", "78"]
    assert [word for word in hidden if word in words.split()] == []
    assert "soudur" in words


# --- the fair order --------------------------------------------------------------------------------------
def front_page():
    rows = Listing.objects.filter(visible=True).order_by("turn", "pk")
    return list(rows.values_list("person", flat=True)[:PAGE_SIZE])


def gini(numbers):
    """0 when everyone has the same, near 1 when one has all."""
    ordered, total = sorted(numbers), sum(numbers)
    return sum((2 * rank - len(ordered) - 1) * n for rank, n in enumerate(ordered, 1)) / (len(ordered) * total)


def bulk_mentors(number):
    """Mentors who all had the same attention, yesterday."""
    people = [a_mentor() for _n in range(number)]
    Listing.objects.update(attention=0, turned_on=NOON.date() - timedelta(days=1))
    refresh(*people)
    return home()


def test_over_sixty_days_every_mentor_has_her_turn_on_the_first_page():
    programme = bulk_mentors(60)
    shown = dict.fromkeys(Listing.objects.order_by("pk").values_list("person", flat=True), 0)
    for day in range(60):
        turn_listings(programme=programme, now=NOON + timedelta(days=day))
        for person in front_page():
            shown[person] += 1
    assert (min(shown.values()), max(shown.values())) == (19, 21), "20 each, at one day more or less"
    assert gini(shown.values()) < 0.03


def test_a_solicited_mentor_leaves_her_turn_to_the_others_and_comes_back():
    programme = bulk_mentors(40)
    solicited, mentee = front_page()[0], a_mentee()
    for day in range(3):
        MentoringRequest.objects.create(
            programme=programme, mentor_id=solicited, mentee=mentee, state="declined", created_at=NOON,
            sent_at=NOON - timedelta(days=1, minutes=day),
        )  # fmt: skip
    days = []
    for day in range(30):
        turn_listings(programme=programme, now=NOON + timedelta(days=day))
        if solicited in front_page():
            days.append(day)
    assert days[0] >= REACH, "she was asked three times: the others come first"
    assert len(days) >= 10, "and then it is her turn again"


def test_a_newcomer_is_on_the_first_page_for_her_first_days():
    programme = bulk_mentors(60)
    for day in range(5):
        turn_listings(programme=programme, now=NOON + timedelta(days=day))
    newcomer = a_mentor("Zoé")
    Listing.objects.filter(person=newcomer).update(turned_on=NOON.date() + timedelta(days=4))
    seen = [newcomer.pk in front_page()]
    for day in range(5, 4 + REACH):
        turn_listings(programme=programme, now=NOON + timedelta(days=day))
        seen.append(newcomer.pk in front_page())
    assert seen == [True] * REACH


def test_a_second_run_on_the_same_day_changes_nothing():
    programme = bulk_mentors(25)
    assert turn_listings(programme=programme, now=NOON) == 25
    order = list(Listing.objects.order_by("turn").values_list("pk", flat=True))
    assert turn_listings(programme=programme, now=NOON + timedelta(hours=3)) == 0
    assert list(Listing.objects.order_by("turn").values_list("pk", flat=True)) == order


def test_who_has_no_free_place_comes_after_who_has():
    full = a_mentor(capacity=1)
    a_pair(mentor=full)
    others = [a_mentor() for _n in range(3)]
    assert front_page()[-1] == full.pk and set(front_page()[:3]) == {person.pk for person in others}


def test_the_order_does_not_depend_on_names():
    programme = bulk_mentors(8)
    turn_listings(programme=programme, now=NOON)
    before = front_page()
    names = list("ABCDEFGH")
    random.shuffle(names)
    for person, name in zip(User.objects.filter(pk__in=before).order_by("pk"), names, strict=True):
        User.objects.filter(pk=person.pk).update(first_name=name)
    refresh(*User.objects.all())
    assert front_page() == before


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL forgets at its next vacuum")
def test_after_an_erasure_the_index_forgets_the_words():
    person = a_mentor(profile={"presentation": "Xylophoniste de métier."})
    Listing.objects.filter(person=person).delete()
    compact_search_index()
    with connection.cursor() as cursor:
        cursor.execute("SELECT block FROM mentoring_listing_words_data")
        blocks = b"".join(bytes(row[0]) for row in cursor.fetchall())
    assert b"xylophon" not in blocks


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its indexes by itself")
def test_the_index_is_in_step_with_the_listings():
    """A migration that rebuilds the table loses its triggers: it must make them again."""
    person = a_mentor(profile={"presentation": "Xylophoniste."})
    Profile.objects.update(presentation="Soudeuse.")
    refresh(person)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'mentoring_listing'")
        assert len(cursor.fetchall()) == 3
        cursor.execute("INSERT INTO mentoring_listing_words(mentoring_listing_words) VALUES ('integrity-check')")
