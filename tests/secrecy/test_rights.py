"""N13: a right that changes holds from the very next request, in sessions that are open already."""

import pytest
from django.db import transaction
from django.urls import reverse

from binome.mentoring import actions
from binome.mentoring.models import Pair
from binome.people.models import User
from binome.programmes.models import StaffRole
from binome.support.actions import report_person

from .routes import Call
from .walk import Outcome, Visitor, listening
from .worlds import NAMES, TODAY, World

pytestmark = pytest.mark.django_db
NAME = NAMES[0]


@pytest.fixture(scope="module")
def built(building):
    with building() as world:
        yield world


@pytest.fixture
def world(built):
    with transaction.atomic():
        yield built
        transaction.set_rollback(True)


def ask(world: World, viewer: str, route: str, key: str = "", method: str = "GET", **data) -> Outcome:
    """The answer to one request of an open session; what it changes stays."""
    path = reverse(route, args=[world.code(key)] if key else [])
    with listening() as listener:
        return Visitor(world, viewer).ask(Call(route, path, method, data=data), listener, keep=True)[0]


def sees(world: World, viewer: str, key: str) -> bool:
    page = ask(world, viewer, "pair-detail", key)
    assert page.status == 200
    return NAME in page.text


def test_removing_her_name_hides_it(world):
    assert sees(world, "awa", "pair:awa")
    ask(world, "bruna", "choose-reveal", "pair:awa", "POST", fields_shown=["email"])
    assert not sees(world, "awa", "pair:awa")


def test_closing_hides_it(world):
    assert sees(world, "awa", "pair:awa")
    ask(world, "awa", "close-pair", "pair:awa", "POST", reason="reached")
    assert not sees(world, "awa", "pair:awa")


def test_no_longer_leaving_it_visible_hides_it(world):
    assert sees(world, "cleo", "pair:cleo")
    pair = Pair.objects.get(code=world.code("pair:cleo"))
    actions.choose_reveal(pair=pair, by=world.people["bruna"], fields=["name"], after_closing=False, now=TODAY)
    assert not sees(world, "cleo", "pair:cleo")


@pytest.mark.parametrize(("by", "of"), [("bruna", "awa"), ("awa", "bruna")])
def test_a_report_hides_it(world, by, of):
    assert sees(world, "awa", "pair:awa")
    report_person(reporter=world.people[by], reported=world.people[of], programme=world.programme(), reason="other",
                  body="…", now=TODAY)  # fmt: skip
    assert not sees(world, "awa", "pair:awa")


@pytest.mark.parametrize("viewer", ["awa", "dina"])
def test_a_suspended_account_is_out(world, viewer):
    User.objects.filter(pk=world.people[viewer].pk).update(is_active=False)
    page = ask(world, viewer, "pair-detail", "pair:awa")
    assert page.status == 302
    assert reverse("account_login") in page.headers


def test_a_logged_out_session_is_over_wherever_it_was_copied(world):
    assert sees(world, "awa", "pair:awa")
    ask(world, "awa", "account_logout", method="POST")
    assert ask(world, "awa", "pair-detail", "pair:awa").status == 302


def test_who_leaves_the_team_reads_nothing_more(world):
    assert ask(world, "dina", "profile-review", "fanta").status == 200
    StaffRole.objects.filter(person=world.people["dina"]).delete()
    for route, key in (("profile-review", "fanta"), ("case-detail", "case:hawa"), ("journal", ""), ("case-list", "")):
        assert ask(world, "dina", route, key).status == 404
    opened = ask(world, "dina", "open-identity", "bruna", "POST", reason="check")
    assert (opened.status, NAME in opened.text) == (404, False)


def test_who_comes_to_know_her_reads_nothing_more(world):
    """N12: Delphine's other account asked Bruna meanwhile."""
    assert ask(world, "delphine", "case-detail", "case:hawa").status == 200
    User.objects.filter(pk=world.people["delphine"].pk).update(linked_to=world.people["edith"])
    assert ask(world, "delphine", "case-detail", "case:hawa").status == 404
    opened = ask(world, "delphine", "open-identity", "bruna", "POST", reason="check")
    assert (opened.status, NAME in opened.text) == (403, False)


def test_a_blocked_member_no_longer_gets_the_photo(world):
    assert ask(world, "ines", "photo", "bruna").status == 200
    actions.separate(by=world.people["bruna"], person=world.people["ines"], now=TODAY)
    assert ask(world, "ines", "photo", "bruna").status == 404


def test_a_suspended_members_photo_is_no_longer_served(world):
    User.objects.filter(pk=world.people["bruna"].pk).update(is_active=False)
    assert ask(world, "ines", "photo", "bruna").status == 404
