"""Reporting someone, and writing to the team."""

from django.urls import path

from . import contact, own_cases, views

urlpatterns = [
    path("signaler/<str:code>/", views.report_person, name="report-person"),
    path("ecrire-a-l-equipe/", views.write_to_team, name="write-to-team"),
    path("ecrire-a-l-equipe/<str:code>/", views.write_again, name="write-again"),
    path("contact/", contact.contact, name="contact"),
    path("contact/merci/", contact.contact_sent, name="contact-sent"),
    path("contact/echange/<str:token>/", contact.contact_thread, name="contact-thread"),
    path("mes-dossiers/", own_cases.my_cases, name="my-cases"),
    path("mes-dossiers/<str:code>/", own_cases.my_case, name="my-case"),
    path("mes-dossiers/<str:code>/version/", own_cases.give_version, name="give-version"),
    path("mes-dossiers/<str:code>/recours/", own_cases.appeal_decision, name="appeal-decision"),
]
