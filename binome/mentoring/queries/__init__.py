"""Every reading of this room; the viewer is an argument. By subject: `requests` · `pairs` · `space` · `directory` ·
`balance` what the team watches without reading a word of it.
"""

from .balance import Sector, balance, late_requests, mentors_of, sleeping_pairs
from .circles import CircleView, circle_for, circles_going, circles_in
from .pairs import PairView, Step, as_seen, meetings_of, pairs_in, pairs_of, planned_meetings, prolongations_of, thread
from .proposals import ProposalView, proposal_for, proposals_to
from .requests import (
    Capacity,
    admitted_mentor,
    capacity_of,
    count_waiting,
    history,
    inbox,
    requests_of,
    sent,
    suggestions,
    usual_answer_days,
    waiting_entries,
    waiting_entry,
)
from .space import MenteeSpace, MentorSpace, mentee_space, mentor_space

__all__ = [
    "Capacity", "CircleView", "MenteeSpace", "MentorSpace", "PairView", "ProposalView", "Sector", "Step",
    "admitted_mentor", "as_seen", "balance", "capacity_of", "circle_for", "circles_going", "circles_in",
    "count_waiting", "history", "inbox", "late_requests", "meetings_of", "mentee_space", "mentor_space", "mentors_of",
    "pairs_in", "pairs_of", "planned_meetings", "prolongations_of", "proposal_for", "proposals_to", "requests_of",
    "sent", "sleeping_pairs", "suggestions", "thread", "usual_answer_days", "waiting_entries", "waiting_entry",
]  # fmt: skip
