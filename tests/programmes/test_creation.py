"""A programme is created from a form, and its settings are changed without anybody's help (D1 to D9)."""

import pytest

from binome.core.models import JournalEntry
from binome.core.moves import MoveRefused
from binome.programmes.actions import change_programme, create_programme
from binome.programmes.forms import STARTS
from binome.programmes.models import Programme
from binome.programmes.queries import membership_of
from tests.factories.people import NOON, a_person
from tests.factories.programmes import a_cohort, a_participant, an_organisation

pytestmark = pytest.mark.django_db


def _create(form: str = "reverse", slug: str = "miroir", **fields) -> Programme:
    by = fields.pop("by", None) or a_person("Delphine")
    given = {"name": "Miroir", "wording": "fr-inclusif", "organisation": an_organisation(), **fields}
    return create_programme(form=form, slug=slug, by=by, now=NOON, **given)


@pytest.mark.parametrize("form", sorted(STARTS))
def test_a_programme_of_each_form_has_its_words_questions_criteria_and_texts(form):
    programme = _create(form)
    assert programme.modality.key == form
    assert programme.vocabulary["fr"]["mentor"]["many"] == STARTS[form].mentor["fr-inclusif"]["many"]
    assert programme.questions and programme.texts["en"]["welcome"]
    assert bool(programme.criteria) == (not programme.modality.self_service)
    assert [rule["key"] for rule in programme.eligibility] == ["voluntary"]


def test_who_creates_a_programme_manages_it_and_her_organisation_runs_it():
    delphine = a_person("Delphine")
    programme = _create(by=delphine)
    assert membership_of(delphine, "miroir").is_manager
    assert [(party.organisation.name, party.runs) for party in programme.parties.all()] == [("Groupe Orvanne", True)]
    assert JournalEntry.objects.get(verb="programme_created").data == {"form": "reverse"}


def test_an_address_that_is_taken_is_refused_and_nothing_is_created():
    _create()
    with pytest.raises(MoveRefused, match="déjà celle"):
        _create("peers")
    assert Programme.objects.filter(slug="miroir").count() == 1


@pytest.mark.parametrize("slug", ["", "Miroir", "mi roir", "-miroir", "mi/roir", "m" * 41, "é"])
def test_an_address_that_cannot_be_is_refused(slug):
    with pytest.raises(MoveRefused):
        _create(slug=slug)


@pytest.mark.parametrize("form", ["open", "", "unknown"])
def test_the_open_platform_is_no_form_to_choose(form):
    with pytest.raises(MoveRefused):
        _create(form)


def test_a_form_of_ones_own_is_built_from_the_properties():
    programme = _create("own", adjustments={"symmetrical": True, "both_accept": True})
    assert programme.modality.roles == ("peer",)
    assert programme.modality.both_accept


@pytest.mark.parametrize("name", ["moderated", "key", "unknown"])
def test_a_property_that_is_not_hers_to_change_is_refused(name):
    with pytest.raises(MoveRefused):
        _create("own", adjustments={name: True})


@pytest.mark.parametrize("form", sorted(set(STARTS) - {"own"}))
def test_no_other_form_loses_the_property_that_makes_it(form):
    """Neither when it is created nor after: by the actions themselves, whatever page calls them."""
    properties = {"direction": "", "across": "", "populations": 1, "self_service": False}
    with pytest.raises(MoveRefused, match="formes proposées"):
        _create(form, adjustments=properties)
    programme = _create(form)
    with pytest.raises(MoveRefused, match="forme"):
        change_programme(programme=programme, changes={"adjustments": properties}, by=a_person("D"), now=NOON)
    assert Programme.objects.get(slug="miroir").adjustments == {}


def test_a_form_of_ones_own_changes_until_somebody_takes_part():
    programme, by = _create("own"), a_person("D")
    change_programme(programme=programme, changes={"adjustments": {"across": "entity"}}, by=by, now=NOON)
    a_participant("Inès", "mentee", a_cohort(programme))
    with pytest.raises(MoveRefused, match="participe"):
        change_programme(programme=programme, changes={"adjustments": {}}, by=by, now=NOON)
    assert Programme.objects.get(slug="miroir").modality.across == "entity"


def test_a_change_is_journalled_by_its_field_and_the_same_values_change_nothing():
    programme = _create()
    assert change_programme(programme=programme, changes={"name": "Reflets"}, by=a_person("D"), now=NOON) == ["name"]
    assert change_programme(programme=programme, changes={"name": "Reflets"}, by=a_person("D"), now=NOON) == []
    assert [entry.data for entry in JournalEntry.objects.filter(verb="programme_changed")] == [{"fields": ["name"]}]


@pytest.mark.parametrize(
    "criterion",
    [
        {"kind": "same", "column": "shoe-size", "points": 10},
        {"kind": "same", "column": "field", "points": 2.5},
        {"kind": "same", "points": 10},
        {"kind": "magic", "column": "field", "points": 10},
        {"kind": "same", "column": "stage", "points": 1_001},
    ],
)
def test_a_criterion_that_the_engine_would_refuse_is_not_kept(criterion):
    programme = _create()
    with pytest.raises(MoveRefused):
        change_programme(programme=programme, changes={"criteria": [criterion]}, by=a_person("D"), now=NOON)
    programme.refresh_from_db()
    assert criterion not in programme.criteria


def test_a_question_that_a_criterion_reads_cannot_be_removed_before_the_criterion():
    programme = _create()
    without = [question for question in programme.questions if question["key"] != "wanted"]
    with pytest.raises(MoveRefused, match="wanted"):
        change_programme(programme=programme, changes={"questions": without}, by=a_person("D"), now=NOON)
    criteria = [table for table in programme.criteria if table.get("wanted") != "wanted"]
    changes = {"questions": without, "criteria": criteria}
    assert change_programme(programme=programme, changes=changes, by=a_person("D"), now=NOON) == [
        "criteria",
        "questions",
    ]
