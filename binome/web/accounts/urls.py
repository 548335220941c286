"""Addresses of accounts, under /compte/: allauth's views that we use, by their allauth names, and ours.

allauth's own sign-up is not here; its name leads to ours, because allauth links to it.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import RedirectView

from . import views
from .views import in_one_transaction, keeping_one, of_her_passkey

urlpatterns = [
    path("connexion/", account.login, name="account_login"),
    path("connexion/code/", in_one_transaction(account.request_login_code), name="account_request_login_code"),
    path("connexion/code/saisir/", account.confirm_login_code, name="account_confirm_login_code"),
    path("connexion/cle/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("connexion/verification/", mfa.authenticate, name="mfa_authenticate"),
    path("deconnexion/", account.logout, name="account_logout"),
    path("inscription/", login_not_required(RedirectView.as_view(pattern_name="signup-start")), name="account_signup"),
    path("mot-de-passe/", in_one_transaction(account.password_change), name="account_change_password"),
    path("mot-de-passe/choisir/", in_one_transaction(account.password_set), name="account_set_password"),
    path("mot-de-passe/oublie/", in_one_transaction(account.password_reset), name="account_reset_password"),
    path("mot-de-passe/oublie/envoye/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "mot-de-passe/nouveau/<slug:uidb36>/<str:key>/",
        in_one_transaction(views.NewPassword.as_view()),
        name="account_reset_password_from_key",
    ),
    path("mot-de-passe/change/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("adresse/", in_one_transaction(account.email), name="account_email"),
    path(
        "adresse/confirmer/<str:key>/", in_one_transaction(views.ConfirmEmail.as_view()), name="account_confirm_email"
    ),
    path("confirmer/", account.reauthenticate, name="account_reauthenticate"),
    path("confirmer/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("confirmer/cle/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("securite/", views.SecondFactors.as_view(), name="mfa_index"),
    path("securite/application/", views.ActivateTOTP.as_view(), name="mfa_activate_totp"),
    path("securite/application/retirer/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("securite/codes/", views.recovery_codes, name="mfa_view_recovery_codes"),
    path("securite/codes/nouveaux/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("securite/codes/telecharger/", views.recovery_codes_file, name="mfa_download_recovery_codes"),
    path("securite/cles/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("securite/cles/ajouter/", views.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("securite/cles/<slug:code>/", of_her_passkey(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path(
        "securite/cles/<slug:code>/retirer/",
        of_her_passkey(keeping_one(webauthn.remove_webauthn)),
        name="mfa_remove_webauthn",
    ),
    path("appareils/", views.session_list, name="session-list"),
    path("appareils/autres/deconnecter/", views.end_other_sessions, name="end-other-sessions"),
    path("appareils/<slug:code>/deconnecter/", views.end_session, name="end-session"),
]
