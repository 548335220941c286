"""`support_end_suspensions`: suspensions whose date has come end by themselves."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from binome.support.actions import end_suspensions


class Command(BaseCommand):
    help = "End the suspensions whose date has come. May run any number of times."

    def handle(self, *args: object, **options: object) -> None:
        count = end_suspensions(now=timezone.now())
        self.stdout.write(f"suspensions ended: {count}")
