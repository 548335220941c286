"""What time does by itself in support: suspensions end on their date."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from binome.support.actions import end_suspensions


class Command(BaseCommand):
    help = "Termine les suspensions dont la date est venue. Autant de fois qu’on veut."

    def handle(self, **options: Any) -> None:
        if count := end_suspensions(now=timezone.now()):
            self.stdout.write(f"ended {count}")
