"""Who took part in a programme and left it, or whose promotion is over: she keeps what was hers, for as long as the
register says, and opens nothing else (ADR 0014)."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from binome.mentoring.actions import close_pair, leave_promotion
from binome.mentoring.lifecycle import CloseReason
from binome.mentoring.models import Pair
from binome.privacy.retention import run_clocks
from binome.programmes.actions import publish_charter
from binome.programmes.models import Cohort, Enrolment
from binome.programmes.queries import membership_of
from binome.web.middleware import KEPT_AFTERWARDS
from tests.factories import NOON, a_window, home, log_in
from tests.factories.programmes import a_cohort, a_participant, a_programme, a_staff_member

pytestmark = pytest.mark.django_db
INSIDE = "/programmes/entraide"


def inside(name: str, *args: str) -> str:
    return INSIDE + reverse(name, args=args)


@pytest.fixture
def pair():
    home()
    cohort = a_cohort(a_programme("informal", "entraide"), state="running")
    mentee, mentor = a_participant("Inès", cohort=cohort), a_participant("Nour", "mentor", cohort)
    return Pair.objects.create(
        mentor=mentor.person, mentee=mentee.person, programme=cohort.programme, cohort=cohort,
        opened_at=NOON, last_sign_at=NOON, planned_end_on=date(2026, 12, 1), rhythm="monthly",
    )  # fmt: skip


def left(person, *, now=None):
    leave_promotion(enrolment=Enrolment.objects.get(person=person), now=now or timezone.now())
    return a_window(person)


def test_she_finds_her_past_pair_and_its_term(pair):
    window = left(pair.mentee)
    page = window.get(inside("my-space")).text
    assert "Vous ne participez plus à Entraide." in page
    assert inside("pair-detail", pair.code) in page
    assert "Douze mois après sa clôture, un binôme est effacé" in page
    assert window.get(inside("pair-detail", pair.code)).status_code == 200


def test_what_was_hers_goes_on_the_day_that_the_register_says(pair):
    left(pair.mentee)
    closed = Pair.objects.get().closed_at
    run_clocks(now=closed + timedelta(days=360))
    assert Pair.objects.exists()
    for days in (370, 371):  # the first passage after a long silence waits
        run_clocks(now=closed + timedelta(days=days))
    window = a_window(pair.mentee)
    assert window.get(inside("pair-detail", pair.code)).status_code == 404
    assert pair.code not in window.get(inside("my-space")).text


@pytest.mark.parametrize("name", ["my-data", "my-requests", "my-agreements", "mail-preferences", "leave", "my-cases"])
def test_her_data_her_export_and_the_team_stay_hers(pair, name):
    assert left(pair.mentee).get(inside(name)).status_code == 200


@pytest.mark.parametrize(
    ("name", "args"),
    [("mentor-list", ()), ("mentor-detail", ("mentor",)), ("request-new", ("mentor",)), ("my-answers", ()),
     ("my-wishes", ()), ("leave-cohort", ()), ("testimony-new", ())],
)  # fmt: skip
def test_the_members_pages_are_closed_to_her(pair, name, args):
    window = left(pair.mentee)
    path = inside(name, *(pair.mentor.code for _one in args))
    for answer in (window.get(path), window.post(path)):
        assert answer["Location"].startswith(inside("my-space"))


def test_every_page_is_closed_to_her_unless_it_is_named(pair):
    known = set(get_resolver().reverse_dict) - {None}
    assert known >= KEPT_AFTERWARDS
    assert not KEPT_AFTERWARDS & {"mentor-list", "mentor-detail", "request-new", "pilot-dashboard", "moderation-queue"}


def test_her_partner_s_photo_and_first_name_are_not_a_way_back(pair):
    window = left(pair.mentee)
    assert window.get(inside("photo", pair.mentor.code)).status_code == 404
    assert inside("mentor-list") not in window.get(inside("my-space")).text


def test_she_may_still_report_whom_she_met(pair):
    window = left(pair.mentee)
    assert window.get(inside("report-person", pair.mentor.code)).status_code == 200


def test_a_new_charter_does_not_keep_her_from_her_data(pair):
    window = left(pair.mentee)
    publish_charter(programme=pair.programme, body="Neuve", body_en="New", changes="", by=pair.mentor, now=NOON)
    assert window.get(inside("my-space")).status_code == 200


def test_at_the_root_she_is_led_to_what_she_keeps(pair):
    window = left(pair.mentee)
    answer = window.get(reverse("my-space"))
    assert answer["Location"].startswith(reverse("my-programmes"))
    assert window.get(reverse("my-programmes"))["Location"] == inside("my-space")


def test_a_promotion_that_is_over_leaves_its_living_pair_to_its_end(pair):
    Cohort.objects.update(state="closed")
    window = a_window(pair.mentee)
    page = window.get(inside("my-space")).text
    assert "Cette promotion est terminée." in page and "Ouvrir notre" in page
    assert window.get(inside("mentor-list")).status_code == 302
    meeting = {"held_on": "2026-05-02", "format": "remote", "minutes": "60"}
    assert window.post(inside("log-meeting", pair.code), meeting).status_code in (200, 302)
    close_pair(pair=pair, by=pair.mentee, reason=CloseReason.REACHED, now=timezone.now())
    assert "Laisser un mot" in window.get(inside("my-space")).text


def test_the_next_promotion_opens_everything_again_and_leaving_it_does_not_close_the_first(pair):
    first = Enrolment.objects.get(person=pair.mentee)
    second = a_participant("", "mentee", a_cohort(pair.programme, 2), affiliation=first.affiliation)
    assert membership_of(pair.mentee, "entraide").enrolment == second
    leave_promotion(enrolment=second, now=NOON)
    assert membership_of(pair.mentee, "entraide").enrolment == first
    assert not membership_of(pair.mentee, "entraide").is_past


def test_who_left_and_works_for_the_programme_keeps_her_work(pair):
    delphine = a_staff_member("Delphine", programme=pair.programme)
    a_participant(delphine, cohort=pair.cohort, state="left")
    assert not membership_of(delphine, "entraide").is_past


def test_who_never_took_part_has_no_such_page(pair):
    stranger = a_participant("Lina", cohort=a_cohort(a_programme(slug="ailleurs"))).person
    client = Client()
    log_in(client, stranger)
    assert client.get(inside("my-space")).status_code == 404
