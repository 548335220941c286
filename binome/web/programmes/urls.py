"""Addresses of the programme's texts, of invitations, and of a participant's own pages."""

from django.urls import URLPattern, URLResolver, path

from . import answers, attestation, invitations, joining, participant, publishing, spaces, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("mes-programmes/", spaces.my_programmes, name="my-programmes"),
    path("rejoindre/<slug:slug>/", joining.ask_to_join, name="ask-to-join"),
    path("rejoindre/lien/<slug:token>/", joining.join_programme, name="join-programme"),
    path("invitations/<slug:token>/", invitations.answer_invitation, name="answer-invitation"),
    path("rejoindre/lien/<slug:token>/confidentialite/", joining.join_notice, name="join-notice"),
    path("invitations/<slug:token>/confidentialite/", invitations.invitation_notice, name="invitation-notice"),
    path("invitations/<slug:token>/decliner/", invitations.decline_invitation, name="decline-invitation"),
    path("mon-espace/publier-mon-profil/", publishing.publish_profile, name="publish-profile"),
    path("mes-reponses/", answers.my_answers, name="my-answers"),
    path("mes-souhaits/", participant.my_wishes, name="my-wishes"),
    path("mes-souhaits/<slug:code>/", participant.change_wish, name="change-wish"),
    path("mon-espace/quitter-la-promotion/", participant.leave_cohort, name="leave-cohort"),
    path("conditions/attester/", attestation.attest_rules, name="attest-rules"),
    path("charte/", views.charter, name="charter"),
    path("charte/versions/", views.charter_list, name="charter-list"),
    path("charte/versions/<int:number>/", views.charter_version, name="charter-version"),
    path("charte/charte.pdf", views.charter_paper, name="charter-paper"),
    path("charte/signer/", views.sign_charter, name="sign-charter"),
]
