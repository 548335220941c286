"""Who was set aside does not come back under the same address; what a case barred, its appeal lifts, and no more."""

import pytest

from binome.core import hashes
from binome.core.models import Letter
from binome.people import actions as people
from binome.people.models import User
from binome.support import actions
from binome.support.models import Case
from tests.factories import NOON, a_draft, a_mentee, a_mentor

from .cast import DAY, a_case, answer, decide, standing

pytestmark = pytest.mark.django_db


ANSWERS = {"first_name": "Bruna", "headline": "Cheffe", "presentation": "…", "sector": "sante"}


def sign_up(email, *, now):
    draft = a_draft(email, answers=ANSWERS, family_name="Encore", token=email)
    return people.create_person_from_draft(draft=draft, now=now)


def test_an_excluded_mailbox_does_not_come_back_under_any_spelling(case, dina):
    decide(case, dina, "exclusion")
    User.objects.filter(pk=case.reported.pk).update(email="left@example.org")
    for email in ("bruna@example.org", "bruna+deux@example.org"):
        assert sign_up(email, now=NOON + 2 * 365 * DAY) is None
        assert Letter.objects.filter(to=email, kind="address_barred").count() == 1
    assert sign_up("bruno@example.org", now=NOON) is not None
    assert sign_up("bruna@example.org", now=NOON + 3 * 365 * DAY + DAY) is not None


def test_an_address_that_has_an_account_is_told_that_and_nothing_else(case, dina):
    decide(case, dina, "exclusion")
    assert sign_up("bruna@example.org", now=NOON) is None
    assert list(Letter.objects.filter(to="bruna@example.org", kind__startswith="address").values_list("kind")) == [
        ("address_known",)
    ]


def exclude(person, dina):
    case = a_case(a_mentee(f"Reporter of {person.first_name}"), person)
    actions.take_case(case=case, by=dina, now=NOON)
    actions.rate_case(case=case, by=dina, severity="grave", now=NOON)
    decide(case, dina, "exclusion")
    return case


def is_barred(email):
    return hashes.is_kept("sanctioned", email, now=NOON + 5 * DAY)


def win(case, by):
    actions.appeal_decision(case=case, by=case.reported, body="C’est injuste.", now=NOON + DAY)
    answer(case, by, "none")


def test_a_won_appeal_does_not_lift_the_bar_of_another_exclusion_of_the_same_mailbox(case, dina, mireille):
    decide(case, dina, "exclusion")
    exclude(a_mentor("Brune", email="bruna+deux@example.org"), dina)
    win(case, mireille)
    assert standing(case.reported) == "active" and is_barred("bruna@example.org")


def test_a_won_appeal_lifts_the_bar_of_the_address_she_had_and_of_the_one_she_has(case, dina, mireille):
    decide(case, dina, "exclusion")
    case.reported.email = "bruna.new@example.org"
    case.reported.save()
    win(case, mireille)
    assert not is_barred("bruna@example.org") and not is_barred("bruna.new@example.org")


def test_a_confirmed_exclusion_bars_both_the_address_she_had_and_the_one_she_has(case, dina, mireille):
    decide(case, dina, "exclusion")
    case.reported.email = "bruna.new@example.org"
    case.reported.save()
    actions.appeal_decision(case=case, by=case.reported, body="C’est injuste.", now=NOON + DAY)
    answer(case, mireille, "exclusion")
    assert is_barred("bruna@example.org") and is_barred("bruna.new@example.org")


def test_an_exclusion_lightened_to_a_suspension_is_barred_no_longer_than_it(case, dina, mireille):
    decide(case, dina, "exclusion")
    actions.appeal_decision(case=case, by=case.reported, body="C’est injuste.", now=NOON + DAY)
    answer(case, mireille, "suspension", days=10)
    assert hashes.is_kept("sanctioned", "bruna@example.org", now=NOON + 9 * DAY)
    assert not hashes.is_kept("sanctioned", "bruna@example.org", now=NOON + 11 * DAY)


def test_an_appeal_won_after_her_account_was_erased_lifts_the_bar(case, dina, mireille):
    decide(case, dina, "exclusion")
    actions.appeal_decision(case=case, by=case.reported, body="C’est injuste.", now=NOON + DAY)
    Case.objects.update(reported=None)
    case.refresh_from_db()
    answer(case, mireille, "none")
    assert not is_barred("bruna@example.org")
