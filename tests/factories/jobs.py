"""The worker's part of what a page asked for."""

from django.utils import timezone

from binome.cli.timetable import WORKS
from binome.core.jobs import do_jobs


def do_the_jobs() -> int:
    """Every job that waits; how many."""
    return do_jobs(WORKS, timezone.now)
