"""Gives a new site its home programme and its charter."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from binome.programmes.actions import install_home_programme


class Command(BaseCommand):
    help = "Crée le programme d’accueil et la première version de sa charte. Relancée, ne change rien."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", default="Binôme", help="Le nom du site")

    def handle(self, **options: Any) -> None:
        install_home_programme(name=options["name"], now=timezone.now())
