"""Each form starts with words, questions, criteria and rules that the engine accepts (D1 to D9)."""

import json
from pathlib import Path

import pytest

from binome.matching.files.faults import Faults
from binome.matching.files.rulebook import read_rulebook
from binome.programmes.forms import COLUMNS, STARTS, rules_of_form, starting_data
from binome.programmes.modalities import MODALITIES

FORMS = sorted(STARTS)
#: In which an engine brings people together; in the others they find each other.
MATCHED = [form for form in FORMS if not MODALITIES[form].self_service]
CASES = ("one", "many", "a", "the", "of", "to")


def _toml(tables: dict[str, list[dict]], folder: Path) -> Path:
    """JSON's lists, texts and numbers are TOML's too."""
    lines = []
    for name, entries in tables.items():
        for entry in entries:
            lines += [f"[[{name}]]", *(f"{key} = {json.dumps(value)}" for key, value in entry.items())]
    path = folder / "rules.toml"
    path.write_text("\n".join(lines))
    return path


def _columns(tables: list[dict]) -> set[str]:
    return {table[key] for table in tables for key in ("column", "wanted", "offered", "place") if key in table}


def test_each_form_but_the_open_platform_has_a_start():
    assert set(STARTS) == set(MODALITIES) - {"open"}


@pytest.mark.parametrize("form", MATCHED)
def test_the_engine_accepts_each_criterion_and_rule_of_a_form(form, tmp_path):
    data, faults = starting_data(form, "fr"), Faults()
    rules = [*rules_of_form(MODALITIES[form]), *data["rules"]]
    book = read_rulebook(_toml({"criteria": data["criteria"], "rules": rules}, tmp_path), faults)
    assert len(faults) == 0
    assert len(book.criteria) == len(data["criteria"])
    assert len(book.rules) == len(rules)


@pytest.mark.parametrize("form", FORMS)
def test_each_column_of_a_form_is_one_of_its_questions_or_of_the_directory(form):
    data = starting_data(form, "fr")
    known = {question["key"] for question in data["questions"]} | set(COLUMNS)
    assert _columns([*data["criteria"], *data["rules"], *rules_of_form(MODALITIES[form])]) <= known


def test_who_finds_a_mentor_in_the_directory_is_asked_what_her_profile_does_not_say_and_no_engine_counts():
    data = starting_data("informal", "fr")
    assert [question["key"] for question in data["questions"]] == ["slots"]
    assert data["criteria"] == data["rules"] == []


@pytest.mark.parametrize("form", MATCHED)
def test_the_criteria_of_a_form_share_a_hundred_points(form):
    assert sum(table["points"] for table in starting_data(form, "fr")["criteria"]) == 100


@pytest.mark.parametrize("form", FORMS)
def test_a_form_asks_each_role_it_has_and_speaks_two_languages(form):
    data = starting_data(form, "fr-inclusif")
    roles = {"peer"} if MODALITIES[form].symmetrical else {"mentor", "mentee"}
    for role in roles:
        assert any(role in question["roles"] for question in data["questions"])
    for question in data["questions"]:
        assert question["fr"] and question["en"] and set(question["roles"]) & roles
        assert bool(question["choices"]) == (question["kind"] in ("choice", "choices"))
        assert all(choice["fr"] and choice["en"] for choice in question["choices"])
    for language in ("fr", "en"):
        assert all(data["texts"][language][kind] for kind in ("invitation", "nomination", "welcome"))
        assert all(tuple(data["vocabulary"][language][noun]) == CASES for noun in ("mentor", "mentee", "pair"))


def test_a_column_that_both_sides_answer_is_asked_of_both():
    for form in FORMS:
        data = starting_data(form, "fr")
        roles = {question["key"]: set(question["roles"]) for question in data["questions"]}
        for table in [*data["criteria"], *data["rules"]]:
            if table.get("column") in roles:
                wanted = {"peer"} if MODALITIES[form].symmetrical else {"mentor", "mentee"}
                assert wanted <= roles[table["column"]], (form, table)


def test_the_wording_changes_the_nouns():
    assert starting_data("centralised", "fr")["vocabulary"]["fr"]["mentor"]["a"] == "une mentore"
    assert starting_data("centralised", "fr-inclusif")["vocabulary"]["fr"]["mentor"]["a"] == "un·e mentor·e"


def test_two_programmes_never_share_their_questions():
    first, second = starting_data("reverse", "fr"), starting_data("reverse", "fr")
    first["questions"][0]["fr"] = "Autre chose ?"
    first["texts"]["fr"]["welcome"] = ""
    assert second["questions"][0]["fr"] != "Autre chose ?"
    assert second["texts"]["fr"]["welcome"]


def test_the_rules_of_a_form_follow_its_properties_and_an_unknown_cell_is_no_way_around():
    assert rules_of_form(MODALITIES["reverse"])[0]["kind"] == "below"
    assert rules_of_form(MODALITIES["cross_company"])[0]["column"] == "organisation"
    assert rules_of_form(MODALITIES["centralised"]) == []
    assert all(rule["unknown"] == "fails" for form in FORMS for rule in rules_of_form(MODALITIES[form]))
