"""The minutes' counts, as sentences that agree with each other."""

import pytest

from binome.matching.words import Language
from binome.mentoring.matchmaking.minutes import minutes_of
from binome.mentoring.matchmaking.ruling import request_run
from binome.mentoring.matchmaking.running import run_matches
from binome.mentoring.models import MatchRun, Ruling
from tests.factories.matchmaking import a_promotion, someone
from tests.factories.people import NOON
from tests.factories.programmes import a_staff_member

pytestmark = pytest.mark.django_db


def the_minutes(mentees, mentors, *, imposed=False) -> str:
    cohort = a_promotion()
    mentees = [someone(name, "mentee", cohort, stage=1) for name in mentees]
    mentors = [someone(name, "mentor", cohort, stage=3) for name in mentors]
    if imposed:
        Ruling.objects.create(cohort=cohort, mentee=mentees[0], mentor=mentors[0], kind="imposed", at=NOON)
    delphine = a_staff_member("Delphine", programme=cohort.programme)
    request_run(cohort=cohort, by=delphine, now=NOON)
    run_matches(lambda: NOON)
    text = minutes_of(MatchRun.objects.select_related("cohort__programme").get(), Language.FRENCH)[1]
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_one_couple_is_said_in_the_singular():
    assert "1 couple examiné, 1 permis." in the_minutes(["Inès"], ["Marc"])


def test_where_a_pair_is_imposed_the_proof_says_which_couples_were_no_longer_open_to_choice():
    said = the_minutes(["Inès", "Awa"], ["Marc", "Paul"], imposed=True)
    assert "4 couples examinés, 4 permis." in said and "1 binôme possible examiné" in said
    assert "3 autres couples permis touchent un binôme imposé ou gardé" in said


def test_where_nothing_is_imposed_every_allowed_couple_was_open_to_choice():
    said = the_minutes(["Inès", "Awa"], ["Marc", "Paul"])
    assert "4 binômes possibles examinés" in said and "imposé ou gardé" not in said
