"""A site on hold, seen by a member in the middle of a sentence: calm, usable, nothing lost."""

import pytest
from django.utils import timezone

from binome.core import holds
from tests.browser import DESKTOP

from . import steps, village
from .test_accessibility import come_as, look


@pytest.fixture
def here(live_server):
    return village.build()


def test_what_she_was_writing_waits_on_a_calm_page(new_page, here):
    page = new_page(DESKTOP)
    come_as(page, here, "awa")
    page.goto(here.path("write-to-team"))
    steps.write(page, "Votre message", "Une longue question, écrite avec soin.")
    holds.hold(holds.SITE, now=timezone.now())
    steps.press(page, "Envoyer mon message")
    steps.title_is(page, "Le site est en pause")
    assert "Une longue question, écrite avec soin." in page.locator("textarea").first.input_value()
    assert list(look(page)) == []
    page.goto(here.path("site-paused"))
    steps.title_is(page, "Le site est en pause")
    assert list(look(page)) == []
