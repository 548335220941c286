"""Every write of this room: one verb, one transaction, one journal line. By subject:

`drafts` signing up · `reviews` what moderators decide · `accounts` what a person does with her own account ·
`sessions` the end of sessions and links, and what is forgotten of her devices.
Verbs that the directory must follow (approve, edit, activate, submit) are called by `mentoring.actions` (ADR 5).
"""

from binome.core.moves import MoveRefused

from .accounts import (
    activate_person,
    call_in,
    change_identity,
    choose_language,
    choose_mails,
    edit_profile,
    link_accounts,
    mute_mail,
    open_account,
    open_with_password,
    publish_profile,
    renew_activation,
)
from .declared import declare_accounts, readdress_account
from .drafts import (
    DraftGone,
    create_person_from_draft,
    find_draft_link,
    resume_draft,
    save_draft_step,
    send_draft_link,
    start_draft,
)
from .reviews import (
    REFUSAL_REASONS,
    approve_profile,
    ask_profile_change,
    confirm_recheck,
    contest_refusal,
    escalate_profile,
    refuse_profile,
    release_profile,
    restore_checked,
    resubmit_profile,
    take_profile,
)
from .sessions import end_all_sessions, forget_ended_sessions, revoke_links

__all__ = [
    "REFUSAL_REASONS", "DraftGone", "MoveRefused", "activate_person", "approve_profile", "ask_profile_change",
    "call_in", "change_identity", "choose_language", "choose_mails", "confirm_recheck", "contest_refusal",
    "create_person_from_draft", "declare_accounts", "edit_profile", "end_all_sessions", "escalate_profile",
    "find_draft_link", "forget_ended_sessions", "link_accounts", "mute_mail", "open_account", "open_with_password",
    "publish_profile", "readdress_account", "refuse_profile", "release_profile", "renew_activation", "restore_checked",
    "resubmit_profile", "resume_draft", "revoke_links", "save_draft_step", "send_draft_link", "start_draft",
    "take_profile",
]  # fmt: skip
