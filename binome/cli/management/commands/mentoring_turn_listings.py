"""The directory's fair rotation: whoever was on the first page goes to the back of the queue."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from binome.mentoring.actions.listing import turn_listings
from binome.programmes.models import Programme


class Command(BaseCommand):
    help = "Fait tourner l’annuaire : chaque mentore a son tour en première page."

    def handle(self, **options: Any) -> None:
        for programme in Programme.objects.order_by("pk"):
            turn_listings(programme=programme, now=timezone.now())
