"""The journal: what was done, by whom, to what. Codes and plain values only (N14): nothing that names a person."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from binome.core.models import JournalEntry

#: A word of code: a state, a field's name, a code, a date. No space and no @, so neither a sentence nor an address.
WORD = re.compile(r"[\w.:/+-]{0,64}")


class Named(Protocol):
    """Anything that bears a public code."""

    @property
    def code(self) -> str: ...


def record(verb: str, *, by: Named | None = None, obj: Named | None = None, now: datetime, **data: Any) -> JournalEntry:
    """Write one line, in the caller's transaction. `by=None` is the site itself."""
    entry = _line(verb, by=by, obj=obj, now=now, data=data)
    entry.save(force_insert=True)
    return entry


def record_each(verb: str, *, by: Named, objs: Iterable[Named], now: datetime) -> None:
    """One line for each of them, in one query: what a list showed."""
    JournalEntry.objects.bulk_create([_line(verb, by=by, obj=obj, now=now, data={}) for obj in objs])


def _line(verb: str, *, by: Named | None, obj: Named | None, now: datetime, data: dict[str, Any]) -> JournalEntry:
    for key, value in data.items():
        for item in value if isinstance(value, list | tuple) else [value]:
            if not _is_plain(item):
                raise ValueError(f"The journal takes no text: {verb} {key}")
    return JournalEntry(
        at=now,
        verb=verb,
        actor_code=by.code if by else "",
        object_kind=obj.__class__.__name__.lower() if obj else "",  # not type(): request.user is a lazy object
        object_code=obj.code if obj else "",
        data=data,
    )


def last(verb: str) -> datetime | None:
    """When this was done for the last time, as far back as the journal goes (twelve months)."""
    return JournalEntry.objects.filter(verb=verb).order_by("-at").values_list("at", flat=True).first()


def _is_plain(value: object) -> bool:
    return (
        value is None
        or isinstance(value, bool | int | float)
        or (isinstance(value, str) and bool(WORD.fullmatch(value)))
    )
