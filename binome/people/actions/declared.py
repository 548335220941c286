"""Accounts of people whom an organisation declares: closed until they open them by a link of their own (D15)."""

from collections.abc import Sequence
from datetime import datetime
from secrets import token_hex

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction

from binome.core.journal import record

from ..models import CivilIdentity, User, open_identities

BATCH = 500


@transaction.atomic
def declare_accounts(*, rows: Sequence[tuple[str, str, str]], language: str, now: datetime) -> dict[str, User]:
    """(address in lower case, first name, family name) → the account of each address, by address. An account that
    exists already stays as it is; a new one is closed, and nobody is told anything."""
    people = _by_address([email for email, *_names in rows])
    wanted = {email: (first, family) for email, first, family in rows if email not in people}
    made = [
        User(
            email=email,
            first_name=first,
            password=UNUSABLE_PASSWORD_PREFIX + token_hex(20),
            language=language,
            created_at=now,
        )
        for email, (first, _family) in wanted.items()
    ]
    User.objects.bulk_create(made, batch_size=BATCH)
    with open_identities():
        CivilIdentity.objects.bulk_create(
            [CivilIdentity(person=person, family_name=wanted[person.email][1]) for person in made], batch_size=BATCH
        )
    return people | {person.email: person for person in made}


def _by_address(addresses: list[str]) -> dict[str, User]:
    found: dict[str, User] = {}
    for start in range(0, len(addresses), BATCH):
        found |= {row.email: row for row in User.objects.filter(email__in=addresses[start : start + BATCH])}
    return found


def readdress_account(*, person: User, email: str, now: datetime) -> bool:
    """An account that nobody ever opened goes to another address; its owner is whoever reads that one. An account that
    was opened, or is waiting to be, keeps its own: False, as when the address is somebody's already."""
    closed = User.objects.filter(pk=person.pk, is_active=False, last_login=None, profile=None)
    never_opened = closed.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    if User.objects.filter(email=email).exists() or not never_opened.update(email=email):
        return False
    record("closed_account_readdressed", obj=person, now=now)
    return True
