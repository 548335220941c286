"""Tables of mentoring: the directory's listing, requests and places, pairs."""

from .listing import Listing, WaitingEntry
from .pair import Comment, FitAnswer, Meeting, Pair, PairEvent, Reveal
from .past import PastPair
from .request import Block, MentoringRequest, Place

__all__ = [
    "Block", "Comment", "FitAnswer", "Listing", "Meeting", "MentoringRequest", "Pair", "PairEvent", "PastPair", "Place",
    "Reveal", "WaitingEntry",
]  # fmt: skip
