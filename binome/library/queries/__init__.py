"""Every reading of this room; who reads is an argument. By subject: `articles` · `finding` · `desk` · `testimonies`."""

from .articles import (
    find_article,
    find_image,
    images_of,
    news,
    questions,
    readable,
    resources,
    themes_of,
)
from .desk import Standing, desk_of, history_of, standing, state_words
from .finding import Found, search

__all__ = [
    "Found", "Standing", "desk_of", "find_article", "find_image", "history_of", "images_of", "news", "questions",
    "readable", "resources", "search", "standing", "state_words", "themes_of",
]  # fmt: skip
