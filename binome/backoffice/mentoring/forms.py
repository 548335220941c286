"""What a moderator writes to two people at once."""

from django import forms
from django.utils.translation import gettext_lazy as _

from binome.ui.fields import Line, Words


class WriteToBothForm(forms.Form):
    """The same words, to each apart."""

    subject = Line(
        label=_("Sujet"),
        max_length=120,
        missing=_("Écrivez le sujet de votre message."),
        too_long=_("Ce sujet est trop long : %(limit_value)s signes au plus."),
    )
    body = Words(
        label=_("Votre message"),
        help_text=_("Chaque personne le lit dans son espace et vous répond à part : l’autre ne lit pas sa réponse."),
        max_length=2000,
        rows=7,
        missing=_("Écrivez votre message."),
        too_long=_("Votre message est trop long : %(limit_value)s signes au plus."),
    )
