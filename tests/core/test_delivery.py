"""Sending: E2, E4, E5, E6 and E7, against a real mail server."""

import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from binome.core import delivery, holds, mails, outbox
from binome.core.delivery import LEASE, Postman, claim
from binome.core.models import FailingAddress, Letter, LetterState
from tests.core.letters import NOON, Person, drain, states, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_kinds")]


@pytest.fixture
def postman(smtp, clock):
    postman = Postman(clock=clock)
    yield postman
    postman.hang_up()


# --- one letter ------------------------------------------------------------------------------------------
def test_a_letter_leaves_once_with_its_headers(smtp, postman, settings, clock):
    """E6."""
    settings.DEFAULT_FROM_EMAIL = "Binôme <bonjour@binome.example>"
    letter = write()

    assert (drain(postman), drain(postman)) == (1, 0)

    (received,) = smtp.received
    message = received.message
    assert (received.sender, received.recipient) == ("bonjour@binome.example", "awa@example.org")
    assert message["From"].addresses[0].addr_spec == "bonjour@binome.example"
    assert (message["To"], message["Subject"]) == ("awa@example.org", "Des nouvelles de Awa & Léa")
    assert message["Message-ID"] == letter.message_id
    assert message["Date"].datetime == NOON
    assert (message["Auto-Submitted"], message["Content-Language"]) == ("auto-generated", "fr")
    assert message["List-Unsubscribe"] is None
    assert message.get_body(["plain"]).get_content().replace("\r\n", "\n") == letter.text
    assert message.get_body(["html"]).get_content().replace("\r\n", "\n") == letter.html
    letter.refresh_from_db()
    assert (letter.state, letter.sent_at, letter.lease) == (LetterState.SENT, clock.now, "")


def test_an_optional_letter_offers_the_one_click_way_out(smtp, postman, settings):
    """A9, E6."""
    settings.SITE_URL = "https://binome.example"
    write(kind="nudged", unsubscribe_url="/courriels/stop/abc/")
    drain(postman)
    message = smtp.received[0].message
    assert message["List-Unsubscribe"] == "<https://binome.example/courriels/stop/abc/>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_many_letters_share_a_few_connections(smtp, postman):
    for number in range(delivery.LETTERS_PER_CONNECTION + 5):
        write(f"event:{number}", person=Person(code=f"p{number}", email=f"p{number}@example.org"))
    drain(postman)
    assert (len(smtp.received), smtp.connections) == (delivery.LETTERS_PER_CONNECTION + 5, 2)


def test_an_urgent_letter_goes_first(smtp, postman):
    write("news")
    write("code", priority=10)
    drain(postman)
    assert [letter.event for letter in Letter.objects.order_by("-priority")] == ["code", "news"]
    assert [received.message_id for received in smtp.received] == [
        outbox.message_id(event=event, recipient_code="awa", kind="told") for event in ("code", "news")
    ]


def test_a_letter_for_a_later_day_waits_without_holding_up_the_others(smtp, postman, clock):
    write("later", send_at=NOON + timedelta(days=1))
    write("now")
    drain(postman)
    assert states() == {"later": "queued", "now": "sent"}
    clock.passes(days=1)
    drain(postman)
    assert states() == {"later": "sent", "now": "sent"}


# --- what is not sent ------------------------------------------------------------------------------------
def test_a_letter_that_is_no_longer_due_is_dropped(smtp, postman, mail_kinds):
    """E5: the request was withdrawn between the writing and the sending."""
    open_requests = {"abc"}
    mail_kinds["told"] = mails.MailKind(
        "told", room="tested", label="", still_due=lambda letter: letter.about_code in open_requests
    )
    write("withdrawn", about="request:gone")
    write("open", about="request:abc")
    drain(postman)
    assert states() == {"withdrawn": "dropped", "open": "sent"}
    assert len(smtp.received) == 1


def test_a_letter_to_someone_who_left_is_dropped(smtp, postman):
    """E5: erased, or unsubscribed since."""
    mails.register_recipient_check(lambda letter: letter.recipient_code != "awa")
    write()
    write(person=Person(code="bruna", email="bruna@example.org"))
    drain(postman)
    assert [received.recipient for received in smtp.received] == ["bruna@example.org"]


