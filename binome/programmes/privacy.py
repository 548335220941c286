"""What this room keeps about people, field by field (A24). Classes as in `binome.people.privacy`; `rules` is the
programme's own data. Her attestation is a date and the number of the rules' version: never the nationality itself (A1).
"""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from binome.core.keeping import Clock, Rows, delete_rows
from binome.core.privacy import unsay
from binome.people.models import open_identities

from .models import (
    Affiliation,
    CharterSignature,
    DeclaredIdentity,
    DirectoryUpload,
    Enrolment,
    Invitation,
    PastAttestation,
    StaffRole,
    Veto,
    Wish,
)
from .queries.line_manager import letters_to_line_manager

#: A directory between its preview and its confirmation.
UPLOADS_KEPT = timedelta(days=1)

FIELDS: dict[str, dict[str, str]] = {
    "Programme": {
        "id": "technical", "code": "technical", "slug": "rules", "name": "rules", "is_home": "rules", "form": "rules",
        "wording": "rules", "vocabulary": "rules", "eligibility": "rules", "eligibility_version": "rules",
        "attest_by_on": "rules", "attestation_holds_from": "rules",
        "sectors": "rules", "topics": "rules", "request_due_days": "rules", "remind_after_days": "rules",
        "ask_again_days": "rules", "max_pending": "rules", "max_capacity": "rules", "durations": "rules",
        "default_duration": "rules", "silence_days": "rules", "silence_grace_days": "rules", "closing_days": "rules",
        "case_days": "rules", "hearing_days": "rules", "appeal_days": "rules",
        "moderation_target_days": "rules", "contact_email": "rules",
        "texts": "rules", "adjustments": "rules", "questions": "rules", "criteria": "rules", "rules": "rules",
        "approval": "rules", "tells_line_managers": "rules",
    },
    "Organisation": {
        "id": "technical", "code": "technical", "name": "rules", "kind": "rules", "email_domains": "rules",
        "created_at": "technical",
    },
    "Entity": {
        "id": "technical", "code": "technical", "organisation": "rules", "parent": "rules", "name": "rules",
        "lineage": "technical",
    },
    "Affiliation": {
        "id": "technical", "code": "technical", "organisation": "link", "person": "link", "entity": "link",
        "reference": "identity", "job_title": "profile", "stage": "profile", "line_manager": "link",
        "attributes": "profile", "declared_at": "activity", "left_on": "activity",
    },
    "DeclaredIdentity": {
        "id": "technical", "affiliation": "link", "email": "identity", "first_name": "identity",
        "family_name": "identity", "folded": "copy",
    },
    "DirectoryUpload": {
        "id": "technical", "code": "technical", "programme": "rules", "organisation": "rules", "by": "rules",
        "file_name": "technical", "content": "copy", "mapping": "technical", "marks_leavers": "technical",
        "adds_entities": "technical", "sent_at": "technical",
    },
    "Party": {
        "id": "technical", "programme": "link", "organisation": "link", "runs": "rules", "since_at": "rules",
    },
    "Competition": {"id": "technical", "programme": "link", "first": "rules", "second": "rules"},
    "Cohort": {
        "id": "technical", "code": "technical", "programme": "link", "number": "rules", "name": "rules",
        "state": "rules", "is_pilot": "rules", "mentors_from": "rules", "mentees_from": "rules",
        "enrolment_ends_on": "rules", "starts_on": "rules", "ends_on": "rules", "max_mentors": "rules",
        "max_mentees": "rules", "created_at": "technical", "archived_at": "rules",
        "closed_at": "rules",
    },
    "Invitation": {
        "id": "technical", "code": "technical", "cohort": "link", "affiliation": "link", "role": "activity",
        "kind": "activity", "state": "choice", "reason": "words", "by": "link", "token_hash": "secret",
        "sent_at": "activity", "reminded_at": "activity", "answered_at": "activity",
    },
    "Enrolment": {
        "id": "technical", "code": "technical", "person": "link", "programme": "link", "role": "choice",
        "state": "activity", "attested_at": "activity", "attested_version": "activity", "joined_at": "activity",
        "pause": "choice", "paused_at": "activity", "pause_until": "choice", "silence_counts_from": "activity",
        "cohort": "link", "affiliation": "link", "answers": "words", "completed_at": "activity",
        "reminded_at": "activity", "place": "technical", "kept_for": "activity", "line_manager_may_know": "choice",
    },
    "Wish": {"id": "technical", "enrolment": "link", "wanted": "link", "rank": "choice"},
    "Veto": {"id": "technical", "enrolment": "link", "refused": "link", "set_at": "choice"},
    "EligibilityVersion": {
        "id": "technical", "programme": "rules", "number": "rules", "rules": "rules", "published_at": "rules",
    },
    "PastAttestation": {"id": "technical", "person": "link", "version": "link", "attested_at": "activity"},
    "StaffRole": {
        "id": "technical", "person": "link", "programme": "link", "kind": "activity", "since_at": "activity",
        "code": "technical", "organisation": "link", "entity": "link", "called": "profile",
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


def _declared_names(person: Any) -> list[DeclaredIdentity]:
    with open_identities():
        rows = DeclaredIdentity.objects.filter(affiliation__person=person).select_related("affiliation")
        return list(rows.order_by("pk"))


ROWS = {
    "Enrolment": Rows(
        _("Votre participation"),
        of=lambda person: Enrolment.objects.filter(person=person).select_related(
            "person", "programme", "cohort", "affiliation"
        ).order_by("pk"),
        fields={
            "person": _("Personne"), "programme": _("Programme"), "role": _("Rôle"), "state": _("État"),
            "attested_at": _("Attestation sur l’honneur"), "attested_version": _("Version des règles attestées"),
            "joined_at": _("Admise"), "pause": _("Pause"), "paused_at": _("Pause depuis"),
            "pause_until": _("Pause jusqu’au"), "silence_counts_from": _("Silences comptés depuis"),
            "cohort": _("Promotion"), "affiliation": _("Rattachement"), "answers": _("Vos réponses"),
            "kept_for": _("Gardée malgré un départ annoncé le"),
            "line_manager_may_know": _("Votre responsable hiérarchique peut savoir que vous participez"),
            "completed_at": _("Réponses complètes"), "reminded_at": _("Rappelée"),
        },
    ),
    # Without its words: they hold the address by which its recipient stops such letters.
    "Letter": Rows(
        _("Ce que nous avons dit de vous à votre responsable hiérarchique"),
        of=lambda person: letters_to_line_manager(person).order_by("pk"),
        fields={"subject": _("Objet"), "created_at": _("Écrit"), "state": _("État"), "sent_at": _("Envoyé")},
    ),
    "Wish": Rows(
        _("Vos souhaits"),
        of=lambda person: (
            Wish.objects.filter(enrolment__person=person)
            .select_related("enrolment__person", "enrolment__programme", "wanted__person", "wanted__programme")
            .order_by("pk")
        ),
        fields={"enrolment": _("Participation"), "wanted": _("Personne souhaitée"), "rank": _("Rang")},
    ),
    "Veto": Rows(
        _("Les personnes que vous avez écartées, que vous seule voyez"),
        of=lambda person: (
            Veto.objects.filter(enrolment__person=person)
            .select_related("enrolment__person", "enrolment__programme", "refused__person", "refused__programme")
            .order_by("pk")
        ),
        fields={"enrolment": _("Participation"), "refused": _("Personne écartée"), "set_at": _("Depuis")},
    ),
    "PastAttestation": Rows(
        _("Ce que vous aviez attesté avant"),
        of=lambda person: (
            PastAttestation.objects.filter(person=person).select_related("person", "version").order_by("pk")
        ),
        fields={"person": _("Personne"), "version": _("Version"), "attested_at": _("Attestation sur l’honneur")},
    ),
    "StaffRole": Rows(
        _("Vos rôles dans l’équipe"),
        of=lambda person: (
            StaffRole.objects.filter(person=person)
            .select_related("person", "programme", "organisation", "entity")
            .order_by("pk")
        ),
        fields={
            "person": _("Personne"), "programme": _("Programme"), "kind": _("Rôle"), "since_at": _("Depuis"),
            "organisation": _("Organisation"), "entity": _("Entité"), "called": _("Prénom"),
        },
    ),
    "Affiliation": Rows(
        _("Ce que votre organisation a déclaré de vous"),
        of=lambda person: (
            Affiliation.objects.filter(person=person)
            .select_related("person", "organisation", "entity", "line_manager__person")
            .order_by("pk")
        ),
        fields={
            "organisation": _("Organisation"), "person": _("Personne"), "entity": _("Entité"),
            "reference": _("Numéro dans l’organisation"), "job_title": _("Fonction"),
            "stage": _("Étape de carrière"), "line_manager": _("Responsable hiérarchique"),
            "attributes": _("Autres informations"), "declared_at": _("Déclarée"),
            "left_on": _("Partie de l’organisation"),
        },
    ),
    "DeclaredIdentity": Rows(
        _("Votre nom, tel que votre organisation le déclare"),
        of=_declared_names,
        fields={
            "affiliation": _("Rattachement"), "email": _("Adresse e-mail"),
            "first_name": _("Prénom"), "family_name": _("Nom de famille"),
        },
    ),
    "Invitation": Rows(
        _("Vos invitations à une promotion"),
        of=lambda person: (
            Invitation.objects.filter(affiliation__person=person)
            .select_related("cohort", "affiliation", "by")
            .order_by("pk")
        ),
        fields={
            "cohort": _("Promotion"), "affiliation": _("Rattachement"), "role": _("Rôle"), "kind": _("Façon"),
            "state": _("État"), "reason": _("Pourquoi vous"), "by": _("De la part de"), "sent_at": _("Envoyée"),
            "reminded_at": _("Rappelée"), "answered_at": _("Réponse"),
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
    """Her places in the programmes, her roles, her signatures and her attestations go; what was said of her to her
    line manager loses its words."""
    codes = Enrolment.objects.filter(person=person).values_list("code", flat=True)
    unsay(about=[f"enrolment:{code}" for code in codes])
    for model in (StaffRole, CharterSignature, PastAttestation, Enrolment, Affiliation):
        model.objects.filter(person=person).delete()


CLOCKS = (
    Clock(
        name="directories",
        sentence=_("Un annuaire envoyé par une organisation et non confirmé est effacé le lendemain."),
        period=UPLOADS_KEPT,
        rows=DirectoryUpload.objects.all,
        since="sent_at",
        apply=delete_rows,
    ),
)
