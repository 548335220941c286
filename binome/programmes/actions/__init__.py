"""Every write on programmes: one verb, one transaction, one journal line. By subject:

`settings` the programme itself · `enrolment` who takes part · `roles` who works for it · `charter` ·
`attestation` of rules that changed.
"""

from .attestation import attest_rules
from .charter import publish_charter, save_charter_draft, sign_charter
from .enrolment import admit_person, change_standing, enrol_person, pause_enrolment, resume_enrolment
from .roles import appoint, dismiss
from .settings import TEXTS, change_eligibility, choose_contact_email, install_home_programme

__all__ = [
    "TEXTS", "admit_person", "appoint", "attest_rules", "change_eligibility", "change_standing",
    "choose_contact_email", "dismiss", "enrol_person", "install_home_programme", "pause_enrolment", "publish_charter",
    "resume_enrolment", "save_charter_draft", "sign_charter",
]  # fmt: skip
