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
from .cohorts import (
    Funnel,
    choosable_by,
    cohort_days,
    cohorts_of,
    current_cohort,
    funnel_of,
    invitable,
    invitation_of_token,
    participants,
    previous_of,
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
    "RUNNING", "SET_ASIDE", "Funnel", "Membership", "Perimeter", "active_members", "attested_rules",
    "attested_version_of", "charter_draft", "charter_in_force", "charter_last_signed", "charters_of", "choosable_by",
    "cohort_days", "cohorts_of", "current_cohort", "eligibility_versions", "funnel_of", "home_for_visitors",
    "home_membership", "home_programme", "invitable", "invitation_of_token", "membership_of", "participants",
    "perimeter_of", "previous_of", "programmes_of", "to_attest",
]  # fmt: skip
