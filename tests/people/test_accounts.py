"""What a person does with her own account."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from binome.core import addresses
from binome.core.models import JournalEntry, Letter
from binome.people import actions, tokens
from binome.people.actions import MoveRefused
from binome.people.lifecycle import SENSITIVE_FIELDS, ProfileState
from binome.people.models import CivilIdentity, Profile, User, open_identities
from tests.factories import NOON, a_mentee, a_mentor, a_moderator, a_profile_to_check, family_name_of

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)
PASSWORD = "quatre mots sans lien aucun"


def an_approved_person():
    profile = a_profile_to_check()
    User.objects.filter(pk=profile.person_id).update(password="!never")
    EmailAddress.objects.update(verified=False)
    profile.person.refresh_from_db()
    actions.approve_profile(profile=profile, by=a_moderator(), now=NOON)
    return profile.person


def link(person, now=NOON):
    return tokens.write("activate", code=person.code, now=now)


def test_the_link_of_her_mail_activates_her():
    person = an_approved_person()
    letter = Letter.objects.get()
    token = letter.text.split("/activation/")[1].split("/")[0]

    actions.activate_person(token=token, password=PASSWORD, now=LATER)

    person.refresh_from_db()
    assert (person.is_active, person.check_password(PASSWORD)) == (True, True)
    assert EmailAddress.objects.get(user=person).verified
    assert JournalEntry.objects.last().verb == "account_activated"


def test_the_link_of_her_mail_proves_that_her_address_takes_it():
    person = an_approved_person()
    addresses.bounced(person.email, about_it=True, reason="5.2.2 Mailbox full", now=NOON)
    actions.activate_person(token=link(person), password=PASSWORD, now=LATER)
    assert addresses.failing_since(person.email, now=LATER) is None


def test_the_link_serves_once():
    person = an_approved_person()
    actions.activate_person(token=link(person), password=PASSWORD, now=LATER)
    with pytest.raises(MoveRefused, match="déjà activé"):
        actions.activate_person(token=link(person), password="une autre phrase de passe", now=LATER)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_a_suspended_account_is_not_opened_by_its_first_link():
    person = an_approved_person()
    actions.activate_person(token=link(person), password=PASSWORD, now=LATER)
    User.objects.filter(pk=person.pk).update(is_active=False)
    with pytest.raises(MoveRefused):
        actions.activate_person(token=link(person), password="une autre phrase de passe", now=LATER)
    with pytest.raises(MoveRefused):
        actions.renew_activation(token=link(person), now=LATER)


@pytest.mark.parametrize("state", [ProfileState.SUBMITTED, ProfileState.CHANGE_ASKED, ProfileState.REFUSED])
def test_nobody_enters_before_she_is_approved(state):
    person = an_approved_person()
    Profile.objects.filter(person=person).update(state=state)
    with pytest.raises(MoveRefused):
        actions.activate_person(token=link(person), password=PASSWORD, now=LATER)
    assert not User.objects.get(pk=person.pk).is_active


def test_an_expired_link_opens_nothing_and_is_renewed():
    person = an_approved_person()
    late = NOON + timedelta(days=15)
    with pytest.raises(MoveRefused, match="expiré"):
        actions.activate_person(token=link(person), password=PASSWORD, now=late)

    actions.renew_activation(token=link(person), now=late)

    letter = Letter.objects.order_by("id").last()
    token = letter.text.split("/activation/")[1].split("/")[0]
    assert (letter.kind, letter.recipient_code) == ("activation", person.code)
    assert actions.activate_person(token=token, password=PASSWORD, now=late).is_active


def test_a_forged_link_does_nothing():
    an_approved_person()
    for act in (lambda: actions.activate_person(token="x", password=PASSWORD, now=NOON),
                lambda: actions.renew_activation(token="x", now=NOON)):  # fmt: skip
        with pytest.raises(MoveRefused):
            act()


@pytest.mark.parametrize("field", [name for name in SENSITIVE_FIELDS if name not in {"photo", "link"}])
def test_a_sensitive_change_is_online_and_back_in_the_queue(field):
    awa = a_mentee()
    profile = actions.edit_profile(person=awa, changes={field: "Autre chose"}, now=LATER)

    profile = Profile.objects.select_related("person").get(pk=profile.pk)
    assert getattr(profile.person if field == "first_name" else profile, field) == "Autre chose"
    assert (profile.state, profile.recheck_since, profile.waiting_since) == (ProfileState.APPROVED, LATER, LATER)
    assert list(Profile.objects.waiting()) == [profile]
    last = JournalEntry.objects.last()
    assert (last.verb, last.data) == ("profile_edited", {"fields": [field]})


def test_a_practical_change_needs_no_second_reading():
    profile = actions.edit_profile(
        person=a_mentee(), changes={"city": "Brest", "topics": ["negocier"], "languages": ["fr", "br"]}, now=LATER
    )
    profile.refresh_from_db()
    assert (profile.city, profile.topics, profile.languages) == ("Brest", ["negocier"], ["fr", "br"])
    assert profile.recheck_since is None


def test_a_second_change_keeps_her_place_in_the_queue():
    awa = a_mentee()
    actions.edit_profile(person=awa, changes={"headline": "Un"}, now=LATER)
    profile = actions.edit_profile(person=awa, changes={"headline": "Deux"}, now=LATER + timedelta(days=3))
    assert profile.recheck_since == LATER


def test_putting_everything_back_leaves_the_queue():
    profile = a_profile_to_check()
    actions.approve_profile(profile=profile, by=a_moderator(), now=NOON)
    before = profile.headline
    actions.edit_profile(person=profile.person, changes={"headline": "Essai"}, now=LATER)
    profile = actions.edit_profile(person=profile.person, changes={"headline": before}, now=LATER)
    assert (profile.recheck_since, profile.waiting_since) == (None, None)


def test_nothing_changed_writes_nothing():
    awa = a_mentee()
    actions.edit_profile(person=awa, changes={"headline": awa.profile.headline, "photo": ""}, now=LATER)
    assert not JournalEntry.objects.filter(verb="profile_edited").exists()


def test_a_profile_under_review_waits():
    profile = a_profile_to_check()
    with pytest.raises(MoveRefused, match="relecture"):
        actions.edit_profile(person=profile.person, changes={"headline": "Autre"}, now=LATER)


def test_her_name_and_telephone_are_hers_to_correct():
    awa, bruna = a_mentee(), a_mentor()
    kept = family_name_of(bruna)
    actions.change_identity(person=awa, family_name="Zyxneuveqa", phone="+33 6 00 00 00 00", now=LATER)
    with open_identities():
        sealed = CivilIdentity.objects.get(person=awa)
    assert (sealed.family_name, sealed.phone, family_name_of(bruna)) == ("Zyxneuveqa", "+33 6 00 00 00 00", kept)
    last = JournalEntry.objects.last()
    assert (last.verb, last.data) == ("identity_changed", {"renamed": True})


def test_mails_she_does_not_want():
    awa = a_mentee()
    actions.choose_mails(person=awa, muted={"place_free", "news_asked"}, now=LATER)
    actions.mute_mail(person=awa, kind="place_free", now=LATER)
    assert User.objects.get(pk=awa.pk).muted_mails == ["news_asked", "place_free"]
    actions.mute_mail(person=awa, kind="pair_prolonged", now=LATER)
    assert not User.objects.get(pk=awa.pk).mail_allowed("pair_prolonged")
    assert JournalEntry.objects.filter(verb="mails_chosen").count() == 2


def test_two_accounts_of_one_woman_are_linked_both_ways():
    awa, bruna, dina = a_mentee(), a_mentor(), a_moderator()
    actions.link_accounts(one=awa, other=bruna, by=dina, now=LATER)
    assert (User.objects.get(pk=awa.pk).linked_to, User.objects.get(pk=bruna.pk).linked_to) == (bruna, awa)
    assert JournalEntry.objects.last().verb == "accounts_linked"
    with pytest.raises(MoveRefused, match="déjà lié"):
        actions.link_accounts(one=awa, other=a_mentor("Chloé"), by=dina, now=LATER)
    with pytest.raises(MoveRefused, match="même compte"):
        actions.link_accounts(one=awa, other=awa, by=dina, now=LATER)
    with pytest.raises(MoveRefused, match="propre compte"):
        actions.link_accounts(one=dina, other=a_mentor("Inès"), by=dina, now=LATER)
