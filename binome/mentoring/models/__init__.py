"""Tables of mentoring: the directory's listing, requests and places, pairs, and how a programme makes them."""

from .listing import Listing, WaitingEntry
from .matchmaking import Circle, CircleMember, MatchRun, Proposal, Ruling, Situation
from .pair import Comment, FitAnswer, Meeting, Pair, PairEvent, Reveal
from .past import PastPair
from .request import Block, MentoringRequest, Place, between

__all__ = [
    "Block", "Circle", "CircleMember", "Comment", "FitAnswer", "Listing", "MatchRun", "Meeting", "MentoringRequest",
    "Pair", "PairEvent", "PastPair", "Place", "Proposal", "Reveal", "Ruling", "Situation", "WaitingEntry", "between",
]  # fmt: skip
