"""What this room keeps about people, field by field (A24). Classes as in `binome.people.privacy`; `rules` is the
organisation's own data. Breaches and requests about rights are kept five years: the time within which they may have
to be proved.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import DateTimeField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from binome.core.keeping import Clock, Rows, delete_rows

from .models import Breach, ClockRun, Departure, RightsRequest, SleepNotice

FIELDS: dict[str, dict[str, str]] = {
    "OperatorDetails": {
        "id": "technical", "programme": "technical", "name": "rules", "legal_form": "rules", "address": "rules",
        "phone": "rules", "email": "rules", "registration": "rules", "publication_director": "rules",
        "host_name": "rules", "host_address": "rules", "host_phone": "rules", "mail_provider": "rules",
        "other_processors": "rules", "transfers": "rules", "transfers_detail": "rules", "privacy_contact": "rules",
        "has_dpo": "rules", "authority": "rules", "backups_kept_days": "rules", "conformity": "rules",
        "audited_on": "rules", "audited_by": "rules", "audit_rate": "rules", "audit_failings": "rules",
        "bases": "rules", "changed_at": "technical",
    },
    "Breach": {
        "id": "technical", "code": "technical", "programme": "technical", "declared_by": "link",
        "declared_at": "activity", "known_at": "activity", "since_at": "activity", "until_at": "activity",
        "facts": "words", "consequences": "words", "measures": "words", "authority_told_at": "activity",
        "people_told_at": "activity", "not_told_because": "words", "closed_at": "activity",
    },
    "RightsRequest": {
        "id": "technical", "code": "technical", "programme": "technical", "right": "choice", "reference": "words",
        "received_on": "activity", "due_on": "activity", "extended_because": "words", "answered_on": "activity",
        "answer": "words", "entered_by": "link",
    },
    "Departure": {"id": "technical", "person": "link", "asked_at": "activity"},
    "SleepNotice": {"id": "technical", "person": "link", "told_at": "activity"},
    "ClockRun": dict.fromkeys(("id", "clock", "at", "due", "done", "outcome", "confirmed_at"), "technical"),
}  # fmt: skip

ROWS = {
    "Departure": Rows(
        _("Votre départ"),
        of=lambda person: Departure.objects.filter(person=person).select_related("person"),
        fields={"person": _("Personne"), "asked_at": _("Demandé")},
    ),
    "SleepNotice": Rows(
        _("L’avertissement que votre compte dort"),
        of=lambda person: SleepNotice.objects.filter(person=person).select_related("person"),
        fields={"person": _("Personne"), "told_at": _("Envoyé")},
    ),
    "Breach": Rows(
        _("Les violations de données que vous avez déclarées"),
        of=lambda person: Breach.objects.filter(declared_by=person).select_related("declared_by").order_by("pk"),
        fields={
            "declared_by": _("Par"), "declared_at": _("Date"), "known_at": _("Connue depuis"),
            "since_at": _("Début supposé des faits"), "until_at": _("Fin supposée des faits"),
            "facts": _("Ce qui s’est passé"), "consequences": _("Conséquences probables"),
            "measures": _("Mesures prises ou prévues"), "authority_told_at": _("Autorité informée"),
            "people_told_at": _("Personnes informées"), "not_told_because": _("Pourquoi ne pas notifier"),
            "closed_at": _("Clos"),
        },
        # Their words are the site's: she only entered them.
        hidden=lambda breach, person: ("facts", "consequences", "measures", "not_told_because"),
    ),
    "RightsRequest": Rows(
        _("Les demandes de droits que vous avez saisies"),
        of=lambda person: RightsRequest.objects.filter(entered_by=person).select_related("entered_by").order_by("pk"),
        fields={
            "right": _("Droit"), "reference": _("Référence"), "received_on": _("Reçu"), "due_on": _("Réponse attendue"),
            "extended_because": _("Prolongé parce que"), "answered_on": _("Répondu"), "answer": _("Réponse"),
            "entered_by": _("Par"),
        },
        hidden=lambda request, person: ("reference", "extended_because", "answer"),
    ),
}  # fmt: skip

FIVE_YEARS = timedelta(days=5 * 365)


def erase(person: Any, *, now: datetime) -> None:
    """What says that she leaves, or sleeps. What she entered for the team stays, without her."""
    Departure.objects.filter(person=person).delete()
    SleepNotice.objects.filter(person=person).delete()


CLOCKS = (
    Clock(
        name="breaches",
        sentence=_("Le dossier d’une violation de données est effacé cinq ans après sa clôture."),
        period=FIVE_YEARS,
        rows=lambda: Breach.objects.filter(closed_at__isnull=False),
        since="closed_at",
        apply=delete_rows,
    ),
    Clock(
        name="rights_requests",
        sentence=_("Le dossier d’une demande de droits est effacé cinq ans après sa réponse."),
        period=FIVE_YEARS,
        rows=lambda: RightsRequest.objects.annotate(answered_at=Cast("answered_on", DateTimeField())).filter(
            answered_on__isnull=False
        ),
        since="answered_at",
        apply=delete_rows,
    ),
    Clock(
        name="clock_runs",
        sentence=_("Le relevé des effacements, des nombres seulement, est effacé au bout de trois ans."),
        period=timedelta(days=3 * 365),
        rows=ClockRun.objects.all,
        since="at",
        apply=delete_rows,
        log=True,
    ),
)
