"""Addresses of people: signing up, the links of moderation, her own account, photos."""

from django.urls import URLPattern, URLResolver, path

from .views import account, invited, photos, signup

urlpatterns: list[URLPattern | URLResolver] = [
    path("inscription/", signup.signup_start, name="signup-start"),
    path("inscription/recue/", signup.signup_done, name="signup-done"),
    path("inscription/plus-tard/", signup.signup_later, name="signup-later"),
    path("inscription/lien/", signup.signup_link, name="signup-link"),
    path("inscription/reprendre/<str:token>/", signup.signup_resume, name="signup-resume"),
    path("inscription/corriger/<str:token>/", invited.profile_correct, name="profile-correct"),
    path("inscription/corriger/<str:token>/photo/", photos.correct_photo, name="correct-photo"),
    path("inscription/contester/<str:token>/", invited.contest_refusal, name="contest-refusal"),
    path("inscription/<slug:code>/<int:step>/", signup.signup_step, name="signup-step"),
    path("inscription/<slug:code>/photo/", photos.signup_photo, name="signup-photo"),
    path("activation/<str:token>/", invited.activate, name="activate"),
    path("mon-espace/profil/", account.profile_edit, name="profile-edit"),
    path("mon-espace/identite/", account.identity_edit, name="identity-edit"),
    path("mon-espace/e-mails/", account.mail_preferences, name="mail-preferences"),
    path("photos/<slug:code>/", photos.photo, name="photo"),
]
