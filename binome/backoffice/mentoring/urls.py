"""What falls asleep, under /equipe/aujourd-hui/."""

from django.urls import path

from . import views

urlpatterns = [
    path("demandes/", views.late_requests, name="late-requests"),
    path("demandes/<str:code>/rappeler/", views.nudge_mentor, name="nudge-mentor"),
    path("demandes/<str:code>/ecrire/", views.write_about_request, name="write-about-request"),
    path("binomes/", views.sleeping_pairs, name="sleeping-pairs"),
    path("binomes/<str:code>/ecrire/", views.write_about_pair, name="write-about-pair"),
]
