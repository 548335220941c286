"""What allauth asks of the house: who may enter, where next, and its mails through our outbox."""

import base64
import hashlib
from typing import Any
from urllib.parse import urljoin, urlsplit

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import is_valid_path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathImage

from binome.core import addresses
from binome.core.journal import record
from binome.core.roots import at_root
from binome.people.models import User
from binome.programmes.queries import home_membership
from binome.web.prefix import split

from . import mails

REFUSED = _("L’adresse ou le mot de passe ne correspond pas.")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by our own sign-up; allauth logs in and protects."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": REFUSED,
        "account_inactive": REFUSED,
        "duplicate_email": _("C’est déjà l’adresse de votre compte. Écrivez-en une autre."),
        "enter_current_password": _("Ce n’est pas votre mot de passe actuel. Vérifiez les majuscules."),
        "incorrect_code": _("Ce code ne correspond pas. Vérifiez-le, ou demandez-en un autre."),
        "incorrect_password": _("Ce mot de passe ne correspond pas. Vérifiez les majuscules."),
        "invalid_password_reset": _("Ce lien a expiré ou a déjà servi."),
        "too_many_login_attempts": _("Trop d’essais en peu de temps. Attendez cinq minutes avant de recommencer."),
        "rate_limited": _("Trop de demandes en peu de temps. Attendez quelques minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The right password of a suspended or unverified account counts as a wrong one, everywhere (N6)."""
        self.pre_authenticate(request, **credentials)
        request.login_usage = self._login_failed_rl_usage
        user = authenticate(request, **credentials)
        AuthenticationBackend.unstash_authenticated_user()
        if user is not None:
            self._rollback_login_failed_rl_usage()
        return user

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """She was suspended between two steps of her login."""
        messages.error(request, str(REFUSED))
        return redirect("account_login")

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        User.objects.filter(pk=user.pk).update(last_seen_on=timezone.localdate())
        if home_membership(user).works_anywhere:
            record("team_logged_in", by=user, obj=user, now=timezone.now())

    def is_safe_url(self, url: str | None) -> bool:
        """Where « next » may lead: to a page of this site, and one that exists."""
        path = urlsplit(url or "").path
        return path.startswith("/") and is_valid_path(split(path)[1]) and super().is_safe_url(url)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        member = home_membership(request.user)
        if not member.belongs:
            return reverse("my-programmes")
        return reverse("moderation-queue" if member.is_moderator and not member.is_active else "my-space")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("settings")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        return reverse("settings")

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": _("Confirmer avec mon mot de passe"),
            "mfa_reauthenticate": _("Confirmer avec un code"),
            "mfa_reauthenticate:webauthn": _("Confirmer avec ma clé d’accès"),
        }
        return [{**way, "description": words[way["id"]]} for way in super().get_reauthentication_methods(user)]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every mail of allauth is a letter of the outbox, in the transaction of the change that it tells."""
        if template_prefix in mails.SILENT:
            return
        now, site_name = timezone.now(), self.request.programme.name
        person = context.get("user") or User.objects.filter(email=email.lower(), is_active=True).first()
        if template_prefix in mails.NOTICES:
            mails.write_notice(template_prefix, person=person, now=now, site_name=site_name)
            return
        kind = mails.KINDS[template_prefix]
        if kind == "account_unknown_address":
            person = None
        language = self.request.LANGUAGE_CODE
        words = {"site_name": site_name, **mails.words(context)}
        mails.write(kind, person=person, to=email, language=language, now=now, **words)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """To the person herself, without the IP address and the browser that allauth would tell."""
        self.send_mail(template_prefix, email or user.email, {"user": user, **(context or {})})

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """The link names her by her public code, not by her row."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": user.code, "key": context["key"]})
        there = urljoin(settings.SITE_URL, at_root(path))
        super().send_password_reset_mail(user, email, {**context, "password_reset_url": there})

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:
        """To her new address. If it belongs to someone else, that person is told, and the page says the same (N6)."""
        wanted = emailconfirmation.email_address
        owner = User.objects.filter(email=wanted.email).exclude(pk=wanted.user_id).first()
        words = {"now": timezone.now(), "language": "", "to": wanted.email, "site_name": self.request.programme.name}
        if owner is not None:
            mails.write("account_address_taken", person=owner, **words)
            return
        path = reverse("account_confirm_email", args=[emailconfirmation.key])
        there = urljoin(settings.SITE_URL, at_root(path))
        mails.write("account_email_confirm", person=wanted.user, button_url=there, **words)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """A code that she typed has reached her mailbox: it works again."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if any(each["method"] == "code" for each in get_authentication_records(request, user)):
            addresses.confirmed(user.email)
        return response

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """The new address replaces the old one, unless someone signed up with it meanwhile."""
        person, left = email_address.user, email_address.user.email
        try:
            with transaction.atomic():
                if not super().confirm_email(request, email_address):
                    return False
                addresses.confirmed(left, email_address.email)
                record("email_changed", by=person, obj=person, now=timezone.now())
                return True
        except IntegrityError:
            messages.error(request, _("Cette adresse n’est plus disponible. Choisissez-en une autre."))
            return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """Codes and passkeys. Their secrets are encrypted in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "L’équipe garde toujours une double vérification. Ajoutez-en une autre avant de retirer celle-ci."
        ),
        "cannot_generate_recovery_codes": _("Ajoutez d’abord une application de codes ou une clé d’accès."),
        "incorrect_code": _("Ce code ne correspond pas, ou a déjà servi. Attendez le suivant."),
    }

    def _get_site_name(self) -> str:
        return allauth_context.request.programme.name

    def build_totp_svg(self, url: str) -> str:
        """The drawing alone, to be printed in the page: a `data:` image would need a wider security policy."""
        svg = qrcode.make(url, image_factory=SvgPathImage).to_string(encoding="unicode")
        return svg.replace("<path", '<rect width="100%" height="100%" fill="#fff"/><path', 1)

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The team never stays without a second factor."""
        if not home_membership(authenticator.user).works_anywhere:
            return True
        return second_factors(authenticator.user).exclude(pk=authenticator.pk).exists()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user=user, type=type).count()
        return str(_("Ma clé d’accès") if not count else _("Ma clé n° %(number)d") % {"number": count + 1})


def second_factors(person: User) -> Any:
    """What asks for more than her password; recovery codes only replace these."""
    return Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES)


def _box() -> MultiFernet:
    """Written with the site's key; read with it or with one that it replaced."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"binome.second-factor:" + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
