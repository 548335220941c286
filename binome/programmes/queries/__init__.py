"""Readings of programmes, by subject: `membership` what a person is in one · `perimeter` what a role lets her see ·
`charter` the charter and the rules of eligibility.
"""

from .charter import (
    active_members,
    attested_rules,
    attested_version_of,
    charter_draft,
    charter_in_force,
    charter_last_signed,
    charters_of,
    eligibility_versions,
    to_attest,
)
from .membership import (
    SET_ASIDE,
    Membership,
    home_for_visitors,
    home_membership,
    home_programme,
    membership_of,
    programmes_of,
)
from .perimeter import RUNNING, Perimeter, perimeter_of

__all__ = [
    "RUNNING", "SET_ASIDE", "Membership", "Perimeter", "active_members", "attested_rules", "charter_draft",
    "charter_in_force", "charter_last_signed", "charters_of", "eligibility_versions", "home_for_visitors",
    "home_membership", "home_programme", "membership_of", "perimeter_of", "programmes_of",
]  # fmt: skip
