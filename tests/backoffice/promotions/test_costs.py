"""What the pages of who runs a promotion cost: twelve queries at most, and as many for 500 people as for ten."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from binome.mentoring.models import Meeting, Pair
from binome.people.models import User
from binome.programmes.models import Affiliation, DeclaredIdentity, Enrolment
from tests.costs import cost, too_dear
from tests.factories import NOON, home, log_in
from tests.factories.programmes import a_cohort, a_programme, a_staff_member, an_entity, an_organisation

pytestmark = pytest.mark.django_db
PAGES = ("pilot-dashboard", "people-list", "participant-list", "invite-people", "organisation-list", "role-list")


def _promotion(people: int) -> None:
    """Mentors and mentees of ten entities, a pair for each two, three meetings a pair."""
    cohort, company = a_cohort(a_programme(), state="running"), an_organisation()
    everywhere = [an_entity(f"Site {number}", parent=an_entity("Lyon")) for number in range(10)]
    users = User.objects.bulk_create(
        User(email=f"someone{number}@orvanne.example", first_name=f"Élise{number}", is_active=True, created_at=NOON)
        for number in range(people)
    )
    declared = Affiliation.objects.bulk_create(
        Affiliation(person=user, organisation=company, entity=everywhere[number % 10], reference=f"R{number}",
                    job_title="Ingénierie", stage=3, declared_at=NOON)
        for number, user in enumerate(users)
    )  # fmt: skip
    DeclaredIdentity.objects.declare([
        DeclaredIdentity(affiliation=row, email=row.person.email, first_name=row.person.first_name, family_name="Vexe")
        for row in declared
    ])  # fmt: skip
    Enrolment.objects.bulk_create(
        Enrolment(person=row.person, programme=cohort.programme, cohort=cohort, affiliation=row, state="active",
                  role="mentor" if number % 2 else "mentee", attested_at=NOON, attested_version=1, joined_at=NOON)
        for number, row in enumerate(declared)
    )  # fmt: skip
    now = timezone.now()
    pairs = Pair.objects.bulk_create(
        Pair(programme=cohort.programme, cohort=cohort, mentee=mentee, mentor=mentor, rhythm="monthly",
             opened_at=NOON, planned_end_on=timezone.localdate(now), last_sign_at=now)
        for mentee, mentor in zip(users[::2], users[1::2], strict=True)
    )  # fmt: skip
    days = [timezone.localdate(NOON).replace(day=day) for day in (1, 2, 3)]
    Meeting.objects.bulk_create(Meeting(pair=pair, held_on=day) for pair in pairs for day in days)


@pytest.mark.parametrize("people", [10, 500])
def test_no_page_of_a_promotion_costs_more_for_five_hundred_people(people):
    home()
    _promotion(people)
    viewers = {
        "manager": (a_staff_member("Delphine"), PAGES),
        "coordinator": (a_staff_member("Carole", "coordinator", entity=an_entity("Lyon")), PAGES[:-1]),
        "sponsor": (a_staff_member("Isabelle", "sponsor", organisation=an_organisation()), ("sponsor-space",)),
    }
    costs = {}
    for who, (person, pages) in viewers.items():
        client = Client()
        log_in(client, person)
        for page in pages:
            costs[who, page] = cost(client, f"/programmes/passerelles{reverse(page)}")
    assert too_dear(costs) == {}
