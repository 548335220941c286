"""No name, address, token or text of a person in a log (N14): errors are provoked, and every line is read."""

import logging

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from binome.core.logs import DiscreetFormatter, discreet
from binome.people.models import User
from tests.factories import a_mentee, family_name_of, home, log_in
from tests.factories.people import PASSWORD

SECRETS = ("awa@example.org", "Awa", "WyJhYmMiLCJk", "1sAbC:dEfGh", "une confidence", PASSWORD)


class Kept(logging.Handler):
    """What a handler of the settings would have written."""

    def __init__(self):
        super().__init__()
        self.setFormatter(DiscreetFormatter())
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


@pytest.fixture
def written():
    handler = Kept()
    logging.getLogger().addHandler(handler)
    yield handler.lines
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Not Found: /activation/WyJhYmMiLCJk:1sAbC:dEfGh/", "Not Found: /activation/[…]/"),
        ("Not Found: /nouveau/k3f8a9q2xyzw/d4-a1b2c3d4e5/", "Not Found: /nouveau/[…]/[…]/"),
        ('"GET /mentores/?q=Durand&secteur=sante HTTP/1.1" 200', '"GET /mentores/ HTTP/1.1" 200'),
        ("Key (email)=(awa@example.org) already exists", "Key (email)=([adresse]) already exists"),
        ("No such mailbox <awa.b+c@example.org>.", "No such mailbox <[adresse]>."),
        ("Forbidden (CSRF cookie): /ecrire-a-l-equipe/", "Forbidden (CSRF cookie): /ecrire-a-l-equipe/"),
        ("Worker: OperationalError", "Worker: OperationalError"),
    ],
)  # fmt: skip
def test_a_line_keeps_its_words_without_what_names_or_opens(line, told):
    assert discreet(line) == told


def test_a_failure_is_told_by_its_kind_and_its_lines_of_code(written):
    try:
        try:
            raise ValueError("awa@example.org said: une confidence")
        except ValueError as cause:
            raise RuntimeError("Awa") from cause
    except RuntimeError:
        logging.getLogger("binome").exception("Failed")

    assert "builtins.RuntimeError" in written[0] and "builtins.ValueError" in written[0]
    assert "test_logs.py:" in written[0]
    assert not any(secret in written[0] for secret in SECRETS)


@pytest.mark.django_db
def test_errors_of_pages_leave_nothing_of_her_in_the_log(written, monkeypatch):
    awa = a_mentee(email="awa@example.org")
    name = family_name_of(awa)
    client = Client(enforce_csrf_checks=False, raise_request_exception=False)
    log_in(client, awa)

    client.get(f"/activation/WyJhYmMiLCJk:1sAbC:dEfGh/?email={awa.email}")
    client.get(f"/nowhere/WyJhYmMiLCJk/?q={name}")
    client.get("/", headers={"Host": "awa.example.org"})
    Client(enforce_csrf_checks=True).post(reverse("write-to-team"), {"text": "une confidence"})
    client.post(reverse("account_login"), {"login": awa.email, "password": PASSWORD})

    def fail(*args, **kwargs):
        raise ValueError(f"{awa.email} {awa.first_name} {name} une confidence")

    monkeypatch.setattr("binome.web.pages.views.second_factors", fail)
    assert client.get(reverse("settings") + f"?q={name}").status_code == 500

    assert len(written) >= 4
    read = "\n".join(written)
    assert not [secret for secret in (*SECRETS, name) if secret in read]


@pytest.mark.django_db
def test_a_row_that_the_database_refuses_is_not_quoted(written):
    home()
    User.objects.create_user("awa@example.org", first_name="Awa", created_at="2026-01-01T00:00Z")
    try:
        with transaction.atomic():
            User.objects.create_user("awa@example.org", first_name="Awa", created_at="2026-01-01T00:00Z")
    except IntegrityError:
        logging.getLogger("binome").exception("Refused for %s", "awa@example.org")

    assert not [secret for secret in SECRETS if secret in written[-1]]


def test_every_handler_of_the_settings_writes_so(settings):
    logs = settings.LOGGING
    assert {handler["formatter"] for handler in logs["handlers"].values()} == {"discreet"}
    assert all(not logger["handlers"] for logger in logs["loggers"].values())
    assert logging.getLogger("django").handlers == [] and logging.getLogger("django.server").handlers == []
