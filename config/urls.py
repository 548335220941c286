"""Every address of the site, by front."""

from django.urls import include, path

urlpatterns = [
    path("equipe/donnees/", include("binome.backoffice.privacy.urls")),
    path("equipe/aujourd-hui/", include("binome.backoffice.mentoring.urls")),
    path("pilotage/", include("binome.backoffice.pilot_urls")),
    path("equipe/", include("binome.backoffice.urls")),
    path("", include("binome.web.urls")),
]
handler400 = "binome.web.errors.bad_request"
handler403 = "binome.web.errors.forbidden"
handler404 = "binome.web.errors.not_found"
handler500 = "binome.web.errors.server_error"
