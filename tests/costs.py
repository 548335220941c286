"""What a page costs. The time is held by the long suite alone: another process of a busy machine would fail it."""

import time

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import LONG

#: What each page of a promotion of 500 people keeps to.
MOST_QUERIES, MOST_SECONDS = 12, 0.05


def cost(client: Client, path: str) -> tuple[int, float]:
    """(queries, CPU seconds) of the page once its templates are read; the seconds without listening to queries."""
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    count, seconds = len(queries), []
    for _time in range(5 if LONG else 0):
        before = time.process_time()
        client.get(path)
        seconds.append(time.process_time() - before)
    return count, min(seconds, default=0)


def too_dear(costs: dict[object, tuple[int, float]]) -> dict[object, tuple[int, float]]:
    """The pages that cost more."""
    return {page: each for page, each in costs.items() if each[0] > MOST_QUERIES or each[1] > MOST_SECONDS}
