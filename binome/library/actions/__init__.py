"""Every write of this room: one verb, one transaction, one journal line. By subject:

`articles` drafts and publication · `starting` the texts that come with the software.
"""

from binome.people.actions import MoveRefused

from .articles import (
    Place,
    Words,
    create_article,
    drop_draft,
    place_article,
    publish_article,
    save_draft,
    unschedule_article,
    withdraw_article,
)
from .starting import load_starting_texts

__all__ = [
    "MoveRefused", "Place", "Words", "create_article", "drop_draft", "load_starting_texts", "place_article", "publish_article",
    "save_draft", "unschedule_article", "withdraw_article",
]  # fmt: skip
