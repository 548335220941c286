"""A trial beside the promotion's own run, in the points of the programme's criteria."""

import pytest

from binome.mentoring.matchmaking.ruling import request_run
from binome.mentoring.matchmaking.running import run_matches
from binome.mentoring.models import MatchRun
from binome.mentoring.queries.trials import difference
from binome.programmes.queries.perimeter import perimeter_of
from tests.factories.matchmaking import a_promotion, someone
from tests.factories.people import NOON
from tests.factories.programmes import a_staff_member, an_entity

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    cohort = a_promotion()
    here, there = an_entity("Lyon"), an_entity("Brest")
    for name, entity, wanted in (
        ("Inès", here, ["negocier"]),
        ("Awa", there, ["decider"]),
        ("Lina", here, ["decider"]),
    ):
        someone(name, "mentee", cohort, stage=1, entity=entity, wanted=wanted)
    someone("Marc", "mentor", cohort, stage=3, offered=["negocier"])
    someone("Paul", "mentor", cohort, stage=5, offered=["decider"])
    return cohort


def compared(cohort, **settings):
    delphine = a_staff_member("Delphine", programme=cohort.programme)
    request_run(cohort=cohort, by=delphine, now=NOON)
    request_run(cohort=cohort, by=delphine, now=NOON, name="Essai", **settings)
    assert run_matches(lambda: NOON) == 2
    own, trial = (MatchRun.objects.get(name=name) for name in ("", "Essai"))
    return own, trial, difference(own, trial, perimeter_of(delphine, cohort.programme))


def test_the_same_settings_change_nobody_and_no_point(cohort):
    own, trial, found = compared(cohort)
    assert (found.kept, found.gain, found.lose, found.moved) == (2, (0, 0), (0, 0), [])
    assert sum(trial.figures["own"].values()) == own.figures["total"]


def test_other_weights_are_told_in_the_points_of_the_programme(cohort):
    """Points doubled change no pair: told in the programme's own, nobody gains anything."""
    doubled = [{**each, "points": 2 * each["points"]} for each in cohort.programme.criteria]
    own, trial, found = compared(cohort, criteria=doubled)
    assert trial.figures["total"] > own.figures["total"] and found.gain == found.lose == (0, 0)


def test_what_all_gain_less_what_they_lose_is_the_difference_of_the_totals(cohort):
    fewer = [each for each in cohort.programme.criteria if each["kind"] != "overlap"]
    own, trial, found = compared(cohort, criteria=fewer, protection="none")
    gained = sum(trial.figures["own"].values()) - own.figures["total"]
    assert found.gain[1] - found.lose[1] == gained == sum(group.points for group in found.groups)
    assert [(group.label, group.people) for group in found.groups] == [("Brest", 1), ("Lyon", 2)]
    assert all(0 <= group.rate.low <= group.matched[1] / group.people <= group.rate.high for group in found.groups)
