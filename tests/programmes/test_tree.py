"""The tree of an organisation, its domains, the parties of a programme and its competitors."""

import pytest

from binome.core.models import JournalEntry
from binome.core.moves import MoveRefused
from binome.programmes.actions.organisations import (
    DEEPEST,
    add_entity,
    add_party,
    choose_domains,
    create_organisation,
    declare_competitors,
    move_entity,
    remove_entity,
    rename_entity,
    withdraw_competitors,
)
from binome.programmes.models import Competition, Entity, StaffRole
from binome.programmes.queries import perimeter_of
from tests.factories import NOON
from tests.factories.people import a_person
from tests.factories.programmes import (
    a_programme,
    a_staff_member,
    an_affiliation,
    an_entity,
    an_organisation,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return a_person("Delphine")


def _lineages() -> dict[str, str]:
    names = {str(entity.pk): entity.name for entity in Entity.objects.all()}
    return {
        entity.name: "/".join(names[key] for key in entity.lineage.split("/") if key) for entity in Entity.objects.all()
    }


@pytest.fixture
def tree(by):
    company = an_organisation()
    made = {}
    for name, parent in (("Réseaux", ""), ("Lyon", "Réseaux"), ("Bron", "Lyon"), ("Siège", "")):
        made[name] = add_entity(organisation=company, name=name, parent=made.get(parent), by=by, now=NOON)
    return made


def test_an_entity_knows_its_ancestors(tree):
    assert _lineages() == {
        "Réseaux": "Réseaux", "Lyon": "Réseaux/Lyon", "Bron": "Réseaux/Lyon/Bron", "Siège": "Siège",
    }  # fmt: skip
    assert JournalEntry.objects.filter(verb="entity_added").count() == 4


def test_a_moved_entity_takes_its_branch_along_and_the_perimeters_follow(tree, by):
    an_affiliation("Lucie", tree["Bron"])
    office = a_staff_member("Carole", StaffRole.Kind.COORDINATOR, entity=tree["Siège"])
    assert not perimeter_of(office, a_programme()).affiliations().exists()
    move_entity(entity=tree["Lyon"], parent=tree["Siège"], by=by, now=NOON)
    assert _lineages()["Bron"] == "Siège/Lyon/Bron"
    assert perimeter_of(office, a_programme()).affiliations().count() == 1
    move_entity(entity=tree["Lyon"], parent=None, by=by, now=NOON)
    assert _lineages()["Bron"] == "Lyon/Bron"


@pytest.mark.parametrize("under", ["Réseaux", "Lyon", "Bron"])
def test_an_entity_goes_neither_below_itself_nor_below_its_own(tree, by, under):
    before = _lineages()
    with pytest.raises(MoveRefused):
        move_entity(entity=tree["Réseaux"], parent=tree[under], by=by, now=NOON)
    assert _lineages() == before


def test_an_entity_stays_in_its_organisation(tree, by):
    paris = an_entity("Paris", organisation=an_organisation("Altéa"))
    with pytest.raises(MoveRefused):
        move_entity(entity=tree["Lyon"], parent=paris, by=by, now=NOON)
    with pytest.raises(MoveRefused):
        add_entity(organisation=an_organisation(), name="Ivry", parent=paris, by=by, now=NOON)


def test_two_sisters_bear_two_names(tree, by):
    with pytest.raises(MoveRefused):
        add_entity(organisation=an_organisation(), name="siège", by=by, now=NOON)
    with pytest.raises(MoveRefused):
        rename_entity(entity=tree["Siège"], name="Réseaux", by=by, now=NOON)
    add_entity(organisation=an_organisation(), name="Siège", parent=tree["Réseaux"], by=by, now=NOON)
    with pytest.raises(MoveRefused):
        move_entity(entity=tree["Siège"], parent=tree["Réseaux"], by=by, now=NOON)
    rename_entity(entity=tree["Siège"], name="Sièges", by=by, now=NOON)
    assert Entity.objects.get(pk=tree["Siège"].pk).name == "Sièges"


def test_only_an_empty_entity_is_removed(tree, by):
    lucie = an_affiliation("Lucie", tree["Siège"])
    for full in ("Réseaux", "Siège"):
        with pytest.raises(MoveRefused):
            remove_entity(entity=tree[full], by=by, now=NOON)
    lucie.delete()
    remove_entity(entity=tree["Siège"], by=by, now=NOON)
    assert "Siège" not in _lineages()


def test_an_entity_where_a_role_is_held_stays(tree, by):
    a_staff_member("Carole", StaffRole.Kind.COORDINATOR, entity=tree["Siège"])
    with pytest.raises(MoveRefused):
        remove_entity(entity=tree["Siège"], by=by, now=NOON)
    assert StaffRole.objects.filter(entity=tree["Siège"]).exists()


def test_a_tree_has_a_bottom(by):
    company, parent = an_organisation(), None
    for depth in range(DEEPEST):
        parent = add_entity(organisation=company, name=f"Niveau {depth}", parent=parent, by=by, now=NOON)
    with pytest.raises(MoveRefused):
        add_entity(organisation=company, name="Trop bas", parent=parent, by=by, now=NOON)
    top = add_entity(organisation=company, name="À part", by=by, now=NOON)
    with pytest.raises(MoveRefused):
        move_entity(entity=top, parent=parent, by=by, now=NOON)


def test_domains_are_of_one_organisation_and_not_open_to_anyone(by):
    company = an_organisation()
    choose_domains(organisation=company, domains=["@Orvanne.Example", "rh.orvanne.example", ""], by=by, now=NOON)
    assert company.email_domains == ["orvanne.example", "rh.orvanne.example"]
    other = an_organisation("Altéa")
    for wrong in ("orvanne.example", "gmail.com", "pas un domaine", "orvanne"):
        with pytest.raises(MoveRefused):
            choose_domains(organisation=other, domains=[wrong], by=by, now=NOON)
    assert other.email_domains == []


def test_a_name_is_of_one_organisation(by):
    create_organisation(name="Altéa", kind="company", by=by, now=NOON)
    with pytest.raises(MoveRefused):
        create_organisation(name="altéa ", kind="school", by=by, now=NOON)


def test_the_first_party_runs_the_programme(by):
    programme = a_programme()
    add_party(programme=programme, organisation=an_organisation("Altéa"), by=by, now=NOON)
    add_party(programme=programme, organisation=an_organisation("Altéa"), by=by, now=NOON)
    assert dict(programme.parties.values_list("organisation__name", "runs")) == {"Groupe Orvanne": True, "Altéa": False}


def test_competitors_are_two_parties_declared_once(by):
    one, other, beside = an_organisation(), an_organisation("Altéa"), an_organisation("Ailleurs")
    programme = a_programme("cross_company", "passerelles", one, other)
    for wrong in (one, beside):
        with pytest.raises(MoveRefused):
            declare_competitors(programme=programme, one=one, other=wrong, by=by, now=NOON)
    for couple in ((one, other), (other, one)):
        declare_competitors(programme=programme, one=couple[0], other=couple[1], by=by, now=NOON)
    assert Competition.objects.count() == 1
    withdraw_competitors(programme=programme, one=other, other=one, by=by, now=NOON)
    assert not Competition.objects.exists()
