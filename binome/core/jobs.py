"""Jobs: what is too long for a page. A person asks, the worker does it, the page says how far it is.

A job writes all that it does, and its own end, in one transaction: a worker that dies leaves nothing of it, nor does it
twice. After `DEAD` without a beat another worker takes it again, from the start, `MOST_TRIES` times at most.
"""

import gc
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _

from binome.core.models import Job, JobState
from binome.core.moves import MoveRefused

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]
UNDER_WAY = (JobState.WAITING, JobState.RUNNING)
#: Without a beat for this long, its worker is dead.
DEAD = timedelta(minutes=3)
BEAT = timedelta(seconds=1)
MOST_TRIES = 3


class Overtaken(Exception):
    """Another worker took this job, or it was taken away: what was done is thrown away."""


class Task:
    """A job in the hands of its worker."""

    def __init__(self, job: Job, clock: Clock) -> None:
        self.job, self.clock = job, clock

    def beat(self, stage: str, done: int = 0, total: int = 0) -> None:
        """It is alive, and that far. Outside of any transaction, or nobody sees it. Raises Overtaken."""
        now, job = self.clock(), self.job
        if stage == job.stage and job.beat_at is not None and now - job.beat_at < BEAT:
            return
        self._write(stage=stage, done=done, total=total, beat_at=now)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The one transaction of all that it does, short: the other writers wait. The garbage collector doesn't look
        meanwhile through what was prepared, which takes it as long as the writing. Raises Overtaken."""
        self.beat("writing")
        gc.freeze()
        try:
            with transaction.atomic():
                yield
        finally:
            gc.unfreeze()

    def finish(self, **figures: int) -> None:
        """In the transaction of what it did: both stay, or neither. Raises Overtaken."""
        now = self.clock()
        self._write(state=JobState.DONE, figures=figures, ended_at=now, beat_at=now)

    def refuse(self, sentence: str) -> None:
        """It ends without having done anything, for this reason."""
        now = self.clock()
        self._write(state=JobState.FAILED, refusal=sentence[:500], ended_at=now, beat_at=now)

    def _write(self, **changes: Any) -> None:
        job = self.job
        mine = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, beat_at=job.beat_at, tries=job.tries)
        if not mine.update(**changes):
            raise Overtaken
        for name, value in changes.items():
            setattr(job, name, value)


Work = Callable[[Task], None]


def ask_job(
    kind: str, *, about: str, data: Mapping[str, Any], by_code: str, language: str, now: datetime, busy: str
) -> Job:
    """It waits for the worker. Raises MoveRefused, saying `busy`, while another of its kind works on the same."""
    try:
        with transaction.atomic():
            return Job.objects.create(
                kind=kind, about=about, data=dict(data), by_code=by_code, language=language, asked_at=now
            )
    except IntegrityError:
        raise MoveRefused(busy) from None


def do_jobs(works: Mapping[str, Work], clock: Clock) -> int:
    """Do every job that waits, one after the other; how many were taken."""
    taken = 0
    while job := _take(clock()):
        _do(Task(job, clock), works[job.kind])
        taken += 1
    return taken


def _take(now: datetime) -> Job | None:
    waiting = Q(state=JobState.WAITING) | Q(state=JobState.RUNNING, beat_at__lt=now - DEAD)
    for job in Job.objects.filter(waiting).order_by("asked_at", "pk"):
        mine = Job.objects.filter(waiting, pk=job.pk, tries=job.tries)
        if mine.update(state=JobState.RUNNING, beat_at=now, tries=F("tries") + 1, stage="", done=0, total=0):
            job.refresh_from_db()
            return job
    return None


def _do(task: Task, work: Work) -> None:
    with translation.override(task.job.language):
        broken = _(
            "Cela n’a pas pu se faire, et rien n’a changé. L’équipe technique peut lire pourquoi dans les journaux."
        )
        try:
            if task.job.tries > MOST_TRIES:
                task.refuse(broken)
            else:
                work(task)
        except Overtaken:
            logger.warning("Job %s: taken by another worker", task.job.code)
        except MoveRefused as refused:
            _give_up(task, str(refused))
        except OperationalError:
            raise  # the database restarts: after DEAD the job is taken again
        except Exception:
            logger.exception("Job %s", task.job.code)
            _give_up(task, broken)


def _give_up(task: Task, sentence: str) -> None:
    try:
        task.refuse(sentence)
    except Overtaken:
        logger.warning("Job %s: taken by another worker", task.job.code)
