"""Promotions follow one another: created, dated, opened, closed, duplicated, archived (D14)."""

from datetime import date, timedelta

import pytest

from binome.core.models import Letter
from binome.core.moves import MoveRefused
from binome.programmes.actions import (
    archive_cohort,
    change_cohort,
    create_cohort,
    duplicate_values,
    enrol_in_cohort,
    leave_cohort,
    move_cohort,
)
from binome.programmes.lifecycle import COHORT_MOVES, CohortState
from binome.programmes.models import EnrolmentState
from binome.programmes.queries import choosable_by, cohorts_of
from binome.programmes.rules import why_not_enrol
from tests.factories.people import NOON, a_person
from tests.factories.programmes import (
    a_cohort,
    a_participant,
    a_programme,
    a_staff_member,
    an_affiliation,
    an_organisation,
)

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


def _enrol(name: str, cohort, role: str = "mentee"):
    return enrol_in_cohort(cohort=cohort, affiliation=an_affiliation(name), role=role, now=NOON)


def test_promotions_are_numbered_in_their_order():
    programme, by = a_programme(), a_staff_member("Delphine")
    numbers = [
        create_cohort(programme=programme, values={"name": name}, by=by, now=NOON).number for name in ("Un", "Deux")
    ]
    assert numbers == [1, 2]
    assert [cohort.name for cohort in cohorts_of(programme)] == ["Deux", "Un"]


def test_dates_that_contradict_one_another_are_refused():
    values = {"name": "Un", "mentors_from": TODAY, "mentees_from": TODAY - timedelta(days=1)}
    with pytest.raises(MoveRefused):
        create_cohort(programme=a_programme(), values=values, by=a_staff_member("Delphine"), now=NOON)


@pytest.mark.parametrize("verb", sorted(COHORT_MOVES))
@pytest.mark.parametrize("state", list(CohortState))
def test_only_the_moves_of_the_table_are_made(verb, state):
    cohort, move = a_cohort(state=state), COHORT_MOVES[verb]
    sources, target = move.sources, move.target
    if state in sources:
        move_cohort(cohort=cohort, verb=verb, by=a_staff_member("Delphine"), now=NOON)
        assert cohort.state == target
    else:
        with pytest.raises(MoveRefused):
            move_cohort(cohort=cohort, verb=verb, by=a_staff_member("Delphine"), now=NOON)
    cohort.refresh_from_db()
    assert cohort.state == (target if state in sources else state)


def test_mentors_enrol_first_then_mentees():
    cohort = a_cohort(mentors_from=TODAY, mentees_from=TODAY + timedelta(days=7), enrolment_ends_on=date(2026, 4, 30))
    assert why_not_enrol(cohort, "mentor", today=TODAY) == ""
    assert "ouvrent le" in why_not_enrol(cohort, "mentee", today=TODAY)
    assert "closes" in why_not_enrol(cohort, "mentor", today=date(2026, 5, 1))


def test_who_comes_when_a_promotion_is_full_waits_and_comes_in_when_somebody_leaves():
    cohort = a_cohort(max_mentees=1)
    first, second, third = (_enrol(name, cohort) for name in ("Inès", "Salma", "Rose"))
    assert [row.state for row in (first, second, third)] == ["active", "waiting", "waiting"]
    leave_cohort(enrolment=first, by=first.person, now=NOON)
    for row in (first, second, third):
        row.refresh_from_db()
    assert [row.state for row in (first, second, third)] == ["left", "active", "waiting"]
    assert [letter.to for letter in Letter.objects.filter(kind="place_found")] == [second.person.email]


def test_leaving_twice_is_once_and_one_may_come_back():
    cohort = a_cohort()
    enrolment = _enrol("Inès", cohort)
    assert leave_cohort(enrolment=enrolment, by=enrolment.person, now=NOON)
    assert not leave_cohort(enrolment=enrolment, by=enrolment.person, now=NOON)
    again = enrol_in_cohort(cohort=cohort, affiliation=enrolment.affiliation, role="mentee", now=NOON)
    assert (again.pk, again.state) == (enrolment.pk, EnrolmentState.ACTIVE)


def test_who_is_set_aside_does_not_come_back_by_enrolling():
    enrolment = a_participant("Inès", state="excluded")
    with pytest.raises(MoveRefused):
        enrol_in_cohort(cohort=enrolment.cohort, affiliation=enrolment.affiliation, role="mentee", now=NOON)
    assert not leave_cohort(enrolment=enrolment, by=enrolment.person, now=NOON)


