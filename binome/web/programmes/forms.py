"""What a participant writes: her answer to an invitation, and to the questions of the programme."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from binome.core.languages import text_language
from binome.people.models import User
from binome.programmes.models import CharterVersion, Programme
from binome.programmes.rules import missing_answers, questions_for
from binome.ui.fields import Words
from binome.ui.forms import BoxedCheckboxes, BoxedRadios
from binome.web.people.forms import AccountForm, AttestationForm, CharterForm, PasswordForm
from binome.web.people.forms.fields import AddressField, NameField, refuse_full_name

TEXT = 600
MISSING = gettext_lazy("Répondez à cette question, ou enregistrez pour continuer plus tard.")


class OptInForm(forms.Form):
    """She says yes: the conditions, the charter that she has before her eyes, and her password when she is new."""

    attested = AttestationForm.base_fields["attested"]
    accepted = CharterForm.base_fields["accepted"]
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    untold = forms.BooleanField(
        label=gettext_lazy("Ne pas l’écrire à ma ou mon responsable"),
        help_text=gettext_lazy("Vous participez de la même façon, et personne ne lit ce choix."),
        required=False,
    )
    password = PasswordForm.base_fields["password"]

    def __init__(
        self, *args: Any, programme: Programme, charter: CharterVersion | None, person: User, told: bool, **kwargs: Any
    ) -> None:
        """`told`: her line manager is told that she takes part, unless she says no here."""
        self.person, self.versions = person, f"{programme.eligibility_version}/{charter.number if charter else 0}"
        if told:
            self.versions += "/told"
        super().__init__(*args, initial={"seen": self.versions}, **kwargs)
        if not told:
            del self.fields["untold"]
        if not programme.eligibility:
            del self.fields["attested"]
        if charter is None:
            del self.fields["accepted"]
        if person.is_active:
            del self.fields["password"]

    @property
    def line_manager_may_know(self) -> bool:
        """She read that her line manager is told, and let it be. Once the form is valid."""
        return "untold" in self.fields and not self.cleaned_data["untold"]

    def clean_password(self) -> str:
        validate_password(self.cleaned_data["password"], user=self.person)
        return self.cleaned_data["password"]

    def clean_seen(self) -> str:
        if self.cleaned_data["seen"] != self.versions:
            raise forms.ValidationError(_("Les conditions ou la charte viennent de changer. Voici les nouvelles."))
        return self.versions


class WorkAddressForm(forms.Form):
    """By which she asks for her link. What is refused here is how an address is written, never whose it is."""

    email = AddressField(
        label=gettext_lazy("Votre adresse professionnelle"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
        error_messages={
            "required": gettext_lazy("Écrivez votre adresse professionnelle."),
            "invalid": gettext_lazy("Vérifiez cette adresse : elle doit ressembler à prenom@exemple.fr."),
            "max_length": gettext_lazy("Cette adresse est trop longue. Vérifiez-la."),
        },
    )

    def clean_email(self) -> str:
        address = str(self.cleaned_data["email"])
        if "+" in address.rpartition("@")[0]:
            raise forms.ValidationError(_("Écrivez votre adresse sans le signe + ni ce qui le suit."))
        return address


class JoinForm(OptInForm):
    """She joins by herself: her role, and the names that her organisation will read when it doesn't know her."""

    role = forms.ChoiceField(
        label=gettext_lazy("Quelle place prenez-vous ?"),
        widget=BoxedRadios,
        error_messages={"required": gettext_lazy("Choisissez une des places.")},
    )
    first_name = AccountForm.base_fields["first_name"]
    family_name = NameField(
        label=gettext_lazy("Nom de famille"),
        max_length=80,
        autocomplete="family-name",
        help_text=gettext_lazy("Vos collègues du programme ne le voient pas. L’équipe qui le conduit, oui."),
        error_messages={"required": gettext_lazy("Écrivez votre nom de famille : il reste masqué dans l’annuaire.")},
    )

    def __init__(self, *args: Any, programme: Programme, roles: tuple[str, ...], declared: bool, **kwargs: Any) -> None:
        super().__init__(*args, programme=programme, **kwargs)
        words = programme.vocabulary[text_language(get_language())]
        self.fields["role"].choices = [(role, capfirst(words.get(role, words["mentor"])["one"])) for role in roles]
        if len(roles) == 1:
            self.only_role = roles[0]
            del self.fields["role"]
        if declared:
            del self.fields["first_name"], self.fields["family_name"]

    def clean(self) -> None:
        super().clean()
        if "first_name" in self.fields:
            refuse_full_name(self, self.cleaned_data.get("family_name", ""))

    def given(self) -> dict[str, Any]:
        """What `join_programme` takes of it."""
        names = ("role", "first_name", "family_name", "password")
        said = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return {"role": getattr(self, "only_role", ""), "line_manager_may_know": self.line_manager_may_know, **said}

    def read_again(self) -> Any:
        """What she typed, with the version that she now reads: the next press accepts it."""
        data = self.data.copy()
        data["seen"] = self.versions
        return data


