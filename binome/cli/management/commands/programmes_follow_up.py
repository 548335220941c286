"""Promotions that enrol: whoever waits comes in once a place is free, and each invitation has its one reminder."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from binome.programmes.actions import follow_up_enrolment


class Command(BaseCommand):
    help = "Appelle les listes d’attente des promotions, et rappelle les invitations sans réponse."

    def handle(self, **options: Any) -> None:
        follow_up_enrolment(now=timezone.now())
