"""The signed way out of an optional mail (A9)."""

import pytest
from django.urls import path

from binome.core.unsubscribe import read_token, unsubscribe_url
from tests.core.letters import Person

urlpatterns = [path("stop/<token>/", lambda request, token: None, name="unsubscribe")]


@pytest.mark.urls("tests.core.test_unsubscribe")
def test_the_address_says_who_and_which_mail_and_cannot_be_made_up():
    token = unsubscribe_url(Person(), "nudged").removeprefix("/stop/").removesuffix("/")
    assert read_token(token) == ("awa", "nudged")
    assert read_token(token[:-1] + ("a" if token[-1] != "a" else "b")) is None
    assert read_token("made-up") is None
