"""On each database: what the team reads is in the journal, and two worlds part where she reads and nowhere else.

The whole site is compared in test_two_worlds, on SQLite; here its most open doors, quickly enough for PostgreSQL too.
"""

import functools

import pytest

from .cast import BRUNA_RENAMED, FIRST
from .team import team_readings
from .walk import Walk, walk
from .worlds import planted

pytestmark = pytest.mark.django_db
#: A moderator, another who knows Bruna, two members who may not know her name, one who may.
VIEWERS = ("dina", "cora", "ines", "binta", "awa")
ROUTES = frozenset({
    "moderation-queue", "profile-review", "open-identity", "link-accounts", "case-list", "case-detail", "take-case",
    "message-list", "message-detail", "journal", "moderators-day", "late-requests", "sleeping-pairs",
    "attestation-list", "mentor-list", "mentor-detail", "pair-detail", "my-space", "my-data", "request-detail", "photo",
})  # fmt: skip


@pytest.fixture(scope="module")
def seen(building):
    """`seen(difference)`: these doors, in that world."""

    @functools.cache
    def done(difference) -> Walk:
        with building(difference) as world:
            return walk(world, VIEWERS, planted=planted() if difference is FIRST else None, routes=ROUTES)

    return done


@pytest.mark.parametrize("viewer", ["dina", "cora"])
def test_the_team_leaves_one_line_for_each_name_and_each_report_it_reads(seen, viewer):
    readings = team_readings(seen(FIRST), viewer)
    assert {reading.call for reading in readings if not reading.is_journalled} == set()
    assert any(reading.names for reading in readings)
    assert viewer == "cora" or any(reading.report for reading in readings)


def test_a_name_is_kept_in_one_table(seen):
    first, other = seen(FIRST).tables, seen(BRUNA_RENAMED).tables
    assert {name for name, rows in first.items() if other[name] != rows} == {"people_civilidentity"}
    assert seen(FIRST).letters == seen(BRUNA_RENAMED).letters and seen(FIRST).files == seen(BRUNA_RENAMED).files


@pytest.mark.parametrize("viewer", VIEWERS)
def test_the_worlds_part_only_where_she_reads_the_name(seen, viewer):
    first = seen(FIRST)
    parted = {" ".join(call.split()[:2]) for call in first.differences(seen(BRUNA_RENAMED), viewer)}
    assert parted == first.read[viewer].get("bruna family_name", set())
    assert bool(parted) == (viewer in {"dina", "awa"})
