"""What time does by itself in mentoring: reminders, expiries, ends of pairs, silence, ends of pauses."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from binome.mentoring.actions import follow_up


class Command(BaseCommand):
    help = "Relance, fait expirer, propose de clore : tout ce que le temps fait de lui-même."

    def handle(self, **options: Any) -> None:
        done = follow_up(now=timezone.now())
        if any(done.values()):
            self.stdout.write(", ".join(f"{name} {count}" for name, count in done.items() if count))
