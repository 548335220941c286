"""Two processes at the same instant, on both databases: exactly one wins, the other gets a clear answer (B1, B2, B4).

Each race has a twin without the guard, which must break the rule: else the race is too slow to prove anything.
"""

import logging

import pytest

from binome.core.models import JournalEntry
from binome.mentoring.lifecycle import LIVE, State
from binome.mentoring.models import MentoringRequest, Pair, Place
from tests import LONG
from tests.factories import a_mentee, a_mentor, a_pair, a_request
from tests.reliability.racer import Racers

logger = logging.getLogger(__name__)
ROUNDS = 400 if LONG else 100
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]


@pytest.fixture
def racers(child_environment):
    racers = Racers(child_environment)
    yield racers
    racers.close()


def two_requests_for_the_last_place():
    bruna = a_mentor(capacity=1)
    return a_request(a_mentee("Awa"), bruna), a_request(a_mentee("Inès"), bruna)


def one_request():
    row = a_request(a_mentee("Awa"), a_mentor(capacity=1))
    return row, row


def one_draft():
    row = a_request(a_mentee("Awa"), a_mentor(capacity=1), sent=False)
    return row, row


def two_mentors_of_one_mentee():
    awa = a_mentee("Awa")
    return a_request(awa, a_mentor("Bruna")), a_request(awa, a_mentor("Clara"))


def one_request_and_one_pair():
    bruna = a_mentor(capacity=2)
    a_pair(a_mentee("Inès"), bruna)
    row = a_request(a_mentee("Awa"), bruna)
    return row, row


def rule_broken(rows) -> bool:
    """More pairs than places, a pair on a request that is not accepted, a mentee with two pairs, a fact told twice."""
    mentors, mentees = {row.mentor_id for row in rows}, {row.mentee_id for row in rows}
    for mentor in mentors:
        live = Pair.objects.filter(mentor=mentor, state__in=LIVE).count()
        if live > Place.objects.filter(enrolment__person=mentor).count():
            return True
    if any(Pair.objects.filter(mentee=mentee, state__in=LIVE).count() > 1 for mentee in mentees):
        return True
    for row in MentoringRequest.objects.filter(pk__in=[row.pk for row in rows]):
        facts = JournalEntry.objects.filter(object_code=row.code, verb__startswith="request_").values_list("verb")
        if len(facts) != len(set(facts)) or {("request_accepted",), ("request_withdrawn",)} <= set(facts):
            return True
    return False


def run(racers, prepare, moves) -> tuple[int, list[list[str]]]:
    broken, outcomes = 0, []
    for _round in range(ROUNDS):
        rows = prepare()
        orders = [{"move": move, "request": row.pk} for move, row in zip(moves, rows, strict=True)]
        outcomes.append(racers.race(*orders))
        broken += rule_broken(rows)
    return broken, outcomes


RACES = {
    "accept × accept on the last place": (two_requests_for_the_last_place, ("accept", "accept"), 1),
    "accept × withdraw": (one_request, ("accept", "withdraw"), 1),
    "accept × decline": (one_request, ("accept", "decline"), 1),
    "accept × expire": (one_request, ("accept", "expire"), 1),
    "a double submit": (one_draft, ("send", "send"), 1),
    "two mentors accept one mentee": (two_mentors_of_one_mentee, ("accept", "accept"), 1),
    "accept × a lower capacity": (one_request_and_one_pair, ("accept", "lower_capacity"), 1),
    "accept × report": (one_request, ("accept", "report"), None),
}
TWINS = {
    "accept × accept on the last place": (two_requests_for_the_last_place, ("accept_unguarded", "accept_unguarded")),
    "accept × withdraw": (one_request, ("accept_unguarded", "withdraw_unguarded")),
    "a double submit": (one_draft, ("send_unguarded", "send_unguarded")),
    "accept × a lower capacity": (one_request_and_one_pair, ("accept_unguarded", "lower_capacity_unguarded")),
}


@pytest.mark.parametrize("race", RACES)
def test_exactly_one_wins_and_no_rule_is_broken(racers, race):
    prepare, moves, winners = RACES[race]

    broken, outcomes = run(racers, prepare, moves)

    firsts = sum(outcome[0] == "done" for outcome in outcomes)
    logger.info("%s: %s rounds, %s broken, the first won %s", race, ROUNDS, broken, firsts)
    assert {answer for outcome in outcomes for answer in outcome} <= {"done", "refused"}
    assert broken == 0
    if winners is not None:
        assert {outcome.count("done") for outcome in outcomes} == {winners}


@pytest.mark.parametrize("race", TWINS)
def test_without_its_guard_the_same_race_breaks_the_rule(racers, race):
    prepare, moves = TWINS[race]
    broken, _outcomes = run(racers, prepare, moves)
    logger.info("%s, unguarded: %s of %s rounds broken", race, broken, ROUNDS)
    assert broken > 0


def test_a_report_at_the_instant_of_the_acceptance_always_ends_without_contact(racers):
    """A12, B5: whoever is first, no live pair is left."""
    for _round in range(ROUNDS // 4):
        rows = one_request()
        outcome = racers.race({"move": "accept", "request": rows[0].pk}, {"move": "report", "request": rows[0].pk})
        assert outcome[1] == "done", outcome
        assert not Pair.objects.filter(mentoring_request=rows[0], state__in=LIVE).exists()
        assert MentoringRequest.objects.get(pk=rows[0].pk).state in {State.WITHDRAWN, State.ACCEPTED}
