"""Addresses of personal data, for administrators, under /equipe/donnees/."""

from django.urls import path

from . import operator

urlpatterns = [
    path("", operator.privacy_desk, name="privacy-desk"),
    path("organisme/", operator.operator_details, name="operator-details"),
]
