"""What each organisation of a programme gives to the others and receives from them (D8, N11)."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from binome.mentoring.models import Pair
from binome.mentoring.queries.exchanges import Exchange, exchanges_of
from binome.programmes.models import Cohort
from binome.programmes.queries import perimeter_of
from tests.factories import home, log_in
from tests.factories.people import NOON
from tests.factories.programmes import (
    a_cohort,
    a_participant,
    a_programme,
    a_staff_member,
    an_affiliation,
    an_entity,
    an_organisation,
)

pytestmark = pytest.mark.django_db
INSIDE = "/programmes/passerelles"


@pytest.fixture
def cohort():
    """Alpha gives two pairs and receives one, which is over; a mentee of Bêta waits for hers."""
    home()
    alpha, beta = an_organisation("Alpha"), an_organisation("Bêta")
    cohort = a_cohort(a_programme("cross_company", "passerelles", alpha, beta), state="running")
    mentors = [_someone(cohort, name, "mentor", alpha) for name in ("Ana", "Alma")]
    mentees = [_someone(cohort, name, "mentee", beta) for name in ("Bea", "Bilal", "Basma")]
    for mentor, mentee in zip(mentors, mentees, strict=False):
        _pair(cohort, mentor, mentee)
    _pair(cohort, _someone(cohort, "Boris", "mentor", beta), _someone(cohort, "Anouk", "mentee", alpha), state="closed")
    return cohort


def _someone(cohort: Cohort, name: str, role: str, organisation):
    declared = an_affiliation(name, organisation=organisation)
    return a_participant(declared.person, role, cohort, affiliation=declared).person


def _pair(cohort: Cohort, mentor, mentee, **fields) -> Pair:
    return Pair.objects.create(
        programme=cohort.programme, cohort=cohort, mentor=mentor, mentee=mentee, rhythm="monthly", opened_at=NOON,
        planned_end_on=NOON.date(), last_sign_at=NOON, **fields,
    )  # fmt: skip


def _page(person) -> str:
    client = Client()
    log_in(client, person)
    return " ".join(client.get(INSIDE + reverse("pilot-dashboard")).text.split())


def test_among_several_organisations_each_site_of_the_dashboard_is_told_with_its_own(cohort):
    beta = cohort.enrolments.get(person__first_name="Bea").affiliation.organisation
    for name in ("Bea", "Basma"):
        hers = cohort.enrolments.get(person__first_name=name).affiliation
        hers.entity = an_entity("Siège", organisation=beta)
        hers.save()
    page = _page(a_staff_member("Delphine"))
    assert "<span>Siège (Bêta)</span>" in page  # how many take part from it
    assert "Alpha, Siège (Bêta)" in page  # the pair of Ana and Bea


def test_who_runs_the_whole_reads_what_each_organisation_gives_and_receives(cohort):
    delphine = a_staff_member("Delphine")
    found = exchanges_of(perimeter_of(delphine, cohort.programme), cohort)
    assert found == [
        Exchange("Alpha", mentors=2, mentees=1, gives=2, receives=1),
        Exchange("Bêta", mentors=1, mentees=3, gives=1, receives=2),
    ]
    page = _page(delphine)
    assert "Ce que chaque organisation donne et reçoit" in page
    assert "donne 1 de plus" in page and "reçoit 1 de plus" in page


def test_another_promotion_of_the_same_people_is_counted_apart(cohort):
    later = a_cohort(cohort.programme, number=2, state="running")
    ana = cohort.enrolments.get(person__first_name="Ana")
    a_participant(ana.person, "mentor", later, affiliation=ana.affiliation)
    _pair(later, ana.person, _someone(later, "Béryl", "mentee", an_organisation("Bêta")))
    perimeter = perimeter_of(a_staff_member("Delphine"), cohort.programme)
    assert exchanges_of(perimeter, later) == [
        Exchange("Alpha", mentors=1, gives=1), Exchange("Bêta", mentees=1, receives=1),
    ]  # fmt: skip
    assert exchanges_of(perimeter, cohort)[0].gives == 2


def test_who_runs_one_organisation_reads_its_own_line_alone(cohort):
    ana = a_staff_member("Andrée", organisation=an_organisation("Alpha"))
    found = exchanges_of(perimeter_of(ana, cohort.programme), cohort)
    assert found == [Exchange("Alpha", mentors=2, mentees=1, gives=2, receives=1)]
    page = _page(ana)
    assert "Ce que votre organisation donne et reçoit" in page and "Bêta" not in page


def test_a_local_coordinator_reads_no_balance_of_an_organisation(cohort):
    carole = a_staff_member("Carole", "coordinator", entity=an_entity("Lyon", an_organisation("Alpha")))
    assert exchanges_of(perimeter_of(carole, cohort.programme), cohort) == []
    assert "donne et reçoit" not in _page(carole)


def test_where_one_organisation_meets_among_itself_there_is_no_balance():
    home()
    cohort = a_cohort(a_programme(), state="running")
    _someone(cohort, "Ana", "mentor", an_organisation())
    delphine = a_staff_member("Delphine")
    assert exchanges_of(perimeter_of(delphine, cohort.programme), cohort) == []
    assert "donne et reçoit" not in _page(delphine)


def test_the_dashboard_of_several_organisations_costs_twelve_queries_too(cohort):
    client = Client()
    log_in(client, a_staff_member("Delphine"))
    page = INSIDE + reverse("pilot-dashboard")
    client.get(page)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    assert len(queries) <= 12, "\n".join(query["sql"][:200] for query in queries)
