"""Asking, and keeping all that comes out: status, headers, body, letters, journal, logs, cache keys, files."""

import contextlib
import difflib
import hashlib
import logging
import pickle
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.core.cache import caches
from django.db import connection, transaction
from django.test.client import BOUNDARY, MULTIPART_CONTENT, ClientHandler, FakePayload, RequestFactory, encode_multipart

from binome.core.delivery import message
from binome.core.models import JournalEntry, Letter

from . import decoding
from .frozen import dice, forget_caches
from .routes import Call, calls
from .worlds import TODAY, World

#: What may be different when nothing is: nothing.
FOLLOWED = (301, 302, 303, 307, 308)


@dataclass(frozen=True)
class Outcome:
    """What one call let out. Two equal outcomes are the same bytes everywhere."""

    status: int
    headers: str
    body: str
    size: int
    letters: tuple[str, ...]
    journal: tuple[str, ...]
    logs: tuple[str, ...]
    cache_keys: tuple[str, ...]
    files: tuple[str, ...]
    #: The texts themselves, compressed: for messages only.
    kept: bytes = field(compare=False, repr=False)

    @property
    def text(self) -> str:
        return zlib.decompress(self.kept).decode("utf-8", "replace")


@dataclass
class Walk:
    """Everything that the visitors of one world saw."""

    world: World
    #: (viewer, call) → outcomes, the last of which is the page where a redirect led.
    outcomes: dict[tuple[str, str], tuple[Outcome, ...]] = field(default_factory=dict)
    #: viewer → planted value → the calls that showed it
    read: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    #: The letters of the world itself, as they would leave; those of each call are in its outcome.
    letters: dict[str, bytes] = field(default_factory=dict)
    tables: dict[str, list[tuple]] = field(default_factory=dict)

    def of(self, viewer: str) -> dict[str, tuple[Outcome, ...]]:
        return {call: outcomes for (who, call), outcomes in self.outcomes.items() if who == viewer}


class Listener(logging.Handler):
    """What the product would have written in its log."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []
        self.setFormatter(_formatter())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


def _formatter() -> logging.Formatter:
    """The formatter that the settings give to the root handler."""
    for handler in logging.getLogger().handlers:
        if type(handler) is logging.StreamHandler and handler.formatter is not None:
            return handler.formatter
    return logging.Formatter("%(name)s %(levelname)s %(message)s")


@contextlib.contextmanager
def listening() -> Iterator[Listener]:
    listener = Listener()
    loggers = [logging.getLogger(name) for name in ("", "django", "django.server", "django.request")]
    listening_to = [logger for logger in loggers if not logger.propagate or logger.name == "root"]
    level = logging.getLogger().level
    for logger in listening_to:
        logger.addHandler(listener)
    logging.getLogger().setLevel(logging.INFO)
    try:
        yield listener
    finally:
        logging.getLogger().setLevel(level)
        for logger in listening_to:
            logger.removeHandler(listener)


class Visitor:
    """One person's browser in one world. Each call starts from the same state and leaves nothing behind."""

    def __init__(self, world: World, viewer: str, *, planted: dict[str, str] | None = None, remember=None) -> None:
        self.world, self.viewer = world, viewer
        self.handler = ClientHandler(enforce_csrf_checks=False)
        self.builder = RequestFactory()
        self.cookies: SimpleCookie = SimpleCookie()
        self.location = ""
        #: planted value as written → as `decoding.plain`
        self.planted = planted or {}
        self.read: dict[str, set[str]] = {}
        self._known: dict[str, set[str]] = remember if remember is not None else {}

    def ask(self, call: Call, listener: Listener, *, keep: bool = False) -> tuple[Outcome, ...]:
        """The answer, and the page where it leads. With `keep`, what it changes stays."""
        forget_caches()
        dice.throw_from(f"{self.viewer} {call}")
        self.cookies = SimpleCookie(self.world.cookies[self.viewer])
        with transaction.atomic():
            outcomes = [self._one(call.path, call, listener)]
            if outcomes[0].status in FOLLOWED and self.location.startswith("/"):
                outcomes.append(self._one(self.location, Call(call.route, "", headers=call.headers), listener))
            if not keep:
                transaction.set_rollback(True)
        self._note(call, outcomes)
        return tuple(outcomes)

    def _one(self, path: str, call: Call, listener: Listener) -> Outcome:
        letters, entries, seen_files = _last(Letter), _last(JournalEntry), _files(call)
        listener.lines.clear()
        response = self.handler(self._environ(path, call))
        body = b"".join(response.streaming_content) if response.streaming else response.content
        self.cookies.update(response.cookies)
        self.location = response.headers.get("Location", "")
        headers = f"{response.status_code} {sorted(response.items())} {response.cookies.output()}"
        new_letters = [as_sent(letter) for letter in Letter.objects.filter(pk__gt=letters).order_by("pk")]
        journal = tuple(_line(entry) for entry in JournalEntry.objects.filter(pk__gt=entries).order_by("pk"))
        files = {name: content for name, content in _files(call).items() if name not in seen_files}
        everything = b"\n".join([headers.encode(), body, *new_letters, *files.values()])
        return Outcome(
            status=response.status_code,
            headers=headers,
            body=hashlib.blake2b(body).hexdigest(),
            size=len(body),
            letters=tuple(hashlib.blake2b(letter).hexdigest() for letter in new_letters),
            journal=journal,
            logs=tuple(listener.lines),
            cache_keys=tuple(sorted(_cached())),
            files=tuple(f"{name} {hashlib.blake2b(content).hexdigest()}" for name, content in sorted(files.items())),
            kept=zlib.compress(everything, 1),
        )

    def _environ(self, path: str, call: Call) -> dict:
        extra = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in call.headers.items()}
        cookies = "; ".join(f"{morsel.key}={morsel.coded_value}" for morsel in self.cookies.values())
        extra["HTTP_COOKIE"] = "; ".join(filter(None, (cookies, extra.get("HTTP_COOKIE", ""))))
        address, _, query = path.partition("?")
        options = {"PATH_INFO": unquote(address, "latin-1"), "QUERY_STRING": query, "REQUEST_METHOD": call.method, **extra}
        if call.method == "POST":
            content = encode_multipart(BOUNDARY, call.data)
            options |= {"CONTENT_TYPE": MULTIPART_CONTENT, "CONTENT_LENGTH": str(len(content)),
                        "wsgi.input": FakePayload(content)}  # fmt: skip
        return self.builder._base_environ(**options)

    def _note(self, call: Call, outcomes: list[Outcome]) -> None:
        """Which planted values these bytes show, logs and caches included; what she sent herself does not count."""
        sent = decoding.plain(f"{unquote(call.path)} {call.data}")
        for outcome in outcomes:
            key = f"{outcome.headers} {outcome.body} {outcome.letters} {outcome.files} {outcome.logs}"
            found = self._known.get(key)
            if found is None:
                text = outcome.text.encode() + "\n".join([*outcome.logs, *outcome.cache_keys]).encode()
                found = self._known[key] = decoding.find(text, self.planted.values())
            for value in found:
                if value not in sent:
                    self.read.setdefault(value, set()).add(f"{call.method} {call.route}")


