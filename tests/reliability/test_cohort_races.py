"""The last place of a promotion, wanted by two at once, on both databases: one has it, the other waits (D2)."""

import pytest

from binome.programmes.models import Enrolment
from tests.factories.programmes import a_cohort, a_participant, a_programme, an_affiliation
from tests.reliability.racer import Racers

from .test_races import ROUNDS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]


@pytest.fixture
def racers(child_environment):
    racers = Racers(child_environment)
    yield racers
    racers.close()


def _race_for_a_place(racers, number: int, move: str) -> tuple[list[str], list[str]]:
    cohort = a_cohort(a_programme(), number, max_mentees=2)
    a_participant(f"First{number}", cohort=cohort, place=1)
    people = [an_affiliation(f"{name}{number}") for name in ("Awa", "Inès")]
    answers = racers.race(*({"move": move, "cohort": cohort.pk, "affiliation": one.pk} for one in people))
    rows = Enrolment.objects.filter(affiliation__in=people)
    return answers, sorted(rows.values_list("state", flat=True))


def test_of_two_who_come_at_once_for_the_last_place_one_has_it_and_the_other_waits(racers):
    told = [_race_for_a_place(racers, number, "enrol") for number in range(1, ROUNDS + 1)]
    assert {answer for answers, _states in told for answer in answers} == {"done"}
    assert {tuple(states) for _answers, states in told} == {("active", "waiting")}


def test_without_the_number_of_the_place_the_same_race_fills_it_twice(racers):
    told = [_race_for_a_place(racers, number, "enrol_unguarded") for number in range(1, ROUNDS + 1)]
    assert ["active", "active"] in [states for _answers, states in told]


def test_two_who_leave_at_once_let_two_in_and_nobody_twice(racers):
    for number in range(1, ROUNDS // 4):
        cohort = a_cohort(a_programme(), number, max_mentees=2)
        leaving = [a_participant(f"L{place}-{number}", cohort=cohort, place=place) for place in (1, 2)]
        waiting = [
            a_participant(f"W{one}-{number}", cohort=cohort, state="waiting", joined_at=None) for one in range(3)
        ]
        answers = racers.race(*({"move": "leave", "enrolment": one.pk} for one in leaving))
        rows = Enrolment.objects.filter(pk__in=[one.pk for one in waiting])
        assert answers == ["done", "done"]
        assert sorted(rows.values_list("state", flat=True)) == ["active", "active", "waiting"], number
