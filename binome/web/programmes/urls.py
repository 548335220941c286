"""Addresses of the programme's texts."""

from django.urls import URLPattern, URLResolver, path

from . import attestation, spaces, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("mes-programmes/", spaces.my_programmes, name="my-programmes"),
    path("conditions/attester/", attestation.attest_rules, name="attest-rules"),
    path("charte/", views.charter, name="charter"),
    path("charte/versions/", views.charter_list, name="charter-list"),
    path("charte/versions/<int:number>/", views.charter_version, name="charter-version"),
    path("charte/charte.pdf", views.charter_paper, name="charter-paper"),
    path("charte/signer/", views.sign_charter, name="sign-charter"),
]
