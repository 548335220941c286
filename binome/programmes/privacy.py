"""What this room keeps about people, field by field (A24). Classes as in `binome.people.privacy`; `rules` is the
programme's own data. Her attestation is a date and the number of the rules' version: never the nationality itself (A1).
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from binome.core.keeping import Clock, Rows

from .models import CharterSignature, Enrolment, StaffRole

FIELDS: dict[str, dict[str, str]] = {
    "Programme": {
        "id": "technical", "code": "technical", "slug": "rules", "name": "rules", "is_home": "rules", "form": "rules",
        "wording": "rules", "vocabulary": "rules", "eligibility": "rules", "eligibility_version": "rules",
        "sectors": "rules", "topics": "rules", "request_due_days": "rules", "remind_after_days": "rules",
        "ask_again_days": "rules", "max_pending": "rules", "max_capacity": "rules", "durations": "rules",
        "default_duration": "rules", "silence_days": "rules", "silence_grace_days": "rules", "closing_days": "rules",
        "case_days": "rules", "hearing_days": "rules", "appeal_days": "rules",
        "moderation_target_days": "rules", "contact_email": "rules",
    },
    "Enrolment": {
        "id": "technical", "code": "technical", "person": "link", "programme": "link", "role": "choice",
        "state": "activity", "attested_at": "activity", "attested_version": "activity", "joined_at": "activity",
        "pause": "choice", "paused_at": "activity", "pause_until": "choice", "silence_counts_from": "activity",
    },
    "EligibilityVersion": {
        "id": "technical", "programme": "rules", "number": "rules", "rules": "rules", "published_at": "rules",
    },
    "StaffRole": {
        "id": "technical", "person": "link", "programme": "link", "kind": "activity", "since_at": "activity",
    },
    "CharterVersion": {
        "id": "technical", "programme": "link", "number": "rules", "body": "rules", "body_en": "rules",
        "changes": "rules",
        "published_at": "rules",
    },
    "CharterDraft": {
        "id": "technical", "programme": "link", "body": "rules", "body_en": "rules", "changes": "rules",
        "saved_at": "rules", "edits": "technical",
    },
    "CharterSignature": {"id": "technical", "person": "link", "version": "link", "signed_at": "activity"},
}  # fmt: skip

ROWS = {
    "Enrolment": Rows(
        _("Votre participation"),
        of=lambda person: Enrolment.objects.filter(person=person).select_related("person", "programme").order_by("pk"),
        fields={
            "person": _("Personne"), "programme": _("Programme"), "role": _("Rôle"), "state": _("État"),
            "attested_at": _("Attestation sur l’honneur"), "attested_version": _("Version des règles attestées"),
            "joined_at": _("Admise"), "pause": _("Pause"), "paused_at": _("Pause depuis"),
            "pause_until": _("Pause jusqu’au"), "silence_counts_from": _("Silences comptés depuis"),
        },
    ),
    "StaffRole": Rows(
        _("Vos rôles dans l’équipe"),
        of=lambda person: StaffRole.objects.filter(person=person).select_related("person", "programme").order_by("pk"),
        fields={
            "person": _("Personne"), "programme": _("Programme"), "kind": _("Rôle"), "since_at": _("Depuis"),
        },
    ),
    "CharterSignature": Rows(
        _("La charte que vous avez acceptée"),
        of=lambda person: (
            CharterSignature.objects.filter(person=person).select_related("person", "version").order_by("pk")
        ),
        fields={"person": _("Personne"), "version": _("Version"), "signed_at": _("Acceptée")},
    ),
}  # fmt: skip


def erase(person: Any, *, now: datetime) -> None:
    """Her places in the programmes, her roles and her signatures go."""
    for model in (StaffRole, CharterSignature, Enrolment):
        model.objects.filter(person=person).delete()


CLOCKS: tuple[Clock, ...] = ()
