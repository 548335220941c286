"""Every write of support: one verb, one transaction, one journal line. By subject:

`reports` what members say · `treatment` what the moderator in charge does · `measures` decisions, appeals and their
effects · `messages` writing to the team · `outreach` the team writes first · `notes` from one moderator to the next.
"""

from binome.core.moves import MoveRefused

from .measures import answer_appeal, appeal_decision, decide_case, end_suspensions
from .messages import (
    answer_message,
    contact_team,
    dismiss_message,
    release_message,
    take_message,
    write_again,
    write_to_team,
)
from .notes import leave_note, remove_note
from .outreach import write_to_members
from .reports import complete_report, give_version, report_person
from .treatment import hear_reported, rate_case, read_case, release_case, take_case

__all__ = [
    "MoveRefused", "answer_appeal", "answer_message", "appeal_decision", "complete_report", "contact_team",
    "decide_case", "dismiss_message", "end_suspensions", "give_version", "hear_reported", "leave_note", "rate_case",
    "read_case", "release_case", "release_message", "remove_note", "report_person", "take_case", "take_message",
    "write_again", "write_to_members", "write_to_team",
]  # fmt: skip
