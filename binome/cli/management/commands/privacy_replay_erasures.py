"""After a restore: erases again the people whom the site had forgotten since the backup."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from binome.privacy.erasure import erase_returned


class Command(BaseCommand):
    help = "Après une restauration : efface de nouveau les personnes que le registre des effacements connaît."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{erase_returned(now=timezone.now())} compte(s) effacé(s) de nouveau.")
