"""The erasure ledger: a file beside the database, so that a restored backup forgets again whom the site had forgotten.

One line per erasure: a random number, the date, and the keyed hash of the account's public code. It names nobody; only
the account itself, back from a backup, answers to its line. It is written before the erasure ends and never shortened.
"""

import os
from datetime import datetime
from pathlib import Path

from django.conf import settings

from binome.core import hashes
from binome.core.codes import new_code
from binome.people.models import User


def ledger_file() -> Path:
    return Path(settings.ERASURE_LEDGER)


def write(person: User, *, now: datetime) -> None:
    """Add her line, and be sure that the disk has it."""
    path = ledger_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="ascii") as file:
        file.write(f"{new_code()} {now:%Y-%m-%d} {hashes.digests(person.code)[0]}\n")
        file.flush()
        os.fsync(file.fileno())


def returned() -> list[User]:
    """Accounts that the ledger says are erased, and that a backup has brought back."""
    if not ledger_file().exists():
        return []
    lines = ledger_file().read_text(encoding="ascii").splitlines()
    gone = {line.split()[2] for line in lines if len(line.split()) == 3}
    people = User.objects.order_by("pk").only("pk", "code")
    return [person for person in people.iterator() if gone & set(hashes.digests(person.code))]