def test_the_sizes_of_the_two_sides_are_counted_apart():
    cohort = a_cohort(max_mentors=1, max_mentees=1)
    states = [_enrol("Odile", cohort, "mentor").state, _enrol("Inès", cohort).state]
    assert states == ["active", "active"]


def test_a_larger_size_calls_in_who_waits_and_a_smaller_one_sends_nobody_away():
    cohort, by = a_cohort(max_mentees=1), a_staff_member("Delphine")
    first, second, third = (_enrol(name, cohort) for name in ("Inès", "Salma", "Rose"))
    change_cohort(cohort=cohort, values={"max_mentees": 2}, by=by, now=NOON)
    second.refresh_from_db()
    assert second.state == "active"
    change_cohort(cohort=cohort, values={"max_mentees": 1}, by=by, now=NOON)
    leave_cohort(enrolment=first, by=first.person, now=NOON)
    third.refresh_from_db()
    assert third.state == "waiting"


def test_an_archived_promotion_no_longer_changes():
    cohort, by = a_cohort(state="closed"), a_staff_member("Delphine")
    archive_cohort(cohort=cohort, by=by, now=NOON)
    with pytest.raises(MoveRefused):
        change_cohort(cohort=cohort, values={"name": "Autre"}, by=by, now=NOON)


def test_a_promotion_under_way_is_not_archived():
    with pytest.raises(MoveRefused):
        archive_cohort(cohort=a_cohort(state="running"), by=a_staff_member("Delphine"), now=NOON)


def test_a_duplicate_has_the_same_sizes_and_the_same_dates_a_year_later():
    cohort = a_cohort(max_mentors=20, mentors_from=date(2028, 2, 29), ends_on=date(2028, 12, 1), is_pilot=True)
    values = duplicate_values(cohort, name="Promotion 2")
    assert (values["max_mentors"], values["is_pilot"]) == (20, False)
    assert (values["mentors_from"], values["ends_on"]) == (date(2029, 2, 28), date(2029, 12, 1))


def test_a_mentee_chooses_among_mentors_of_her_own_promotion_only():
    cohort = a_cohort()
    hers = a_participant("Inès", cohort=cohort)
    mentor = a_participant("Odile", "mentor", cohort)
    a_participant("Salma", cohort=cohort)
    a_participant("Karima", "mentor", a_cohort(number=2))
    a_participant("Partie", "mentor", cohort, state="left")
    assert list(choosable_by(hers)) == [mentor]


def test_nobody_chooses_her_manager_nor_who_reports_to_her():
    boss = a_participant("Odile", "mentor")
    hers = a_participant("Inès", affiliation=an_affiliation("Inès", line_manager=boss.affiliation))
    below = an_affiliation("Paule", line_manager=hers.affiliation)
    a_participant("Paule", "mentor", affiliation=below)
    free = a_participant("Karima", "mentor")
    assert list(choosable_by(hers)) == [free]


def test_in_a_programme_across_companies_nobody_chooses_a_colleague_nor_a_competitor():
    from binome.programmes.models import Competition

    own, rival, third = (an_organisation(name) for name in ("A", "B", "C"))
    cohort = a_cohort(a_programme("cross_company", "tandem", own, rival, third))
    Competition.objects.create(programme=cohort.programme, first=own, second=rival)
    hers = a_participant("Inès", cohort=cohort, affiliation=an_affiliation("Inès", organisation=own))
    for name, organisation in (("Collègue", own), ("Rivale", rival), ("Libre", third)):
        a_participant(name, "mentor", cohort, affiliation=an_affiliation(name, organisation=organisation))
    assert [row.person.first_name for row in choosable_by(hers)] == ["Libre"]


@pytest.mark.parametrize(("stage", "names"), [(1, []), (3, ["Junior"]), (None, [])])
def test_in_reverse_mentoring_a_mentee_chooses_only_people_earlier_in_their_career(stage, names):
    cohort = a_cohort(a_programme("reverse", "miroir"))
    hers = a_participant("Inès", cohort=cohort, affiliation=an_affiliation("Inès", stage=stage))
    for name, of in (("Junior", 2), ("Pareille", 3), ("Senior", 5), ("Inconnue", None)):
        a_participant(name, "mentor", cohort, affiliation=an_affiliation(name, stage=of))
    assert [row.person.first_name for row in choosable_by(hers)] == names


def test_a_person_without_the_site_account_is_nobody_to_choose():
    cohort = a_cohort()
    hers = a_participant("Inès", cohort=cohort)
    a_participant("Close", "mentor", cohort, affiliation=an_affiliation(a_person("Close", active=False)))
    assert not choosable_by(hers).exists()