def test_a_check_that_fails_holds_up_its_own_letter_only(smtp, postman, mail_kinds):
    mail_kinds["told"] = mails.MailKind("told", room="tested", label="", still_due=lambda letter: 1 / 0)
    write()
    write("other", kind="nudged", unsubscribe_url="/x/", person=Person(code="bruna", email="bruna@example.org"))
    drain(postman)
    assert states() == {"request:abc:sent": "queued", "other": "sent"}
    assert Letter.objects.get(kind="told").last_error == "ZeroDivisionError"


def test_mail_on_hold_stays_until_it_is_released(smtp, postman):
    write()
    call_command("core_hold", "mail")
    assert (drain(postman), smtp.connections) == (0, 0)
    call_command("core_hold", "mail", release=True)
    assert not holds.is_held("mail")
    assert drain(postman) == 1


def test_a_demonstration_sends_nothing_and_marks_everything_as_sent(smtp, settings, clock):
    settings.DEMO = True
    write()
    drain(Postman(clock=clock))
    assert (states(), smtp.connections) == ({"request:abc:sent": "sent"}, 0)


# --- two workers -----------------------------------------------------------------------------------------
def test_a_claimed_letter_is_not_claimed_again_before_its_lease_ends():
    """E4."""
    letter = write()
    assert claim(now=NOON) == letter
    assert claim(now=NOON + LEASE - timedelta(seconds=1)) is None
    again = claim(now=NOON + LEASE)
    assert (again, again.attempts, again.tried_at) == (letter, 2, NOON)


def test_a_worker_whose_lease_has_passed_writes_nothing(smtp, postman, clock, monkeypatch):
    """E4: the slow worker comes back after another one sent the letter."""
    write()
    sent_by_the_other = []
    real = postman.server.send_messages

    def slow(messages):
        clock.passes(minutes=6)
        other = claim(now=clock.now)
        delivery._finish(other, LetterState.SENT, now=clock.now, sent_at=clock.now)
        sent_by_the_other.append(clock.now)
        clock.passes(minutes=1)
        return real(messages)

    monkeypatch.setattr(postman.server, "send_messages", slow)
    drain(postman)
    letter = Letter.objects.get()
    assert (letter.state, letter.sent_at, letter.attempts) == (LetterState.SENT, sent_by_the_other[0], 2)


def test_a_worker_that_slept_after_its_claim_does_not_send(smtp, clock, mail_kinds):
    """E4: the machine was suspended between the claim and the sending."""

    def sleep(letter):
        clock.passes(minutes=4)
        return True

    mail_kinds["told"] = mails.MailKind("told", room="tested", label="", still_due=sleep)
    write()
    sleeper = Postman(clock=clock)
    assert (sleeper.hand_over(), smtp.received) == (True, [])
    assert Letter.objects.get().state == LetterState.SENDING
    sleeper.hang_up()


def test_an_idle_worker_does_not_write(django_assert_num_queries, postman):
    """An idle worker never takes SQLite's write lock: one SELECT."""
    with django_assert_num_queries(1) as queries:
        assert not postman.hand_over()
    assert queries.captured_queries[0]["sql"].lstrip("(").startswith("SELECT")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads a small table whole, and is right")
def test_claiming_reads_no_more_than_the_waiting_letters():
    following = delivery._due(NOON).order_by("-priority", "run_at", "id").values("pk")[:1]
    for query in (following, delivery._leased("x")):
        plan = query.explain()
        assert "USING INDEX letter_" in plan, plan
        assert "SCAN" not in plan.replace("SCALAR", ""), plan


