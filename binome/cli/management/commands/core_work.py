"""The worker: sends the mail and runs the timetable, until SIGTERM; with --once, until nothing is left to do."""

import signal
from argparse import ArgumentParser
from threading import Event
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from binome.cli.timetable import TIMETABLE
from binome.core.worker import work


class Command(BaseCommand):
    help = "Envoie les courriels et exécute les tâches prévues."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="s’arrêter quand il n’y a plus rien à faire")

    def handle(self, *, once: bool, **options: Any) -> None:
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        work(timetable=TIMETABLE, run=call_command, clock=timezone.now, stop=stop, once=once)
