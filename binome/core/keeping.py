"""The two shapes of a room's `privacy.py`: her rows of a table, and what time takes away (see `binome.privacy`)."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

#: Classes of FIELDS that an export leaves out: nothing about a person, a secret, a copy of another field, our rules.
UNSAID = frozenset({"technical", "secret", "copy", "rules"})


def _nothing(row: Any, person: Any) -> Container[str]:
    return ()


def _first_name(viewer: Any, other: Any) -> str:
    return str(other.first_name)


@dataclass(frozen=True)
class Rows:
    """One table in a person's export.

    `of(person)`: the rows that concern her and that she may read, the oldest first.
    `fields`: field → its label; exactly the fields whose class is not in UNSAID (a test says so).
    `hidden(row, person)`: the fields of this row that are another's words or choices: she sees « non communiqué ».
    `team`: links that name someone of the team; she reads « l’équipe ».
    `name(viewer, other)`: what she may read of another member's name.
    """

    title: Any
    of: Callable[[Any], Iterable[Any]]
    fields: Mapping[str, Any]
    hidden: Callable[[Any, Any], Container[str]] = _nothing
    team: Container[str] = ()
    name: Callable[[Any, Any], str] = _first_name


@dataclass(frozen=True)
class Clock:
    """One retention rule: what it watches is dealt with once `period` has passed since the date in `since`.

    `sentence`: the promise, as the public page says it.
    `rows()`: what is still to be dealt with one day; `since` is one of its fields or annotations (a datetime).
    `apply(rows, now)`: deals with these, all due, in transactions of its own, and answers how many. Dealt with, a row
    leaves `rows()`.
    `log`: its rows are records that come in numbers (letters, journal), not people or their pairs.
    """

    name: str
    sentence: Any
    period: timedelta
    rows: Callable[[], QuerySet[Any]]
    since: str
    apply: Callable[[QuerySet[Any], datetime], int]
    log: bool = False

    def due(self, now: datetime) -> QuerySet[Any]:
        """What is older than the period."""
        return self.rows().filter(**{f"{self.since}__lt": now - self.period})

    def next_at(self) -> datetime | None:
        """When the oldest of what is left falls due."""
        oldest = self.rows().filter(**{f"{self.since}__isnull": False}).order_by(self.since)
        since: datetime | None = oldest.values_list(self.since, flat=True).first()
        return since + self.period if since else None


@transaction.atomic
def delete_rows(rows: QuerySet[Any], now: datetime) -> int:
    """The `apply` of most clocks: these rows go, with what hangs on them. Answers how many rows were due."""
    count = rows.count()
    rows.delete()
    return count
