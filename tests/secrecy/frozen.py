"""A world without chance: the clock stands still, the dice are known, two worlds differ by what we chose alone."""

import contextlib
import os
import random
import secrets
import time
import uuid
from datetime import datetime
from unittest import mock

from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.core.management.color import no_style
from django.db import connection
from django.utils import timezone
from django.utils.feedgenerator import SyndicationFeed

from binome.core import codes
from tests import canary

_now = timezone.now


class Dice:
    """Every random draw of the process, thrown again from a known start."""

    def __init__(self) -> None:
        self.random = random.Random()

    def throw_from(self, seed: str) -> None:
        self.random.seed(seed)
        random.seed(seed)  # the rows that the guards shuffle, the boundaries of e-mails

    def code(self, length: int) -> str:
        return "".join(self.random.choice(codes.ALPHABET) for _ in range(length))

    def bytes(self, count: int | None = None) -> bytes:
        return self.random.randbytes(32 if count is None else count)

    def hex(self, count: int | None = None) -> str:
        return self.bytes(count).hex()

    def uuid(self) -> uuid.UUID:
        return uuid.UUID(bytes=self.bytes(16), version=4)


dice = Dice()


@contextlib.contextmanager
def stillness(now: datetime):
    """While it lasts: `now` is the time everywhere, and `dice` the only source of chance. `yield`s a clock to move."""
    clock = Clock(now)
    with contextlib.ExitStack() as stack:
        for owner, name, value in _replacements(clock):
            stack.enter_context(mock.patch.object(owner, name, value))
        yield clock


class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        return self.now.timestamp()


def _replacements(clock: Clock):
    yield timezone, "now", clock
    yield time, "time", clock.seconds
    yield codes, "draw", dice.code
    yield secrets, "choice", lambda row: dice.random.choice(row)
    yield secrets, "randbelow", lambda top: dice.random.randrange(top)
    yield secrets, "token_bytes", dice.bytes
    yield secrets, "token_hex", dice.hex
    yield secrets, "token_urlsafe", dice.hex
    yield os, "urandom", dice.bytes
    yield uuid, "uuid4", dice.uuid
    # An empty feed bears the moment of the request; those of its items are in the text.
    yield SyndicationFeed, "latest_post_date", lambda feed: clock.now
    yield canary, "_numbers", iter(range(1, 1_000_000))
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.default is _now:
                yield field, "default", clock
                yield field, "_get_default", clock


def start_from_nothing() -> None:
    """The same keys for the same rows: PostgreSQL's sequences do not go back with a transaction."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(sql)
    forget_caches()


def forget_caches() -> None:
    for alias in settings.CACHES:
        caches[alias].clear()
