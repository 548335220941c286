"""A person of two companies' programmes has one profile: one team checks it (ADR 0014)."""

import pytest

from binome.backoffice.people.waiting import checked_by
from tests.factories import a_mentor, home
from tests.factories.programmes import a_cohort, a_participant, a_programme, an_affiliation, an_organisation

pytestmark = pytest.mark.django_db


def _programmes() -> list:
    home()
    return [a_programme("informal", slug, an_organisation(slug)) for slug in ("premier", "second")]


def _takes_part(person, programme) -> None:
    declared = an_affiliation(person, organisation=programme.parties.get().organisation)
    a_participant(person, "mentor", a_cohort(programme), affiliation=declared)


def test_of_two_programmes_the_one_where_she_came_in_first_checks_her_profile():
    first, second = _programmes()
    bruna = a_mentor()
    bruna.enrolments.all().delete()
    _takes_part(bruna, second)
    _takes_part(bruna, first)
    assert [checked_by(one).filter(person=bruna).count() for one in (first, second)] == [0, 1]


def test_the_open_platform_s_team_checks_her_profile_whenever_she_came():
    first, _second = _programmes()
    bruna = a_mentor()
    _takes_part(bruna, first)
    assert [checked_by(one).filter(person=bruna).count() for one in (home(), first)] == [1, 0]
