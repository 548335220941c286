"""Forgets the devices of sessions that are over."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from binome.people.actions import forget_ended_sessions


class Command(BaseCommand):
    help = "Efface les appareils (adresse IP, navigateur) des sessions terminées."

    def handle(self, **options: Any) -> None:
        forget_ended_sessions(now=timezone.now())
