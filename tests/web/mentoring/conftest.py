"""Windows on the site: `window(person)` is a browser logged in as her; `now` is this minute, as for the pages."""

import pytest
from django.utils import timezone

from tests.factories import a_window


@pytest.fixture
def window(db):
    return a_window


@pytest.fixture
def now():
    return timezone.now()
