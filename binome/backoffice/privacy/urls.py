"""Addresses of personal data, for administrators, under /equipe/donnees/."""

from django.urls import path

from . import operator, register, retention

urlpatterns = [
    path("", operator.privacy_desk, name="privacy-desk"),
    path("organisme/", operator.operator_details, name="operator-details"),
    path("effacements/", retention.clock_proof, name="clock-proof"),
    path("effacements/<str:clock>/confirmer/", retention.confirm_purge, name="confirm-purge"),
    path("registre/", register.processing_register, name="processing-register"),
    path("registre/fondements/", register.choose_bases, name="choose-bases"),
    path("registre/<str:name>", register.register_file, name="register-file"),
    path("analyse-d-impact/", register.impact_assessment, name="impact-assessment"),
]
