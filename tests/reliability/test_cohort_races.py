"""The last place of a promotion, wanted by two at once, on both databases: one has it, the other waits (D2). The
domains of two organisations, chosen at once: both are kept, and one domain is never of two."""

import threading
import time

import pytest
from django.db import DatabaseError, connection

from binome.programmes.actions.organisations import choose_domains
from binome.programmes.models import Enrolment, Organisation
from tests.factories import NOON
from tests.factories.programmes import (
    a_cohort,
    a_participant,
    a_programme,
    a_staff_member,
    an_affiliation,
    an_organisation,
)
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


def _choose_at_once(racers, *domains: str) -> list[str]:
    """Delphine for the first of twenty organisations, Gaël for the last: each looks at all the others'."""
    companies = [an_organisation(f"Société {number}") for number in range(20)]
    managers = [a_staff_member(f"{name}{domains}") for name in ("Delphine", "Gaël")]
    ends = zip((companies[0], companies[-1]), managers, domains, strict=True)
    orders = [{"organisation": one.pk, "by": by.pk, "domains": [domain]} for one, by, domain in ends]
    return sorted(racers.race(*({"move": "choose_domains", **order} for order in orders)))


def test_two_who_choose_the_domains_of_their_organisations_at_once_both_do(racers):
    for number in range(1, ROUNDS // 4):
        assert _choose_at_once(racers, f"un{number}.example", f"deux{number}.example") == ["done", "done"], number


def test_of_two_who_choose_one_domain_at_once_one_has_it(racers):
    for number in range(1, ROUNDS // 4):
        assert _choose_at_once(racers, f"un{number}.example", f"un{number}.example") == ["done", "refused"], number
        rows = Organisation.objects.exclude(email_domains=[])
        assert len(rows) == 1, number
        rows.update(email_domains=[])


@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time")
def test_two_who_choose_domains_at_once_never_wait_for_each_other_both():
    """The second comes while the first holds its rows: before they had an order, PostgreSQL ended one of the two."""
    ours, theirs = (an_organisation(name) for name in ("Orvanne", "Sélune"))
    managers = [a_staff_member(name) for name in ("Delphine", "Gaël")]
    locked, ends = threading.Event(), []

    def linger(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if "FOR " in sql and not locked.is_set():
            locked.set()
            time.sleep(0.5)  # the second one comes
        return answer

    def choose(organisation, by, domain) -> None:
        try:
            with connection.execute_wrapper(linger):
                choose_domains(organisation=organisation, domains=[domain], by=by, now=NOON)
            ends.append("done")
        except DatabaseError as error:
            ends.append(str(error))
        finally:
            connection.close()

    first = threading.Thread(target=choose, args=(theirs, managers[1], "deux.example"))
    second = threading.Thread(target=choose, args=(ours, managers[0], "un.example"))
    first.start()
    assert locked.wait(10)
    second.start()
    for thread in (first, second):
        thread.join(20)
    assert ends == ["done", "done"]
    assert sorted(Organisation.objects.get(pk=row.pk).email_domains for row in (ours, theirs)) == [
        ["deux.example"], ["un.example"],
    ]  # fmt: skip
