"""An administrator at work: `elsa`, logged in with `office`; `programme` is hers."""

import time

import pytest

from tests.factories import a_mentee, a_window, an_administrator, home


@pytest.fixture
def programme(db):
    return home()


@pytest.fixture
def elsa(programme):
    return an_administrator("Elsa")


@pytest.fixture
def office(elsa):
    return a_window(elsa)


@pytest.fixture
def sure(office):
    """The same, once she has just confirmed that it is she."""
    session = office.session
    session["account_authentication_methods"] += [
        {"method": "mfa", "type": "totp", "at": time.time(), "reauthenticated": True}
    ]
    session.save()
    return office


@pytest.fixture
def awa(programme):
    return a_mentee("Awa")
