"""From the outbox to the mail server: claim one letter, send it, then mark it (E2 to E6).

A claim is a lease: it ends by itself when the worker dies, and the outcome is written only by whoever still
holds it. Killed between the sending and the mark, a worker leaves one extra copy with the same Message-ID;
never a lost letter.
"""

import logging
import random
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from email.utils import format_datetime
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from binome.core import addresses, holds, mails
from binome.core.codes import new_code
from binome.core.models import PENDING, Letter, LetterState

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
#: Seconds after which a sending is given up. Well under the lease, so that two workers never send the same letter.
LONGEST_SENDING = 120
LONGEST_GOODBYE = 2
LONGEST_RETRY = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=7)
#: A letter that kills its worker each time stops here.
MOST_ATTEMPTS = 200
#: How long the worker leaves a silent mail server alone, at most.
LONGEST_REST = timedelta(minutes=5)
#: Some servers close a connection that carried many letters: we close it first.
LETTERS_PER_CONNECTION = 50
NO_SENDING = "django.core.mail.backends.dummy.EmailBackend"


class TooLong(Exception):
    """The mail server answers, but far too slowly. (No OSError: the network libraries catch those and go on.)"""


class Postman:
    """Hands letters over, one at a time, on one connection; rests when the server does not answer."""

    def __init__(self, *, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        # A demonstration sends nothing: its mailbox page shows the letters.
        self.server: BaseEmailBackend = get_connection(NO_SENDING if settings.DEMO else None)
        self.silences = 0
        self.rests_until: datetime | None = None
        self.carried = 0

    def hand_over(self) -> bool:
        """Treat the next letter. False when there is nothing to do for now."""
        now = self.clock()
        resting = self.rests_until is not None and now < self.rests_until
        if resting or not _due(now).exists() or holds.is_held(holds.MAIL):
            self.hang_up()
            return False
        try:
            with _time_limit(LONGEST_SENDING):
                self.server.open()  # before the claim: while the server is down no letter is touched
        except Exception as failure:
            self._rest(failure)
            return False
        letter = claim(now=self.clock())
        if letter is None:
            return False
        self._treat(letter)
        return True

    def hang_up(self) -> None:
        """Close the connection, whatever state it is in."""
        line = getattr(self.server, "connection", None)
        with suppress(Exception), _time_limit(LONGEST_GOODBYE):
            self.server.close()
        if line is not None:
            line.close()  # whatever became of the goodbye
        self.carried = 0

    def _treat(self, letter: Letter) -> None:
        now = self.clock()
        try:
            late = letter.expires_at is not None and letter.expires_at <= now
            if late or not mails.still_due(letter):
                _finish(letter, LetterState.DROPPED, now=now)
                return
            mail = message(letter, now=now)
        except Exception as failure:  # a mistake of ours about this letter: the others go on
            self._explain(letter, failure)
            return
        if self.clock() + timedelta(seconds=LONGEST_SENDING) > letter.run_at:
            return  # this worker was asleep since its claim: the lease's end decides who sends
        try:
            with _time_limit(LONGEST_SENDING):
                self.server.send_messages([mail])
        except Exception as failure:
            self._explain(letter, failure)
            self.hang_up()
            if not _speaks_of_the_letter(failure):
                self._rest(failure)
            return
        now = self.clock()
        _finish(letter, LetterState.SENT, now=now, sent_at=now, last_error="")
        addresses.taken(letter.to, now=now)
        self.silences = 0
        self.carried += 1
        if self.carried >= LETTERS_PER_CONNECTION:
            self.hang_up()

    def _explain(self, letter: Letter, failure: Exception) -> None:
        """Write why it failed: for good, or until the next attempt."""
        now = self.clock()
        reason = _reason(failure)
        if _for_good(failure):
            # The fence first: a worker whose lease has passed says nothing about the address either.
            if _finish(letter, LetterState.DEAD, now=now, last_error=reason) and _bad_address(failure):
                addresses.refused(letter.to, reason=reason, now=now)
        elif letter.attempts >= MOST_ATTEMPTS or (letter.tried_at and letter.tried_at + GIVE_UP_AFTER <= now):
            _finish(letter, LetterState.DEAD, now=now, last_error=reason)
        else:
            run_at = now + pause(letter.attempts, longest=LONGEST_RETRY)
            _finish(letter, LetterState.QUEUED, now=now, run_at=run_at, last_error=reason)
        logger.warning("Letter %s (%s): %s", letter.code, letter.kind, type(failure).__name__)

    def _rest(self, failure: Exception) -> None:
        self.hang_up()
        self.silences += 1
        self.rests_until = self.clock() + pause(self.silences, longest=LONGEST_REST)
        logger.warning("Mail server: %s, resting until %s", type(failure).__name__, self.rests_until.isoformat())


def claim(*, now: datetime) -> Letter | None:
    """Take the next letter for the length of a lease. Two workers never take the same one (E4).

    One UPDATE decides. On PostgreSQL the rows that another worker is claiming are skipped; SQLite has one writer.
    """
    lease = new_code(16)
    following = _due(now).order_by("-priority", "run_at", "id").select_for_update(skip_locked=True)
    with transaction.atomic():
        taken = Letter.objects.filter(pk=following.values("pk")[:1]).update(
            state=LetterState.SENDING,
            lease=lease,
            run_at=now + LEASE,
            attempts=F("attempts") + 1,
            tried_at=Coalesce("tried_at", now),
        )
    return _leased(lease).get() if taken else None


def message(letter: Letter, *, now: datetime) -> EmailMultiAlternatives:
    """The e-mail itself, with the headers that E6 promises."""
    headers = {
        "Message-ID": letter.message_id,
        "Date": format_datetime(now.astimezone(timezone.get_current_timezone())),
        "Auto-Submitted": "auto-generated",
        "Content-Language": letter.language.partition("-")[0],
    }
    if letter.optional:
        headers["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = EmailMultiAlternatives(
        letter.subject, letter.text, settings.DEFAULT_FROM_EMAIL, [letter.to], headers=headers
    )
    mail.attach_alternative(letter.html, "text/html")
    return mail


def pause(failures: int, *, longest: timedelta) -> timedelta:
    """1, 2, 4… minutes up to `longest`, each shortened at random by up to a quarter: nothing comes back in a herd."""
    return min(timedelta(minutes=2 ** min(failures - 1, 10)), longest) * random.uniform(0.75, 1)


def _due(now: datetime) -> QuerySet[Letter]:
    """The letters that may leave: due, not leased, and no earlier one to the same address is on its way (E3)."""
    begun_or_due = Q(attempts__gt=0) | Q(run_at__lte=now)
    earlier = Letter.objects.filter(
        begun_or_due, state__in=PENDING, to=OuterRef("to"), id__lt=OuterRef("id"), priority__gte=OuterRef("priority")
    )
    return Letter.objects.filter(~Exists(earlier), state__in=PENDING, run_at__lte=now)


def _leased(lease: str) -> QuerySet[Letter]:
    return Letter.objects.filter(state=LetterState.SENDING, lease=lease)  # by state: few are, and it has an index


def _finish(letter: Letter, state: LetterState, *, now: datetime, **fields: object) -> bool:
    """Write the outcome, unless the lease went to another worker meanwhile."""
    return bool(_leased(letter.lease).filter(pk=letter.pk).update(state=state, lease="", **{"run_at": now, **fields}))


def _replies(failure: Exception) -> Iterator[tuple[int, str]]:
    """What the server answered about this letter: code and text."""
    found: list[tuple[int, bytes | str]] = []
    if isinstance(failure, SMTPRecipientsRefused):
        found.extend(failure.recipients.values())
    elif isinstance(failure, SMTPDataError):
        found.append((failure.smtp_code, failure.smtp_error))
    for code, text in found:
        yield code, text.decode(errors="replace") if isinstance(text, bytes) else str(text)


def _speaks_of_the_letter(failure: Exception) -> bool:
    """The server works and refused this letter or this recipient; 421 is the server going away."""
    codes = [code for code, _text in _replies(failure)]
    return bool(codes) and 421 not in codes


def _for_good(failure: Exception) -> bool:
    """A 5xx about her or the letter. 5.7.x is the server refusing us: our trouble, worth another try."""
    return any(code >= 500 and not text.startswith("5.7.") for code, text in _replies(failure))


def _bad_address(failure: Exception) -> bool:
    """Refused as a recipient, or later with a status that speaks of the mailbox."""
    refused = isinstance(failure, SMTPRecipientsRefused)
    return any(refused or text.startswith(("5.1.", "5.2.1")) for _code, text in _replies(failure))


def _reason(failure: Exception) -> str:
    said = "; ".join(f"{code} {text}" for code, text in _replies(failure))
    return (said or type(failure).__name__)[:300]


@contextmanager
def _time_limit(seconds: int) -> Iterator[None]:
    """Break off after `seconds`: a server that answers byte by byte would outlive the lease."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread can be interrupted; the worker runs there
        return

    def too_long(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, too_long)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
