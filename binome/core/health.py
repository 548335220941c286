"""Is everything that runs by itself running? For the health page and `binome core_health`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q

from binome.core import holds
from binome.core.models import PENDING, Letter, LetterState, Schedule
from binome.core.schedule import Line

RED_AFTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Health:
    """What the team looks at first. Red needs someone now."""

    queue_age: timedelta
    waiting: int
    dead_lately: int
    mail_held: bool
    late: tuple[str, ...]

    @property
    def red(self) -> bool:
        return self.queue_age > RED_AFTER or self.mail_held or bool(self.late)


def queue_age(now: datetime) -> timedelta:
    """How long the mail has been standing still: zero when everything that is due leaves at once (E7).

    One full mailbox is no alarm: a letter that its server refuses for now counts only when others do too and
    nothing has left since.
    """
    pending = Letter.objects.filter(state__in=PENDING)
    untried = pending.filter(attempts=0, run_at__lte=now).aggregate(since=Min("run_at"))["since"]
    tried = pending.filter(attempts__gt=0).aggregate(since=Min("tried_at"), people=Count("to", distinct=True))
    times = [untried] if untried else []
    if tried["people"] > 1:
        last_sent = Letter.objects.filter(state=LetterState.SENT).aggregate(at=Max("sent_at"))["at"]
        times.append(max(tried["since"], last_sent or tried["since"]))
    return max(now - min(times), timedelta(0)) if times else timedelta(0)


def report(timetable: Mapping[str, Line], *, now: datetime) -> Health:
    """The state of the mail and of the timetable."""
    counts = Letter.objects.aggregate(
        waiting=Count("pk", filter=Q(state__in=PENDING, run_at__lte=now) | Q(state__in=PENDING, attempts__gt=0)),
        dead=Count("pk", filter=Q(state=LetterState.DEAD, run_at__gt=now - timedelta(days=7))),
    )
    on_time = {row.name for row in Schedule.objects.all() if row.next_at > now - RED_AFTER and not row.last_error}
    return Health(
        queue_age=queue_age(now),
        waiting=counts["waiting"],
        dead_lately=counts["dead"],
        mail_held=holds.is_held(holds.MAIL),
        late=tuple(name for name in timetable if name not in on_time),
    )
