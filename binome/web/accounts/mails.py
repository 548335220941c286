"""The letters of an account: codes, links and what changed in its security. None is optional (A9)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from binome.core.journal import record
from binome.core.mails import MailKind, register
from binome.core.models import Letter
from binome.core.outbox import enqueue
from binome.people.models import User


def _account_open(letter: Letter) -> bool:
    return User.objects.filter(code=letter.recipient_code, is_active=True).exists()


register(
    MailKind("account_login_code", "web", _("Mon code de connexion"), still_due=_account_open),
    MailKind("account_password_reset", "web", _("Choisir un nouveau mot de passe"), still_due=_account_open),
    MailKind("account_unknown_address", "web", _("Adresse sans compte ouvert")),
    MailKind("account_email_confirm", "web", _("Confirmer ma nouvelle adresse"), still_due=_account_open),
    MailKind("account_email_changed", "web", _("Mon adresse a changé")),
    MailKind("account_address_taken", "web", _("Mon adresse a été demandée pour un autre compte")),
    MailKind("account_security_changed", "web", _("La sécurité de mon compte a changé")),
)

#: allauth's name of a mail: ours.
KINDS = {
    "account/email/login_code": "account_login_code",
    "account/email/password_reset_key": "account_password_reset",
    "account/email/unknown_account": "account_unknown_address",
    "account/email/email_confirmation": "account_email_confirm",
    "account/email/email_changed": "account_email_changed",
}
#: allauth's name of a notice: the line of the journal, and the sentence of the letter.
NOTICES = {
    "account/email/password_changed": ("password_changed", _("Votre mot de passe a été changé.")),
    "account/email/password_reset": ("password_reset", _("Votre mot de passe a été remplacé par un lien reçu ici.")),
    "account/email/password_set": ("password_set", _("Un mot de passe a été choisi pour votre compte.")),
    "mfa/email/totp_activated": ("totp_activated", _("Une application de codes protège désormais votre compte.")),
    "mfa/email/totp_deactivated": ("totp_deactivated", _("L’application de codes ne protège plus votre compte.")),
    "mfa/email/webauthn_added": ("passkey_added", _("Une clé d’accès a été ajoutée à votre compte.")),
    "mfa/email/webauthn_removed": ("passkey_removed", _("Une clé d’accès a été retirée de votre compte.")),
    "mfa/email/recovery_codes_generated": ("codes_generated", _("De nouveaux codes de secours ont été créés.")),
}  # fmt: skip
#: She gave up a change of address: nothing changed, there is nothing to tell.
SILENT = {"account/email/email_deleted"}

LIFETIMES = {
    "account_login_code": timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT),
    "account_password_reset": timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
    "account_unknown_address": timedelta(days=1),
    "account_email_confirm": timedelta(days=3),
}


@dataclass(frozen=True)
class Addressee:
    """Whoever receives a letter of the account, at the address that the letter is about."""

    code: str
    email: str
    language: str

    def mail_allowed(self, kind: str) -> bool:
        return True


def write(kind: str, *, person: User | None, to: str, language: str, now: datetime, **context: Any) -> None:
    """Queue a letter. To an address without an account: once a day at most, whatever is asked.

    The unknown address is written to as the known one is: the same work, the same time (N6). And a woman who has two
    addresses learns which one to use.
    """
    if person is None:
        code = salted_hmac("binome.web.accounts.mails", to).hexdigest()[:16]
        event = f"address:{kind}:{now:%Y%m%d}"
    else:
        code, language = person.code, person.language
        event = f"account:{kind}:{now:%Y%m%d%H%M%S%f}"
    enqueue(
        kind=kind,
        event=event,
        person=Addressee(code, to, language),
        context={"preferences_url": "", "button_url": "", **context},
        now=now,
        expires_at=now + LIFETIMES[kind] if kind in LIFETIMES else None,
        priority=10 if kind == "account_login_code" else 0,
    )


def write_notice(prefix: str, *, person: User, now: datetime, **context: Any) -> None:
    """Tell her what changed in the security of her account, and keep it in the journal."""
    verb, sentence = NOTICES[prefix]
    record(verb, by=person, obj=person, now=now)
    write("account_security_changed", person=person, to=person.email, language="", now=now, what=sentence, **context)


def words(context: Mapping[str, Any]) -> dict[str, Any]:
    """What a template of ours needs of allauth's context."""
    return {
        "code": context.get("code", ""),
        "button_url": context.get("password_reset_url") or context.get("activate_url", ""),
    }
