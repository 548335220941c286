"""Every reading of this room; who reads is an argument. By subject: `articles`."""

from .articles import (
    Found,
    find_article,
    find_image,
    images_of,
    news,
    questions,
    readable,
    resources,
    search,
    themes_of,
)

__all__ = [
    "Found", "find_article", "find_image", "images_of", "news", "questions", "readable", "resources", "search",
    "themes_of",
]  # fmt: skip
