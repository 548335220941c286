"""Addresses of the programme's texts."""

from django.urls import URLPattern, URLResolver, path

from . import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("charte/", views.charter, name="charter"),
    path("charte/charte.pdf", views.charter_paper, name="charter-paper"),
    path("charte/signer/", views.sign_charter, name="sign-charter"),
]
