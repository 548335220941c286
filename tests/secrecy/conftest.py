"""The worlds are walked once, and every test reads what came out."""

import functools
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from .cast import FIRST, VIEWERS, Difference
from .frozen import stillness
from .walk import Walk, walk
from .worlds import NAMES, TODAY, build, planted

@pytest.fixture(scope="package")
def walked(django_db_setup, django_db_blocker, tmp_path_factory):
    """`walked(difference)`: what every visitor saw in that world."""

    @functools.cache
    def done(difference: Difference) -> Walk:
        media = tmp_path_factory.mktemp("media")
        with django_db_blocker.unblock(), stillness(TODAY), override_settings(MEDIA_ROOT=media), transaction.atomic():
            found = walk(build(difference), VIEWERS, NAMES, planted=_first_only(difference))
            transaction.set_rollback(True)
        return found

    return done


def _first_only(difference: Difference) -> dict[str, str]:
    """One world is read for planted values; the others are compared with it."""
    return {f"{person} {name}": value for (person, name), value in planted().items()} if difference == FIRST else {}
