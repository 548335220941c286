"""N5, N7: who is no member learns nothing of the members; who is blocked sees what anyone unavailable looks like."""

import pytest
from django.db import transaction

from binome.mentoring import actions
from binome.people.models import User

from .cast import FIRST, OUTSIDERS, SIGNING_UP
from .walk import walk
from .worlds import TODAY, enrolment_of

pytestmark = pytest.mark.django_db
NOT_MEMBERS = (*OUTSIDERS, SIGNING_UP)


@pytest.fixture(scope="module")
def crowded(building):
    """The same community with seven people more, and all that can be counted of them."""
    with building(strangers=2) as world:
        return walk(world, NOT_MEMBERS)


@pytest.mark.parametrize("viewer", NOT_MEMBERS)
def test_outsiders_receive_no_byte_that_depends_on_a_member(walked, crowded, viewer):
    assert walked(FIRST).differences(crowded, viewer) == {}


def test_the_crowd_is_there(walked, building):
    """A member sees them, else the comparison would be blind."""
    with building(strangers=2) as world:
        crowded = walk(world, ("ines",), routes=frozenset({"mentor-list"}))
    assert "GET mentor-list" in walked(FIRST).differences(crowded, "ines")


# --- N7 ------------------------------------------------------------------------------------------------------
#: Strangers to Bruna, and who once asked her: none of them has anything open with her.
REFUSED = ("ines", "flore", "jade", "diane")


def _block(world, viewer: str) -> None:
    actions.separate(by=world.people["bruna"], person=world.people[viewer], now=TODAY)


def _pause(world, viewer: str) -> None:
    actions.pause_mentor(mentor=enrolment_of(world.people["bruna"]), until=None, by=world.people["bruna"], now=TODAY)


def _suspend(world, viewer: str) -> None:
    User.objects.filter(pk=world.people["bruna"].pk).update(is_active=False)
    actions.refresh_member(person=world.people["bruna"], now=TODAY)


def _walk_after(world, act, viewer: str):
    with transaction.atomic():
        act(world, viewer)
        found = walk(world, (viewer,))
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("viewer", REFUSED)
def test_blocked_looks_like_unavailable(building, viewer):
    """On every route, to the byte: as if Bruna had left."""
    with building() as world:
        blocked, gone = (_walk_after(world, act, viewer) for act in (_block, _suspend))
    assert blocked.differences(gone, viewer) == {}


@pytest.mark.parametrize("viewer", REFUSED)
def test_paused_looks_like_blocked(building, viewer):
    with building() as world:
        blocked, paused = (_walk_after(world, act, viewer) for act in (_block, _pause))
    assert blocked.differences(paused, viewer) == {}
