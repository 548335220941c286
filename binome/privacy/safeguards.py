"""The safeguards, each asked of the settings that make it: what is off is said to be off."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .models import OperatorDetails


@dataclass(frozen=True)
class Safeguard:
    """`on` is read from the running configuration, or from what the operator declared."""

    name: str
    sentence: Any
    on: bool


def safeguards(details: OperatorDetails) -> list[Safeguard]:
    """Every safeguard of the register, on or off."""
    return [*_in_transit(), *_of_accounts(), *_of_the_data(), *_of_the_operator(details)]


def _in_transit() -> list[Safeguard]:
    here = settings.EMAIL_HOST in {"localhost", "127.0.0.1"}
    return [
        Safeguard("https", _("Échanges chiffrés entre votre appareil et le site (HTTPS)"), settings.SECURE),
        Safeguard("hsts", _("Le navigateur refuse toute connexion non chiffrée (HSTS)"),
                  settings.SECURE_HSTS_SECONDS > 0),
        Safeguard("smtp", _("E-mails chiffrés jusqu’au serveur qui les achemine"),
                  settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL or here),
        Safeguard("cookies", _("Cookies de session illisibles par les scripts, réservés aux connexions chiffrées"),
                  settings.SESSION_COOKIE_HTTPONLY and settings.SESSION_COOKIE_SECURE),
        Safeguard("csp",
                  _("Aucun contenu d’un autre site, aucun script dans les pages (politique de sécurité stricte)"),
                  _passes("SecurityHeaders")),
    ]  # fmt: skip


def _of_accounts() -> list[Safeguard]:
    return [
        Safeguard("second_factor", _("Double vérification obligatoire pour l’équipe"),
                  _passes("Gate") and bool(settings.MFA_SUPPORTED_TYPES)),
        Safeguard("passwords", _("Mots de passe hachés par Argon2"), "Argon2" in settings.PASSWORD_HASHERS[0]),
        Safeguard("strength", _("Douze signes au moins, et les mots de passe devinables refusés"),
                  any("Guessable" in rule["NAME"] for rule in settings.AUTH_PASSWORD_VALIDATORS)),
        Safeguard("rates", _("Essais de connexion limités"), bool(settings.ACCOUNT_RATE_LIMITS)),
        Safeguard("sessions", _("Sessions fermées après un temps sans activité, plus court pour l’équipe"),
                  _passes("SessionLimits")),
    ]  # fmt: skip


def _of_the_data() -> list[Safeguard]:
    database = settings.DATABASES["default"]
    deletes = not database["ENGINE"].endswith("sqlite3") or "secure_delete=ON" in str(database.get("OPTIONS"))
    return [
        Safeguard("shield", _("Noms de famille et téléphones dans une table à part, scellée, derrière une seule porte"),
                  True),
        Safeguard("journal", _("Un journal de ce que l’équipe lit (noms, signalements) et exporte"),
                  True),
        Safeguard("photos", _("Photos refaites à partir de leurs pixels, sans les données de l’appareil"), True),
        Safeguard("videos", _("Vidéos refaites à partir de leurs images et de leur son, sans lieu, date ni appareil"),
                  True),
        Safeguard("logs", _("Journaux techniques sans nom, ni adresse, ni texte"),
                  "DiscreetFormatter" in str(settings.LOGGING)),
        Safeguard("deletes", _("Ce qui est effacé l’est aussi dans le fichier de la base"), deletes),
        Safeguard("real",
                  _("Ni démonstration ni mode de développement : les e-mails ne sont montrés à personne d’autre"),
                  not settings.DEMO and not settings.DEBUG),
    ]  # fmt: skip


def _of_the_operator(details: OperatorDetails) -> list[Safeguard]:
    """What no program can see from inside."""
    kept = details.backups_kept_days
    words = _("Sauvegardes, gardées %(days)d jours d’après l’organisme") % {"days": kept} if kept else _(
        "Sauvegardes : l’organisme n’a pas encore dit combien de temps elles sont gardées"
    )  # fmt: skip
    return [Safeguard("backups", words, bool(kept))]


def _passes(name: str) -> bool:
    return f"binome.web.middleware.{name}" in settings.MIDDLEWARE
