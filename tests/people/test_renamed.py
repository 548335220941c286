"""A family name changed after the check comes back to a moderator, sealed all the while (A5, N1, N16)."""

from datetime import timedelta

import pytest

from binome.core.models import JournalEntry, Letter
from binome.mentoring.identity import card, staff_card
from binome.people import actions, queries
from binome.people.actions import MoveRefused
from binome.people.models import CivilIdentity, Profile, open_identities
from tests import canary
from tests.factories import NOON, a_mentee, a_mentor, a_moderator, a_pair, a_profile_to_check, family_name_of

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def rename(person, name, *, phone="06 12 34 56 78", now=LATER):
    actions.change_identity(person=person, family_name=name, phone=phone, now=now)
    return Profile.objects.select_related("person").get(person=person)


def as_checked(person):
    """A moderator has read her profile as it is."""
    content = queries.sensitive_content(person.profile)
    Profile.objects.filter(person=person).update(checked_content=content)
    return person


def former_name_of(person):
    with open_identities():
        return CivilIdentity.objects.get(person=person).former_name


def waits(profile):
    return Profile.objects.waiting().filter(pk=profile.pk).exists()


def test_another_name_is_hers_at_once_and_waits_for_a_moderator():
    bruna = a_mentor()
    before, after = family_name_of(bruna), canary.family_name()

    profile = rename(bruna, after)

    assert (family_name_of(bruna), former_name_of(bruna)) == (after, before)
    assert (profile.identity_changed_at, profile.recheck_since, profile.waiting_since) == (LATER, LATER, LATER)
    assert waits(bruna.profile)
    line = JournalEntry.objects.get()
    assert (line.verb, line.actor_code, line.object_code, line.data) == (
        "identity_changed", bruna.code, bruna.code, {"renamed": True},
    )  # fmt: skip
    assert not Letter.objects.exists()


def test_another_telephone_asks_nobody():
    bruna = a_mentor()
    profile = rename(bruna, family_name_of(bruna), phone="07 00 00 00 00")

    assert (former_name_of(bruna), profile.identity_changed_at, waits(profile)) == ("", None, False)
    assert JournalEntry.objects.get().data == {"renamed": False}


def test_the_checked_name_is_kept_through_several_changes_and_coming_back_to_it_leaves_nothing_to_check():
    bruna = as_checked(a_mentor())
    checked = family_name_of(bruna)
    rename(bruna, canary.family_name())
    profile = rename(bruna, canary.family_name(), now=LATER + timedelta(minutes=1))
    assert (former_name_of(bruna), profile.recheck_since) == (checked, LATER)

    profile = rename(bruna, checked)
    assert (former_name_of(bruna), profile.identity_changed_at, waits(profile)) == ("", None, False)


def test_other_changes_that_wait_still_wait_once_the_name_is_back():
    bruna = as_checked(a_mentor())
    checked = family_name_of(bruna)
    actions.edit_profile(person=bruna, changes={"headline": "Sage-femme"}, now=LATER)
    rename(bruna, canary.family_name())
    assert waits(rename(bruna, checked))


def test_a_text_put_back_leaves_the_name_to_check():
    bruna = as_checked(a_mentor())
    headline = bruna.profile.headline
    actions.edit_profile(person=bruna, changes={"headline": "Sage-femme"}, now=LATER)
    rename(bruna, canary.family_name())
    actions.edit_profile(person=bruna, changes={"headline": headline}, now=LATER)
    assert waits(bruna.profile)


def test_a_profile_that_was_never_approved_keeps_no_former_name():
    person = a_profile_to_check().person
    rename(person, canary.family_name())
    assert former_name_of(person) == ""


def test_the_team_reads_both_names_under_its_journalled_grant_alone():
    pair, dina = a_pair(reveal=("name",)), a_moderator()
    before, after = family_name_of(pair.mentor), canary.family_name()
    rename(pair.mentor, after)

    opened = staff_card(moderator=dina, person=pair.mentor, reason="check", now=LATER)
    assert (opened.family_name, opened.former_name) == (after, before)
    assert JournalEntry.objects.last().verb == "identity_opened"
    for viewer in (pair.mentor, pair.mentee, a_mentee("Chloé")):
        assert card(viewer=viewer, person=pair.mentor).former_name == ""


def test_a_confirmed_name_forgets_the_former_one():
    bruna, dina = a_mentor(), a_moderator()
    after = canary.family_name()
    profile = rename(bruna, after)

    actions.confirm_recheck(profile=profile, by=dina, seen=queries.content_digest(profile), now=LATER)

    profile.refresh_from_db()
    assert (family_name_of(bruna), former_name_of(bruna)) == (after, "")
    assert (profile.identity_changed_at, waits(profile)) == (None, False)


def test_a_name_that_is_not_fine_is_put_back_and_no_mail_says_it():
    bruna, dina = a_mentor(), a_moderator()
    checked = family_name_of(bruna)
    profile = rename(bruna, canary.family_name())
    seen = queries.content_digest(profile)

    actions.restore_checked(profile=profile, by=dina, message="Écrivez-nous d’abord.", seen=seen, now=LATER)

    profile.refresh_from_db()
    assert (family_name_of(bruna), former_name_of(bruna)) == (checked, "")
    assert (profile.identity_changed_at, waits(profile)) == (None, False)
    assert [letter.kind for letter in Letter.objects.all()] == ["profile_change_asked"]


def test_a_name_changed_again_must_be_read_again():
    bruna, dina = a_mentor(), a_moderator()
    seen = queries.content_digest(rename(bruna, canary.family_name()))
    profile = rename(bruna, canary.family_name(), now=LATER + timedelta(minutes=1))

    with pytest.raises(MoveRefused, match="relisez-le"):
        actions.confirm_recheck(profile=profile, by=dina, seen=seen, now=LATER)
