"""Addresses of a programme's settings, promotions and participants, under /pilotage/."""

from django.urls import URLPattern, path

from . import cohorts, creation, nominations, participants, questions, requests, scoring, settings

urlpatterns: list[URLPattern] = [
    path("nouveau-programme/", creation.create_programme, name="create-programme"),
    path("reglages/", settings.programme_settings, name="programme-settings"),
    path("reglages/mots/", settings.edit_vocabulary, name="edit-vocabulary"),
    path("reglages/textes/", settings.edit_texts, name="edit-texts"),
    path("reglages/forme/", settings.edit_form, name="edit-form"),
    path("reglages/criteres/", scoring.edit_criteria, name="edit-criteria"),
    path("reglages/regles/", scoring.edit_rules, name="edit-rules"),
    path("reglages/questions/", questions.question_list, name="programme-questions"),
    path("reglages/questions/nouvelle/", questions.edit_question, {"key": ""}, name="add-question"),
    path("reglages/questions/<slug:key>/", questions.edit_question, name="edit-question"),
    path("reglages/questions/<slug:key>/deplacer/", questions.move_question, name="move-question"),
    path("promotions/", cohorts.cohort_list, name="cohort-list"),
    path("promotions/nouvelle/", cohorts.create_cohort, name="create-cohort"),
    path("promotions/<slug:code>/", cohorts.edit_cohort, name="edit-cohort"),
    path("promotions/<slug:code>/etape/", cohorts.move_cohort, name="move-cohort"),
    path("promotions/<slug:code>/archiver/", cohorts.archive_cohort, name="archive-cohort"),
    path("demandes/", requests.request_list, name="request-list"),
    path("participants/", participants.participant_list, name="participant-list"),
    path("participants/inviter/", participants.invite, name="invite-people"),
    path("participants/relancer/", participants.remind, name="remind-people"),
    path("participants/invitations/<slug:code>/retirer/", participants.withdraw, name="withdraw-invitation"),
    path("participants/<slug:code>/depart/", participants.decide_leaver, name="decide-leaver"),
    path("proposer/", nominations.nominate, name="nominate-person"),
]
