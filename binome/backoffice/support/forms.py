"""What the team writes when it treats a case or answers a message."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ConclusionForm(forms.Form):
    """How the case ends, for the file."""

    conclusion = forms.CharField(
        label=_("Votre conclusion"),
        help_text=_("Ce que vous avez compris et décidé. L’équipe seule la lit."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Écrivez votre conclusion : elle reste au dossier."),
            "max_length": _("Votre conclusion est trop longue : %(limit_value)s signes au plus."),
        },
    )


class AnswerForm(forms.Form):
    """The team's answer to a member."""

    answer = forms.CharField(
        label=_("Votre réponse"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={
            "required": _("Écrivez votre réponse."),
            "max_length": _("Votre réponse est trop longue : %(limit_value)s signes au plus."),
        },
    )
