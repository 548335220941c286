"""Addresses of the organisations of a programme, under /pilotage/."""

from django.urls import URLPattern, path

from . import dashboard

urlpatterns: list[URLPattern] = [
    path("", dashboard.pilot_dashboard, name="pilot-dashboard"),
]