def walk(world: World, viewers, names: tuple[str, str], *, planted: dict[str, str] | None = None) -> Walk:
    """Every visitor makes every call."""
    done = Walk(world)
    with listening() as listener:
        remember: dict[str, set[str]] = {}
        for viewer in viewers:
            visitor = Visitor(world, viewer, planted=planted, remember=remember)
            for call in calls(world, names):
                done.outcomes[viewer, str(call)] = visitor.ask(call, listener)
            done.read[viewer] = visitor.read
    done.letters = {letter.event + " " + letter.kind: as_sent(letter) for letter in Letter.objects.order_by("pk")}
    done.tables = dump()
    return done


def as_sent(letter: Letter) -> bytes:
    """The bytes that a mail server receives."""
    dice.throw_from(letter.message_id)
    return message(letter, now=TODAY).message().as_bytes()


def dump(*, but: tuple[str, ...] = ()) -> dict[str, list[tuple]]:
    """Every table as it is."""
    tables = {}
    with connection.cursor() as cursor:
        for name in sorted(connection.introspection.table_names(cursor)):
            if name in but:
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
            tables[name] = sorted(cursor.fetchall(), key=repr)
    return tables


def compare(one: tuple[Outcome, ...], other: tuple[Outcome, ...]) -> str:
    """Nothing when they are equal; else where they first part."""
    if one == other:
        return ""
    for left, right in zip(one, other, strict=False):
        for name in ("status", "headers", "logs", "journal", "letters", "cache_keys", "files", "body"):
            if getattr(left, name) != getattr(right, name):
                return f"{name}: {_difference(left, right, name)}"
    return f"{len(one)} answers, {len(other)} answers"


def _difference(left: Outcome, right: Outcome, name: str) -> str:
    texts = (left.text, right.text) if name in {"body", "letters", "files"} else (
        str(getattr(left, name)), str(getattr(right, name)))  # fmt: skip
    lines = difflib.unified_diff(*(text.splitlines() for text in texts), lineterm="", n=0)
    return " ⏎ ".join(line.strip()[:160] for line in list(lines)[3:9])


def _last(model) -> int:
    return model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _line(entry: JournalEntry) -> str:
    return f"{entry.at} {entry.actor_code} {entry.verb} {entry.object_kind} {entry.object_code} {entry.data}"


def _files(call: Call) -> dict[str, bytes]:
    """What is stored; reading stores nothing, which `test_foreign_objects` shows."""
    if call.method == "GET":
        return {}
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def _cached() -> Iterator[str]:
    for alias in settings.CACHES:
        for key in caches[alias]._cache:
            yield f"{alias} {key}"


def _cached_values() -> list[str]:
    return [repr(pickle.loads(value)) for alias in settings.CACHES for value in caches[alias]._cache.values()]
