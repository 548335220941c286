"""Forms of organisations: the tree, the domains, the roles, the directory's file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from binome.programmes.actions.staffing import GIVEN, LOCAL
from binome.programmes.models import Entity, Organisation, StaffRole
from binome.programmes.queries import Perimeter
from binome.programmes.queries.directory import ATTRIBUTE, BIGGEST, FIELDS

#: A column that is not imported.
LEFT_OUT = "-"


class EntityForm(forms.Form):
    """A new entity, or the name and the place of one."""

    name = forms.CharField(label=_("Nom"), max_length=120, error_messages={"required": _("Écrivez un nom.")})
    parent = forms.ChoiceField(label=_("Placée sous"), required=False)

    def __init__(self, *args: Any, tree: list[Entity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tree = {entity.code: entity for entity in tree}
        shown = [(entity.code, entity.indent + entity.name) for entity in tree]
        self.fields["parent"].choices = [("", _("l’organisation elle-même")), *shown]

    @property
    def place(self) -> Entity | None:
        return self.tree.get(self.cleaned_data["parent"])


class DomainsForm(forms.Form):
    """The domains of an organisation's addresses, one a line."""

    domains = forms.CharField(
        label=_("Domaines des adresses e-mail"),
        help_text=_("Un par ligne, comme exemple.fr. Qui prouve une telle adresse est de cette organisation."),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CompetitorsForm(forms.Form):
    """Two organisations of the programme."""

    one = forms.ChoiceField(label=_("Une organisation"))
    other = forms.ChoiceField(label=_("Sa concurrente"))

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {row.code: row for row in organisations}
        for name in ("one", "other"):
            self.fields[name].choices = [("", "—"), *((row.code, row.name) for row in organisations)]


class RoleForm(forms.Form):
    """A role, for an address."""

    first_name = forms.CharField(
        label=_("Prénom"), max_length=60, error_messages={"required": _("Écrivez son prénom.")}
    )
    email = forms.EmailField(
        label=_("Adresse e-mail"),
        error_messages={
            "required": _("Écrivez son adresse e-mail."),
            "invalid": _("Cette adresse n’est pas complète : il manque un nom, un @ ou un domaine."),
        },
    )
    kind = forms.ChoiceField(label=_("Rôle"))
    where = forms.ChoiceField(label=_("Périmètre"), required=False)

    def __init__(self, *args: Any, perimeter: Perimeter, places: dict[str, tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        kinds = GIVEN if perimeter.whole else LOCAL
        self.fields["kind"].choices = [(kind.value, kind.label.capitalize()) for kind in map(StaffRole.Kind, kinds)]
        everywhere = [("", _("Tout le programme"))] if perimeter.whole else []
        self.fields["where"].choices = [*everywhere, *((code, label) for code, (_row, label) in places.items())]

    @property
    def place(self) -> Any:
        return self.places.get(self.cleaned_data["where"], (None, ""))[0]


class OptionsForm(forms.Form):
    """What an import does beside the lines of the file."""

    marks_leavers = forms.BooleanField(
        label=_("Noter comme parties les personnes absentes du fichier"),
        help_text=_("À ne cocher que si le fichier est complet."),
        required=False,
    )
    adds_entities = forms.BooleanField(label=_("Ajouter à l’arbre les entités qui n’y sont pas"), required=False)

    def __init__(self, *args: Any, runs: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not runs:
            del self.fields["adds_entities"]

    def options(self) -> dict[str, bool]:
        return {"marks_leavers": False, "adds_entities": False} | self.cleaned_data


class FileForm(forms.Form):
    """The directory itself."""

    file = forms.FileField(
        label=_("Le fichier, en CSV ou en XLSX"),
        help_text=_("10 Mo et 20 000 lignes au plus. La première ligne nomme les colonnes."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx", "data-max-bytes": BIGGEST}),
        error_messages={"required": _("Choisissez un fichier."), "empty": _("Ce fichier est vide.")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > BIGGEST:
            raise forms.ValidationError(_("Ce fichier est trop lourd : 10 Mo au plus."))
        return file


class ColumnsForm(forms.Form):
    """What each column of the file is: one field a column, named by its place."""

    def __init__(self, *args: Any, header: tuple[str, ...], mapping: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.header = header
        choices = [(LEFT_OUT, _("ne pas importer")), *((key, name) for key, (name, _titles) in FIELDS.items())]
        choices.append((ATTRIBUTE, _("garder sous son propre titre")))
        for place, title in enumerate(header):
            self.fields[f"column{place}"] = forms.ChoiceField(
                label=title, choices=choices, initial=mapping.get(title) or LEFT_OUT
            )

    def mapping(self) -> dict[str, str]:
        said = {title: self.cleaned_data[f"column{place}"] for place, title in enumerate(self.header)}
        return {title: "" if field == LEFT_OUT else field for title, field in said.items()}
