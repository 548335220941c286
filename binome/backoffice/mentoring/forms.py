"""What a moderator writes to two people at once."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WriteToBothForm(forms.Form):
    """The same words, to each apart."""

    subject = forms.CharField(
        label=_("Sujet"),
        max_length=120,
        error_messages={
            "required": _("Écrivez le sujet de votre message."),
            "max_length": _("Ce sujet est trop long : %(limit_value)s signes au plus."),
        },
    )
    body = forms.CharField(
        label=_("Votre message"),
        help_text=_("Chaque personne le lit dans son espace et vous répond à part : l’autre ne lit pas sa réponse."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={
            "required": _("Écrivez votre message."),
            "max_length": _("Votre message est trop long : %(limit_value)s signes au plus."),
        },
    )
