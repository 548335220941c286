"""The public and member addresses: French paths, English names, one list per subject."""

from django.urls import include, path

urlpatterns = [
    path("", include("binome.web.pages.urls")),
    path("", include("binome.web.people.urls")),
    path("", include("binome.web.programmes.urls")),
    path("", include("binome.web.library.urls")),
    path("", include("binome.web.mentoring.urls")),
    path("", include("binome.web.support.urls")),
    path("", include("binome.web.privacy.urls")),
]
