"""Addresses of the library."""

from django.urls import URLPattern, URLResolver, path, register_converter

from . import testimonies, testimony_space, views
from .shelves import ADDRESSES


class KindConverter:
    """A kind by its French word in an address: « fiche », « actualite »."""

    regex = "[a-z]+"

    def to_python(self, value: str) -> str:
        kind = next((kind for kind, word in ADDRESSES.items() if word == value), "")
        if not kind:
            raise ValueError(value)  # no such address
        return kind

    def to_url(self, value: str) -> str:
        return ADDRESSES.get(value, value)


register_converter(KindConverter, "kind")

urlpatterns: list[URLPattern | URLResolver] = [
    path("ressources/", views.resource_list, name="resource-list"),
    path("questions/", views.question_list, name="question-list"),
    path("actualites/", views.news_list, name="news-list"),
    path("actualites/flux.xml", views.news_feed, name="news-feed"),
    path("rechercher/", views.library_search, name="library-search"),
    path("lire/<kind:kind>/<slug:slug>/", views.article_detail, name="article-detail"),
    path("lire/<kind:kind>/<slug:slug>.pdf", views.article_paper, name="article-paper"),
    path("lire/images/<slug:code>.jpg", views.article_image, name="article-image"),
    path("temoignages/<slug:code>/", testimonies.testimony_detail, name="testimony-detail"),
    path("temoignages/<slug:code>/video/", testimonies.testimony_video, name="testimony-video"),
    path("temoignages/<slug:code>/image/", testimonies.testimony_poster, name="testimony-poster"),
    path("temoignages/<slug:code>/sous-titres/", testimonies.testimony_captions, name="testimony-captions"),
    path("mon-espace/temoignage/", testimony_space.my_testimony, name="my-testimony"),
    path("mon-espace/temoignage/nouveau/", testimony_space.testimony_new, name="testimony-new"),
    path("mon-espace/temoignage/<slug:code>/", testimony_space.testimony_edit, name="testimony-edit"),
    path("mon-espace/temoignage/<slug:code>/video/", testimony_space.testimony_replace, name="testimony-replace"),
    path("mon-espace/temoignage/<slug:code>/envoyer/", testimony_space.submit_testimony, name="submit-testimony"),
    path(
        "mon-espace/temoignage/<slug:code>/reprendre/", testimony_space.take_back_testimony, name="take-back-testimony"
    ),
    path("mon-espace/temoignage/<slug:code>/retirer/", testimony_space.withdraw_testimony, name="withdraw-testimony"),
    path(
        "mon-espace/temoignage/<slug:code>/retirer/<slug:use>/",
        testimony_space.withdraw_consent,
        name="withdraw-consent",
    ),
]
