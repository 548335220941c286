"""Erases one person on her request by letter: who never opened the account that her organisation declared has no page
to ask from (GDPR, article 17)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from binome.people.models import User
from binome.privacy.erasure import erase_person, scrub, why_not_leave


class Command(BaseCommand):
    help = "Efface une personne qui l’a demandé par lettre. Sans --confirmer, dit seulement ce qui serait fait."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("adresse", help="Son adresse e-mail, telle que le site la connaît.")
        parser.add_argument("--confirmer", action="store_true", help="Effacer : rien ne revient.")

    def handle(self, *, adresse: str, confirmer: bool, **options: Any) -> None:
        person = User.objects.filter(email=adresse.strip().lower()).first()
        if person is None:
            raise CommandError("Aucun compte à cette adresse : il n’y a rien à effacer.")
        if why := why_not_leave(person):
            raise CommandError(why)
        if not confirmer:
            self.stdout.write("Un compte serait effacé, pour toujours. Ajoutez --confirmer.")
            return
        erase_person(person=person, now=timezone.now())
        scrub()
        self.stdout.write("C’est fait : rien n’est plus gardé de cette personne.")
