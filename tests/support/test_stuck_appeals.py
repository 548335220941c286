"""An appeal that nobody of the team may read: who is told, and until when it is so (N12)."""

import pytest

from binome.core.models import Letter
from binome.programmes.models import StaffRole
from binome.support import actions
from binome.support.queries import stuck_appeals
from tests.factories import NOON, a_mentor, an_administrator, home

from .cast import decide, told

pytestmark = pytest.mark.django_db


def contest(case, by):
    decide(case, by, "reminder")
    actions.appeal_decision(case=case, by=case.reported, body="Injuste.", now=NOON)
    return stuck_appeals(case.programme).filter(pk=case.pk).exists()


def test_an_appeal_that_nobody_may_read_is_told_to_the_administrators(case, dina):
    elsa = an_administrator("Elsa")
    elsa.linked_to = case.reporter
    elsa.save()
    assert contest(case, dina)
    assert (told("appeal_filed"), told("appeal_stuck")) == ([], [elsa.code])
    letter = Letter.objects.get(kind="appeal_stuck")
    assert not any(word in letter.text for word in ("Awa", "Bruna", case.code))


def test_an_administrator_without_a_tie_may_read_it_and_nothing_is_stuck(case, dina):
    elsa = an_administrator("Elsa")
    assert not contest(case, dina)
    assert (told("appeal_filed"), told("appeal_stuck")) == ([elsa.code], [])


def test_whoever_has_no_tie_is_told_rather_than_who_has_one(case):
    elsa = an_administrator("Elsa")
    tied = an_administrator("Fatou")
    tied.linked_to = case.reported
    tied.save()
    actions.release_case(case=case, by=case.taken_by, now=NOON)
    StaffRole.objects.filter(person__first_name="Dina").delete()
    actions.take_case(case=case, by=elsa, now=NOON)
    assert contest(case, elsa)
    assert told("appeal_stuck") == [elsa.code]


@pytest.mark.parametrize("after", ["a second moderator", "the first one is gone", "the second is suspended"])
def test_an_appeal_is_stuck_as_long_as_nobody_may_read_it(case, dina, after):
    assert contest(case, dina)
    if after == "the first one is gone":
        StaffRole.objects.filter(person=dina).delete()
    else:
        second = a_mentor("Mireille", enrolment={"state": "suspended" if "suspended" in after else "active"})
        StaffRole.objects.create(person=second, programme=home(), kind="moderator", since_at=NOON)
    assert stuck_appeals(case.programme).exists() == (after != "a second moderator")
