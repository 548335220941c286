"""Her password, her name, her mails, and a word to the moderators."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy

from binome.people.models import User
from binome.ui.fields import Words

from .fields import NameField, PhoneField


class PasswordForm(forms.Form):
    """The password that she chooses when she activates her account."""

    password = forms.CharField(
        label=gettext_lazy("Mot de passe"),
        strip=False,
        max_length=1000,
        help_text=gettext_lazy(
            "Douze signes au moins. Une phrase convient très bien : « le chat dort sur la table rouge »."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": gettext_lazy("Choisissez un mot de passe.")},
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        validate_password(self.cleaned_data["password"], user=self.person)
        return self.cleaned_data["password"]


class MessageForm(forms.Form):
    """A few words to the moderators."""

    message = Words(
        label=gettext_lazy("Ce que vous voulez dire à la modératrice"),
        max_length=1500,
        help_text=gettext_lazy("Ce qu’elle n’a pas pu savoir, ce qui a été mal compris."),
        error_messages={"required": gettext_lazy("Écrivez quelques mots : une autre personne les lira.")},
    )


class IdentityForm(forms.Form):
    """Her own sealed name and telephone."""

    family_name = NameField(
        label=gettext_lazy("Nom de famille"),
        max_length=80,
        autocomplete="family-name",
        help_text=gettext_lazy("Caché, sauf aux binômes à qui vous choisissez de le dire, et à la modération."),
        error_messages={"required": gettext_lazy("Écrivez votre nom de famille : il reste caché.")},
    )
    phone = PhoneField(
        label=gettext_lazy("Téléphone"),
        help_text=gettext_lazy("Caché, sauf aux binômes à qui vous choisissez de le donner."),
    )


class WantedField(forms.MultipleChoiceField):
    """Boxes of which none may be ticked: that too is an answer."""

    widget = forms.CheckboxSelectMultiple

    def validate(self, value: list[str]) -> None:
        if value:
            super().validate(value)


class MailsForm(forms.Form):
    """Which optional mails she wants, one group per subject."""

    def __init__(
        self,
        *args: Any,
        groups: dict[str, list[tuple[str, str]]],
        titles: dict[str, str],
        wanted: set[str],
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        for room, kinds in groups.items():
            self.fields[f"mails_{room}"] = WantedField(
                label=titles.get(room, room),
                choices=kinds,
                initial=[name for name, _label in kinds if name in wanted],
            )

    def wanted(self) -> set[str]:
        return {name for chosen in self.cleaned_data.values() for name in chosen}
