"""The demonstration's company: a promotion that lives, one to be matched, and whom to log in as."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from binome.cli.demo.accounts import accounts
from binome.cli.demo.load import load
from binome.mentoring.matchmaking import digest_of
from binome.mentoring.models import Circle, CircleMember, Listing, MatchRun, Meeting, MentoringRequest, Pair, Proposal
from binome.programmes.models import Affiliation, Cohort, Enrolment, StaffRole
from binome.programmes.queries.cohorts import leavers
from binome.web.safety import refuse_the_wrong_database

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Loaded once for this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load(now=timezone.now(), mentors=60, mentees=110)
        transaction.set_rollback(True)


def test_one_promotion_lives_and_the_next_is_calculated(loaded):
    lives, waits = Cohort.objects.filter(programme__slug="passerelles").order_by("number")
    assert (lives.state, waits.state) == ("running", "matching")
    pairs = Pair.objects.filter(cohort=lives)
    assert pairs.count() >= 6
    assert Meeting.objects.filter(pair__in=pairs).count() > 2 * pairs.count()
    run = MatchRun.objects.get(cohort=waits)
    assert (run.state, run.proposals.count()) == ("done", run.figures["matched"])
    assert run.proposals.count() >= 12
    assert run.digest == digest_of(waits)  # it can be submitted as it is


def test_who_submits_is_not_who_approves_and_somebody_left(loaded):
    run = MatchRun.objects.get(cohort__programme__slug="passerelles", cohort__number=1)
    assert {run.submitted_by.first_name, run.decided_by.first_name} == {"Delphine", "Hélène"}
    left = Affiliation.objects.exclude(left_on=None).get()
    assert leavers(Enrolment.objects.filter(cohort__number=2)).get().affiliation == left


def test_nobody_is_matched_with_her_line_manager_and_everybody_answered(loaded):
    leads = {row.person_id: row.line_manager.person_id for row in Affiliation.objects.exclude(line_manager=None)}
    assert leads
    couples = Pair.objects.exclude(cohort=None).values_list("mentee", "mentor")
    assert [mentee for mentee, mentor in couples if leads.get(mentee) == mentor] == []
    assert not Enrolment.objects.exclude(cohort=None).filter(completed_at=None).exists()


def test_people_of_the_company_find_each_other_in_a_second_programme(loaded):
    here = Listing.objects.filter(programme__slug="entraide", visible=True)
    assert here.count() == 8
    assert Pair.objects.filter(programme__slug="entraide").count() == 2
    states = MentoringRequest.objects.filter(programme__slug="entraide").values_list("state", flat=True)
    assert sorted(states) == ["accepted", "accepted", "declined", "sent", "sent", "sent"]


def test_peers_meet_in_circles_and_proposals_wait_for_both(loaded):
    members = CircleMember.objects.filter(circle__cohort__programme__slug="cercles")
    assert members.count() == 9
    assert all(circle.meetings.count() == 2 for circle in Circle.objects.all())
    asked = Proposal.objects.filter(run__cohort__programme__slug="duos")
    assert asked.filter(pair__isnull=False).count() == 1
    waiting = list(Proposal.objects.waiting().filter(pk__in=asked).values_list("mentee_said", "mentor_said"))
    assert ("", "yes") in waiting and ("", "") in waiting


def test_each_part_of_the_programme_has_an_account_to_log_in_with(loaded):
    emails = [account.email for account in accounts()]
    staff = StaffRole.objects.filter(programme__slug="passerelles").values_list("person__email", flat=True)
    assert len(staff) == 4
    assert set(staff) <= set(emails)
    assert sum(email.startswith("orvanne") for email in emails) == 4
    assert len(set(emails)) == len(emails)


def test_a_demonstration_with_a_company_starts_as_a_demonstration(loaded, settings):
    settings.DEMO = True
    refuse_the_wrong_database()
    settings.DEMO = settings.DEBUG = False
    with pytest.raises(ImproperlyConfigured):
        refuse_the_wrong_database()
