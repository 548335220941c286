"""What runs by itself, and when. The timetable is data (`binome.cli.timetable`); the rows remember the next time."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from binome.core import holds
from binome.core.models import Schedule

logger = logging.getLogger(__name__)

#: A line whose command failed, or whose worker died, is tried again after this long (or its own period if shorter).
RETRY = timedelta(minutes=30)


class Line(NamedTuple):
    """A management command and its period."""

    command: str
    every: timedelta


def run_due(timetable: Mapping[str, Line], *, run: Callable[[str], object], clock: Callable[[], datetime]) -> list[str]:
    """Run each line whose time has come, in one worker only, and name those that ran.

    Missed times count once: after a week off, a daily line runs one time and keeps its hour. A new line runs at once.
    Every command may run any number of times (B8), so a second run after a failure is harmless.
    """
    rows = {row.name: row for row in Schedule.objects.all()}
    new = [name for name in timetable if name not in rows]
    if new:
        Schedule.objects.bulk_create([Schedule(name=name, next_at=clock()) for name in new], ignore_conflicts=True)
        rows = {row.name: row for row in Schedule.objects.all()}
    return [name for name, line in timetable.items() if _run_if_due(rows[name], line, run=run, clock=clock)]


def _run_if_due(row: Schedule, line: Line, *, run: Callable[[str], object], clock: Callable[[], datetime]) -> bool:
    now = clock()
    # Further away than one period: the clock was ahead when it was written, and has been set right since.
    due = row.next_at <= now or row.next_at > now + line.every
    if not due or holds.is_held(row.name):
        return False
    mine = Schedule.objects.filter(pk=row.pk)
    if not mine.filter(next_at=row.next_at).update(next_at=now + min(RETRY, line.every)):
        return False  # another worker was faster
    try:
        run(line.command)
    except Exception as failure:
        logger.error("Scheduled %s: %s", row.name, type(failure).__name__)
        mine.update(last_error=type(failure).__name__)
        return False
    mine.update(next_at=_following(row.next_at, line.every, now=now), ran_at=now, last_error="")
    return True


def _following(planned: datetime, every: timedelta, *, now: datetime) -> datetime:
    """The first time after `now` that keeps the hour of `planned`."""
    if planned > now:
        return now + every
    return planned + every * ((now - planned) // every + 1)
