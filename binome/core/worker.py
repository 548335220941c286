"""The worker: the timetable, then the mail, again and again until it is told to stop."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from threading import Event

from django.db import DatabaseError, close_old_connections

from binome.core.delivery import Postman
from binome.core.schedule import Line, run_due

logger = logging.getLogger(__name__)

IDLE_SECONDS = 1.0


def work(
    *,
    timetable: Mapping[str, Line],
    run: Callable[[str], object],
    clock: Callable[[], datetime],
    stop: Event,
    once: bool = False,
) -> None:
    """Work until `stop` is set; with `once`, until nothing is left to do for now. A letter begun is finished."""
    postman = Postman(clock=clock)
    while not stop.is_set():
        busy = False
        try:
            run_due(timetable, run=run, clock=clock)
            busy = postman.hand_over()
        except DatabaseError as failure:
            if once:
                raise
            logger.error("Worker: %s", type(failure).__name__)  # the database restarts: the next round goes on
        if not busy:
            if once:
                break
            close_old_connections()
            stop.wait(IDLE_SECONDS)
    postman.hang_up()
