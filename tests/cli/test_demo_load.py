"""The demonstration's rows: every state is there, the site's own rules hold, and it is the same each time."""

import re
from datetime import UTC, datetime
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count, F, Q

from binome.cli.demo.accounts import accounts
from binome.cli.demo.load import AlreadyLoaded, load
from binome.cli.demo.rows import PASSWORD
from binome.core.french import fold
from binome.core.models import JournalEntry, Letter, LetterState
from binome.mentoring.actions import follow_up
from binome.mentoring.lifecycle import LIVE, PairState, State
from binome.mentoring.models import Comment, Listing, Meeting, MentoringRequest, Pair, Place, WaitingEntry
from binome.people.lifecycle import ProfileState
from binome.people.models import CivilIdentity, Profile, User, open_identities
from binome.programmes.models import CharterSignature, Enrolment, Pause, Role
from binome.support.models import Case, TeamMessage

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SIZE = {"mentors": 60, "mentees": 110}
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    """Loaded once for this file; each test still undoes what it does."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load(now=NOW, **SIZE)
        transaction.set_rollback(True)


def test_every_state_of_a_request_and_of_a_pair_is_there(demonstration):
    assert set(MentoringRequest.objects.values_list("state", flat=True)) == set(State.values)
    assert set(Pair.objects.values_list("state", flat=True)) == set(PairState.values)
    assert {p.state for p in Profile.objects.all()} == set(ProfileState.values)
    assert MentoringRequest.objects.filter(withdrawn_because="accepted_elsewhere").exists()
    assert MentoringRequest.objects.filter(state=State.SENT, question_answered_at__isnull=False).exists()
    assert set(Enrolment.objects.filter(role=Role.MENTOR).values_list("pause", flat=True)) >= {Pause.NONE, Pause.OWN}
    for kind in (Comment, Meeting, WaitingEntry, Case, TeamMessage):
        assert kind.objects.exists(), kind


def test_the_rules_of_the_site_hold(demonstration):
    live = Pair.objects.filter(state__in=LIVE)

    assert Place.objects.exclude(pair=None).count() == live.count() == live.filter(place__isnull=False).count()
    assert not live.values("mentee").annotate(n=Count("pk")).filter(n__gt=1).exists()
    assert not Pair.objects.filter(opened_at__lt=F("mentoring_request__sent_at")).exists()
    assert not Pair.objects.filter(opened_at__lt=F("mentor__created_at")).exists()
    assert not Meeting.objects.filter(held_on__gt=NOW.date()).exists()
    roles = Q(enrolments__programme__is_home=True) | Q(staff_roles__programme__is_home=True)
    community = User.objects.filter(roles).distinct()
    assert CharterSignature.objects.count() == community.count()
    assert EmailAddress.objects.filter(user__in=community, verified=True, primary=True).count() == community.count()
    assert community.filter(is_active=False).count() == Profile.objects.exclude(state=ProfileState.APPROVED).count()


def test_nothing_is_overdue_on_the_first_day(demonstration):
    assert set(follow_up(now=NOW).values()) == {0}
    assert (
        not Letter.objects.filter(state=LetterState.QUEUED, created_at__lt=NOW).exclude(created_at__gt=NOW).count() > 5
    )


def test_every_approved_mentor_is_listed(demonstration):
    mentors = Enrolment.objects.filter(programme__is_home=True, role=Role.MENTOR)
    approved = mentors.filter(person__profile__state=ProfileState.APPROVED)

    assert Listing.objects.filter(enrolment__in=approved).count() == approved.count() == SIZE["mentors"]
    shown = Listing.objects.filter(visible=True, enrolment__programme__is_home=True)
    assert shown.count() == approved.filter(pause=Pause.NONE).count()


def test_no_letter_journal_line_nor_listing_bears_a_family_name(demonstration):
    with open_identities():
        names = set(CivilIdentity.objects.values_list("family_name", flat=True))
    written = [" ".join(row) for row in Letter.objects.values_list("subject", "text", "html")]
    written += [str(entry.data) for entry in JournalEntry.objects.all()]
    written += [str(row) for row in Listing.objects.filter(visible=True).values()]
    everything = fold_all(written)

    assert {name for name in names if fold(name) in everything} == set()


def fold_all(texts):
    """Without the links, whose random letters may spell anything."""
    return "\n".join(fold(re.sub(r"https?://[^\s\"<]+", "", text)) for text in texts)


def test_it_is_loaded_once(demonstration):
    with pytest.raises(AlreadyLoaded):
        load(now=NOW, **SIZE)


def test_the_accounts_printed_are_what_they_say(demonstration):
    by_situation = {account.who: User.objects.get(email=account.email) for account in accounts()}

    assert by_situation["Mentorée, binôme en cours"].pairs_as_mentee.filter(state__in=LIVE).exists()
    assert not by_situation["Mentorée, rien encore"].requests_made.exists()
    assert by_situation["Mentore, demandes reçues"].requests_received.filter(state=State.SENT).exists()
    full = by_situation["Mentore, complète"].enrolments.get()
    assert not full.places.filter(pair=None).exists()
    assert not by_situation["Profil à vérifier"].is_active
    staff = {account.who: account for account in accounts() if account.codes}
    company = {"Responsable de programme", "Relais local", "Marraine du programme"}
    assert set(staff) == {"Modératrice", "Administratrice", *company}
    matched, waits = by_situation["Passerelles, en binôme"], by_situation["Passerelles, à apparier"]
    assert matched.pairs_as_mentee.filter(state__in=LIVE).exists()
    assert not waits.pairs_as_mentee.exists()
    assert all(User.objects.get(email=a.email).check_password(PASSWORD) for a in staff.values())


def test_the_command_prints_the_password_and_each_account(demonstration, settings):
    settings.DEMO = True
    printed = StringIO()

    call_command("demo_accounts", stdout=printed)

    assert PASSWORD in printed.getvalue()
    assert all(account.email in printed.getvalue() for account in accounts())
