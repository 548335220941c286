"""Mail leaves by the outbox alone, after the transaction that wrote it: one module sends (E1)."""

import re

from .sources import files, read

SENDER = "binome/core/delivery.py"
SENDING = re.compile(r"django\.core\.mail|\bsmtplib\b|\bemail_user\(|\bEmail(?:Multi\w*|Message)\(")


def senders() -> list[str]:
    return [path for path in files(".py") if path.startswith("binome/") and SENDING.search(read(path))]


def test_one_module_sends_mail():
    assert senders() == [SENDER]


def test_a_letter_that_leaves_at_once_is_found():
    assert SENDING.search("from django.core.mail import send_mail") and SENDING.search("row.mentee.email_user('…', '')")
