"""Two moderators act on one case at the same instant, on both databases: one wins, and what she decided holds."""

import pytest

from binome.core.models import JournalEntry, Letter
from binome.programmes.models import StaffRole
from binome.support import actions
from binome.support.models import Case, Decision
from tests import LONG
from tests.factories import NOON, a_mentee, a_mentor, a_moderator, an_administrator
from tests.reliability.racer import Racers
from tests.support.cast import a_case

ROUNDS = 200 if LONG else 30
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]
STANDING = {"none": "active", "exclusion": "excluded"}


@pytest.fixture
def racers(child_environment):
    racers = Racers(child_environment)
    yield racers
    racers.close()


@pytest.fixture
def team(transactional_db):
    return a_moderator("Dina"), a_moderator("Mireille"), a_moderator("Nadia")


def reported(team):
    return a_case(a_mentee("Awa"), a_mentor("Bruna"))


def in_hand(team):
    case = reported(team)
    actions.take_case(case=case, by=team[0], now=NOON)
    actions.rate_case(case=case, by=team[0], severity="grave", now=NOON)
    return case


def appealed(team):
    case = in_hand(team)
    actions.decide_case(case=case, by=team[0], measure="exclusion", reason="Une raison.", now=NOON)
    actions.appeal_decision(case=case, by=case.reported, body="Injuste.", now=NOON)
    return case


def race(racers, case, *moves):
    return racers.race(*({"move": move, "case": case.pk, "by": by.pk} for move, by in moves))


def what_holds(case) -> tuple:
    """The measure on the case, on its last decision, on her enrolment; how often the fact and the letter exist."""
    case = Case.objects.get(pk=case.pk)
    last = Decision.objects.filter(case=case).order_by("pk").last()
    return case.measure, last.measure if last else "", case.reported.enrolments.get().state


def facts(case, verb) -> int:
    return JournalEntry.objects.filter(object_code=case.code, verb=verb).count()


def test_two_who_take_a_case_at_once_one_has_it(racers, team):
    for _round in range(ROUNDS):
        case = reported(team)
        outcome = race(racers, case, ("take_case", team[0]), ("take_case", team[1]))
        assert sorted(outcome) == ["done", "refused"], outcome
        assert facts(case, "case_taken") == 1


def test_two_decisions_at_once_are_one(racers, team):
    """The same moderator, in two windows."""
    for _round in range(ROUNDS):
        case = in_hand(team)
        outcome = race(racers, case, ("exclude", team[0]), ("clear", team[0]))
        assert sorted(outcome) == ["done", "refused"], outcome
        won = "exclusion" if outcome[0] == "done" else "none"
        assert what_holds(case) == (won, won, STANDING[won])
        assert facts(case, "case_decided") == 1


def test_two_moderators_who_answer_an_appeal_at_once_one_wins(racers, team):
    for _round in range(ROUNDS):
        case = appealed(team)
        outcome = race(racers, case, ("confirm", team[1]), ("lift", team[2]))
        assert sorted(outcome) == ["done", "refused"], outcome
        won = "exclusion" if outcome[0] == "done" else "none"
        assert what_holds(case) == (won, won, STANDING[won])
        told = Letter.objects.filter(event=f"appeal:{case.code}", kind="decision_taken").count()
        assert (facts(case, "appeal_answered"), told) == (1, 1)


def dismissed_each_other(racers, move):
    """Two administrators, each of whom dismisses the other at that instant; how many are left."""
    StaffRole.objects.all().delete()
    one, other = an_administrator("Elsa"), an_administrator("Fatou")
    orders = ({"move": move, "person": other.pk, "by": one.pk}, {"move": move, "person": one.pk, "by": other.pk})
    return racers.race(*orders), StaffRole.objects.count()


def test_of_two_administrators_who_dismiss_each_other_at_once_one_stays(racers, team):
    for _round in range(ROUNDS):
        outcome, left = dismissed_each_other(racers, "dismiss")
        assert (sorted(outcome), left) == (["done", "refused"], 1), outcome


def test_without_the_guard_no_administrator_may_be_left(racers, team):
    assert 0 in {dismissed_each_other(racers, "dismiss_unguarded")[1] for _round in range(ROUNDS)}


def test_without_the_guard_the_case_is_decided_twice(racers, team):
    twice = 0
    for _round in range(ROUNDS):
        case = in_hand(team)
        race(racers, case, ("exclude_unguarded", team[0]), ("clear_unguarded", team[0]))
        twice += facts(case, "case_decided") == 2
    assert twice > 0
