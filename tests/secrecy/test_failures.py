"""Pages of what went wrong, and the log, say no name: neither of the person nor of whoever she may read (N4, N14)."""

from unittest import mock

import pytest
from django.db import IntegrityError
from django.test.client import ClientHandler
from django.urls import reverse

from binome.mentoring import identity

from . import decoding
from .cast import FIRST
from .routes import Call
from .walk import Visitor, listening
from .worlds import planted

pytestmark = pytest.mark.django_db
#: Awa may read Bruna's name: on the page of their pair, not on a page of failure.
VIEWERS = ("awa", "ines")
FAILURES = [
    RuntimeError("Ångström-Quévillac"),
    IntegrityError("DETAIL: Key (family_name)=(Ångström-Quévillac) already exists."),
    KeyError("bruna.courrier03@exemple-prive.org"),
]


@pytest.fixture(scope="module")
def world(building):
    with building(FIRST) as made:
        yield made


def _said(visitor: Visitor, call: Call) -> tuple[int, set[str]]:
    """The status of the last answer, and what it and the log say of anyone."""
    with listening() as listener:
        last = visitor.ask(call, listener)[-1]
    text = "\n".join([last.text, *last.logs])
    return last.status, decoding.find(text.encode(), planted().values())


def _pair(world, **options) -> Call:
    return Call("pair-detail", reverse("pair-detail", args=[world.code("pair:awa")]), **options)


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: type(failure).__name__)
def test_a_page_that_breaks_says_nothing_of_anyone(world, failure):
    """The name is in the failure's own words, and in the variables of every function above."""
    straight = identity.card

    def broken(*, viewer, person):
        opened = straight(viewer=viewer, person=person)
        assert opened
        raise failure

    with mock.patch.object(identity, "card", broken):
        assert _said(Visitor(world, "awa"), _pair(world)) == (500, set())


def test_the_page_itself_would_say_it(world):
    status, names = _said(Visitor(world, "awa"), _pair(world))
    assert (status, planted()["bruna family_name"] in names) == (200, True)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_wrong_host_a_forged_form_and_a_wrong_method_say_nothing(world, viewer):
    visitor = Visitor(world, viewer)
    assert _said(visitor, _pair(world, headers={"Host": "elsewhere.example"})) == (400, set())
    assert _said(visitor, _pair(world, method="DELETE")) == (405, set())
    visitor.handler = ClientHandler(enforce_csrf_checks=True)
    reveal = reverse("choose-reveal", args=[world.code("pair:awa")])
    assert _said(visitor, Call("choose-reveal", reveal, "POST", data={"fields_shown": ["name"]})) == (403, set())


def test_too_many_tries_say_nothing(world):
    """Signing up again and again: the site asks for patience, and names nobody."""
    visitor, call = Visitor(world, "anonymous"), Call("signup-start", reverse("signup-start"), "POST")
    with listening() as listener, mock.patch("tests.secrecy.walk.forget_caches"):
        answers = [visitor.ask(call, listener)[-1] for _ in range(40)]
    assert answers[-1].status == 429
    assert decoding.find(answers[-1].text.encode(), planted().values()) == set()
