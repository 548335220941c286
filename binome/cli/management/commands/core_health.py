"""Prints the state of the mail and of the timetable as JSON; fails when someone is needed now."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from binome.cli.timetable import TIMETABLE
from binome.core import health
from binome.privacy.operator import missing
from binome.programmes.models import Programme


class Command(BaseCommand):
    help = "Dit si les courriels partent et si les tâches prévues tournent."

    def handle(self, **options: Any) -> None:
        state = health.report(TIMETABLE, now=timezone.now())
        words = {
            "red": state.red,
            "queue_age_seconds": round(state.queue_age.total_seconds()),
            "waiting": state.waiting,
            "dead_lately": state.dead_lately,
            "mail_held": state.mail_held,
            "late": state.late,
            # Never red: the site works, and says itself what its organisation has not said yet.
            "legal_pages_missing": sum(len(missing(programme)) for programme in Programme.objects.filter(is_home=True)),
        }
        self.stdout.write(json.dumps(words))
        if state.red:
            raise CommandError("À regarder maintenant.")
