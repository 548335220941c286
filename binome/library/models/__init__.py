"""Tables of the library. By subject: `articles` fiches, questions, resources and news."""

from .articles import Article, ArticleImage, ArticleVersion, Audience, Kind, Theme

__all__ = ["Article", "ArticleImage", "ArticleVersion", "Audience", "Kind", "Theme"]
