"""Stops all mail, or a line of the timetable, and lets it go on."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from binome.cli.timetable import TIMETABLE
from binome.core import holds


class Command(BaseCommand):
    help = "Suspend l’envoi des courriels (mail) ou une tâche prévue ; --release les remet en marche."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", choices=[holds.MAIL, *TIMETABLE])
        parser.add_argument("--release", action="store_true")

    def handle(self, *, name: str, release: bool, **options: Any) -> None:
        change = holds.release if release else holds.hold
        change(name, now=timezone.now())
