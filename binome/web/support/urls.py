"""Reporting someone, and writing to the team."""

from django.urls import path

from . import views

urlpatterns = [
    path("signaler/<str:code>/", views.report_person, name="report-person"),
    path("ecrire-a-l-equipe/", views.write_to_team, name="write-to-team"),
]
