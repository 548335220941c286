"""Writing a letter: E1 and the writing half of E6."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import translation

from binome.core import mails, outbox, privacy
from binome.core.models import FailingAddress, Letter, LetterState
from tests.core.letters import NOON, Person, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_kinds")]


def test_a_letter_is_written_with_everything_that_sending_needs(settings):
    settings.SITE_URL = "https://binome.example"
    settings.DEFAULT_FROM_EMAIL = "Binôme <bonjour@binome.example>"

    letter = write(about="request:abc", priority=3)

    assert Letter.objects.get() == letter
    assert (letter.kind, letter.recipient_code, letter.to) == ("told", "awa", "awa@example.org")
    assert letter.subject == "Des nouvelles de Awa & Léa"
    assert letter.text == "Bonjour,\n\nBienvenue sur Binôme, Awa & Léa.\nhttps://binome.example/\n"
    assert letter.html == '<h1>Des nouvelles de Awa &amp; Léa</h1>\n<p lang="fr" title="fr">Awa &amp; Léa</p>\n'
    assert (letter.state, letter.run_at, letter.attempts, letter.priority) == (LetterState.QUEUED, NOON, 0, 3)
    assert (letter.about, letter.about_code) == ("request:abc", "abc")
    assert letter.message_id.endswith("@binome.example>")


def test_the_same_event_is_told_once_to_each_person_and_by_each_kind():
    """E1."""
    first = write()
    assert write() == first

    write(person=Person(code="bruna", email="bruna@example.org"))
    write(kind="nudged", unsubscribe_url="/x/")
    write(event="request:abc:accepted")

    assert Letter.objects.count() == 4
    assert len(set(Letter.objects.values_list("message_id", flat=True))) == 4


def test_the_second_writing_inside_a_transaction_does_not_break_it():
    """E1: on PostgreSQL a refused insert would end the whole transaction."""
    with transaction.atomic():
        first = write()
        assert write() == first
        write(event="another")
    assert Letter.objects.count() == 2


def test_a_letter_leaves_with_its_transaction():
    """E1: what was not done is not told."""
    with pytest.raises(RuntimeError), transaction.atomic():
        write()
        raise RuntimeError
    assert not Letter.objects.exists()


def test_an_optional_mail_that_she_refused_is_not_written():
    """A9."""
    refusing = Person(refuses=("nudged", "told"))

    assert write(kind="nudged", person=refusing, unsubscribe_url="/x/") is None
    assert write(kind="told", person=refusing) is not None


def test_an_optional_mail_without_a_way_out_is_a_mistake():
    """A9, E6."""
    with pytest.raises(ValueError, match="unsubscribe_url"):
        write(kind="nudged")


def test_an_undeclared_mail_is_a_mistake():
    with pytest.raises(mails.UnknownMail, match="invented"):
        write(kind="invented")


def test_two_rooms_cannot_give_the_same_name_to_different_mails():
    mails.register(mails.MailKind("told", room="tested", label="Nouvelle"))
    with pytest.raises(ValueError, match="told"):
        mails.register(mails.MailKind("told", room="elsewhere", label="Nouvelle"))


def test_the_preferences_offer_the_optional_mails_only():
    """A9."""
    assert [kind.name for kind in mails.optional_kinds()] == ["nudged"]


@pytest.mark.parametrize(
    "injected", ["Awa\r\nBcc: all@example.org", "Awa\nX: y", "Awa\x00", "Awa\u2028Bcc: x", "Awa\x85"]
)
def test_a_name_cannot_add_a_line_to_the_headers(injected):
    """E6."""
    letter = write(context={"first_name": injected})
    assert not outbox.CONTROLS.search(letter.subject)
    assert not outbox.UNWRITABLE.search(letter.text + letter.html)
    assert letter.subject.startswith("Des nouvelles de Awa")


@pytest.mark.parametrize("address", ["awa", "awa@example.org\r\nBcc: all@example.org", "a@b.org, c@d.org", ""])
def test_a_false_address_is_refused_before_the_outbox(address):
    """E6."""
    with pytest.raises(Exception, match="adresse"):
        write(person=Person(email=address))


def test_a_subject_is_needed_and_stays_short():
    with pytest.raises(ValueError, match="subject"):
        write(context={"first_name": "A" * 121})


def test_a_letter_speaks_the_language_of_its_reader():
    with translation.override("fr"):
        letter = write(person=Person(language="en"))
        assert translation.get_language() == "fr"

    assert (letter.language, '<p lang="en" title="en">' in letter.html) == ("en", True)


def test_a_letter_can_wait_for_its_day():
    letter = write(send_at=NOON + timedelta(days=3))
    assert (letter.created_at, letter.run_at) == (NOON, NOON + timedelta(days=3))


def test_an_erased_person_leaves_no_letter_and_no_address():
    """N15."""
    write()
    write(person=Person(code="bruna", email="bruna@example.org"))
    FailingAddress.objects.create(address="awa@example.org", reason="550", since=NOON)

    privacy.forget(recipient_code="awa", address="Awa@example.org")

    assert list(Letter.objects.values_list("recipient_code", flat=True)) == ["bruna"]
    assert not FailingAddress.objects.exists()


def test_old_letters_lose_their_words_but_are_not_written_again():
    write("old")
    Letter.objects.update(state=LetterState.SENT)
    write("old but waiting")
    write("recent", now=NOON + timedelta(days=2))

    letters = next(clock for clock in privacy.CLOCKS if clock.name == "letters")
    later = NOON + privacy.WORDS_KEPT + timedelta(days=1)
    assert letters.apply(letters.due(later), later) == 1

    old = Letter.objects.get(event="old")
    assert (old.to, old.subject, old.text, old.html) == ("", "", "", "")
    assert write("old") == old
    assert Letter.objects.get(event="old but waiting").text != ""
