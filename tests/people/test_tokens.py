"""Links of e-mails: signed, short-lived, one purpose each."""

from datetime import timedelta

import pytest

from binome.people import tokens
from tests.factories import NOON

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("purpose", tokens.PURPOSES)
def test_a_link_says_whose_it_is_until_its_last_instant(purpose):
    token = tokens.write(purpose, code="bcdfg", now=NOON)
    life = tokens.PURPOSES[purpose]

    assert tokens.read(purpose, token, now=NOON + life) == tokens.Link("bcdfg", expired=False)
    assert tokens.read(purpose, token, now=NOON + life + timedelta(seconds=1)) == tokens.Link("bcdfg", expired=True)


def test_a_link_has_one_purpose():
    token = tokens.write("correct", code="bcdfg", now=NOON)
    assert tokens.read("activate", token, now=NOON) is None


@pytest.mark.parametrize("token", ["", "x", "a:b", "WyJ4Il0:xxx", "é" * 50])
def test_what_is_not_ours_says_nothing(token):
    assert tokens.read("activate", token, now=NOON) is None


def test_a_changed_link_says_nothing():
    token = tokens.write("activate", code="bcdfg", now=NOON)
    assert tokens.read("activate", token[:-1] + ("A" if token[-1] != "A" else "B"), now=NOON) is None
    assert tokens.read("activate", "X" + token[1:], now=NOON) is None
