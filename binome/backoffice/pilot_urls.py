"""Addresses of who runs a programme, under /pilotage/. One line for each part's own file."""

from django.urls import include, path

urlpatterns = [
    path("", include("binome.backoffice.organisations.urls")),
    path("", include("binome.backoffice.promotions.urls")),
    path("", include("binome.backoffice.matching.urls")),
]
