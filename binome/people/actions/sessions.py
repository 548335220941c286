"""The devices on which someone logged in, the links that stand for a login: what is kept of them, and their end."""

import secrets
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from binome.core.journal import Named, record
from binome.people.models import SignupDraft
from binome.people.tokens import REVOKED


def forget_ended_sessions(*, now: datetime) -> int:
    """Forget the addresses and browsers of the sessions that are over. Returns how many; a second run finds none."""
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    forgotten: int = UserSession.objects.exclude(session_key__in=alive).delete()[0]
    return forgotten


@transaction.atomic
def end_all_sessions(*, keep: str = "", by: Named | None, now: datetime) -> int:
    """Everyone is logged out, from her very next request (N13), save the session of key `keep`. Returns how many."""
    ended: int = Session.objects.exclude(session_key=keep).delete()[0]
    UserSession.objects.exclude(session_key=keep).delete()
    record("sessions_revoked", by=by, now=now, count=ended)
    return ended


@transaction.atomic
def revoke_links(*, by: Named | None, now: datetime) -> int:
    """Every link sent by e-mail before now is over: of sign-up, activation, correction, password, new address.

    The page of each one sends a new one to the same address. Only the links that stop a kind of mail go on: they open
    nothing. Returns how many unfinished sign-ups need a new link.
    """
    drafts = list(SignupDraft.objects.all())
    for draft in drafts:
        draft.token_hash = secrets.token_hex(32)  # the hash of no token
    SignupDraft.objects.bulk_update(drafts, ["token_hash"], batch_size=200)
    EmailAddress.objects.filter(verified=False).delete()
    record(REVOKED, by=by, now=now, drafts=len(drafts))
    return len(drafts)
