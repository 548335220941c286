"""What forbids a pair: hard rules, each asked one pair at a time here and told in words.

The compiler turns the same rules into gates for millions of pairs; this file knows nothing of it, so that each is a
check of the other. Every rule says what happens when something isn't known: the pair passes, or it fails.
"""

from binome.matching.rules.base import OfCategory, Rule, Unknown
from binome.matching.rules.breaking import REASONS, SAME_PERSON, broken_rules, reasons_of, tell_exclusion
from binome.matching.rules.distance import Apart, InPerson
from binome.matching.rules.labels import Allowed, NotTogether, OtherThan, SameAs, ShareOne

__all__ = [
    "REASONS",
    "SAME_PERSON",
    "Allowed",
    "Apart",
    "InPerson",
    "NotTogether",
    "OfCategory",
    "OtherThan",
    "Rule",
    "SameAs",
    "ShareOne",
    "Unknown",
    "broken_rules",
    "reasons_of",
    "tell_exclusion",
]
