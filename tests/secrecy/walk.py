"""Asking, and keeping all that comes out: status, headers, body, letters, journal, logs, cache keys, files."""

import contextlib
import difflib
import functools
import hashlib
import logging
import pickle
import re
import zlib
from collections.abc import Iterable, Iterator
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
from tests import LONG
from tests.guards import WRITE

from . import decoding
from .frozen import dice, forget_caches
from .routes import Call, calls
from .worlds import NAMES, TODAY, World

TABLE = re.compile(r"(?:FROM|JOIN|INTO|UPDATE) \"?(\w+)")
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
    #: (viewer, call) → the tables that were read to answer
    tables_read: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    #: viewer → planted value → the calls that showed it
    read: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    #: planted value → the letters that carry it, besides its owner's address on the envelope
    written: dict[str, set[str]] = field(default_factory=dict)
    #: The letters of the world itself, as they would leave; those of each call are in its outcome.
    letters: dict[str, bytes] = field(default_factory=dict)
    tables: dict[str, list[tuple]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    def differences(self, other: "Walk", viewer: str) -> dict[str, str]:
        """call → where the two worlds part, for this visitor."""
        both = (
            (call, mine, other.outcomes.get((who, call)))
            for (who, call), mine in self.outcomes.items()
            if who == viewer
        )
        return {call: words for call, mine, theirs in both if theirs and (words := compare(mine, theirs))}


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
        #: value as `decoding.plain` → whose and what
        self._names = {value: key for key, value in (planted or {}).items()}
        self.read: dict[str, set[str]] = {}
        self.written: dict[str, set[str]] = {}
        self._known: dict[str, frozenset[str]] = remember if remember is not None else {}
        self.tables: set[str] = set()
        self.changed: set[str] = set()

    def ask(self, call: Call, listener: Listener, *, keep: bool = False) -> tuple[Outcome, ...]:
        """The answer, and the page where it leads. With `keep`, what it changes stays."""
        forget_caches()
        dice.throw_from(f"{self.viewer} {call}")
        self.cookies = SimpleCookie(self.world.cookies[self.viewer])
        self.tables.clear()
        self.changed.clear()
        with transaction.atomic(), connection.execute_wrapper(self._trace):
            outcomes = [self._one(call.path, call, listener)]
            if call.method == "POST" and outcomes[0].status in FOLLOWED and self.location.startswith("/"):
                outcomes.append(self._one(self.location, Call(call.route, "", headers=call.headers), listener))
            if not keep:
                transaction.set_rollback(True)
        self._note(call, outcomes)
        return tuple(outcomes)

    def _trace(self, execute, sql, params, many, context):
        self.tables |= tables_in(sql)
        if (write := WRITE.match(sql)) is not None:
            self.changed.add(write[1])
        return execute(sql, params, many, context)

    def _one(self, path: str, call: Call, listener: Listener) -> Outcome:
        letters, entries = _last(Letter), _last(JournalEntry)
        seen_files = _files() if call.method == "POST" else {}
        listener.lines.clear()
        response = self.handler(self._environ(path, call))
        body = b"".join(response.streaming_content) if response.streaming else response.content
        self.cookies.update(response.cookies)
        self.location = response.headers.get("Location", "").partition("#")[0]
        headers = f"{response.status_code} {sorted(response.items())} {response.cookies.output()}"
        new_letters = [self._open(letter, call) for letter in _after(Letter, letters)]
        journal = tuple(_line(entry) for entry in _after(JournalEntry, entries))
        files = {name: content for name, content in (_files() if call.method == "POST" else {}).items()
                 if name not in seen_files}  # fmt: skip
        everything = b"\n".join([headers.encode(), body, *files.values(), "\n".join(_cached_values()).encode()])
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
        options = {
            "PATH_INFO": unquote(address, "latin-1"),
            "QUERY_STRING": query,
            "REQUEST_METHOD": call.method,
            **extra,
        }
        if call.method == "POST":
            content = encode_multipart(BOUNDARY, call.data)
            options |= {"CONTENT_TYPE": MULTIPART_CONTENT, "CONTENT_LENGTH": str(len(content)),
                        "wsgi.input": FakePayload(content)}  # fmt: skip
        return self.builder._base_environ(**options)

    def _open(self, letter: Letter, call: Call) -> bytes:
        """The letter without its envelope: her own address is there, and nothing else of her or of anyone (N3)."""
        content = as_sent(letter)
        for value in decoding.find(content, self._names):
            self.written.setdefault(value, set()).add(f"{letter.kind} after {call}")
        return content

    def _note(self, call: Call, outcomes: list[Outcome]) -> None:
        """Which planted values these bytes show, logs and caches included; what she sent herself does not count."""
        sent = decoding.plain(f"{unquote(call.path)} {call.data}")
        for outcome in outcomes:
            text = "\n".join([outcome.text, *outcome.logs, *outcome.cache_keys])
            for value in self._found(text):
                if value not in sent:
                    self.read.setdefault(self._names[value], set()).add(f"{call.method} {call.route}")

    def _found(self, content: str) -> set[str]:
        """Line by line: most lines of a page were read on another page already."""
        lines = set(content.split("\n"))
        fresh = lines - self._known.keys()
        if fresh and not decoding.find("\n".join(fresh).encode(), self._names):
            self._known.update(dict.fromkeys(fresh, frozenset()))
        for line in lines - self._known.keys():
            self._known[line] = frozenset(decoding.find(line.encode(), self._names))
        return {value for line in lines for value in self._known[line]}


def walk(
    world: World,
    viewers: Iterable[str],
    *,
    planted: dict[str, str] | None = None,
    first: Walk | None = None,
    routes: frozenset[str] | None = None,
) -> Walk:
    """Every visitor makes every call.

    With the walk of the `first` world, only the calls that then read something in which the two worlds differ: the
    others have nothing to answer otherwise. The long suite makes them all again.
    """
    done = Walk(world, letters=letters(), tables=dump(), files=_files())
    differing = {name for name, rows in done.tables.items() if first and first.tables[name] != rows}
    remember: dict[str, frozenset[str]] = {}
    with listening() as listener:
        for viewer in viewers:
            visitor = Visitor(world, viewer, planted=planted, remember=remember)
            for call in calls(world, NAMES, viewer):
                key = (viewer, str(call))
                if routes is not None and call.route not in routes:
                    continue
                if LONG or first is None or first.tables_read[key] & differing:
                    done.outcomes[key] = visitor.ask(call, listener)
                    done.tables_read[key] = frozenset(visitor.tables)
            done.read[viewer] = visitor.read
            for value, where in visitor.written.items():
                done.written.setdefault(value, set()).update(where)
    return done


def letters() -> dict[str, bytes]:
    return {f"{letter.event} {letter.recipient_code} {letter.kind}": as_sent(letter) for letter in Letter.objects.all()}


def as_sent(letter: Letter) -> bytes:
    """The bytes that a mail server receives, but for the recipient's own address."""
    dice.throw_from(letter.message_id)
    mail = message(letter, now=TODAY).message()
    del mail["To"]
    return bytes(mail.as_bytes())


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
    texts = (left.text, right.text) if name in {"body", "files"} else (
        str(getattr(left, name)), str(getattr(right, name)))  # fmt: skip
    lines = difflib.unified_diff(*(text.splitlines() for text in texts), lineterm="", n=0)
    return " ⏎ ".join(line.strip()[:160] for line in list(lines)[3:9])


@functools.cache
def tables_in(sql: str) -> frozenset[str]:
    return frozenset(TABLE.findall(sql))


def _last(model) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT MAX(id) FROM {model._meta.db_table}")
        return cursor.fetchone()[0] or 0


def _after(model, last: int) -> list:
    return list(model.objects.filter(pk__gt=last).order_by("pk")) if _last(model) != last else []


def _line(entry: JournalEntry) -> str:
    return f"{entry.at} {entry.actor_code} {entry.verb} {entry.object_kind} {entry.object_code} {entry.data}"


def _files() -> dict[str, bytes]:
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def _cached() -> Iterator[str]:
    for alias in settings.CACHES:
        for key in caches[alias]._cache:
            yield f"{alias} {key}"


def _cached_values() -> list[str]:
    return [repr(pickle.loads(value)) for alias in settings.CACHES for value in caches[alias]._cache.values()]
