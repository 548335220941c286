"""What people asked for that is too long for a page: imports, invitations, publications. One line a job done."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from binome.cli.timetable import WORKS
from binome.core.jobs import do_jobs


class Command(BaseCommand):
    help = "Fait ce qui a été demandé et qui est long : imports, invitations, publications."

    def handle(self, **options: Any) -> None:
        if done := do_jobs(WORKS, timezone.now):
            self.stdout.write(f"done {done}")
