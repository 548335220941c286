"""Addresses of personal data, for administrators, under /equipe/donnees/."""

from django.urls import path

from . import breach, knowing, operator, proofs, register, retention, rights

urlpatterns = [
    path("", operator.privacy_desk, name="privacy-desk"),
    path("organisme/", operator.operator_details, name="operator-details"),
    path("registre/", register.processing_register, name="processing-register"),
    path("registre/fondements/", register.choose_bases, name="choose-bases"),
    path("registre/<str:name>", register.register_file, name="register-file"),
    path("analyse-d-impact/", register.impact_assessment, name="impact-assessment"),
    path("analyse-d-impact/analyse.pdf", register.assessment_paper, name="assessment-paper"),
    path("effacements/", retention.clock_proof, name="clock-proof"),
    path("effacements/<str:clock>/confirmer/", retention.confirm_purge, name="confirm-purge"),
    path("violations/", breach.breach_list, name="breach-list"),
    path("violations/geler/", breach.freeze_site, name="freeze-site"),
    path("violations/rouvrir/", breach.unfreeze_site, name="unfreeze-site"),
    path("violations/tout-fermer/", breach.revoke_access, name="revoke-access"),
    path("violations/declarer/", breach.declare_breach, name="declare-breach"),
    path("violations/dossier/<str:code>/", breach.breach_detail, name="breach-detail"),
    path("violations/dossier/<str:code>/notifiee/", breach.note_breach_told, name="note-breach-told"),
    path("violations/dossier/<str:code>/clore/", breach.close_breach, name="close-breach"),
    path("demandes/", rights.rights_requests, name="rights-requests"),
    path("demandes/<str:code>/", rights.rights_request, name="rights-request"),
    path("preuves/", proofs.agreement_proof, name="agreement-proof"),
    path("qui-a-vu/", knowing.who_saw, name="who-saw"),
    path("qui-a-vu/csv/", knowing.who_saw_file, name="who-saw-file"),
    path("personnes-concernees/", knowing.impact, name="impact-list"),
    path("personnes-concernees/csv/", knowing.impact_file, name="impact-file"),
]