class AnswersForm(forms.Form):
    """The questions of her role. Nothing is required to save: what is right is always kept (`answers`)."""

    use_required_attribute = False

    def __init__(
        self, *args: Any, programme: Programme, role: str, answers: Mapping[str, Any], english: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, initial=dict(answers), prefix="q", **kwargs)
        self.programme, self.role = programme, role
        for question in questions_for(programme, role):
            self.fields[question["key"]] = _field_for(question, english)

    def _clean_fields(self) -> None:
        """Without asking for what is missing: `require_all` does, when she says that she has finished."""
        asked = [field for field in self.fields.values() if field.required]
        for field in asked:
            field.required = False
        super()._clean_fields()
        for field in asked:
            field.required = True

    def answers(self) -> dict[str, Any]:
        """What can be kept of what she sent: the rest has a sentence of its own."""
        return {key: self.cleaned_data[key] for key in self.fields if key in self.cleaned_data}

    def require_all(self, answers: Mapping[str, Any]) -> None:
        """Say which questions still wait."""
        for key in missing_answers(self.programme, self.role, answers):
            if key in self.fields and key not in self.errors:
                self.add_error(key, str(MISSING))


def _field_for(question: Mapping[str, Any], english: bool) -> forms.Field:
    """The field of one question, in the language of the page, or in French where it has no translation."""

    def said(row: Mapping[str, Any], name: str = "") -> str:
        prefix = f"{name}_" if name else ""
        return (row.get(f"{prefix}en") if english else "") or row.get(f"{prefix}fr", "")

    shown = {"label": said(question), "help_text": said(question, "help"), "required": question["required"]}
    choices = [(row["slug"], said(row)) for row in question.get("choices", ())]
    most = question.get("max") or 0
    field: forms.Field
    if question["kind"] == "choice":
        wrong = {"invalid_choice": _("Choisissez l’une des réponses proposées.")}
        field = forms.ChoiceField(choices=choices, widget=forms.RadioSelect, error_messages=wrong, **shown)
    elif question["kind"] == "choices":
        wrong = {"invalid_choice": _("Choisissez parmi les réponses proposées.")}
        widget = BoxedCheckboxes if len(choices) <= 4 else forms.CheckboxSelectMultiple
        field = forms.MultipleChoiceField(choices=choices, widget=widget, error_messages=wrong, **shown)
        field.validators.append(_at_most(most or len(choices)))
    elif question["kind"] in ("number", "scale"):
        low, high = (1, most or 5) if question["kind"] == "scale" else (0, most or 999)
        wrong = _("Écrivez un nombre entier de %(low)d à %(high)d.") % {"low": low, "high": high}
        messages = dict.fromkeys(("invalid", "min_value", "max_value"), wrong)
        field = forms.IntegerField(min_value=low, max_value=high, error_messages=messages, **shown)
    else:
        field = Words(max_length=most or TEXT, rows=5 if (most or TEXT) > 200 else 2, **shown)
    return field


def _at_most(most: int) -> Any:
    def check(value: list[str]) -> None:
        if len(value) > most:
            raise forms.ValidationError(
                _("Vous en avez choisi %(count)d : gardez-en %(most)d au plus.") % {"count": len(value), "most": most}
            )

    return check
