"""What a role lets her see: her organisation, her branch, and not one person beside (D4, D8, N11)."""

import pytest

from binome.programmes.models import StaffRole
from binome.programmes.queries import membership_of, perimeter_of
from tests.factories import home
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
COORDINATOR, SPONSOR = StaffRole.Kind.COORDINATOR, StaffRole.Kind.SPONSOR


@pytest.fixture
def tree():
    """Orvanne: Réseaux > (Lyon, Lille), Siège; and Altéa, the other party."""
    home()
    orvanne, altea = an_organisation(), an_organisation("Altéa")
    a_programme("cross_company", "passerelles", orvanne, altea)
    networks = an_entity("Réseaux")
    return {
        "orvanne": orvanne,
        "altea": altea,
        "Réseaux": networks,
        "Lyon": an_entity("Lyon", parent=networks),
        "Siège": an_entity("Siège"),
        "Paris": an_entity("Paris", organisation=altea),
    }


def _seen(perimeter) -> set[str]:
    return set(perimeter.affiliations().values_list("person__first_name", flat=True))


@pytest.fixture
def people(tree):
    an_affiliation("Lucie", tree["Lyon"])
    an_affiliation("Rachel", tree["Réseaux"])
    an_affiliation("Simone", tree["Siège"])
    an_affiliation("Orphée", organisation=tree["orvanne"])
    an_affiliation("Paola", tree["Paris"])


def test_the_manager_of_the_programme_sees_the_people_of_every_party_and_no_others(tree, people):
    an_affiliation("Ailleurs", organisation=an_organisation("Pas partie"))
    perimeter = perimeter_of(a_staff_member("Delphine"), a_programme())
    assert _seen(perimeter) == {"Lucie", "Rachel", "Simone", "Orphée", "Paola"}


@pytest.mark.parametrize(
    ("where", "seen"),
    [("Réseaux", {"Lucie", "Rachel"}), ("Lyon", {"Lucie"}), ("Siège", {"Simone"}), ("Paris", {"Paola"})],
)
def test_a_coordinator_sees_her_branch_and_what_is_below(tree, people, where, seen):
    coordinator = a_staff_member("Carole", COORDINATOR, entity=tree[where])
    perimeter = perimeter_of(coordinator, a_programme())
    assert _seen(perimeter) == seen
    everyone = perimeter_of(a_staff_member("Delphine"), a_programme()).affiliations()
    assert {row.person.first_name for row in everyone if perimeter.sees(row)} == seen


def test_the_manager_of_an_organisation_sees_the_whole_of_it_and_does_not_run_the_programme(tree, people):
    local = a_staff_member("Ana", organisation=tree["altea"])
    perimeter, membership = perimeter_of(local, a_programme()), membership_of(local, "passerelles")
    assert _seen(perimeter) == {"Paola"}
    assert (membership.is_pilot, membership.is_manager, membership.is_staff) == (True, False, False)
    assert (perimeter.runs(tree["altea"]), perimeter.runs(tree["orvanne"])) == (True, False)


def test_two_roles_add_up(tree, people):
    coordinator = a_staff_member("Carole", COORDINATOR, entity=tree["Siège"])
    StaffRole.objects.create(
        person=coordinator, programme=a_programme(), kind=COORDINATOR, organisation=tree["altea"],
        since_at=tree["altea"].created_at,
    )  # fmt: skip
    assert _seen(perimeter_of(coordinator, a_programme())) == {"Simone", "Paola"}


def test_an_organisation_that_is_no_party_gives_nothing(tree, people):
    beside = an_organisation("Pas partie")
    an_affiliation("Ailleurs", organisation=beside)
    perimeter = perimeter_of(a_staff_member("Ana", organisation=beside), a_programme())
    assert _seen(perimeter) == set()
    assert not perimeter.runs(beside)


def test_a_sponsor_sees_nobody(tree, people):
    sponsor = a_staff_member("Isabelle", SPONSOR, organisation=tree["orvanne"])
    assert not perimeter_of(sponsor, a_programme())
    assert _seen(perimeter_of(sponsor, a_programme())) == set()
    assert perimeter_of(sponsor, a_programme(), (SPONSOR,)).organisations == {tree["orvanne"].pk}
    assert not membership_of(sponsor, "passerelles").is_pilot


def test_enrolments_are_those_of_the_perimeter(tree):
    cohort = a_cohort()
    inside = a_participant("Lucie", entity=tree["Lyon"], cohort=cohort)
    a_participant("Paola", entity=tree["Paris"], cohort=cohort)
    coordinator = a_staff_member("Carole", COORDINATOR, entity=tree["Réseaux"])
    assert list(perimeter_of(coordinator, a_programme()).enrolments(cohort)) == [inside]


def test_entities_and_organisations_are_those_of_the_perimeter(tree):
    perimeter = perimeter_of(a_staff_member("Carole", COORDINATOR, entity=tree["Réseaux"]), a_programme())
    assert [entity.name for entity in perimeter.entities()] == ["Réseaux", "Lyon"]
    assert list(perimeter.known_organisations()) == [tree["orvanne"]]


@pytest.mark.parametrize("state", ["suspended", "excluded"])
def test_who_is_set_aside_has_no_perimeter_either_for_what_the_worker_still_does_for_her(tree, people, state):
    delphine = a_staff_member("Delphine")
    row = a_participant(delphine, "mentor", affiliation=an_affiliation(delphine, tree["Lyon"]))
    assert perimeter_of(delphine, a_programme()).whole
    row.state = state
    row.save()
    assert not perimeter_of(delphine, a_programme())
    assert not perimeter_of(delphine, a_programme()).affiliations().exists()