# --- refusals --------------------------------------------------------------------------------------------
def test_a_recipient_refused_for_good_is_dead_with_its_reason_and_told_in_the_application(smtp, postman):
    """E2, E3."""
    smtp.recipient_answers["awa@example.org"] = "550 5.1.1 No such mailbox"
    write()
    write("other", person=Person(code="bruna", email="bruna@example.org"))
    drain(postman)
    dead = Letter.objects.get(recipient_code="awa")
    assert (dead.state, dead.last_error) == (LetterState.DEAD, "550 5.1.1 No such mailbox")
    marked = FailingAddress.objects.get()
    assert (marked.address, marked.reason, marked.bounced) == ("awa@example.org", dead.last_error, False)
    assert states()["other"] == "sent"


def test_an_address_that_works_again_is_no_longer_failing(smtp, postman):
    """E3."""
    for address in ("awa@example.org", "bruna@example.org"):
        FailingAddress.objects.create(address=address, reason="550", since=NOON, bounced=address.startswith("bruna"))
        write(f"to:{address}", person=Person(code=address[:4], email=address.capitalize()))
    drain(postman)
    bounced = FailingAddress.objects.get()
    assert (bounced.address, bounced.taken_at) == ("bruna@example.org", Letter.objects.last().sent_at)


def test_a_refused_text_is_dead_without_accusing_the_address(smtp, postman):
    smtp.message_answer = "554 5.6.0 This text does not please us"
    write()
    drain(postman)
    assert states() == {"request:abc:sent": "dead"}
    assert not FailingAddress.objects.exists()


@pytest.mark.parametrize(
    ("where", "answer"),
    [
        ("recipient_answer", "450 4.2.1 Come back later"),
        ("recipient_answer", "554 5.7.1 Relay access denied"),
        ("recipient_answer", "421 4.3.2 Closing"),
        ("message_answer", "451 4.3.0 Trouble here"),
        ("sender_answer", "550 5.7.1 Not you"),
        ("sender_answer", "451 4.7.1 Later"),
    ],
)
def test_a_passing_trouble_is_tried_again(smtp, postman, clock, where, answer):
    """E3: a 4xx, or a server that refuses us and not her."""
    setattr(smtp, where, answer)
    write()
    drain(postman)
    waiting = Letter.objects.get()
    assert (waiting.state, smtp.received) == (LetterState.QUEUED, [])
    assert timedelta(0) < waiting.run_at - clock.now <= timedelta(minutes=1)

    setattr(smtp, where, "250 OK")
    clock.passes(minutes=6)
    drain(postman)
    assert states() == {"request:abc:sent": "sent"}


def test_a_silent_server_is_given_up_and_a_lost_reply_makes_one_extra_copy(smtp, clock, settings, monkeypatch):
    """E2."""
    monkeypatch.setattr(delivery, "LONGEST_SENDING", 1)
    smtp.silent = True
    write()
    postman = Postman(clock=clock)
    begun = time.monotonic()
    drain(postman)
    assert time.monotonic() - begun < 4
    assert Letter.objects.get().last_error == "TooLong"

    smtp.silent, smtp.hangs_up = False, True
    clock.passes(minutes=6)
    drain(postman)
    assert Letter.objects.get().last_error == "SMTPServerDisconnected"

    smtp.hangs_up = False
    clock.passes(minutes=6)
    drain(postman)
    assert states() == {"request:abc:sent": "sent"}
    assert [received.message_id for received in smtp.received] == [Letter.objects.get().message_id] * 3
    postman.hang_up()


def test_a_letter_that_kills_its_worker_each_time_stops_in_the_end(smtp, postman, clock):
    """E2: visibly dead, with a reason."""
    smtp.recipient_answer = "450 4.2.1 Later"
    write()
    Letter.objects.update(attempts=delivery.MOST_ATTEMPTS - 1)
    drain(postman)
    dead = Letter.objects.get()
    assert (dead.state, dead.last_error) == (LetterState.DEAD, "450 4.2.1 Later")


# --- the request -----------------------------------------------------------------------------------------
def test_writing_a_letter_never_speaks_to_the_mail_server(smtp):
    """E7: the server hangs; the request does not notice."""
    smtp.silent = True
    begun = time.monotonic()
    for number in range(50):
        write(f"event:{number}")
    assert (smtp.connections, Letter.objects.count()) == (0, 50)
    assert time.monotonic() - begun < 2
