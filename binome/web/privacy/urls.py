"""Addresses of her own data, of the legal pages, and of what she accepted."""

from django.urls import path

from . import mydata, views

urlpatterns = [
    path("mon-espace/mes-donnees/", mydata.my_data, name="my-data"),
    path("mon-espace/mes-donnees/telecharger/", mydata.export_my_data, name="export-my-data"),
    path("mon-espace/mes-accords/", views.my_agreements, name="my-agreements"),
    path("mon-espace/partir/", mydata.leave, name="leave"),
    path("parti/", mydata.left, name="left"),
    path("rester/<str:token>/", mydata.stay, name="stay"),
    path("combien-de-temps/", mydata.kept_how_long, name="kept-how-long"),
    path("mentions-legales/", views.legal_notice, name="legal-notice"),
    path("confidentialite/", views.privacy_notice, name="privacy-notice"),
    path("cookies/", views.cookie_notice, name="cookie-notice"),
    path("accessibilite/", views.accessibility_statement, name="accessibility-statement"),
]
