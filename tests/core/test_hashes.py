"""Addresses remembered without being known: every way of writing one mailbox, and nothing else."""

from datetime import timedelta

import pytest

from binome.core import hashes
from binome.core.models import KeptHash
from tests.factories import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=30)


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("bruna@example.org", "bruna@example.org"),
        ("bruna@example.org", " Bruna@Example.ORG "),
        ("bruna@example.org", "bruna+encore@example.org"),
        ("bruna+une@example.org", "bruna@example.org"),
        ("bru.na@gmail.com", "b.runa+x@googlemail.com"),
    ],
)
def test_the_ways_of_writing_one_mailbox_are_one_address(kept, typed):
    hashes.keep("sanctioned", kept, until=LATER)
    assert hashes.is_kept("sanctioned", typed, now=NOON)


@pytest.mark.parametrize("other", ["bruna@example.com", "bru.na@example.org", "abruna@example.org", "bruna"])
def test_another_mailbox_is_not_kept(other):
    hashes.keep("sanctioned", "bruna@example.org", until=LATER)
    assert not hashes.is_kept("sanctioned", other, now=NOON)


def test_a_hash_is_kept_for_its_purpose_and_until_its_date():
    hashes.keep("sanctioned", "bruna@example.org", until=LATER)
    assert not hashes.is_kept("refused", "bruna@example.org", now=NOON)
    assert not hashes.is_kept("sanctioned", "bruna@example.org", now=LATER)
    assert "bruna" not in KeptHash.objects.get().digest


def test_an_address_is_still_found_after_the_site_changed_its_key(settings):
    hashes.keep("sanctioned", "bruna@example.org", until=LATER)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key of at least fifty random characters, really"
    assert hashes.is_kept("sanctioned", "bruna@example.org", now=NOON)
    settings.SECRET_KEY_FALLBACKS = []
    assert not hashes.is_kept("sanctioned", "bruna@example.org", now=NOON)


def test_what_one_origin_takes_back_stays_for_another():
    for origin in ("one", "two", ""):
        hashes.keep("sanctioned", "bruna@example.org", until=LATER, origin=origin)
    hashes.forget("sanctioned", origin="one")
    hashes.forget("sanctioned", origin="two")
    assert hashes.is_kept("sanctioned", "bruna@example.org", now=NOON)
    assert KeptHash.objects.count() == 1


def test_an_origin_is_found_again_after_the_site_changed_its_key_and_changes_the_end_of_its_own(settings):
    for origin in ("one", "two"):
        hashes.keep("sanctioned", f"{origin}@example.org", until=LATER, origin=origin)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key of at least fifty random characters, really"
    hashes.keep_until("sanctioned", origin="one", until=NOON)
    assert not hashes.is_kept("sanctioned", "one@example.org", now=NOON)
    assert hashes.is_kept("sanctioned", "two@example.org", now=NOON)
    hashes.forget("sanctioned", origin="two")
    assert not hashes.is_kept("sanctioned", "two@example.org", now=NOON)
