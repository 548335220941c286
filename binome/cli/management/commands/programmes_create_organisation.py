"""Lets an organisation in, and says who runs its programme first."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from binome.core.moves import MoveRefused
from binome.programmes.actions.organisations import add_party, create_organisation
from binome.programmes.actions.staffing import give_role
from binome.programmes.models import Organisation, Programme, StaffRole


class Command(BaseCommand):
    help = "Crée une organisation, l’ajoute à un programme et en nomme la première responsable."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--kind", default="company", choices=Organisation.Kind.values)
        parser.add_argument("--programme", default="", help="Le nom court d’un programme qui existe")
        parser.add_argument("--manager", nargs=2, metavar=("E-MAIL", "PRÉNOM"), help="Sa première responsable")

    @transaction.atomic
    def handle(self, *, name: str, kind: str, programme: str, manager: list[str] | None, **options: Any) -> None:
        now = timezone.now()
        if manager and not programme:
            raise CommandError("Une responsable est celle d’un programme : ajoutez --programme.")
        try:
            organisation = create_organisation(name=name, kind=kind, by=None, now=now)
            if programme:
                row = Programme.objects.get(slug=programme, is_home=False)
                add_party(programme=row, organisation=organisation, by=None, now=now)
            if manager:
                give_role(
                    email=manager[0], first_name=manager[1], programme=row, kind=StaffRole.Kind.MANAGER, within=None,
                    by=None, now=now,
                )  # fmt: skip
        except (MoveRefused, Programme.DoesNotExist) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Organisation créée : {organisation.code}.")
