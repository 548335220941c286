"""Steps 1, 2 and 4 of the sign-up, and the lost link. Step 3 is `profile`."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from binome.programmes.models import Programme, Role
from binome.ui.forms import BoxedRadios

from .fields import AddressField, NameField, PhoneField, refuse_full_name


class PlaceForm(forms.Form):
    """Step 1: her place, and that she meets the programme's rules (A1)."""

    role = forms.ChoiceField(
        label=gettext_lazy("Quelle place prenez-vous ?"),
        widget=BoxedRadios,
        error_messages={"required": gettext_lazy("Choisissez une des deux places.")},
    )
    attested = forms.BooleanField(
        label=gettext_lazy("J’atteste sur l’honneur remplir ces conditions."),
        error_messages={"required": gettext_lazy("Cochez la case : ces conditions sont nécessaires pour participer.")},
    )

    def __init__(self, *args: Any, programme: Programme, voc: dict[str, dict[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [
            (Role.MENTEE, _("Je cherche %(a_mentor)s") % {"a_mentor": voc["mentor"]["a"]}),
            (Role.MENTOR, _("Je deviens %(mentor)s") % {"mentor": voc["mentor"]["one"]}),
        ]
        self.fields["role"].widget.descriptions = {
            Role.MENTEE: _("Pour avancer avec une femme qui a déjà fait ce chemin"),
            Role.MENTOR: _("Pour partager votre expérience, une heure par mois"),
        }
        self.version = programme.eligibility_version
        if not programme.eligibility:
            del self.fields["attested"]

    def clean(self) -> dict[str, Any]:
        """Her answers, with the version of the rules that she had before her."""
        return {**super().clean(), "attested_version": self.version}


class AccountForm(forms.Form):
    """Step 2: who she is and how to reach her."""

    first_name = NameField(
        label=gettext_lazy("Prénom"),
        max_length=60,
        autocomplete="given-name",
        help_text=gettext_lazy("Le seul nom que les autres inscrites verront."),
        error_messages={"required": gettext_lazy("Écrivez votre prénom.")},
    )
    family_name = NameField(
        label=gettext_lazy("Nom de famille"),
        max_length=80,
        autocomplete="family-name",
        help_text=gettext_lazy(
            "Seule la modération le voit, pour vérifier votre profil. Plus tard, vous choisirez à qui le dire."
        ),
        error_messages={
            "required": gettext_lazy("Écrivez votre nom de famille : il reste caché, mais la modération en a besoin.")
        },
    )
    email = AddressField(
        label=gettext_lazy("Adresse e-mail"),
        help_text=gettext_lazy("Votre adresse personnelle, de préférence. Elle reste cachée elle aussi."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
        error_messages={
            "required": gettext_lazy("Écrivez votre adresse e-mail : c’est par elle que vous recevrez la suite."),
            "invalid": gettext_lazy("Vérifiez cette adresse : elle doit ressembler à prenom@exemple.fr."),
            "max_length": gettext_lazy("Cette adresse est trop longue. Vérifiez-la."),
        },
    )
    phone = PhoneField(
        label=gettext_lazy("Téléphone"),
        help_text=gettext_lazy("Caché. Vous pourrez le donner à votre binôme en un geste."),
    )

    def clean(self) -> None:
        refuse_full_name(self, self.cleaned_data.get("family_name", ""))


class _VersionForm(forms.Form):
    """She agrees to the version that she has before her eyes, and to no other."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    changed: Any = ""

    def __init__(self, *args: Any, number: int, **kwargs: Any):
        super().__init__(*args, initial={"version": number}, **kwargs)
        self.number = number

    def clean_version(self) -> int:
        if self.cleaned_data["version"] != self.number:
            raise forms.ValidationError(self.changed)
        return self.number


class CharterForm(_VersionForm):
    """Step 4, and later a new version."""

    changed = gettext_lazy("La charte vient de changer. Voici la nouvelle version.")
    accepted = forms.BooleanField(
        label=gettext_lazy("J’ai lu la charte et je m’engage à la respecter."),
        error_messages={"required": gettext_lazy("Cochez la case pour continuer : la charte engage chacune.")},
    )


class AttestationForm(_VersionForm):
    """The rules changed since she attested them (A1)."""

    changed = gettext_lazy("Les conditions viennent de changer. Voici les nouvelles.")
    attested = forms.BooleanField(
        label=gettext_lazy("J’atteste sur l’honneur remplir ces conditions."),
        error_messages={"required": gettext_lazy("Cochez la case : ces conditions sont nécessaires pour participer.")},
    )


class LinkForm(forms.Form):
    """She lost the link to her draft."""

    email = AddressField(
        label=gettext_lazy("Adresse e-mail"),
        help_text=gettext_lazy("Celle que vous aviez donnée en commençant votre inscription."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={
            "required": gettext_lazy("Écrivez l’adresse donnée en commençant votre inscription."),
            "invalid": gettext_lazy("Vérifiez cette adresse : elle doit ressembler à prenom@exemple.fr."),
        },
    )
