"""What a member writes to report someone, or to ask the team."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from binome.support.models import ReportReason
from binome.ui.fields import Line, Words

WORDS = 5000
TOO_LONG = _("Votre texte est trop long : %(limit_value)s signes au plus.")


def _words(label: object, **kwargs: Any) -> Words:
    return Words(label=label, max_length=WORDS, too_long=TOO_LONG, **kwargs)


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
    body = _words(
        _("Vos mots"),
        required=False,
        help_text=_("Ce qui s’est passé, quand, et ce que vous attendez de nous. Seule l’équipe les lit."),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("reason") == ReportReason.OTHER and "body" in cleaned and not cleaned["body"]:
            self.add_error("body", _("Dites-nous en quelques mots de quoi il s’agit."))
        return cleaned


class MoreWordsForm(forms.Form):
    """Words added to a report that is already with the team."""

    body = _words(_("Ajouter quelque chose"), rows=5, missing=_("Écrivez ce que vous souhaitez ajouter."))


class VersionForm(forms.Form):
    """What happened, as the person reported sees it."""

    body = _words(
        _("Votre version"),
        rows=7,
        help_text=_("Ce qui s’est passé, avec vos mots. Seule l’équipe les lit."),
        missing=_("Écrivez votre version, même en quelques mots."),
    )


class AppealForm(forms.Form):
    """Why she contests a measure."""

    body = _words(
        _("Pourquoi vous contestez cette décision"),
        help_text=_("Une modératrice qui n’a pas pris la décision vous lira."),
        missing=_("Dites pourquoi vous contestez cette décision."),
    )


class AgainForm(forms.Form):
    """More words in an exchange with the team."""

    body = _words(_("Écrire de nouveau"), rows=5, missing=_("Écrivez votre message."))


class MessageForm(forms.Form):
    """A question or a worry, for the team."""

    subject = Line(label=_("Sujet"), max_length=120, too_long=TOO_LONG, missing=_("Donnez un sujet, en quelques mots."))
    body = _words(_("Votre message"), rows=7, missing=_("Écrivez votre message."))


#: A person needs at least this long to write; and a page may stay open that long.
FASTEST, OLDEST = timedelta(seconds=3), timedelta(hours=24)
SHOWN_SALT = "binome.web.contact"


class ContactForm(MessageForm):
    """The same from anyone: with a name, an address, and two traps that people never meet."""

    name = forms.CharField(
        label=_("Votre nom"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Dites-nous comment vous appeler."), "max_length": TOO_LONG},
    )
    email = forms.EmailField(
        label=_("Votre adresse e-mail"),
        help_text=_("Pour vous répondre, et pour rien d’autre."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Écrivez votre adresse, pour que nous puissions vous répondre."),
            "invalid": _("Cette adresse n’est pas complète. Exemple : prenom@exemple.fr"),
        },
    )
    website = forms.CharField(label=_("Laissez ce champ vide"), required=False)
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    field_order = ["name", "email", "subject", "body", "website", "shown"]

    def __init__(self, *args, now: datetime, **kwargs):
        self.now = now
        super().__init__(*args, initial={"shown": signing.dumps(int(now.timestamp()), salt=SHOWN_SALT)}, **kwargs)
        self.fields["website"].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Ce champ reste vide : il n’est là que pour les robots."))
        return ""

    def clean(self):
        cleaned = super().clean()
        age = self._age()
        if age is None or age > OLDEST:
            self._show_again()
            self.add_error(None, _("Cette page est restée ouverte longtemps. Votre texte est là : envoyez-le encore."))
        elif age < FASTEST:
            self.add_error(None, _("C’est allé très vite. Attendez quelques secondes, puis envoyez de nouveau."))
        return cleaned

    def _age(self) -> timedelta | None:
        """Since when the page is open; None when the mark is not ours."""
        try:
            at = signing.loads(self.data.get("shown", ""), salt=SHOWN_SALT)
        except signing.BadSignature:
            return None
        return timedelta(seconds=self.now.timestamp() - at)

    def _show_again(self) -> None:
        self.data = self.data.copy()
        self.data["shown"] = self.initial["shown"]
