"""Files of testimonies that a cut left without a row are deleted."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from binome.library.actions.testimonies import sweep_files


class Command(BaseCommand):
    help = "Supprime les fichiers de témoignages que plus rien ne nomme."

    def handle(self, **options: Any) -> None:
        sweep_files(now=timezone.now())
