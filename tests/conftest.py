"""What every test gets: the guards, empty caches, strict templates, and a browser on demand."""

import os
import random

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.utils import translation

from tests import LONG, canary, guards, strict_templates
from tests.browser import browser, new_page, page  # noqa: F401

# Playwright's synchronous interface runs an event loop in the test's own thread.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
guards.install()


def pytest_addoption(parser):
    parser.addoption("--database-only", action="store_true", help="only the tests that use the database, no browser")


def pytest_collection_modifyitems(config, items):
    for item in items:
        if {"browser", "page", "new_page"} & set(item.fixturenames):
            item.add_marker("journey")
    kept = [item for item in items if _runs(item, config)]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def _runs(item, config):
    if item.get_closest_marker("long") and not LONG:
        return False
    if config.getoption("--database-only"):
        return _uses_database(item) and not item.get_closest_marker("journey")
    return True


def _uses_database(item):
    fixtures = {"db", "transactional_db", "live_server"} & set(item.fixturenames)
    return bool(fixtures or item.get_closest_marker("django_db"))


@pytest.fixture(autouse=True)
def clean_start(request):
    """No test sees what another one cached, the language it left, or its luck."""
    for alias in settings.CACHES:
        caches[alias].clear()
    random.seed(request.node.nodeid)
    strict_templates.allowed = bool(request.node.get_closest_marker("ignore_undefined"))
    guards.writes_allowed = bool(request.node.get_closest_marker("get_may_write"))
    with translation.override("fr"):
        yield
    strict_templates.allowed = guards.writes_allowed = False


@pytest.fixture(autouse=True)
def links_lead_to_the_live_server(request):
    """The links in e-mails lead to the server that the browser visits."""
    if "live_server" in request.fixturenames:
        request.getfixturevalue("settings").SITE_URL = request.getfixturevalue("live_server").url


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    result = yield
    if _uses_database(item) and not connection.needs_rollback:
        canary.check_letters()
    return result


@pytest.fixture
def child_environment(transactional_db):
    """The environment of a child process that must see this test's database."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        password = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
        host = database["HOST"].replace("/", "%2F")
        url = f"postgres://{database['USER']}{password}@{host}:{database['PORT'] or 5432}/{database['NAME']}"
    return {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings_test"}
