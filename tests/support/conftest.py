"""A case in the hands of Dina, and Mireille who may read its appeal."""

import pytest

from binome.support import actions
from tests.factories import NOON, a_mentee, a_mentor, a_moderator

from .cast import a_case


@pytest.fixture
def dina(db):
    return a_moderator("Dina")


@pytest.fixture
def mireille(db):
    return a_moderator("Mireille")


@pytest.fixture
def case(dina):
    """Awa reported Bruna; Dina has it in hand, and finds it grave."""
    case = a_case(a_mentee("Awa"), a_mentor("Bruna", email="bruna@example.org"))
    actions.take_case(case=case, by=dina, now=NOON)
    actions.rate_case(case=case, by=dina, severity="grave", now=NOON)
    return case
