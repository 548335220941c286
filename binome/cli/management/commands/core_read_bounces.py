"""Reads what came back to the sender's address: one mail on the standard input, or a Maildir or mbox file."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from binome.core.bounces import mails_in, take_bounce


class Command(BaseCommand):
    help = "Lit les avis de non-remise ; les autres courriels et la boîte elle-même ne sont pas touchés."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, help="Maildir ou mbox ; sans lui, un courriel sur l’entrée")

    def handle(self, *, path: Path | None, **options: Any) -> None:
        if path is not None and not path.exists():
            raise CommandError(f"Il n’y a rien à lire ici : {path}")
        mails = [sys.stdin.buffer.read()] if path is None else mails_in(path)
        taken = sum(take_bounce(mail, now=timezone.now()) for mail in mails)
        self.stdout.write(f"{taken} avis de non-remise sur {len(mails)} courriels.")
