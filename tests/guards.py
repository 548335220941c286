"""Guards around every test: closed sockets, shuffled rows, GETs that may not write. The conftest installs them."""

import random
import re
import socket

from django.db import connection
from django.db.models.query import QuerySet
from django.test import Client

from tests import canary

READS = {"GET", "HEAD", "OPTIONS"}
WRITE = re.compile(r'^\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+"?(\w+)"?', re.IGNORECASE)
#: What a reader leaves behind by reading: her session, and the journal of what the team read (N16).
MAY_BE_WRITTEN = {"django_session", "usersessions_usersession", "core_journalentry"}
#: Set by the conftest for a test marked `get_may_write`.
writes_allowed = False

_connect = socket.socket.connect
_fetch_all = QuerySet._fetch_all
_request = Client.request


def install() -> None:
    socket.socket.connect = connect_to_this_machine_only
    QuerySet._fetch_all = fetch_all_shuffled
    Client.request = request_under_guard


def connect_to_this_machine_only(self, address):
    """A test that reaches for the network fails, and says which host it wanted."""
    if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1", "localhost"}:
        raise AssertionError(f"A test opened a connection to {address[0]}.")
    return _connect(self, address)


def fetch_all_shuffled(self):
    """Rows without an order come in any order: code that needs one must ask for it."""
    fetched_now = self._result_cache is None
    _fetch_all(self)
    if fetched_now and len(self._result_cache) > 1 and not self.ordered:
        random.shuffle(self._result_cache)


def request_under_guard(self, **request):
    """A GET changes nothing (B7), and no response shows a family name to someone who may not see it (A4, N1)."""
    if request.get("REQUEST_METHOD", "GET") in READS and not writes_allowed:
        with connection.execute_wrapper(_refuse_writes):
            response = _request(self, **request)
    else:
        response = _request(self, **request)
    canary.check_response(self, response)
    return response


def _refuse_writes(execute, sql, params, many, context):
    write = WRITE.match(sql)
    if write and write[1].lower() not in MAY_BE_WRITTEN:
        raise AssertionError(f"A page that is read writes: {sql[:200]}")
    return execute(sql, params, many, context)
