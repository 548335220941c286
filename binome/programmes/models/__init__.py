"""Tables of programmes: their rules, who takes part, and the charter each of them asks to accept."""

from .charter import CharterDraft, CharterSignature, CharterVersion
from .enrolment import EligibilityVersion, Enrolment, EnrolmentState, Pause, Role, StaffRole
from .programme import Programme

__all__ = [
    "CharterDraft", "CharterSignature", "CharterVersion", "EligibilityVersion", "Enrolment", "EnrolmentState", "Pause",
    "Programme", "Role", "StaffRole",
]  # fmt: skip
