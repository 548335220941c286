"""Addresses of the matching board, under /pilotage/appariement/."""

from django.urls import path

from . import board, circles, deciding, minutes, questions, rulings, trials

urlpatterns = [
    path("appariement/", board.current_board, name="current-match-board"),
    path("appariement/<str:cohort>/", board.match_board, name="match-board"),
    path("appariement/<str:cohort>/calculer/", board.request_match, name="request-match"),
    path("appariement/<str:cohort>/personnes/<str:code>/", board.match_board, name="match-person"),
    path("appariement/<str:cohort>/personnes/<str:code>/regler/", rulings.rule_couple, name="rule-couple"),
    path("appariement/<str:cohort>/personnes/<str:code>/pourquoi/", questions.why_not, name="match-why-not"),
    path("appariement/<str:cohort>/personnes/<str:code>/sans-elle/", questions.without_her, name="match-without"),
    path("appariement/<str:cohort>/personnes/<str:code>/echanger/", rulings.swap_partners, name="swap-partners"),
    path("appariement/<str:cohort>/choix/<str:code>/lever/", rulings.lift_ruling, name="lift-ruling"),
    path("appariement/<str:cohort>/regles/", trials.match_rules, name="match-rules"),
    path("appariement/<str:cohort>/essais/<str:code>/", trials.match_trial, name="match-trial"),
    path("appariement/<str:cohort>/essais/<str:code>/adopter/", trials.adopt_trial, name="adopt-trial"),
    path("appariement/<str:cohort>/soumettre/", deciding.submit_match, name="submit-match"),
    path("appariement/<str:cohort>/decider/", deciding.decide_match, name="decide-match"),
    path("appariement/<str:cohort>/publier/", deciding.publish_match, name="publish-match"),
    path("appariement/<str:cohort>/cercles/", circles.circle_list, name="circle-list"),
    path("appariement/<str:cohort>/cercles/<str:code>/clore/", circles.close_circle, name="close-circle"),
    path("appariement/<str:cohort>/proces-verbal/", minutes.match_minutes, name="match-minutes"),
    path("appariement/<str:cohort>/proces-verbal.pdf", minutes.match_minutes_paper, name="match-minutes-paper"),
    path("appariement/<str:cohort>/preuve.json", minutes.match_certificate, name="match-certificate"),
]
