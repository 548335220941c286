"""Bounces as Postfix, Exim and Gmail write them: a real failure marks the address, nothing else does (E3)."""

import io
import mailbox
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from binome.core.bounces import take_bounce
from binome.core.models import FailingAddress, Letter, LetterState

from .letters import NOON, Person, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_kinds")]
LATER = NOON + timedelta(hours=1)
FOLDER = Path(__file__).parent / "bounces"


@pytest.fixture
def letter():
    """To awa@example.org, accepted by the mail server."""
    row = write()
    Letter.objects.filter(pk=row.pk).update(state=LetterState.SENT, sent_at=NOON)
    return row


def bounce(name, message_id):
    return (FOLDER / f"{name}.eml").read_bytes().replace(b"MESSAGE_ID", message_id.encode())


def taken(name, letter, **changes):
    raw = bounce(name, letter.message_id)
    for before, after in changes.items():
        raw = raw.replace(before.encode(), after.encode())
    return take_bounce(raw, now=LATER)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("postfix_unknown", "5.1.1 smtp; 550 5.1.1 <awa@example.org>: Recipient address rejected: User unknown"),
        ("exim_unknown", "5.0.0 smtp; 550 No such user here"),
        ("gmail_unknown", "5.1.1 smtp; 550-5.1.1 The email account that you tried to reach does not exist."),
    ],
)
def test_an_address_that_does_not_exist_is_marked_as_by_a_refusal_on_the_spot(letter, name, reason):
    assert taken(name, letter)

    letter.refresh_from_db()
    assert letter.state == LetterState.DEAD
    assert letter.last_error.startswith(reason)
    marked = FailingAddress.objects.get()
    assert (marked.address, marked.since, marked.reason) == ("awa@example.org", LATER, letter.last_error)
    assert marked.bounced


def test_read_twice_it_is_as_if_once(letter):
    assert taken("postfix_unknown", letter)
    FailingAddress.objects.all().delete()  # she confirmed it since

    assert not taken("postfix_unknown", letter)
    assert not FailingAddress.objects.exists()


def test_a_bounce_that_speaks_of_us_still_says_that_the_letter_did_not_arrive(letter):
    FailingAddress.objects.create(address="awa@example.org", reason="5.1.1", since=NOON, bounced=True, taken_at=NOON)

    assert taken("exim_policy", letter)
    marked = FailingAddress.objects.get()
    assert (marked.reason, marked.taken_at) == ("5.1.1", None)


def test_a_mail_that_is_only_late_marks_nothing(letter):
    assert not taken("postfix_delayed", letter)

    letter.refresh_from_db()
    assert (letter.state, FailingAddress.objects.count()) == (LetterState.SENT, 0)


@pytest.mark.parametrize("name", ["postfix_expired", "exim_policy"])
def test_a_server_that_stays_silent_or_refuses_us_kills_the_letter_and_leaves_the_address(letter, name):
    assert taken(name, letter)

    letter.refresh_from_db()
    assert (letter.state, FailingAddress.objects.count()) == (LetterState.DEAD, 0)


@pytest.mark.parametrize("name", ["postfix_unknown", "exim_unknown", "gmail_unknown"])
def test_a_bounce_of_a_letter_that_never_left_marks_nobody(letter, name):
    for forged in ("<%s@binome.example>" % ("0" * 32), "<1@binome.example>", "", letter.message_id[:-2]):
        assert not take_bounce(bounce(name, forged), now=LATER)
    assert (Letter.objects.get().state, FailingAddress.objects.count()) == (LetterState.SENT, 0)


def test_the_address_marked_is_the_one_of_the_letter_whatever_the_bounce_says(letter):
    """Else whoever received a letter could close the mailbox of someone else."""
    raw = bounce("postfix_unknown", letter.message_id).replace(b"awa@example.org", b"bruna@example.org")

    assert take_bounce(raw, now=LATER)
    assert list(FailingAddress.objects.values_list("address", flat=True)) == ["awa@example.org"]


def test_the_message_id_counts_in_the_returned_mail_alone(letter):
    """A reply quotes it too."""
    raw = bounce("gmail_unknown", letter.message_id)
    head, cut, returned = raw.rpartition(b"Message-ID: ")
    assert not take_bounce(head + cut + b"<none@example.org>" + returned[returned.index(b"\n") :], now=LATER)


def test_a_letter_that_has_not_left_is_not_bounced():
    row = write()
    assert not taken("postfix_unknown", row)
    row.refresh_from_db()
    assert row.state == LetterState.QUEUED


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00garbage",
        b"Subject: Absente du bureau\nAuto-Submitted: auto-replied\n\nDe retour lundi.",
        b"Content-Type: multipart/report; report-type=delivery-status\n\nno parts",
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n--x--",
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n"
        b"Action: failed\n\n--x\nContent-Type: message/rfc822\n\n--x--",
    ],
    ids=["empty", "garbage", "holiday", "no parts", "empty report", "empty return"],
)
def test_any_other_mail_is_left_alone(letter, raw):
    assert not take_bounce(raw, now=LATER)


# --- the command -----------------------------------------------------------------------------------------
def test_a_bounce_comes_through_a_pipe(letter, monkeypatch, capsys):
    piped = io.TextIOWrapper(io.BytesIO(bounce("exim_unknown", letter.message_id)))
    monkeypatch.setattr(sys, "stdin", piped)
    call_command("core_read_bounces")
    assert capsys.readouterr().out == "1 avis de non-remise sur 1 courriels.\n"
    assert FailingAddress.objects.exists()


@pytest.mark.parametrize("kind", [mailbox.Maildir, mailbox.mbox])
def test_a_whole_mailbox_is_read_again_and_again_without_harm(letter, kind, tmp_path, capsys):
    other = write("request:xyz:sent", Person("lou", "lou@example.org"))
    Letter.objects.filter(pk=other.pk).update(state=LetterState.SENT)
    with closing(kind(tmp_path / "box")) as box:
        for row, name in ((letter, "postfix_unknown"), (other, "postfix_delayed")):
            box.add(bounce(name, row.message_id))
        box.add(b"Subject: Bonjour\n\nUne question.")

    for count in (1, 0):
        call_command("core_read_bounces", tmp_path / "box")
        assert capsys.readouterr().out == f"{count} avis de non-remise sur 3 courriels.\n"
    with closing(kind(tmp_path / "box")) as box:
        assert len(box) == 3
    assert list(FailingAddress.objects.values_list("address", flat=True)) == ["awa@example.org"]


def test_a_mailbox_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="rien à lire"):
        call_command("core_read_bounces", tmp_path / "none")
