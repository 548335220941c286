"""Addresses of the library."""

from django.urls import URLPattern, URLResolver, path, register_converter

from . import views
from .shelves import ADDRESSES


class KindConverter:
    """A kind by its French word in an address: « fiche », « actualite »."""

    regex = "|".join(ADDRESSES.values())

    def to_python(self, value: str) -> str:
        return next(kind for kind, word in ADDRESSES.items() if word == value)

    def to_url(self, value: str) -> str:
        return ADDRESSES[value]


register_converter(KindConverter, "kind")

urlpatterns: list[URLPattern | URLResolver] = [
    path("ressources/", views.resource_list, name="resource-list"),
    path("questions/", views.question_list, name="question-list"),
    path("actualites/", views.news_list, name="news-list"),
    path("actualites/flux.xml", views.news_feed, name="news-feed"),
    path("rechercher/", views.library_search, name="library-search"),
    path("lire/<kind:kind>/<slug:slug>/", views.article_detail, name="article-detail"),
    path("lire/<kind:kind>/<slug:slug>.pdf", views.article_paper, name="article-paper"),
    path("lire/images/<str:code>.jpg", views.article_image, name="article-image"),
]
