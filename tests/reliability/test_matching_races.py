"""Two publications at once, two workers on one calculation, two yeses at the same instant, on both databases: what
follows happens once (B1, B8)."""

import pytest

from binome.core.models import JournalEntry, Letter
from binome.mentoring.matchmaking import deciding
from binome.mentoring.matchmaking.ruling import request_run
from binome.mentoring.matchmaking.running import run_matches
from binome.mentoring.models import MatchRun, Pair, Place, Proposal
from binome.people.models import User
from binome.programmes.models.programme import Approval
from tests.factories import NOON
from tests.factories.matchmaking import a_promotion, a_proposal, someone
from tests.factories.programmes import a_staff_member
from tests.reliability.racer import Racers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]
ROUNDS, FEW = 6, 3


@pytest.fixture
def racers(child_environment):
    racers = Racers(child_environment)
    yield racers
    racers.close()


def a_promotion_of(form: str, number: int):
    """Two mentees and two mentors, and who runs it: she may approve what she submitted."""
    cohort = a_promotion(form, number=number)
    cohort.programme.approval = Approval.ANY
    cohort.programme.save(update_fields=["approval"])
    for each in range(2):
        someone(f"I{number}{each}", "mentee", cohort, stage=1)
        someone(f"M{number}{each}", "mentor", cohort, stage=3, places=1)
    return cohort, a_staff_member(f"D{number}", programme=cohort.programme, organisation=None)


def a_decided_run(cohort, by) -> MatchRun:
    run = request_run(cohort=cohort, by=by, now=NOON)
    run_matches(lambda: NOON)
    run = MatchRun.objects.select_related("cohort__programme").get(pk=run.pk)
    deciding.submit_run(run=run, by=by, now=NOON)
    deciding.decide_run(run=run, approve=True, words="", by=by, now=NOON)
    return run


def test_two_publications_at_once_are_one(racers):
    for number in range(1, ROUNDS + 1):
        cohort, by = a_promotion_of("centralised", number)
        run = a_decided_run(cohort, by)
        answers = racers.race(*[{"move": "publish", "run": run.pk, "by": by.pk}] * 2)
        assert sorted(answers) == ["done", "refused"], number
        assert Pair.objects.filter(cohort=cohort).count() == 2
        assert Place.objects.filter(enrolment__cohort=cohort, pair__isnull=False).count() == 2
    assert Letter.objects.filter(kind="pair_published").count() == 4 * ROUNDS
    assert JournalEntry.objects.filter(verb="match_published").count() == ROUNDS


def test_two_workers_make_one_result(racers):
    for number in range(1, ROUNDS + 1):
        cohort, by = a_promotion_of("centralised", number)
        run = request_run(cohort=cohort, by=by, now=NOON)
        assert racers.race(*[{"move": "calculate", "run": run.pk, "by": by.pk}] * 2) == ["done", "done"]
        run.refresh_from_db()
        assert (run.state, run.proposals.count(), run.situations.count()) == ("done", 2, 4), number


def test_two_yeses_at_once_open_one_pair(racers):
    for number in range(1, ROUNDS + 1):
        cohort, by = a_promotion_of("organised", number)
        run = a_decided_run(cohort, by)
        deciding.offer_run(run=run, by=by, now=NOON)
        proposal = run.proposals.select_related("mentee", "mentor").first()
        orders = [
            {"move": "say_yes", "proposal": proposal.pk, "by": end.person_id}
            for end in (proposal.mentee, proposal.mentor)
        ]
        assert racers.race(*orders) == ["done", "done"], number
        assert Pair.objects.filter(cohort=cohort).count() == 1, number


def a_couple_asked(number: int):
    """A proposal put to two people, without a calculation."""
    cohort = a_promotion("organised", number=number)
    mentee, mentor = someone(f"I{number}", "mentee", cohort, stage=1), someone(f"M{number}", "mentor", cohort, stage=3)
    return a_proposal(mentee, mentor)


def order(move: str, proposal: Proposal, by: User) -> dict[str, object]:
    return {"move": move, "proposal": proposal.pk, "by": by.pk}


def test_a_yes_and_a_no_at_once_open_no_pair(racers):
    for number in range(1, FEW + 1):
        asked = a_couple_asked(number)
        answers = racers.race(order("say_yes", asked, asked.mentee.person), order("say_no", asked, asked.mentor.person))
        assert answers[1] == "done", number
        asked.refresh_from_db()
        assert (asked.ended_because, asked.pair) == ("declined", None)
    assert Letter.objects.filter(kind="proposal_ended").count() == FEW


def test_one_answer_sent_twice_counts_once(racers):
    for number in range(1, FEW + 1):
        asked = a_couple_asked(number)
        assert sorted(racers.race(*[order("say_yes", asked, asked.mentee.person)] * 2)) == ["done", "refused"]
    assert JournalEntry.objects.filter(verb="proposal_accepted").count() == FEW


def test_the_last_yes_and_the_team_setting_the_two_aside_leave_a_pair_or_an_end_never_both(racers):
    for number in range(1, FEW + 1):
        asked = a_couple_asked(number)
        programme = asked.mentee.programme
        delphine = a_staff_member(f"D{number}", programme=programme, organisation=None)
        Proposal.objects.filter(pk=asked.pk).update(mentee_said="yes")
        answers = racers.race(order("say_yes", asked, asked.mentor.person), order("set_aside", asked, delphine))
        asked.refresh_from_db()
        opened = Pair.objects.filter(cohort=asked.mentee.cohort).count()
        assert (answers[0] == "done") == (opened == 1) == (asked.ended_because == ""), (number, answers)
