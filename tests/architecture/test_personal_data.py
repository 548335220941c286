"""Every field of every table is classified in its room's privacy.py (A24)."""

from importlib import import_module

import pytest
from django.apps import apps

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
