"""Tables of mentoring: the directory's listing, requests and places, pairs, and how a programme makes them."""

from .circle import Circle, CircleMeeting, CircleMember
from .listing import Listing, WaitingEntry
from .matchmaking import MatchRun, Proposal, Ruling, Situation
from .pair import Comment, FitAnswer, Meeting, Pair, PairEvent, Reveal
from .past import PastPair
from .request import Block, MentoringRequest, Place, between

__all__ = [
    "Block", "Circle", "CircleMeeting", "CircleMember", "Comment", "FitAnswer", "Listing", "MatchRun", "Meeting",
    "MentoringRequest", "Pair", "PairEvent", "PastPair", "Place", "Proposal", "Reveal", "Ruling", "Situation",
    "WaitingEntry", "between",
]  # fmt: skip
