"""Tables of the library. By subject: `articles` texts, from fiches to news · `testimonies` videos of mentors."""

from .articles import Article, ArticleImage, ArticleVersion, Audience, Kind, Theme
from .testimonies import Consent, Testimony

__all__ = ["Article", "ArticleImage", "ArticleVersion", "Audience", "Consent", "Kind", "Testimony", "Theme"]
