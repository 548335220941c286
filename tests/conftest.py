"""What every test gets: closed sockets, empty caches, strict templates, shuffled rows, GETs that may not write."""

import os
import random
import re
import socket

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.db.models.query import QuerySet
from django.test import Client
from django.utils import translation

from tests import LONG, strict_templates
from tests.browser import browser, new_page, page  # noqa: F401

# Playwright's synchronous interface runs an event loop in the test's own thread.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


# --- which tests run -------------------------------------------------------------------------------------
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
        uses_database = item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames)
        return bool(uses_database) and not item.get_closest_marker("journey")
    return True


# --- before each test ------------------------------------------------------------------------------------
@pytest.fixture(autouse=True)
def clean_start(request):
    """No test sees what another one cached, the language it left, or its luck."""
    for alias in settings.CACHES:
        caches[alias].clear()
    translation.activate("fr")
    random.seed(request.node.nodeid)
    strict_templates.allowed = bool(request.node.get_closest_marker("ignore_undefined"))
    yield
    strict_templates.allowed = False


@pytest.fixture(autouse=True)
def links_lead_to_the_live_server(request):
    """The links in e-mails lead to the server that the browser visits."""
    if "live_server" in request.fixturenames:
        request.getfixturevalue("settings").SITE_URL = request.getfixturevalue("live_server").url


# --- processes that a test starts ------------------------------------------------------------------------
@pytest.fixture
def child_environment(transactional_db):
    """The environment of a child process that must see this test's database."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        user, host = database["USER"] or "postgres", database["HOST"]
        password = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
        address = f"{host.replace('/', '%2F')}:{database['PORT'] or 5432}"
        url = f"postgres://{user}{password}@{address}/{database['NAME']}"
    return {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings_test"}


# --- no network ------------------------------------------------------------------------------------------
_connect = socket.socket.connect


def _connect_to_this_machine_only(self, address):
    if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1", "localhost"}:
        raise AssertionError(f"A test opened a connection to {address[0]}.")
    return _connect(self, address)


socket.socket.connect = _connect_to_this_machine_only

# --- rows without an order come in any order -------------------------------------------------------------
_fetch_all = QuerySet._fetch_all


def _fetch_all_shuffled(self):
    fetched_now = self._result_cache is None
    _fetch_all(self)
    if fetched_now and len(self._result_cache) > 1 and not self.ordered:
        random.shuffle(self._result_cache)


QuerySet._fetch_all = _fetch_all_shuffled

# --- a GET that writes fails -----------------------------------------------------------------------------
WRITE = re.compile(r'^\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+"?(\w+)"?', re.IGNORECASE)
#: What a reader leaves behind by reading: her session, and the journal of what the team read (N16).
MAY_BE_WRITTEN = {"django_session", "usersessions_usersession", "core_journalentry"}
_request = Client.request
_writes_allowed = False


@pytest.fixture(autouse=True)
def get_changes_nothing(request):
    global _writes_allowed
    _writes_allowed = bool(request.node.get_closest_marker("get_may_write"))
    yield
    _writes_allowed = False


def _request_that_only_reads(self, **request):
    if request.get("REQUEST_METHOD", "GET") not in {"GET", "HEAD", "OPTIONS"} or _writes_allowed:
        return _request(self, **request)

    def refuse_writes(execute, sql, params, many, context):
        write = WRITE.match(sql)
        if write and write[1].lower() not in MAY_BE_WRITTEN:
            raise AssertionError(f"{request['REQUEST_METHOD']} {request['PATH_INFO']} writes: {sql[:200]}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse_writes):
        return _request(self, **request)


Client.request = _request_that_only_reads
