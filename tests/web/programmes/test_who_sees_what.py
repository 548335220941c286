"""The page « Qui voit mes données » inside a programme of organisations says what who runs it sees (N2, D16)."""

import pytest
from django.test import Client
from django.urls import reverse

from binome.mentoring.identity import PILOTED, VISIBILITY, declared_names, names_for
from binome.programmes.models import DeclaredIdentity
from binome.programmes.queries.perimeter import perimeter_of
from tests.factories import NOON, home, log_in
from tests.factories.programmes import a_participant, a_programme, a_staff_member, an_affiliation, an_entity

pytestmark = pytest.mark.django_db


@pytest.fixture
def lucie():
    home()
    a_programme()
    declared = an_affiliation("Lucie", an_entity("Lyon"))
    identity = DeclaredIdentity(affiliation=declared, email="lucie@orvanne.example", first_name="Lucie",
                                family_name="Vexmartin")  # fmt: skip
    DeclaredIdentity.objects.declare([identity])
    return a_participant(declared.person, affiliation=declared)


def _columns(prefix: str, person) -> dict[str, dict[str, str]]:
    """Title of the column → field → what is said of it."""
    client = Client()
    log_in(client, person)
    context = client.get(prefix + reverse("who-sees-what")).context
    found: dict[str, dict[str, str]] = {}
    for field, (_label, cells) in zip(VISIBILITY, context["rows"], strict=True):
        for title, _drawing, words in cells:
            found.setdefault(str(title), {})[field] = str(words)
    assert [str(title) for title in context["columns"]] == list(found)
    return found


def test_inside_a_programme_the_table_says_what_who_runs_it_and_its_sponsor_see(lucie):
    columns = _columns("/programmes/passerelles", lucie.person)
    runs = columns["Le pilotage"]
    assert {field for field, words in runs.items() if words != "Non"} == set(PILOTED)
    assert (runs["family_name"], runs["fit"]) == ("Dans son périmètre", "En nombre, dès cinq")
    assert set(columns["Le parrainage"].values()) == {"Non"}


def test_the_open_platform_has_neither_column(lucie):
    assert not {"Le pilotage", "Le parrainage"} & set(
        map(str, Client().get(reverse("who-sees-what")).context["columns"])
    )


def test_what_the_table_says_is_what_the_shield_does(lucie):
    near, far = an_entity("Lyon"), an_entity("Nantes")
    for entity, seen in ((near, True), (far, False)):
        carole = a_staff_member("Carole", "coordinator", entity=entity, email=f"c{entity.pk}@orvanne.example")
        perimeter = perimeter_of(carole, lucie.programme)
        given = {"viewer": carole, "perimeter": perimeter, "now": NOON}
        assert ("Vexmartin" in names_for(people=[lucie.person], **given)[lucie.person_id]) == seen
        assert ("lucie@orvanne.example" in {one.email for one in declared_names(**given).values()}) == seen
