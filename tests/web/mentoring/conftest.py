"""Windows on the site: `window(person)` is a browser logged in as her; `now` is this minute, as for the pages."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import log_in


@pytest.fixture
def window(db):
    def open_window(person):
        client = Client()
        log_in(client, person)
        return client

    return open_window


@pytest.fixture
def now():
    return timezone.now()
