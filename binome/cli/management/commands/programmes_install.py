"""Gives a new site its home programme, its charter, and the texts of its library."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from binome.library.actions import load_starting_texts
from binome.programmes.actions import install_home_programme


class Command(BaseCommand):
    help = "Crée le programme d’accueil, sa charte et ses textes. Relancée, ne touche à rien que l’équipe ait écrit."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", default="Binôme", help="Le nom du site")

    def handle(self, **options: Any) -> None:
        now = timezone.now()
        programme = install_home_programme(name=options["name"], now=now)
        written = load_starting_texts(programme=programme, now=now)
        if written:
            self.stdout.write(f"Bibliothèque : {written} textes ajoutés ou renouvelés.")
