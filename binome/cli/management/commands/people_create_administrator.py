"""Opens the first account of a real site: an administrator, who receives a link and chooses her password."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from binome.people.actions import MoveRefused, open_account
from binome.programmes.actions import appoint
from binome.programmes.queries import home_programme


class Command(BaseCommand):
    help = "Ouvre un compte d’administratrice et lui envoie le lien pour choisir son mot de passe."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("first_name")

    @transaction.atomic
    def handle(self, *, email: str, first_name: str, **options: Any) -> None:
        home, now = home_programme(), timezone.now()
        try:
            person = open_account(email=email, first_name=first_name, language=home.wording, now=now)
        except MoveRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        appoint(person=person, programme=home, kind="administrator", now=now)
        self.stdout.write("Compte ouvert. Le lien part à son adresse.")
