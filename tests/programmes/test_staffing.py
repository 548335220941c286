"""Who runs a programme: given a role by who may, told, dismissed at once, never the last one."""

import pytest

from binome.core.models import JournalEntry, Letter
from binome.core.moves import MoveRefused
from binome.people.actions import declare_accounts
from binome.people.models import User
from binome.programmes.actions.staffing import give_role, take_role
from binome.programmes.models import StaffRole
from binome.programmes.queries import membership_of, perimeter_of
from tests.factories import NOON, home
from tests.factories.people import a_person
from tests.factories.programmes import a_programme, a_staff_member, an_entity, an_organisation

pytestmark = pytest.mark.django_db
MANAGER, COORDINATOR, SPONSOR = StaffRole.Kind.MANAGER, StaffRole.Kind.COORDINATOR, StaffRole.Kind.SPONSOR


@pytest.fixture
def delphine():
    home()
    a_programme("cross_company", "passerelles", an_organisation(), an_organisation("Altéa"))
    return a_staff_member("Delphine")


def _give(by, kind=COORDINATOR, where=None, email="carole@example.org", within="hers"):
    programme = a_programme()
    perimeter = perimeter_of(by, programme) if within == "hers" else within
    return give_role(
        email=email, first_name="Carole", programme=programme, kind=kind, where=where, within=perimeter, by=by, now=NOON
    )


def test_a_role_given_to_a_new_address_opens_an_account_and_tells_her(delphine):
    role = _give(delphine, where=an_entity("Lyon"))
    assert (role.person.first_name, role.entity.name, role.organisation) == ("Carole", "Lyon", None)
    assert set(Letter.objects.filter(recipient_code=role.person.code).values_list("kind", flat=True)) == {
        "account_opened", "programme_role_given",
    }  # fmt: skip
    line = JournalEntry.objects.get(verb="role_given")
    assert (line.actor_code, line.object_code, line.data["kind"]) == (delphine.code, role.person.code, "coordinator")


def test_a_role_given_to_a_known_address_changes_nothing_of_her_account(delphine):
    awa = a_person("Awa", email="carole@example.org")
    role = _give(delphine, where=an_organisation())
    assert role.person == awa
    assert User.objects.get(pk=awa.pk).first_name == "Awa"


def test_a_role_given_to_somebody_whom_a_directory_declares_opens_her_account_by_a_link(delphine):
    """And not to who was closed by the team."""
    names = {"carole@example.org": "Carole", "closed@example.org": "Clara"}
    rows = [(email, name, "Vexmartin") for email, name in names.items()]
    people = declare_accounts(rows=rows, language="fr", now=NOON)
    people["closed@example.org"].set_password("de la pluie et du vent")
    people["closed@example.org"].save()
    for _twice in range(2):
        for email in names:
            _give(delphine, where=an_organisation(), email=email)
    told = Letter.objects.filter(kind="account_opened").values_list("recipient_code", flat=True)
    assert list(told) == [people["carole@example.org"].code]


def test_a_role_given_twice_is_one(delphine):
    first, second = _give(delphine, where=an_organisation()), _give(delphine, where=an_organisation())
    assert first == second
    assert Letter.objects.filter(kind="programme_role_given").count() == 1


def test_a_coordinator_has_a_place(delphine):
    with pytest.raises(MoveRefused):
        _give(delphine)


def test_no_role_is_given_within_an_organisation_that_is_no_party(delphine):
    with pytest.raises(MoveRefused):
        _give(delphine, where=an_organisation("Ailleurs"))


@pytest.mark.parametrize("kind", ["moderator", "administrator", "queen"])
def test_the_roles_of_the_open_platform_are_not_given_here(delphine, kind):
    with pytest.raises(MoveRefused):
        _give(delphine, kind=kind)
    assert not User.objects.filter(email="carole@example.org").exists()


def test_the_manager_of_an_organisation_gives_local_roles_within_it_only(delphine):
    local = a_staff_member("Ana", organisation=an_organisation("Altéa"))
    paris = an_entity("Paris", organisation=an_organisation("Altéa"))
    assert _give(local, where=paris).entity == paris
    assert _give(local, kind=SPONSOR, where=an_organisation("Altéa")).kind == SPONSOR
    for kind, where in ((MANAGER, an_organisation("Altéa")), (COORDINATOR, an_organisation()), (SPONSOR, None)):
        with pytest.raises(MoveRefused):
            _give(local, kind=kind, where=where)


def test_a_coordinator_gives_no_role(delphine):
    coordinator = a_staff_member("Carole", COORDINATOR, entity=an_entity("Lyon"))
    with pytest.raises(MoveRefused):
        _give(coordinator, where=an_entity("Lyon"), email="zoe@example.org")


def test_dismissal_holds_from_the_next_page_and_is_told(delphine):
    role = _give(delphine, where=an_organisation())
    assert membership_of(role.person, "passerelles").is_pilot
    take_role(role=role, by=delphine, now=NOON)
    assert membership_of(role.person, "passerelles") is None
    assert not perimeter_of(role.person, a_programme())
    assert Letter.objects.filter(kind="programme_role_taken", recipient_code=role.person.code).exists()
    assert JournalEntry.objects.filter(verb="role_removed", object_code=role.person.code).exists()


def test_the_last_manager_stays(delphine):
    role = StaffRole.objects.get(person=delphine)
    a_staff_member("Ana", organisation=an_organisation())
    with pytest.raises(MoveRefused):
        take_role(role=role, by=delphine, now=NOON)
    a_staff_member("Elsa")
    take_role(role=role, by=delphine, now=NOON)
    assert membership_of(delphine, "passerelles") is None
