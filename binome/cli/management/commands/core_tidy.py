"""Empties the letters that left long ago."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from binome.core.privacy import erase_old_words


class Command(BaseCommand):
    help = "Efface le texte et l’adresse des courriels anciens."

    def handle(self, **options: Any) -> None:
        erase_old_words(now=timezone.now())
