"""What a member writes to report someone, or to ask the team."""

from django import forms
from django.utils.translation import gettext_lazy as _

from binome.support.models import ReportReason

WORDS = 5000
TOO_LONG = _("Votre texte est trop long : %(limit_value)s signes au plus.")


class ReportForm(forms.Form):
    """A reason, and words if she wishes; « autre chose » needs some."""

    reason = forms.ChoiceField(
        label=_("Que se passe-t-il ?"),
        choices=ReportReason.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ["required", "invalid_choice"], _("Choisissez ce qui se rapproche le plus de votre situation.")
        ),
    )
    body = forms.CharField(
        label=_("Vos mots"),
        help_text=_("Ce qui s’est passé, quand, et ce que vous attendez de nous. Seule l’équipe les lit."),
        max_length=WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"max_length": TOO_LONG},
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("reason") == ReportReason.OTHER and "body" in cleaned and not cleaned["body"]:
            self.add_error("body", _("Dites-nous en quelques mots de quoi il s’agit."))
        return cleaned


class MoreWordsForm(forms.Form):
    """Words added to a report that is already with the team."""

    body = forms.CharField(
        label=_("Ajouter quelque chose"),
        max_length=WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Écrivez ce que vous souhaitez ajouter."), "max_length": TOO_LONG},
    )


class VersionForm(forms.Form):
    """What happened, as the person reported sees it."""

    body = forms.CharField(
        label=_("Votre version"),
        help_text=_("Ce qui s’est passé, avec vos mots. Seule l’équipe les lit."),
        max_length=WORDS,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": _("Écrivez votre version, même en quelques mots."), "max_length": TOO_LONG},
    )


class AppealForm(forms.Form):
    """Why she contests a measure."""

    body = forms.CharField(
        label=_("Pourquoi vous contestez cette décision"),
        help_text=_("Une modératrice qui n’a pas pris la décision vous lira."),
        max_length=WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Dites pourquoi vous contestez cette décision."), "max_length": TOO_LONG},
    )


class MessageForm(forms.Form):
    """A question or a worry, for the team."""

    subject = forms.CharField(
        label=_("Sujet"),
        max_length=120,
        error_messages={"required": _("Donnez un sujet, en quelques mots."), "max_length": TOO_LONG},
    )
    body = forms.CharField(
        label=_("Votre message"),
        max_length=WORDS,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": _("Écrivez votre message."), "max_length": TOO_LONG},
    )
