"""The settings of a programme, a page each: its name and its French, its nouns, its texts, its form's properties."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from binome.programmes.forms import texts
from binome.programmes.models import Approval, Programme
from binome.ui.fields import Line, Words

from ..access import manager_required
from .frame import save_settings, settings_page, show


class NameForm(forms.Form):
    """How the programme is called, in which French, and where one writes to it."""

    name = Line(
        label=gettext_lazy("Nom du programme"), max_length=80, missing=gettext_lazy("Donnez un nom au programme.")
    )
    wording = forms.ChoiceField(
        label=gettext_lazy("Le français du programme"),
        widget=forms.RadioSelect,
        choices=[("fr-inclusif", gettext_lazy("Inclusif")), ("fr", gettext_lazy("Au féminin"))],
        help_text=gettext_lazy("Les phrases du site changent ; vos propres mots restent tels que vous les écrivez."),
    )
    contact_email = forms.EmailField(
        label=gettext_lazy("Adresse de contact du programme"),
        error_messages=dict.fromkeys(
            ("required", "invalid"),
            gettext_lazy("Vérifiez cette adresse : elle doit ressembler à prenom@exemple.fr."),
        ),
    )
    approval = forms.ChoiceField(
        label=gettext_lazy("Qui valide un appariement au comité ?"),
        widget=forms.RadioSelect,
        choices=[(value, capfirst(said)) for value, said in Approval.choices],
        help_text=gettext_lazy("Le procès-verbal nomme qui a soumis et qui a validé."),
    )
    tells_line_managers = forms.BooleanField(
        label=gettext_lazy("Prévenir le ou la responsable hiérarchique"),
        help_text=gettext_lazy(
            "Un seul e-mail, quand une personne commence à participer : son prénom, sa fonction et son entité, le "
            "programme, le temps que cela prend. Jamais son rôle, ni avec qui elle échange, ni ses réponses, ni ses "
            "souhaits, ni si elle arrête. Chaque personne le lit avant de s’inscrire et peut refuser ; vous ne saurez "
            "pas qui refuse. Les personnes déjà inscrites ne sont pas concernées."
        ),
        required=False,
    )


@manager_required
def programme_settings(request: HttpRequest) -> HttpResponse:
    programme = request.programme
    initial = {name: getattr(programme, name) for name in NameForm.base_fields}
    form = NameForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        answer = save_settings(request, form, form.cleaned_data, "programme-settings")
        if answer:
            return answer
    context = {"form": form, **settings_page(request, "programme-settings")}
    return show(request, "backoffice/promotions/settings.html", context, refused=bool(form.errors))


#: The cases of a noun.
CASES = (
    ("one", gettext_lazy("Au singulier")),
    ("many", gettext_lazy("Au pluriel")),
    ("a", gettext_lazy("Avec « une » ou « un »")),
    ("the", gettext_lazy("Avec « la » ou « le »")),
    ("of", gettext_lazy("Après « de »")),
    ("to", gettext_lazy("Après « à »")),
)
NOUNS = {
    "mentor": gettext_lazy("La personne qui accompagne"),
    "mentee": gettext_lazy("La personne accompagnée"),
    "pair": gettext_lazy("Les deux ensemble"),
}
LANGUAGES = {"fr": gettext_lazy("en français"), "en": gettext_lazy("en anglais")}


class VocabularyForm(forms.Form):
    """The nouns of the programme in both languages: everywhere the site says « mentore » it says these."""

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups: list[tuple[str, list[str]]] = []
        for noun, title in NOUNS.items():
            for language, said in LANGUAGES.items():
                names = []
                for case, label in CASES:
                    name = f"{noun}-{language}-{case}"
                    field = Line(
                        label=label, max_length=60, missing=_("Écrivez ce mot : il manquerait dans des phrases.")
                    )
                    field.initial = programme.vocabulary[language][noun][case]
                    self.fields[name] = field
                    names.append(name)
                self.groups.append((f"{title}, {said}", names))

    def vocabulary(self) -> dict[str, Any]:
        return {
            language: {noun: {case: self.cleaned_data[f"{noun}-{language}-{case}"] for case, _label in CASES}
                       for noun in NOUNS}
            for language in LANGUAGES
        }  # fmt: skip

    def grouped(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(title, [self[name] for name in names]) for title, names in self.groups]


@manager_required
def edit_vocabulary(request: HttpRequest) -> HttpResponse:
    form = VocabularyForm(request.POST or None, programme=request.programme)
    if request.method == "POST" and form.is_valid():
        answer = save_settings(request, form, {"vocabulary": form.vocabulary()}, "edit-vocabulary")
        if answer:
            return answer
    context = {"form": form, **settings_page(request, "edit-vocabulary")}
    return show(request, "backoffice/promotions/vocabulary.html", context, refused=bool(form.errors))


class TextsForm(forms.Form):
    """The invitation, the nomination and the welcome, in both languages."""

    LABELS = {
        "invitation": gettext_lazy("L’invitation"),
        "nomination": gettext_lazy("L’invitation d’une personne proposée"),
        "welcome": gettext_lazy("L’accueil, une fois inscrite"),
        "time": gettext_lazy("Le temps que cela prend"),
    }
    #: What is said where nobody has written it yet.
    STARTS = {"time": texts.TIME}

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, label in self.LABELS.items():
            for language, said in LANGUAGES.items():
                missing = _("Écrivez ce texte : les personnes invitées le liront.")
                field = Words(label=f"{label}, {said}", max_length=texts.LONGEST, rows=4, missing=missing)
                start = self.STARTS.get(kind, {}).get(language, "")
                field.initial = programme.texts.get(language, {}).get(kind) or start
                self.fields[f"{kind}-{language}"] = field

    def texts(self) -> dict[str, dict[str, str]]:
        return {
            language: {kind: self.cleaned_data[f"{kind}-{language}"] for kind in self.LABELS} for language in LANGUAGES
        }


@manager_required
def edit_texts(request: HttpRequest) -> HttpResponse:
    form = TextsForm(request.POST or None, programme=request.programme)
    if request.method == "POST" and form.is_valid():
        answer = save_settings(request, form, {"texts": form.texts()}, "edit-texts")
        if answer:
            return answer
    context = {"form": form, **settings_page(request, "edit-texts")}
    return show(request, "backoffice/promotions/settings.html", context, refused=bool(form.errors))


class PropertiesForm(forms.Form):
    """A form of one's own, in plain sentences."""

    self_service = forms.BooleanField(
        label=gettext_lazy("Chaque personne cherche elle-même dans l’annuaire ; sinon, l’équipe compose."),
        required=False,
    )
    symmetrical = forms.BooleanField(
        label=gettext_lazy("Il n’y a pas deux côtés : chaque personne est à son tour l’une et l’autre."), required=False
    )
    circles = forms.BooleanField(
        label=gettext_lazy("Les personnes se retrouvent à trois, jusqu’à six, au lieu de deux."), required=False
    )
    both_accept = forms.BooleanField(
        label=gettext_lazy("Un binôme commence quand les deux ont dit oui ; sinon, à sa publication."), required=False
    )
    invited = forms.BooleanField(
        label=gettext_lazy("On n’entre que par une invitation ; sinon, une adresse de l’organisation suffit."),
        required=False,
    )
    local = forms.BooleanField(label=gettext_lazy("Des relais locaux animent chacun leur site."), required=False)
    direction = forms.ChoiceField(
        label=gettext_lazy("Les étapes de carrière"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("", gettext_lazy("ne comptent pas")),
            ("down", gettext_lazy("la personne qui accompagne est au moins aussi avancée")),
            ("up", gettext_lazy("la personne qui accompagne est moins avancée : mentorat inversé")),
        ],
    )
    across = forms.ChoiceField(
        label=gettext_lazy("Les deux personnes viennent"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("", gettext_lazy("d’où elles veulent")),
            ("entity", gettext_lazy("d’entités différentes")),
            ("organisation", gettext_lazy("d’organisations différentes")),
        ],
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("circles") and not cleaned.get("symmetrical"):
            self.add_error("circles", _("En cercle il n’y a pas deux côtés : cochez aussi la ligne d’avant."))
        if cleaned.get("symmetrical") and cleaned.get("direction"):
            self.add_error("direction", _("Sans deux côtés, les étapes de carrière n’ont pas de sens ici."))
        if cleaned.get("symmetrical") and cleaned.get("self_service"):
            self.add_error("self_service", _("L’annuaire va d’un côté à l’autre : sans deux côtés, l’équipe compose."))
        return cleaned

    def adjustments(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        return {**values, "circle_sizes": [3, 6]} if values.pop("circles") else values


@manager_required
def edit_form(request: HttpRequest) -> HttpResponse:
    """Only of a form of one's own; while nobody is enrolled, since roles and rules follow from it."""
    programme = request.programme
    if not programme.modality.adjustable:
        raise Http404
    modality, taken = programme.modality, programme.enrolments.exists()
    initial = {name: getattr(modality, name, False) for name in PropertiesForm.base_fields}
    initial["circles"] = modality.circle_sizes is not None
    form = PropertiesForm(None if taken else request.POST or None, initial=initial)
    if request.method == "POST" and not taken and form.is_valid():
        answer = save_settings(request, form, {"adjustments": form.adjustments()}, "edit-form")
        if answer:
            return answer
    context = {"form": form, "taken": taken, **settings_page(request, "edit-form")}
    return show(request, "backoffice/promotions/settings.html", context, refused=bool(form.errors))
