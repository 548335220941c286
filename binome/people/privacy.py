"""What this room keeps about people, field by field (A24).

Classes: `identity` sealed until she reveals it; `contact` how to reach her; `profile` what the community reads;
`words` what someone wrote; `choice` what she decided; `activity` what happened and when; `link` who is concerned;
`secret` never shown; `technical` nothing about a person.
Refused applications, accounts without a visit and departures are erased whole: the privacy room does it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from binome.core import hashes
from binome.core.files import forget_files
from binome.core.keeping import Clock, Rows

from .models import CivilIdentity, Profile, Review, SignupDraft, User, open_identities

FIELDS: dict[str, dict[str, str]] = {
    "User": {
        "id": "technical", "code": "technical", "password": "secret", "last_login": "activity", "email": "contact",
        "first_name": "profile", "language": "choice", "is_active": "activity", "muted_mails": "choice",
        "linked_to": "link", "created_at": "activity", "last_seen_on": "activity",
    },
    "Profile": {
        "id": "technical", "person": "link", "headline": "profile", "quote": "profile", "presentation": "profile",
        "path": "profile", "sector": "profile", "city": "profile", "country": "profile", "languages": "profile",
        "topics": "profile", "formats": "profile", "rhythms": "profile", "link": "contact", "photo": "profile",
        "state": "activity", "waiting_since": "activity", "approved_at": "activity", "recheck_since": "activity",
        "identity_changed_at": "activity",
        "checked_content": "profile", "taken_by": "link", "taken_at": "activity", "escalated_by": "link",
    },
    "CivilIdentity": {"id": "technical", "person": "link", "family_name": "identity", "phone": "identity",
                      "former_name": "identity"},
    "Review": {
        "id": "technical", "profile": "link", "by": "link", "at": "activity", "verb": "activity", "message": "words",
    },
    "SignupDraft": {
        "id": "technical", "code": "technical", "token_hash": "secret", "programme_slug": "technical",
        "role": "choice", "language": "choice", "email": "contact", "email_confirmed_at": "activity",
        "family_name": "identity", "phone": "identity", "answers": "profile", "photo": "profile",
        "step": "technical", "created_at": "activity", "updated_at": "activity",
    },
}  # fmt: skip

DRAFTS_KEPT = timedelta(days=91)


def _sealed(person: User) -> list[CivilIdentity]:
    with open_identities():
        return list(CivilIdentity.objects.filter(person=person).select_related("person"))


def _reviews(person: User) -> QuerySet[Review]:
    return Review.objects.filter(profile__person=person).select_related("profile", "by").order_by("pk")


def _doubts(review: Review, person: User) -> Iterable[str]:
    """What one moderator wrote to another to ask for a second opinion is theirs."""
    return ("message",) if review.verb == "escalate" else ()


_PROFILE = {
    "person": _("Personne"), "headline": _("Métier ou dernière fonction"), "quote": _("Phrase qui vous ressemble"),
    "presentation": _("Présentation"), "path": _("Votre chemin"), "sector": _("Secteur"), "city": _("Ville"),
    "country": _("Pays"), "languages": _("Langues"), "topics": _("Sujets"), "formats": _("Rencontres"),
    "rhythms": _("Rythme"), "link": _("Lien professionnel"), "photo": _("Photo"), "state": _("État"),
    "waiting_since": _("En attente d’une relecture depuis"), "approved_at": _("Vérifié"),
    "recheck_since": _("Modification à relire depuis"), "identity_changed_at": _("Nom changé, à relire depuis"),
    "checked_content": _("Contenu relu en dernier"), "taken_by": _("Relecture par"), "taken_at": _("Relecture depuis"),
    "escalated_by": _("Deuxième avis demandé par"),
}  # fmt: skip

ROWS = {
    "User": Rows(
        _("Votre compte"),
        of=lambda person: User.objects.filter(pk=person.pk).select_related("linked_to"),
        fields={
            "last_login": _("Dernière connexion"), "email": _("Adresse e-mail"), "first_name": _("Prénom"),
            "language": _("Langue"), "is_active": _("Compte actif"), "muted_mails": _("E-mails refusés"),
            "linked_to": _("Votre autre compte"), "created_at": _("Créé"), "last_seen_on": _("Dernière visite"),
        },
    ),
    "Profile": Rows(
        _("Votre profil"),
        of=lambda person: Profile.objects.filter(person=person).select_related("person", "taken_by", "escalated_by"),
        fields=_PROFILE,
        team=("taken_by", "escalated_by"),
    ),
    "CivilIdentity": Rows(
        _("Votre identité scellée"),
        of=_sealed,
        fields={
            "person": _("Personne"), "family_name": _("Nom de famille"), "phone": _("Téléphone"),
            "former_name": _("Nom précédent, jusqu’à la relecture"),
        },
    ),
    "Review": Rows(
        _("Les relectures de votre profil"),
        of=_reviews,
        fields={
            "profile": _("Profil"), "by": _("Par"), "at": _("Date"), "verb": _("Décision"), "message": _("Message"),
        },
        hidden=_doubts,
        team=("by",),
    ),
    "SignupDraft": Rows(
        _("Vos brouillons d’inscription"),
        of=lambda person: SignupDraft.objects.filter(email=person.email).order_by("pk"),
        fields={
            "role": _("Rôle"), "language": _("Langue"), "email": _("Adresse e-mail"),
            "email_confirmed_at": _("Adresse confirmée"), "family_name": _("Nom de famille"), "phone": _("Téléphone"),
            "answers": _("Réponses"), "photo": _("Photo"), "created_at": _("Créé"), "updated_at": _("Modifié"),
        },
    ),
    # Tables of the login (django-allauth).
    "EmailAddress": Rows(
        _("Vos adresses de connexion"),
        of=lambda person: EmailAddress.objects.filter(user=person).order_by("pk"),
        fields={"email": _("Adresse e-mail"), "verified": _("Confirmée"), "primary": _("Principale")},
    ),
    "Authenticator": Rows(
        _("Vos doubles vérifications"),
        of=lambda person: Authenticator.objects.filter(user=person).order_by("pk"),
        fields={"type": _("Sorte"), "created_at": _("Créé"), "last_used_at": _("Dernier usage")},
    ),
    "UserSession": Rows(
        _("Vos appareils connectés"),
        of=lambda person: UserSession.objects.filter(user=person).order_by("pk"),
        fields={
            "ip": _("Adresse IP"), "user_agent": _("Navigateur"), "created_at": _("Depuis"),
            "last_seen_at": _("Vu en dernier"),
        },
    ),
}  # fmt: skip


def end_sessions(person: User) -> None:
    """She is logged out everywhere, and what her sessions held is gone. Sessions do not name her: each is opened."""
    hers = [row.pk for row in Session.objects.iterator() if row.get_decoded().get("_auth_user_id") == str(person.pk)]
    Session.objects.filter(pk__in=hers).delete()
    UserSession.objects.filter(user=person).delete()


def erase(person: User, *, now: datetime) -> None:
    """Her drafts, her photos, her sessions, her ways of logging in; then the account and all that hangs on it."""
    end_sessions(person)
    drafts = SignupDraft.objects.filter(email=person.email)
    profiles = Profile.objects.filter(person=person)
    photos = {str(row.photo) for row in (*drafts, *profiles)} | {
        str(row.checked_content.get("photo", "")) for row in profiles
    }
    forget_files(*photos)
    drafts.delete()
    with open_identities():
        CivilIdentity.objects.filter(person=person).delete()
        User.objects.filter(pk=person.pk).delete()


def remains(person: User, *, now: datetime) -> list[str]:
    if any(kept.startswith(("sanctioned", "barred:")) for kept in hashes.kept_for(person.email, now=now)):
        return [str(_("L’empreinte chiffrée de votre adresse, jusqu’à la fin de la mesure qui vous concerne."))]
    return []


@transaction.atomic
def _drop_drafts(rows: QuerySet[SignupDraft], now: datetime) -> int:
    forget_files(*(str(row.photo) for row in rows))
    return int(rows.delete()[0])


CLOCKS = (
    Clock(
        name="drafts",
        sentence=_("Une inscription inachevée est effacée trois mois après sa dernière étape."),
        period=DRAFTS_KEPT,
        rows=SignupDraft.objects.all,
        since="updated_at",
        apply=_drop_drafts,
    ),
)
