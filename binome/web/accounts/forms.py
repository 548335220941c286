"""allauth's forms with our words, no placeholder, and one password field: showing it does better than typing twice."""

from datetime import datetime, timedelta
from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from binome.people.models import User
from binome.people.tokens import revoked
from binome.ui.forms import summary_lines
from binome.ui.wording import count_words

NEW_PASSWORD_HELP = _("Douze signes au moins. Une phrase convient très bien : « le chat dort sur la table rouge ».")
#: field: label, help, what to say when it is empty.
WORDS = {
    "login": (_("Adresse e-mail"), "", _("Écrivez votre adresse e-mail.")),
    "email": (_("Adresse e-mail"), "", _("Écrivez votre adresse e-mail.")),
    "password": (_("Mot de passe"), "", _("Écrivez votre mot de passe.")),
    "oldpassword": (_("Mot de passe actuel"), "", _("Écrivez votre mot de passe actuel.")),
    "password1": (_("Nouveau mot de passe"), NEW_PASSWORD_HELP, _("Choisissez un mot de passe.")),
    "code": (_("Code"), "", _("Écrivez le code.")),
    "name": (_("Nom de cette clé"), _("Par exemple « mon téléphone »."), _("Donnez-lui un nom.")),
    "passwordless": (
        _("Me connecter avec cette clé seule, sans mot de passe"),
        _("Elle demandera votre empreinte, votre visage ou son code. Décochez pour une simple double vérification."),
        "",
    ),
}  # fmt: skip
LONGEST_PASSWORD = 1000


class Reworded:
    """Gives each field of an allauth form our label, help and errors."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in WORDS:
                field.label, field.help_text, empty = WORDS[name]
                field.error_messages = {**field.error_messages, "required": empty}
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = _("Cette adresse n’est pas complète. Exemple : prenom@exemple.fr.")
            if isinstance(field.widget, forms.PasswordInput):
                field.validators.append(MaxLengthValidator(LONGEST_PASSWORD))


class LoginForm(Reworded, account.LoginForm):
    """By address and password. No error ever says which of the two is wrong, nor whether the address is known."""

    mismatch = False

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].help_text = _(
            "Majuscules et minuscules comptent. Vérifiez que le clavier n’est pas verrouillé en majuscules."
        )

    def _clean_with_password(self, credentials: dict[str, str]) -> dict[str, Any]:
        try:
            return super()._clean_with_password(credentials)
        except forms.ValidationError as refusal:
            self.mismatch = True
            advice = tries_left(getattr(self.request, "login_usage", None))
            if refusal.code == "too_many_login_attempts":
                advice = str(_("Vous pouvez aussi entrer avec un code reçu par e-mail."))
            self.add_error("password", f"{refusal.message} {advice}".strip())
            return self.cleaned_data

    @property
    def summary(self) -> list[dict[str, str]]:
        """The lines of the error summary."""
        if self.mismatch:
            password = self["password"].id_for_label
            return [{"target": password, "label": "", "text": str(_("Vérifiez l’adresse et le mot de passe"))}]
        return summary_lines([self])


def tries_left(usage: Any) -> str:
    """« Il vous reste quatre essais. » The limit counts by address, known or not; nothing once it is exhausted."""
    if not usage or not usage.usage:
        return ""
    allowed = int(settings.ACCOUNT_RATE_LIMITS["login_failed"].split(",")[1].split("/")[0])
    left = allowed - len(cache.get(usage.usage[-1].cache_key, []))
    if left < 1:
        return str(_("C’était le dernier essai avant une pause de cinq minutes."))
    return ngettext(
        "Il vous reste %(count)s essai.", "Il vous reste %(count)s essais.", left
    ) % {"count": count_words(left)}  # fmt: skip


class AccountAddressOnly:
    """Codes and links go to the address of an account, never to one that waits for its confirmation: a slip of the
    keyboard in a new address must not open the account to whoever owns that address."""

    @staticmethod
    def owner(users: list[User], email: str) -> list[User]:
        return [user for user in users if user.email == email.lower()]


class RequestLoginCodeForm(Reworded, AccountAddressOnly, account.RequestLoginCodeForm):
    def clean_email(self) -> str:
        email = super().clean_email()
        self._user = next(iter(self.owner([self._user] if self._user else [], email)), None)
        return email


class ResetPasswordForm(Reworded, AccountAddressOnly, account.ResetPasswordForm):
    def clean_email(self) -> str:
        email = super().clean_email()
        self.users = self.owner(self.users, email)
        return email


class ConfirmLoginCodeForm(Reworded, account.ConfirmLoginCodeForm):
    pass


class ResetPasswordKeyForm(Reworded, account.ResetPasswordKeyForm):
    pass


class PersonTokenForm(account.UserTokenForm):
    """The link of a reset names her by her public code."""

    def _get_user(self, uidb36: str) -> User | None:
        return User.objects.filter(code=uidb36, is_active=True).first()

    def clean(self) -> dict[str, Any]:
        """A link sent before all links were revoked is over. Its time is in seconds since 2001, as Django's tokens."""
        cleaned: dict[str, Any] = super().clean()
        stamp = cleaned["key"].partition("-")[0]
        if revoked(datetime(2001, 1, 1, tzinfo=timezone.get_default_timezone()) + timedelta(seconds=int(stamp, 36))):
            raise get_adapter().validation_error("invalid_password_reset")
        return cleaned


class ChangePasswordForm(Reworded, account.ChangePasswordForm):
    pass


class SetPasswordForm(Reworded, account.SetPasswordForm):
    pass


class AddEmailForm(Reworded, account.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Nouvelle adresse e-mail")
        self.fields["email"].help_text = _(
            "Nous y enverrons un lien. Elle ne remplace l’actuelle qu’une fois confirmée."
        )


class ReauthenticateForm(Reworded, account.ReauthenticateForm):
    pass


class ServesOnce:
    """A code of an application is right for several steps of half a minute (MFA_TOTP_TOLERANCE), and serves once in all
    that time: allauth forgets after one step that it has served."""

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        authenticator: Authenticator = self.authenticator  # type: ignore[attr-defined]
        digits = "".join(filter(str.isdigit, code))
        right_for = mfa_settings.TOTP_PERIOD * (2 * mfa_settings.TOTP_TOLERANCE + 1)
        is_first = cache.add(f"second-factor:{authenticator.pk}:{digits}", True, timeout=right_for)
        if authenticator.type == Authenticator.Type.TOTP and not is_first:
            raise get_mfa_adapter().validation_error("incorrect_code")
        return code


class SecondFactorForm(ServesOnce, Reworded, mfa.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        explain_code(self)


class SecondFactorAgainForm(ServesOnce, Reworded, mfa.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        explain_code(self)


def explain_code(form: forms.Form) -> None:
    form.fields["code"].help_text = _("Celui de votre application, ou un de vos codes de secours.")


class ActivateTOTPForm(Reworded, totp.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("Les six chiffres que l’application affiche.")
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class AddPasskeyForm(Reworded, webauthn.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(Reworded, webauthn.EditWebAuthnForm):
    pass
