"""N5, N7: who is no member learns nothing of the members; who is blocked sees what anyone unavailable looks like."""

import pytest
from django.db import transaction

from binome.mentoring import actions
from binome.people.models import User
from tests import LONG

from .cast import FIRST, OUTSIDERS, SIGNING_UP
from .routes import patterns
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
#: A stranger to Bruna, and those who asked her once: none of them has anything open with her.
REFUSED = ("ines", "flore", "jade", "diane") if LONG else ("ines", "flore")


def _block(bruna) -> None:
    for viewer in REFUSED:
        actions.separate(by=bruna, person=User.objects.get(first_name=viewer.capitalize()), now=TODAY)


def _pause(bruna) -> None:
    actions.pause_mentor(mentor=enrolment_of(bruna), until=None, by=bruna, now=TODAY)


def _suspend(bruna) -> None:
    User.objects.filter(pk=bruna.pk).update(is_active=False)
    actions.refresh_member(person=bruna, now=TODAY)


@pytest.fixture(scope="module")
def seen_after(building):
    """What they see on every page of members once Bruna has blocked them, is on pause, or has gone."""
    routes = frozenset(name for name in patterns() if not name.startswith(("account_", "mfa_")))
    with building() as world:
        found = {}
        for act in (_block, _pause, _suspend):
            with transaction.atomic():
                act(world.people["bruna"])
                found[act] = walk(world, REFUSED, routes=routes)
                transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("viewer", REFUSED)
def test_blocked_looks_like_gone(seen_after, viewer):
    """On every route, to the byte."""
    assert seen_after[_block].differences(seen_after[_suspend], viewer) == {}


@pytest.mark.parametrize("viewer", REFUSED)
def test_blocked_looks_like_paused(seen_after, viewer):
    """On every route, to the byte, her photo included."""
    assert seen_after[_block].differences(seen_after[_pause], viewer) == {}


# --- N12 -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("viewer", ["bruna", "cora"])
def test_whoever_is_reported_learns_nothing_of_it(walked, building, viewer):
    """Nor does a moderator who knows her: no count, no line of the journal, no letter says that Ines wrote."""
    with building(report_by="ines") as world:
        reported = walk(world, (viewer,))
    assert walked(FIRST).differences(reported, viewer) == {}
    written = reported.letters.keys() - walked(FIRST).letters.keys()
    assert written
    assert [letter for letter in written if world.people[viewer].code in letter] == []


def test_a_report_is_there_for_the_others(walked, building):
    with building(report_by="ines") as world:
        reported = walk(world, ("dina",), routes=frozenset({"case-list"}))
    assert "GET case-list" in walked(FIRST).differences(reported, "dina")
