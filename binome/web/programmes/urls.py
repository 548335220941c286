"""Addresses of the programme's texts."""

from django.urls import URLPattern, URLResolver, path

from . import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("charte/", views.charter, name="charter"),
    path("charte/versions/", views.charter_list, name="charter-list"),
    path("charte/versions/<int:number>/", views.charter_version, name="charter-version"),
    path("charte/charte.pdf", views.charter_paper, name="charter-paper"),
    path("charte/signer/", views.sign_charter, name="sign-charter"),
]
