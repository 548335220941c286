"""Tables of programmes: organisations and their people, rules, promotions, who takes part, the charters."""

from .charter import CharterDraft, CharterSignature, CharterVersion
from .cohort import Cohort, Invitation
from .enrolment import EligibilityVersion, Enrolment, EnrolmentState, PastAttestation, Pause, Role, StaffRole
from .organisation import (
    Affiliation,
    Competition,
    DeclaredIdentity,
    DirectoryUpload,
    Entity,
    Organisation,
    Party,
)
from .programme import Approval, Programme
from .wish import MOST_WISHES, Veto, Wish

__all__ = [
    "MOST_WISHES", "Affiliation", "Approval", "CharterDraft", "CharterSignature", "CharterVersion", "Cohort",
    "Competition", "DeclaredIdentity", "DirectoryUpload", "EligibilityVersion", "Enrolment", "EnrolmentState",
    "Entity", "Invitation", "Organisation", "Party", "PastAttestation", "Pause", "Programme", "Role", "StaffRole",
    "Veto", "Wish",
]  # fmt: skip
