"""The worlds are walked once, and every test reads what came out."""

import contextlib
import functools

import pytest
from django.db import transaction
from django.test import override_settings

from .cast import BRUNA_MOVED, FIRST, MOVED_FOR, VIEWERS, Difference
from .frozen import stillness
from .walk import Walk, walk
from .worlds import TODAY, build, planted

#: The first test that asks for a world walks it: two minutes, and more on PostgreSQL or on a busy machine.
PATIENCE = 1200


def pytest_collection_modifyitems(items):
    for item in items:
        if "walked" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.timeout(PATIENCE))


@pytest.fixture(scope="package")
def building(django_db_setup, django_db_blocker, tmp_path_factory):
    """`with building(difference) as world`: the community, for as long as one looks at it, at TODAY."""

    @contextlib.contextmanager
    def made(difference: Difference = FIRST, **options):
        media = tmp_path_factory.mktemp("media")
        with django_db_blocker.unblock(), stillness(TODAY), override_settings(MEDIA_ROOT=media), transaction.atomic():
            yield build(difference, **options)
            transaction.set_rollback(True)

    return made


@pytest.fixture(scope="package")
def walked(building):
    """`walked(difference)`: what every visitor saw in that world."""

    @functools.cache
    def done(difference: Difference) -> Walk:
        first = None if difference is FIRST else done(FIRST)
        viewers = MOVED_FOR if difference is BRUNA_MOVED else VIEWERS
        with building(difference) as world:
            return walk(world, viewers, planted=planted() if first is None else None, first=first)

    return done
