"""A warm process that forks workers: starting Django once instead of once per kill.

It reads one order per line and answers with one line: `fork` gives the pid of a new worker, which hands over
everything it can and ends; `wait` gives how each worker ended. A worker can be told to kill itself at a named point.
"""

import json
import logging
import os
import signal
import smtplib
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django

#: Where a worker can die, in the order of its work, and the copies that the mail server then receives in all.
COPIES_AFTER_CRASH = {
    "connected": 1,
    "claimed": 1,
    "sending": 1,
    "half sent": 1,
    "sent": 2,  # the server has it, the outbox does not know: the only point that makes an extra copy
    "marked": 1,
}


class Nursery:
    """The test's end of the line."""

    def __init__(self, *, port: int, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.reliability.nursery", str(port)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def fork(self, *, offset: timedelta, crash: str = "", after: int = 1, mark_first: bool = False) -> int:
        """A worker whose clock is ahead by `offset`; it dies at the `after`th passage at `crash`."""
        seconds = offset.total_seconds()
        return self._order(do="fork", offset=seconds, crash=crash, after=after, mark_first=mark_first)

    def wait(self) -> dict[int, int]:
        """How each worker ended, once all have: 0, or minus the signal that killed it."""
        return {int(pid): ended for pid, ended in self._order(do="wait").items()}

    def close(self) -> None:
        self.process.stdin.close()  # it ends by itself when its orders do
        self.process.stdout.close()
        try:
            assert self.process.wait(20) == 0
        finally:
            self.process.kill()

    def _order(self, **order: Any) -> Any:
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


# --- the other end, in the warm process ------------------------------------------------------------------
def main(port: int) -> None:
    django.setup()
    from django.conf import settings

    from binome.core import mails

    settings.DEMO = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
    mails.register(mails.MailKind("told", room="tested", label=""))
    logging.disable()
    for line in sys.stdin:
        order = json.loads(line)
        if order.pop("do") == "fork":
            answer: Any = _fork(**order)
        else:
            answer = {pid: os.waitstatus_to_exitcode(status) for pid, status in _all_children()}
        print(json.dumps(answer), flush=True)  # noqa: T201


def _all_children() -> list[tuple[int, int]]:
    ended = []
    while True:
        try:
            ended.append(os.wait())
        except ChildProcessError:
            return ended


def _fork(*, offset: float, crash: str, after: int, mark_first: bool) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        _work(timedelta(seconds=offset), crash, after, mark_first=mark_first)
    except BaseException:
        os._exit(1)
    os._exit(0)


def _work(offset: timedelta, crash: str, after: int, *, mark_first: bool) -> None:
    from django.utils import timezone

    from binome.core import delivery

    postman = delivery.Postman(clock=lambda: timezone.now() + offset)
    if mark_first:
        delivery.claim = _marked_at_once(delivery)
    if crash:
        _arm(delivery, postman, crash, after)
    while postman.hand_over():
        pass
    postman.hang_up()


def _arm(delivery: Any, postman: Any, crash: str, after: int) -> None:
    """Put the mine at the named point."""
    passages = 0

    def mine() -> None:
        nonlocal passages
        passages += 1
        if passages == after:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(real: Callable[..., Any], before: str, behind: str = "") -> Callable[..., Any]:
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            if crash == before:
                mine()
            result = real(*args, **kwargs)
            if crash == behind:
                mine()
            return result

        return wrapped

    delivery.claim = around(delivery.claim, "connected", "claimed")
    delivery._finish = around(delivery._finish, "", "marked")
    postman.server.send_messages = around(postman.server.send_messages, "sending", "sent")
    real_send = smtplib.SMTP.send

    def half(self: smtplib.SMTP, data: Any) -> None:
        if crash == "half sent" and len(data) > 300:  # the message itself, not a command
            real_send(self, data[:300])
            mine()
        else:
            real_send(self, data)

    smtplib.SMTP.send = half  # type: ignore[method-assign, assignment]


def _marked_at_once(delivery: Any) -> Callable[..., Any]:
    """The wrong way round: the outbox says "sent" before the sending."""
    real = delivery.claim

    def claim(*, now: Any) -> Any:
        letter = real(now=now)
        if letter:
            delivery._finish(letter, delivery.LetterState.SENT, now=now, sent_at=now)
        return letter

    return claim


if __name__ == "__main__":
    main(int(sys.argv[1]))
