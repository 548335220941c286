"""Addresses of mentoring: the directory, the requests, the pairs, her space."""

from django.urls import path

from .views import answers, availability, circles, directory, pairs, proposals, requests, space

urlpatterns = [
    path("mon-espace/", space.my_space, name="my-space"),
    path("mon-espace/demandes/", space.my_requests, name="my-requests"),
    path("mon-espace/disponibilite/", availability.availability, name="availability"),
    path("mon-espace/disponibilite/places/", availability.set_capacity, name="set-capacity"),
    path("mon-espace/disponibilite/pause/", availability.pause_mentor, name="pause-mentor"),
    path("mon-espace/disponibilite/retour/", availability.resume_mentor, name="resume-mentor"),
    path("mentores/", directory.mentor_list, name="mentor-list"),
    path("mentores/<slug:code>/", directory.mentor_detail, name="mentor-detail"),
    path("mentores/<slug:code>/demande/", requests.request_new, name="request-new"),
    path("mentores/<slug:code>/liste-d-attente/", requests.join_waiting_list, name="join-waiting-list"),
    path("mentores/<slug:code>/liste-d-attente/quitter/", requests.leave_waiting_list, name="leave-waiting-list"),
    path("demandes/<slug:code>/", requests.request_detail, name="request-detail"),
    path("demandes/<slug:code>/reponse/", requests.answer_question, name="answer-question"),
    path("demandes/<slug:code>/retirer/", requests.withdraw_request, name="withdraw-request"),
    path("demandes/<slug:code>/question/", answers.ask_question, name="ask-question"),
    path("demandes/<slug:code>/accepter/", answers.accept_request, name="accept-request"),
    path("demandes/<slug:code>/decliner/", answers.decline_request, name="decline-request"),
    path("propositions/<slug:code>/", proposals.proposal_detail, name="proposal-detail"),
    path("propositions/<slug:code>/oui/", proposals.accept_proposal, name="accept-proposal"),
    path("propositions/<slug:code>/non/", proposals.decline_proposal, name="decline-proposal"),
    path("cercles/<slug:code>/", circles.circle_detail, name="circle-detail"),
    path("cercles/<slug:code>/coordonnees/", circles.choose_circle_reveal, name="choose-circle-reveal"),
    path("cercles/<slug:code>/entente/", circles.answer_circle_fit, name="answer-circle-fit"),
    path("cercles/<slug:code>/rendez-vous/", circles.log_circle_meeting, name="log-circle-meeting"),
    path("cercles/<slug:code>/quitter/", circles.leave_circle, name="leave-circle"),
    path("rendez-vous-du-cercle/<slug:code>/supprimer/", circles.delete_circle_meeting, name="delete-circle-meeting"),
    path("binomes/<slug:code>/", pairs.pair_detail, name="pair-detail"),
    path("binomes/<slug:code>/coordonnees/", pairs.choose_reveal, name="choose-reveal"),
    path("binomes/<slug:code>/rendez-vous/", pairs.log_meeting, name="log-meeting"),
    path("rendez-vous/<slug:code>/supprimer/", pairs.delete_meeting, name="delete-meeting"),
    path("binomes/<slug:code>/entente/", pairs.answer_fit, name="answer-fit"),
    path("binomes/<slug:code>/prolonger/", pairs.prolong_pair, name="prolong-pair"),
    path("binomes/<slug:code>/clore/", pairs.close_pair, name="close-pair"),
    path("binomes/<slug:code>/mot/", pairs.leave_comment, name="leave-comment"),
]
