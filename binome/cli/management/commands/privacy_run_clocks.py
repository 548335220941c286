"""Erases what has been kept long enough, and whoever asked to leave seven days ago."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from binome.privacy.retention import run_clocks


class Command(BaseCommand):
    help = "Efface ce qui a été gardé assez longtemps, et les comptes qui l’ont demandé."

    def handle(self, **options: Any) -> None:
        for run in run_clocks(now=timezone.now()):
            if run.due:
                self.stdout.write(f"{run.clock} : {run.done} sur {run.due} ({run.get_outcome_display()})")
