"""A real mail server for the tests: it keeps what it receives, and misbehaves on demand.

from tests.core.smtp import smtp

def test_she_is_told(smtp): ... smtp.received[0].message["Subject"]
"""

import asyncio
import email
import email.policy
import logging
import threading
from dataclasses import dataclass
from email.message import EmailMessage

import pytest
from aiosmtpd.smtp import SMTP

logging.getLogger("mail.log").setLevel(logging.ERROR)
FINE = "250 OK"


@dataclass(frozen=True)
class Received:
    sender: str
    recipient: str
    message: EmailMessage
    raw: bytes

    @property
    def message_id(self) -> str:
        return self.message["Message-ID"]


class MailServer:
    """One server, one thread. `stop` and `start` are an outage: the port stays the same."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.connections = 0
        #: What is answered: to everyone's MAIL FROM, to a recipient, at the end of the message.
        self.sender_answer = FINE
        self.recipient_answers: dict[str, str] = {}
        self.recipient_answer = FINE
        self.message_answer = FINE
        #: It receives the message, then never answers; or it receives it and closes the line (a lost reply).
        self.silent = False
        self.hangs_up = False
        self.port = 0

    def start(self) -> None:
        self.loop = asyncio.new_event_loop()
        ready = threading.Event()
        self.thread = threading.Thread(target=self._run, args=[ready], daemon=True)
        self.thread.start()
        assert ready.wait(10)

    def stop(self) -> None:
        self.silent = False
        asyncio.run_coroutine_threadsafe(self._close(), self.loop).result(10)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self.loop)
        listening = self.loop.create_server(self._protocol, "127.0.0.1", self.port)
        self.server = self.loop.run_until_complete(listening)
        self.port = self.server.sockets[0].getsockname()[1]
        ready.set()
        self.loop.run_forever()

    async def _close(self) -> None:
        self.server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _protocol(self) -> SMTP:
        self.connections += 1
        return SMTP(self, hostname="localhost", loop=self.loop)

    # --- what aiosmtpd asks ---
    async def handle_MAIL(self, server, session, envelope, address, options):
        envelope.mail_from = address
        return self.sender_answer

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.recipient_answers.get(address, self.recipient_answer)
        if answer == FINE:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        if self.message_answer != FINE:
            return self.message_answer
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        for recipient in envelope.rcpt_tos:
            self.received.append(Received(envelope.mail_from, recipient, message, envelope.content))
        while self.silent:
            await asyncio.sleep(0.02)
        if self.hangs_up:
            server.transport.abort()
        return FINE


@pytest.fixture
def mail_server():
    """The server alone."""
    server = MailServer()
    server.start()
    yield server
    if server.loop.is_running():
        server.stop()


@pytest.fixture
def smtp(mail_server, settings):
    """The server, and a site that sends its mail there."""
    settings.DEMO = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", mail_server.port, 5
    return mail_server
