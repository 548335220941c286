"""Addresses of the organisations of a programme, under /pilotage/."""

from django.urls import URLPattern, path

from . import dashboard, imports, jobs, people, roles, sponsor, taking, tree

urlpatterns: list[URLPattern] = [
    path("", dashboard.pilot_dashboard, name="pilot-dashboard"),
    path("binomes/exporter/", taking.export_pairs, name="export-pairs"),
    path("marraine/", sponsor.sponsor_space, name="sponsor-space"),
    path("personnes/", people.people_list, name="people-list"),
    path("personnes/exporter/", people.export_people, name="export-people"),
    path("organisations/", tree.organisation_list, name="organisation-list"),
    path("organisations/concurrentes/", tree.declare_competitors, name="declare-competitors"),
    path("organisations/<str:code>/", tree.organisation_detail, name="organisation-detail"),
    path("organisations/<str:code>/domaines/", tree.choose_domains, name="choose-domains"),
    path("organisations/<str:code>/entites/", tree.add_entity, name="add-entity"),
    path("organisations/<str:code>/annuaire/", imports.import_directory, name="import-directory"),
    path(
        "organisations/<str:code>/concurrente/<str:other>/retirer/",
        tree.withdraw_competitors,
        name="withdraw-competitors",
    ),
    path("entites/<str:code>/", tree.edit_entity, name="edit-entity"),
    path("entites/<str:code>/supprimer/", tree.remove_entity, name="remove-entity"),
    path("annuaires/<str:code>/", imports.preview_import, name="preview-import"),
    path("annuaires/<str:code>/confirmer/", imports.confirm_import, name="confirm-import"),
    path("annuaires/<str:code>/abandonner/", imports.drop_import, name="drop-import"),
    path("travaux/<str:code>/", jobs.job_progress, name="job-progress"),
    path("roles/", roles.role_list, name="role-list"),
    path("roles/<str:code>/retirer/", roles.take_back_role, name="take-back-role"),
]
