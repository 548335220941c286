"""A proposal that waits for two answers: its term, its reminder, its ends, and what the other learns of them (N7)."""

import re
from datetime import timedelta

import pytest

from binome.core.models import JournalEntry, Letter
from binome.core.moves import MoveRefused
from binome.mentoring.actions import follow_up, leave_promotion, separate
from binome.mentoring.actions.follow_up import give_time_back
from binome.mentoring.actions.offers import expire_proposal
from binome.mentoring.matchmaking.deciding import answer_proposal
from binome.mentoring.matchmaking.ruling import rule_couple
from binome.mentoring.models import Pair, Proposal, Ruling
from binome.mentoring.queries import proposals_to
from tests.factories import NOON
from tests.factories.matchmaking import a_promotion, a_proposal, someone
from tests.factories.programmes import a_staff_member

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def proposal():
    cohort = a_promotion("organised")
    return a_proposal(someone("Inès", "mentee", cohort, stage=1), someone("Marc", "mentor", cohort, stage=3))


def told(kind: str) -> list[Letter]:
    return list(Letter.objects.filter(kind=kind).order_by("pk"))


def ends(proposal: Proposal) -> str:
    return Proposal.objects.get(pk=proposal.pk).ended_because


def words(letter: Letter) -> str:
    """What it says, without names and addresses."""
    return re.sub(r"http\S+|Inès|Marc|Awa|Paul", "…", letter.text)


def test_a_reminder_goes_once_to_whoever_has_not_answered(proposal):
    answer_proposal(proposal=proposal, by=proposal.mentee.person, accept=True, now=NOON)
    for hours in (0, 1):
        follow_up(now=NOON + 8 * DAY + timedelta(hours=hours))
    assert [letter.recipient_code for letter in told("proposal_reminder")] == [proposal.mentor.person.code]


def test_without_an_answer_it_ends_at_its_term_and_both_read_the_same(proposal):
    follow_up(now=NOON + 13 * DAY)
    assert ends(proposal) == ""
    follow_up(now=NOON + 14 * DAY)
    assert ends(proposal) == "expired"
    first, second = told("proposal_ended")
    assert words(first) == words(second)
    with pytest.raises(MoveRefused):
        answer_proposal(proposal=proposal, by=proposal.mentor.person, accept=True, now=NOON + 15 * DAY)
    assert not Pair.objects.exists()


def test_the_letter_of_an_end_does_not_tell_a_refusal_from_a_silence(proposal):
    other = a_proposal(
        someone("Awa", "mentee", proposal.mentee.cohort), someone("Paul", "mentor", proposal.mentee.cohort)
    )
    answer_proposal(proposal=proposal, by=proposal.mentor.person, accept=False, reason="Trop loin", now=NOON)
    expire_proposal(proposal=other, now=NOON)
    refused, silent = told("proposal_ended")[:2]
    assert refused.recipient_code == proposal.mentee.person.code
    same = [words(letter) for letter in (refused, silent)]
    assert same[0] == same[1] and "Trop loin" not in refused.text


def test_who_declines_gets_no_letter_and_her_reason_is_the_teams(proposal):
    answer_proposal(proposal=proposal, by=proposal.mentor.person, accept=False, reason=" Trop loin ", now=NOON)
    assert [letter.recipient_code for letter in told("proposal_ended")] == [proposal.mentee.person.code]
    assert Ruling.objects.get().reason == "Trop loin"
    assert ends(proposal) == "declined"


def test_the_team_takes_it_back_by_setting_the_two_aside(proposal):
    delphine = a_staff_member("Delphine", programme=proposal.mentee.programme)
    couple = {"mentee": proposal.mentee, "mentor": proposal.mentor, "by": delphine}
    for _time in range(2):
        rule_couple(kind="forbidden", reason="Ils se connaissent", now=NOON, **couple)
    assert ends(proposal) == "withdrawn"
    assert len(told("proposal_ended")) == 2
    with pytest.raises(MoveRefused):
        answer_proposal(proposal=proposal, by=proposal.mentee.person, accept=True, now=NOON)


def test_it_ends_when_one_leaves_the_promotion_and_only_the_other_is_told(proposal):
    leave_promotion(enrolment=proposal.mentee, now=NOON)
    assert ends(proposal) == "withdrawn"
    assert [letter.recipient_code for letter in told("proposal_ended")] == [proposal.mentor.person.code]


def test_it_ends_when_one_reports_the_other(proposal):
    separate(by=proposal.mentee.person, person=proposal.mentor.person, now=NOON)
    assert ends(proposal) == "withdrawn"


def test_what_was_answered_both_ways_cannot_be_taken_back(proposal):
    for end in (proposal.mentee, proposal.mentor):
        answer_proposal(proposal=proposal, by=end.person, accept=True, now=NOON)
    expire_proposal(proposal=proposal, now=NOON + 20 * DAY)
    assert ends(proposal) == "" and Pair.objects.count() == 1
    assert not told("proposal_ended")


def test_time_during_which_the_site_was_stopped_is_given_back(proposal):
    give_time_back(time=3 * DAY, now=NOON)
    assert Proposal.objects.get().due_at == NOON + 17 * DAY


def test_each_sees_her_own_answer_and_never_a_wish(proposal):
    answer_proposal(proposal=proposal, by=proposal.mentor.person, accept=True, now=NOON)
    (seen,) = proposals_to(proposal.mentee.person, proposal.mentee.programme)
    assert (seen.said, seen.other) == ("", proposal.mentor)
    assert [label["fr"] for label, _detail in seen.reasons] == ["Sujets"]


def test_every_end_has_its_line_in_the_journal(proposal):
    expire_proposal(proposal=proposal, now=NOON)
    assert JournalEntry.objects.filter(verb="proposal_expired", object_code=proposal.code).count() == 1
