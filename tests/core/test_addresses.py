"""When an address is said to refuse our mail, and when no longer (E3)."""

from datetime import timedelta

import pytest

from binome.core import addresses
from binome.core.addresses import PROOF
from binome.core.models import FailingAddress

from .letters import NOON

pytestmark = pytest.mark.django_db
AWA = "awa@example.org"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def refused(now=NOON, reason="550 No such mailbox"):
    addresses.refused(AWA, reason=reason, now=now)


def bounced(now=NOON, *, about_it=True, reason="5.1.1 User unknown"):
    addresses.bounced(AWA, about_it=about_it, reason=reason, now=now)


def taken(now):
    addresses.taken("Awa@Example.org", now=now)


def since(now):
    return addresses.failing_since("Awa@example.org", now=now)


def test_an_address_of_which_nothing_is_known_fails_since_never():
    assert since(NOON) is None


@pytest.mark.parametrize("fails", [refused, bounced])
def test_a_mark_stays_while_no_letter_leaves(fails):
    fails()
    assert since(NOON + 400 * DAY) == NOON


@pytest.mark.parametrize("fails", [refused, bounced])
def test_it_tells_the_first_day_and_keeps_the_latest_reason(fails):
    fails(reason="the first")
    fails(NOON + DAY, reason="the second")
    assert since(NOON + DAY) == NOON
    assert FailingAddress.objects.get().reason == "the second"


def test_a_refusal_on_the_spot_is_undone_by_the_next_letter_taken():
    refused()
    taken(NOON + HOUR)
    assert since(NOON + HOUR) is None
    assert not FailingAddress.objects.exists()


def test_a_bounce_is_not_undone_by_the_next_letters_taken():
    """The server had taken the one that came back too."""
    bounced()
    for hours in (1, 2, 3):
        taken(NOON + hours * HOUR)
    assert since(NOON + HOUR + PROOF - HOUR) == NOON


def test_a_refusal_after_a_bounce_leaves_it_a_bounce():
    bounced()
    refused(NOON + HOUR)
    taken(NOON + 2 * HOUR)
    assert since(NOON + 2 * HOUR) == NOON


def test_a_bounce_is_over_when_a_letter_taken_after_it_has_not_come_back():
    bounced()
    taken(NOON + DAY)
    taken(NOON + 6 * DAY)  # the first one counts
    assert since(NOON + DAY + PROOF - HOUR) == NOON
    assert since(NOON + DAY + PROOF) is None


def test_the_mark_itself_goes_with_the_next_letter():
    bounced()
    taken(NOON + DAY)
    taken(NOON + DAY + PROOF)
    assert not FailingAddress.objects.exists()


@pytest.mark.parametrize("about_it", [True, False], ids=["about the address", "about something else"])
def test_another_bounce_begins_the_wait_again(about_it):
    bounced()
    taken(NOON + DAY)
    bounced(NOON + 3 * DAY, about_it=about_it)
    assert since(NOON + DAY + PROOF) == NOON
    taken(NOON + 9 * DAY)
    assert since(NOON + 9 * DAY + PROOF) is None


def test_a_bounce_that_speaks_of_us_marks_nobody_and_brings_nothing_back():
    bounced(about_it=False)
    assert since(NOON) is None
    bounced()
    taken(NOON)
    bounced(NOON + PROOF, about_it=False)
    assert since(NOON + PROOF) is None


def test_what_fails_after_the_proof_is_new():
    bounced()
    taken(NOON)
    bounced(NOON + PROOF + DAY)
    assert since(NOON + PROOF + DAY) == NOON + PROOF + DAY


def test_a_confirmed_address_is_no_longer_marked_and_the_others_are():
    bounced()
    addresses.bounced("lou@example.org", about_it=True, reason="5.1.1", now=NOON)
    addresses.confirmed("Awa@Example.org")
    assert list(FailingAddress.objects.values_list("address", flat=True)) == ["lou@example.org"]
