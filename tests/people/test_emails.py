"""The mails of the account: neutral, mandatory, whole in both forms."""

import pytest

from binome.core import mails
from binome.core.models import Letter
from binome.people import emails
from tests.factories import NOON, a_draft, a_mentee, a_profile_to_check

pytestmark = pytest.mark.django_db
KINDS = [
    "signup_resume",
    "address_known",
    "application_received",
    "activation",
    "profile_change_asked",
    "profile_refused",
]


def send(kind):
    """Each mail, written for Fanta or for her draft."""
    if kind == "signup_resume":
        emails.signup_resume(a_draft("fanta@example.org", answers={"first_name": "Fanta"}), token="abc", now=NOON)
    elif kind == "address_known":
        emails.address_known(a_mentee("Fanta"), draft=a_draft(), now=NOON)
    elif kind == "profile_refused":
        emails.profile_refused(a_profile_to_check().person, reason="Le profil propose un service payant.", now=NOON)
    else:
        getattr(emails, kind)(a_profile_to_check().person, now=NOON)
    return Letter.objects.get()


@pytest.mark.parametrize("kind", KINDS)
def test_each_mail_greets_her_and_cannot_be_refused(kind):
    letter = send(kind)
    assert letter.kind == kind
    assert "Bonjour Fanta," in letter.text and "Fanta" in letter.html
    assert not mails.get(kind).optional and letter.unsubscribe_url == ""
    assert "Binôme" in letter.text


@pytest.mark.parametrize("kind", KINDS)
def test_no_subject_tells_an_employer_what_it_is_about(kind):
    subject = send(kind).subject.lower()
    assert not any(word in subject for word in ("mentor", "femme", "binôme", "fanta", "refus", "signal"))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "application_received"])
def test_each_link_is_the_same_in_both_forms(kind, settings):
    letter = send(kind)
    urls = [line for line in letter.text.splitlines() if line.startswith(settings.SITE_URL + "/")]
    assert len(urls) == 1 and f'href="{urls[0]}"' in letter.html


def test_the_same_fact_is_one_letter():
    person = a_profile_to_check().person
    emails.activation(person, now=NOON)
    emails.activation(person, now=NOON)
    assert Letter.objects.count() == 1


def test_the_link_of_a_draft_that_was_sent_is_not_sent():
    draft = a_draft("fanta@example.org")
    emails.signup_resume(draft, token="abc", now=NOON)
    letter = Letter.objects.get()
    assert mails.still_due(letter)
    draft.delete()
    assert not mails.still_due(letter)


def test_an_activation_already_done_is_not_asked_again():
    person = a_profile_to_check().person
    emails.activation(person, now=NOON)
    letter = Letter.objects.get()
    assert mails.still_due(letter)
    person.is_active = True
    person.save()
    assert not mails.still_due(letter)
