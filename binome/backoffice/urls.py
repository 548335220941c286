"""Addresses of the team, under /equipe/."""

from django.urls import path

from . import journal
from .people import views as people
from .support import views as support

urlpatterns = [
    path("", people.moderation_queue, name="moderation-queue"),
    path("suivant/", people.take_next, name="take-next-profile"),
    path("profils/<str:code>/", people.profile_review, name="profile-review"),
    path("profils/<str:code>/publier/", people.decide, {"verb": "approve"}, name="approve-profile"),
    path("profils/<str:code>/corriger/", people.decide, {"verb": "ask_change"}, name="ask-profile-change"),
    path("profils/<str:code>/refuser/", people.decide, {"verb": "refuse"}, name="refuse-profile"),
    path("profils/<str:code>/deuxieme-avis/", people.decide, {"verb": "escalate"}, name="escalate-profile"),
    path("profils/<str:code>/confirmer/", people.decide, {"verb": "confirm"}, name="confirm-recheck"),
    path("profils/<str:code>/retablir/", people.decide, {"verb": "restore"}, name="restore-profile"),
    path("profils/<str:code>/prendre/", people.hold, {"verb": "take"}, name="take-profile"),
    path("profils/<str:code>/laisser/", people.hold, {"verb": "release"}, name="release-profile"),
    path("profils/<str:code>/nom/", people.open_identity, name="open-identity"),
    path("profils/<str:code>/relier/", people.link_accounts, name="link-accounts"),
    path("signalements/", support.case_list, name="case-list"),
    path("signalements/<str:code>/", support.case_detail, name="case-detail"),
    path("signalements/<str:code>/prendre/", support.take_case, name="take-case"),
    path("signalements/<str:code>/laisser/", support.release_case, name="release-case"),
    path("signalements/<str:code>/clore/", support.close_case, name="close-case"),
    path("messages/", support.message_list, name="message-list"),
    path("messages/<str:code>/", support.message_detail, name="message-detail"),
    path("messages/<str:code>/repondre/", support.answer_message, name="answer-message"),
    path("journal/", journal.journal, name="journal"),
]
