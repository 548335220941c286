"""Addresses of the legal pages, and of what she accepted."""

from django.urls import path

from . import views

urlpatterns = [
    path("mentions-legales/", views.legal_notice, name="legal-notice"),
    path("confidentialite/", views.privacy_notice, name="privacy-notice"),
    path("cookies/", views.cookie_notice, name="cookie-notice"),
    path("accessibilite/", views.accessibility_statement, name="accessibility-statement"),
]
