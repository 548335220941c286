"""What a person writes about herself: cleaned here, never saved."""

from .account import IdentityForm, MailsForm, MessageForm, PasswordForm
from .profile import EditForm, ProfileForm, PublishForm
from .signup import AccountForm, AttestationForm, CharterForm, LinkForm, PlaceForm

__all__ = [
    "AccountForm", "AttestationForm", "CharterForm", "EditForm", "IdentityForm", "LinkForm", "MailsForm",
    "MessageForm", "PasswordForm", "PlaceForm", "ProfileForm", "PublishForm",
]  # fmt: skip
