"""Addresses of what belongs to no subject: home, the installed application, preferences, rights, health."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from binome.ui.styleguide import styleguide

from . import application, mailbox, paused, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("compte/", include("binome.web.accounts.urls")),
    path("compte/reprendre/", views.resume_form, name="resume-form"),
    path("mon-espace/reglages/", views.settings_page, name="settings"),
    path("langue/", views.set_language, name="set-language"),
    path("theme/", views.set_theme, name="set-theme"),
    path("qui-voit-mes-donnees/", views.who_sees_what, name="who-sees-what"),
    path("desabonnement/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("sante/", views.health, name="health"),
    path("manifest.webmanifest", application.manifest, name="manifest"),
    path("service-worker.js", application.service_worker, name="service-worker"),
    path("pause/", paused.site_paused, name="site-paused"),
    path("hors-ligne/", application.offline, name="offline"),
    path("demo/courriels/", mailbox.demo_mailbox, name="demo-mailbox"),
    path("demo/courriels/<slug:code>/", mailbox.demo_letter, name="demo-letter"),
    path("demo/courriels/<slug:code>/page/", mailbox.demo_letter_page, name="demo-letter-page"),
]
if settings.DEBUG:
    urlpatterns.append(path("styleguide/", styleguide))
