"""The breach kit without the pages: for a site that is down, or that nobody trusts any more."""

import csv
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from binome.matching.files.writing import harmless
from binome.people.models import User
from binome.privacy import breach


class Command(BaseCommand):
    help = (
        "Violation de données : freeze arrête le site pour tous sauf l’équipe, unfreeze le remet en marche, revoke "
        "ferme toutes les sessions et tous les liens, who_saw et impact impriment un CSV."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["freeze", "unfreeze", "revoke", "who_saw", "impact"])
        parser.add_argument("--from", dest="start", type=_moment, help="2026-11-20 ou 2026-11-20T08:30")
        parser.add_argument("--to", dest="end", type=_moment, help="maintenant si rien n’est dit")
        parser.add_argument("--account", default="", help="le code public d’un compte, pour impact")

    def handle(self, *, act: str, start: datetime | None, end: datetime | None, account: str, **options: Any) -> None:
        now = timezone.now()
        if act in {"who_saw", "impact"} and start is None:
            raise CommandError("Dites depuis quand : --from 2026-11-20.")
        if act == "freeze":
            breach.freeze(by=None, now=now)
        elif act == "unfreeze":
            breach.unfreeze(by=None, now=now)
        elif act == "revoke":
            self.stdout.write(f"{breach.revoke_access(by=None, now=now)} sessions fermées.")
        elif start is not None:
            self._print(act, start, end or now, account, now)

    def _print(self, act: str, start: datetime, end: datetime, account: str, now: datetime) -> None:
        write = csv.writer(self.stdout, delimiter=";").writerow
        person = User.objects.filter(code=account).first()
        if account and person is None:
            raise CommandError("Aucun compte n’a ce code.")
        if act == "who_saw":
            write(["quand", "acte", "par", "objet", "code"])
            for entry in breach.take_reads(start=start, end=end, by=None, now=now):
                write([entry.at.isoformat(), entry.verb, entry.actor_code, entry.object_kind, entry.object_code])
            return
        write(["code", "adresse", "langue", "natures"])
        for one in breach.take_impact(account=person, start=start, end=end, by=None, now=now):
            write([one.code, harmless(one.email), one.language, " ".join(one.kinds)])


def _moment(text: str) -> datetime:
    found = parse_datetime(text)
    day = parse_date(text[:10])
    if found is None and day is None:
        raise ValueError(text)
    moment = found or datetime.combine(day, datetime.min.time())  # type: ignore[arg-type]
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
