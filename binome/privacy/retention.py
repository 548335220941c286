"""Running the retention clocks, and proving that they ran (A24, B8).

Once a day, each rule deals with what is older than its period. Twice is once; missed days are caught up. A clock that
jumps deletes nothing: after a jump the passage only looks, and one that would touch more than max(20, 1 %) of the
people stops until an administrator confirms the number that she saw.
"""

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from binome.core.journal import record
from binome.core.keeping import Clock
from binome.people.models import User
from binome.programmes.models import StaffRole
from binome.support.actions.ties import note_ties
from binome.support.models import Case

from .clocks import all_clocks
from .erasure import scrub
from .models import ClockRun

logger = logging.getLogger(__name__)

#: Two passages further apart than this: the clock jumped, or the site slept. The first one after it only looks.
JUMP = timedelta(days=3)
#: What is due for longer than this is overdue.
GRACE = timedelta(days=2)
#: The fewest that stop a passage; of the rows of a log, a quarter.
FEWEST, SHARE_OF_PEOPLE, SHARE_OF_A_LOG = 20, 100, 4


class ConfirmRefused(Exception):
    """This passage can't be confirmed: not by her, or it is over. Its text is for her."""


def run_clocks(*, now: datetime) -> list[ClockRun]:
    """Every rule once; what it did is written down. One that fails leaves the others alone, then fails the command.

    Not one transaction: each rule's `apply` makes its own, so that what is done stays done.
    """
    # A pair or a request that time takes away kept someone of the team from a case: she stays away (N12).
    note_ties(Case.objects.all())
    last = ClockRun.objects.order_by("-pk").first()
    jumped = last is not None and not timedelta(0) <= now - last.at <= JUMP
    runs, failures = [], []
    for clock in all_clocks():
        try:
            runs.append(_run(clock, jumped=jumped, now=now))
        except Exception as failure:
            logger.error("Clock %s: %s", clock.name, type(failure).__name__)
            failures.append(failure)
    logs = {clock.name for clock in all_clocks() if clock.log}
    scrub(people=any(run.done for run in runs if run.clock not in logs))
    if failures:
        raise failures[0]
    return runs


def _run(clock: Clock, *, jumped: bool, now: datetime) -> ClockRun:
    due = clock.due(now)
    count = due.count()
    if count and jumped:
        done, outcome = 0, ClockRun.Outcome.WAITED
    elif count > _most(clock) + _confirmed(clock):
        done, outcome = 0, ClockRun.Outcome.STOPPED
    else:
        done, outcome = clock.apply(due, now) if count else 0, ClockRun.Outcome.DONE
    return ClockRun.objects.create(clock=clock.name, at=now, due=count, done=done, outcome=outcome)


def _most(clock: Clock) -> int:
    """How many one passage may touch by itself."""
    if clock.log:
        return max(FEWEST, clock.rows().count() // SHARE_OF_A_LOG)
    return max(FEWEST, User.objects.count() // SHARE_OF_PEOPLE)


def _confirmed(clock: Clock) -> int:
    """How many an administrator confirmed, of the last passage."""
    last = ClockRun.objects.filter(clock=clock.name).order_by("-pk").first()
    return last.due if last is not None and last.confirmed_at else 0


@transaction.atomic
def confirm_run(*, run: ClockRun, by: User, now: datetime) -> None:
    """An administrator of the site saw the number and says that it is right: the next passage goes on. Twice is once.

    What is erased is of every programme: one who administers another programme alone is refused."""
    if not StaffRole.objects.filter(person=by, kind=StaffRole.Kind.ADMINISTRATOR, programme__is_home=True).exists():
        raise ConfirmRefused(_("Seule une administratrice confirme un effacement arrêté."))
    last = ClockRun.objects.filter(clock=run.clock).order_by("-pk").first()
    if last is None or last.pk != run.pk or run.outcome != ClockRun.Outcome.STOPPED:
        raise ConfirmRefused(_("Cet arrêt n’est plus d’actualité : relisez la page."))
    if ClockRun.objects.filter(pk=run.pk, confirmed_at=None).update(confirmed_at=now):
        record("purge_confirmed", by=by, now=now, clock=run.clock, due=run.due)


@dataclass(frozen=True)
class Proof:
    """One rule: its promise, what it did, what it will do. `overdue` is zero when the promise is kept."""

    clock: Clock
    last: ClockRun | None
    done_in_a_year: int
    due: int
    overdue: int
    next_at: datetime | date | None

    @property
    def kept(self) -> bool:
        return self.overdue == 0

    @property
    def stopped(self) -> bool:
        return self.last is not None and self.last.outcome == ClockRun.Outcome.STOPPED


def proofs(*, now: datetime) -> list[Proof]:
    """The state of every rule, counted at this moment in the rows themselves."""
    return [_proof(clock, now) for clock in all_clocks()]


def _proof(clock: Clock, now: datetime) -> Proof:
    runs = ClockRun.objects.filter(clock=clock.name)
    lately = runs.filter(at__gt=now - timedelta(days=365)).order_by().aggregate(done=Sum("done"))["done"]
    return Proof(
        clock=clock,
        last=runs.order_by("-pk").first(),
        done_in_a_year=lately or 0,
        due=clock.due(now).count(),
        overdue=clock.due(now - GRACE).count(),
        next_at=clock.next_at(),
    )
