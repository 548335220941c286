"""Every write of this room: one verb, one transaction, one journal line. By subject:

`articles` drafts and publication · `images` · `themes` · `starting` the texts that come with the software.
`testimonies`, videos of mentors, is imported from there.
"""

from binome.core.moves import MoveRefused

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
from .images import add_image, describe_image, rebuild_image, remove_image
from .starting import load_starting_texts
from .themes import remove_theme, save_theme

__all__ = [
    "MoveRefused", "Place", "Words", "add_image", "create_article", "describe_image", "drop_draft",
    "load_starting_texts", "place_article", "publish_article", "rebuild_image", "remove_image", "remove_theme",
    "save_draft", "save_theme", "unschedule_article", "withdraw_article",
]  # fmt: skip
