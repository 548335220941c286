"""The demonstration's association on personal data: what it says of itself, a breach it treated, requests it has."""

from datetime import datetime, timedelta

from django.utils import timezone

from binome.people.models import User
from binome.privacy import breach
from binome.privacy.operator import save_details
from binome.privacy.rights import answer_request, enter_request
from binome.programmes.models import Programme, StaffRole

#: Two blanks are left on purpose: « Ce qu’il manque » has something to show.
DETAILS = {
    "name": "Association Binôme (démonstration)",
    "legal_form": "Association imaginaire, régie par la loi du 1er juillet 1901",
    "address": "12 quai des Teinturières\n44000 Nantes",
    "phone": "02 00 00 00 12",
    "email": "bonjour@binome.example",
    "registration": "RNA W000000000",
    "publication_director": "la présidente de l’association",
    "host_name": "Hébergeur des Ponts (imaginaire)",
    "host_address": "3 rue du Bac\n59000 Lille",
    "host_phone": "03 00 00 00 03",
    "mail_provider": "Hébergeur des Ponts, France",
    "transfers": "none",
    "privacy_contact": "donnees@binome.example",
}
LOST_PHONE = {
    "facts": "Un téléphone d’une bénévole de l’équipe a été perdu dans le train, écran peut-être déverrouillé.",
    "consequences": "Lecture possible de profils en attente, pendant une heure au plus.",
    "measures": "Sessions fermées à distance, mot de passe changé. Le journal ne montre aucune lecture sur la période.",
    "not_told_because": "Aucune lecture n’a eu lieu : le risque pour les personnes est écarté.",
}


def fill_duties(programme: Programme, *, now: datetime) -> None:
    """Everything by the administrator."""
    by = User.objects.get(staff_roles__programme=programme, staff_roles__kind=StaffRole.Kind.ADMINISTRATOR)
    save_details(programme=programme, changes=DETAILS, by=by, now=now - timedelta(days=400))
    known = now - timedelta(days=130)
    lost = breach.declare_breach(programme=programme, by=by, now=known + timedelta(hours=2), known_at=known,
                                 since_at=known - timedelta(hours=3), until_at=known, **LOST_PHONE)  # fmt: skip
    breach.close_breach(breach=lost, by=by, now=known + timedelta(days=2))
    for days, right, reference in ((95, "access", "Courrier 2026-14"), (24, "objection", "Courriel du site vitrine")):
        received = timezone.localdate(now - timedelta(days=days))
        row = enter_request(programme=programme, right=right, received_on=received, reference=reference, by=by,
                            now=now - timedelta(days=days))  # fmt: skip
        if days > 30:
            answer_request(request=row, answer="Export remis à son adresse.", by=by, now=now - timedelta(days=days - 9))
