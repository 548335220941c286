"""Loads the demonstration, once."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from binome.cli.demo.load import AlreadyLoaded, load


class Command(BaseCommand):
    help = "Charge les données de démonstration dans une base vide."

    def handle(self, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Ces personnes sont inventées : lancez-la avec BINOME_DEMO=1, jamais sur un vrai site.")
        try:
            counts = load(now=timezone.now())
        except AlreadyLoaded:
            self.stdout.write("La démonstration est déjà chargée.")
            return
        self.stdout.write("Démonstration chargée : " + ", ".join(f"{n} {what}" for what, n in counts.items()) + ".")
