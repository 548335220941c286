"""Every write of this room: one verb, one transaction, one journal line. By subject:

`requests` the mentee's side · `answers` the mentor's side · `places` capacity · `pairs` a pair's life ·
`membership` joining, approval, profile · `follow_up` what time does · `listing` what the directory shows ·
`calls` what the team asks of mentors ·
`standing` a member set aside by a measure, and back · `leaving` she goes for good.
"""

from binome.core.moves import MoveRefused

from .answers import (
    accept_request,
    ask_question,
    decline_request,
    expire_request,
    pause_mentor,
    remind_mentor,
    resume_mentor,
)
from .calls import call_mentors, nudge_mentor, to_call, why_not_nudge
from .circles import (
    answer_circle_fit,
    choose_circle_reveal,
    close_circle,
    delete_circle_meeting,
    leave_circle,
    log_circle_meeting,
)
from .follow_up import follow_up
from .leaving import leave_programmes, leave_promotion
from .listing import refresh_listings
from .membership import (
    activate_member,
    approve_member,
    change_profile,
    is_checked,
    publish_profile,
    refresh_member,
    restore_profile,
    submit_application,
)
from .pairs import (
    answer_fit,
    choose_reveal,
    close_pair,
    delete_meeting,
    leave_comment,
    log_meeting,
    prolong_pair,
    propose_closing,
    separate,
)
from .places import set_capacity
from .requests import (
    answer_question,
    join_waiting_list,
    leave_waiting_list,
    save_request_draft,
    send_request,
    withdraw_request,
    write_and_send_request,
)
from .standing import exclude_member, readmit_member, suspend_member

__all__ = [
    "MoveRefused", "accept_request", "activate_member", "answer_circle_fit", "answer_fit", "answer_question",
    "approve_member", "ask_question", "call_mentors", "change_profile", "choose_circle_reveal", "choose_reveal",
    "close_circle", "close_pair", "decline_request", "delete_circle_meeting", "delete_meeting", "exclude_member",
    "expire_request", "follow_up", "is_checked", "join_waiting_list", "leave_circle", "leave_comment",
    "leave_programmes", "leave_promotion", "leave_waiting_list", "log_circle_meeting", "log_meeting", "nudge_mentor",
    "pause_mentor", "prolong_pair", "propose_closing", "publish_profile", "readmit_member", "refresh_listings",
    "refresh_member", "remind_mentor", "restore_profile", "resume_mentor", "save_request_draft", "send_request",
    "separate", "set_capacity", "submit_application", "suspend_member", "to_call", "why_not_nudge", "withdraw_request",
    "write_and_send_request",
]  # fmt: skip
