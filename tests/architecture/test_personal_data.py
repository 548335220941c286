"""Every field of every table is classified, exported and erased: each room's privacy.py says how (A24)."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import CASCADE, SET_NULL

from binome.core.keeping import UNSAID, Rows
from binome.privacy.rooms import ROOMS

OURS = [app for app in apps.get_app_configs() if app.name.startswith("binome.")]


def fields_of(app) -> dict[str, set[str]]:
    return {
        model.__name__: {field.name for field in (*model._meta.local_fields, *model._meta.local_many_to_many)}
        for model in app.get_models(include_auto_created=False)
    }


def differences(wanted: dict[str, set[str]], classified: dict[str, dict[str, str]]) -> set[str]:
    """Fields in only one of the two: not classified, or classified and gone."""
    left = {f"{model}.{field}" for model, fields in wanted.items() for field in fields}
    right = {f"{model}.{field}" for model, fields in classified.items() for field in fields}
    return left ^ right


@pytest.mark.parametrize("app", [app for app in OURS if fields_of(app)], ids=lambda app: app.label)
def test_every_field_is_classified(app):
    classified = import_module(f"{app.name}.privacy").FIELDS
    assert differences(fields_of(app), classified) == set()


def test_a_field_that_nobody_classified_is_found():
    assert differences({"Pair": {"id", "state"}}, {"Pair": {"id": "technical"}}) == {"Pair.state"}
    assert differences({"Pair": {"id"}}, {"Pair": {"id": "technical", "gone": "x"}}) == {"Pair.gone"}


def names_someone(model) -> bool:
    return any(field.related_model is get_user_model() for field in model._meta.local_fields)


def not_in_the_export(app, privacy) -> set[str]:
    """Fields about people that a room's ROWS leave out, and fields of ROWS that are not about anyone."""
    faults = set()
    for model in app.get_models(include_auto_created=False):
        said = {f: kind for f, kind in privacy.FIELDS[model.__name__].items() if kind not in UNSAID}
        rows = privacy.ROWS.get(model.__name__)
        if rows is None and not names_someone(model) and set(said.values()) <= {"link"}:
            continue  # a thing of the programme's, tied to it alone
        faults |= {f"{model.__name__}.{f}" for f in set(said) ^ set(rows.fields if rows else ())}
    return faults


WITH_PEOPLE = [app for app in OURS if fields_of(app)]


@pytest.mark.parametrize("app", WITH_PEOPLE, ids=lambda app: app.label)
def test_every_field_about_people_has_its_label_in_the_export(app):
    assert not_in_the_export(app, import_module(f"{app.name}.privacy")) == set()


@pytest.mark.parametrize("app", WITH_PEOPLE, ids=lambda app: app.label)
def test_every_room_says_how_a_person_goes_and_what_time_takes_away(app):
    privacy = import_module(f"{app.name}.privacy")

    assert ROOMS[app.label] is privacy
    assert callable(privacy.erase) and isinstance(privacy.CLOCKS, tuple)


def test_nothing_that_bears_a_person_survives_her_account():
    """Every link to an account goes with it or lets it go: no erasure can be refused by the database."""
    models = [model for app in OURS for model in app.get_models(include_auto_created=False)]
    kept = [
        f"{model.__name__}.{field.name}"
        for model in models
        for field in model._meta.local_fields
        if field.related_model is get_user_model() and field.remote_field.on_delete not in {CASCADE, SET_NULL}
    ]
    assert kept == []


def test_a_field_that_no_export_says_is_found():
    people = import_module("binome.people.privacy")
    shorter = Rows("", of=list, fields={k: v for k, v in people.ROWS["User"].fields.items() if k != "email"})
    forgetful = SimpleNamespace(FIELDS=people.FIELDS, ROWS={**people.ROWS, "User": shorter})

    assert not_in_the_export(apps.get_app_config("people"), forgetful) == {"User.email"}
