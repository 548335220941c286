"""The calculations that wait: the pairs of promotions. One line a calculation done."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from binome.mentoring.matchmaking.running import run_matches


class Command(BaseCommand):
    help = "Fait les calculs d’appariement qui attendent."

    def handle(self, **options: Any) -> None:
        if done := run_matches(timezone.now):
            self.stdout.write(f"matched {done}")
