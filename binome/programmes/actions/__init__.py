"""Every write on programmes: one verb, one transaction, one journal line. By subject:

`settings` the programme itself · `enrolment` who takes part · `roles` who works for it · `charter` ·
`attestation` of rules that changed · `creation` a programme and its settings · `cohorts` its promotions ·
`invitations` who is asked and what she answers · `joining` by an address · `places` · `wishes`.
"""

from .attestation import attest_rules
from .charter import publish_charter, save_charter_draft, sign_charter
from .cohorts import DATES, archive_cohort, change_cohort, create_cohort, duplicate_values, move_cohort
from .creation import PROPERTIES, change_programme, create_programme
from .enrolment import (
    admit_person,
    change_standing,
    enrol_person,
    keep_leaver,
    pause_enrolment,
    resume_enrolment,
)
from .invitations import (
    LONGEST_REASON,
    accept_invitation,
    decline_invitation,
    enrol_in_cohort,
    follow_up_enrolment,
    invite_people,
    leave_cohort,
    nominate_person,
    remind_incomplete,
    remind_invited,
    save_answers,
    withdraw_invitation,
)
from .joining import ask_to_join, join_programme
from .roles import appoint, dismiss
from .settings import TEXTS, change_eligibility, choose_contact_email, install_home_programme
from .wishes import change_wish, lift_veto, set_veto, set_wishes

__all__ = [
    "DATES", "LONGEST_REASON", "PROPERTIES", "TEXTS", "accept_invitation", "admit_person", "appoint",
    "archive_cohort", "ask_to_join", "attest_rules", "change_cohort", "change_eligibility", "change_programme",
    "change_standing", "change_wish", "choose_contact_email", "create_cohort", "create_programme",
    "decline_invitation", "dismiss", "duplicate_values", "enrol_in_cohort", "enrol_person", "follow_up_enrolment",
    "install_home_programme", "invite_people", "join_programme", "keep_leaver", "leave_cohort", "lift_veto",
    "move_cohort", "nominate_person", "pause_enrolment", "publish_charter", "remind_incomplete", "remind_invited",
    "resume_enrolment", "save_answers", "save_charter_draft", "set_veto", "set_wishes", "sign_charter",
    "withdraw_invitation",
]  # fmt: skip
