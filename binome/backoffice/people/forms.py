"""What a moderator ticks and writes before she decides."""

from django import forms
from django.utils.translation import gettext_lazy as _

from binome.mentoring.identity import STAFF_REASONS
from binome.people.actions import REFUSAL_REASONS

from .words import CHECKS

MESSAGE = 2000


class _Words(forms.Form):
    """Words that a decision needs; kept as typed when something is missing."""

    message = forms.CharField(
        max_length=MESSAGE,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": _("Votre message est trop long : %(limit_value)s signes au plus.")},
    )


class PublishForm(forms.Form):
    """The checks, all of them."""

    checks = forms.MultipleChoiceField(
        label=_("Vérifications"),
        choices=list(CHECKS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Publier demande toutes les vérifications : cochez celles que vous avez faites.")
        },
    )

    def clean_checks(self) -> list[str]:
        missing = [str(label) for check, label in CHECKS.items() if check not in self.cleaned_data["checks"]]
        if missing:
            raise forms.ValidationError(
                _("Publier demande toutes les vérifications. Il manque : %(missing)s.")
                % {"missing": " · ".join(missing)}
            )
        return self.cleaned_data["checks"]


class ChangeForm(_Words):
    """What to change, in words she will read."""

    def __init__(self, *args, first_name: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["message"].label = _("Mot pour %(name)s") % {"name": first_name}
        self.fields["message"].error_messages["required"] = _(
            "Écrivez ce qu’il faut changer : elle ne peut pas le deviner."
        )


class SecondOpinionForm(_Words):
    """What makes her hesitate, for her colleague alone."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["message"].label = _("Votre note, lue par l’équipe seule")
        self.fields["message"].error_messages["required"] = _(
            "Écrivez ce qui vous fait hésiter : votre collègue le lira."
        )


class RefusalForm(_Words):
    """A reason, and words."""

    reason = forms.ChoiceField(
        label=_("Raison du refus"),
        choices=list(REFUSAL_REASONS.items()),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ["required", "invalid_choice"], _("Choisissez la raison du refus : elle la lira.")
        ),
    )
    field_order = ["reason", "message"]

    def __init__(self, *args, first_name: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["message"].label = _("Mot pour %(name)s") % {"name": first_name}
        self.fields["message"].error_messages["required"] = _(
            "Expliquez le refus en une phrase : elle pourra le contester."
        )


class IdentityForm(forms.Form):
    """Why she opens a family name: it goes to the journal."""

    reason = forms.ChoiceField(
        label=_("Pourquoi l’ouvrir ?"),
        choices=list(STAFF_REASONS.items()),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ["required", "invalid_choice"], _("Choisissez la raison : elle est notée au journal.")
        ),
    )
