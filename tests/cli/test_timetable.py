"""What runs by itself is on the timetable, and does what it says."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command, get_commands
from django.test import Client
from django.utils import timezone

from binome.cli.timetable import TIMETABLE
from binome.core.models import JournalEntry, Letter
from binome.mentoring.lifecycle import State
from binome.mentoring.models import Listing, MentoringRequest
from binome.support import actions as support
from tests.factories import a_mentee, a_mentor, a_moderator, a_request
from tests.factories.programmes import a_cohort, a_participant
from tests.support.cast import a_case


def test_every_line_of_the_timetable_names_a_command():
    assert {line.command for line in TIMETABLE.values()} <= set(get_commands())


@pytest.mark.django_db
def test_the_follow_up_expires_what_is_due():
    row = a_request(now=timezone.now() - timedelta(days=15))
    call_command(TIMETABLE["follow_up_mentoring"].command)
    assert MentoringRequest.objects.get(pk=row.pk).state == State.EXPIRED


@pytest.mark.django_db
def test_the_devices_of_sessions_that_are_over_are_forgotten_and_twice_is_once():
    here, gone, expired = (a_session(a_mentee()) for _who in range(3))
    Session.objects.filter(session_key=gone).delete()
    Session.objects.filter(session_key=expired).update(expire_date=timezone.now() - timedelta(seconds=1))

    for _run in range(2):
        call_command(TIMETABLE["forget_devices"].command)
        assert list(UserSession.objects.values_list("session_key", flat=True)) == [here]


def a_session(person):
    """She is logged in, and her device is on her list."""
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    UserSession.objects.create(
        user=person, ip="192.0.2.1", user_agent="Firefox", session_key=client.session.session_key
    )
    return client.session.session_key


@pytest.mark.django_db
def test_the_directory_turns_every_day_and_twice_is_once():
    for name in ("Bruna", "Clara", "Diane"):
        a_mentor(name)
    Listing.objects.update(turned_on=timezone.localdate() - timedelta(days=1))
    before = dict(Listing.objects.values_list("pk", "turn"))

    call_command(TIMETABLE["turn_listings"].command)
    once = dict(Listing.objects.values_list("pk", "turn"))
    call_command(TIMETABLE["turn_listings"].command)

    assert once != before
    assert dict(Listing.objects.values_list("pk", "turn")) == once


@pytest.mark.django_db
def test_who_waits_comes_in_once_an_erased_account_left_its_place():
    cohort = a_cohort(max_mentees=1)
    gone = a_participant("Inès", cohort=cohort, place=1)
    waiting = a_participant("Salma", cohort=cohort, state="waiting", joined_at=None)
    gone.delete()
    for _run in range(2):
        call_command(TIMETABLE["follow_up_enrolment"].command)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.place) == ("active", 1)
    assert Letter.objects.filter(kind="place_found").count() == 1


@pytest.mark.django_db
def test_a_suspension_ends_on_its_date_and_twice_is_once():
    case, dina, now = a_case(a_mentee(), a_mentor()), a_moderator(), timezone.now()
    support.take_case(case=case, by=dina, now=now - timedelta(days=9))
    support.rate_case(case=case, by=dina, severity="grave", now=now - timedelta(days=9))
    support.decide_case(case=case, by=dina, measure="suspension", until_on=timezone.localdate(), reason="Une raison.",
                        now=now - timedelta(days=9))  # fmt: skip
    for _run in range(2):
        call_command(TIMETABLE["end_suspensions"].command)
        assert case.reported.enrolments.get().state == "active"
        assert JournalEntry.objects.filter(verb="suspension_ended").count() == 1
