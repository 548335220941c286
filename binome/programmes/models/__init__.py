"""Tables of programmes: organisations and their people, rules, promotions, who takes part, the charters."""

from .charter import CharterDraft, CharterSignature, CharterVersion
from .cohort import Cohort, Invitation
from .enrolment import EligibilityVersion, Enrolment, EnrolmentState, Pause, Role, StaffRole
from .organisation import Affiliation, Competition, Entity, Organisation, Party
from .programme import Programme

__all__ = [
    "Affiliation", "CharterDraft", "CharterSignature", "CharterVersion", "Cohort", "Competition", "EligibilityVersion",
    "Enrolment", "EnrolmentState", "Entity", "Invitation", "Organisation", "Party", "Pause", "Programme", "Role",
    "StaffRole",
]  # fmt: skip
