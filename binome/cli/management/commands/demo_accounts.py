"""Prints whom to log in as in the demonstration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from binome.cli.demo.accounts import accounts
from binome.cli.demo.rows import PASSWORD


class Command(BaseCommand):
    help = "Affiche les comptes de la démonstration."

    def handle(self, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Il n’y a de comptes de démonstration qu’avec BINOME_DEMO=1.")
        self.stdout.write(f"Mot de passe de tous les comptes : {PASSWORD}\n")
        for account in accounts():
            self.stdout.write(f"{account.who:27} {account.email:32} {account.look}")
            if account.codes:
                self.stdout.write(f"{'':27} second facteur, un code par connexion : {'  '.join(account.codes)}")
