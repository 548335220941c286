"""Every reading of this room; the viewer is an argument. By subject: `requests` · `pairs` · `space` · `directory`."""

from .pairs import PairView, Step, as_seen, meetings_of, pairs_of, planned_meetings, prolongations_of, thread
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
    "Capacity", "MenteeSpace", "MentorSpace", "PairView", "Step", "admitted_mentor", "as_seen", "capacity_of",
    "count_waiting", "history", "inbox", "meetings_of", "mentee_space", "mentor_space", "pairs_of", "planned_meetings",
    "prolongations_of", "requests_of", "sent", "suggestions", "thread", "usual_answer_days", "waiting_entries",
    "waiting_entry",
]  # fmt: skip
