"""What the team writes in the library."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from binome.library.actions import Place, Words, rebuild_image
from binome.library.models import Article, Audience, Kind, Theme
from binome.people.photos import MAX_BYTES, PhotoRefused
from binome.programmes.models import Programme

from ..fields import NO_DAY, day_field

BODY = 20_000
TOO_LONG = gettext_lazy("Ce texte est trop long : %(limit_value)s signes au plus.")
HELP = gettext_lazy(
    "En Markdown : « ## Titre », « **important** », « - » pour une liste, « [texte](adresse) » pour un lien."
)


class TextField(forms.CharField):
    """Words with plain line ends: browsers send others, and a comparison would see nothing else."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n")


def line(label: Any, most: int, *, required: bool = False, **kwargs: Any) -> TextField:
    errors = {"max_length": TOO_LONG, "required": gettext_lazy("Ce champ est nécessaire pour enregistrer.")}
    return TextField(label=label, max_length=most, required=required, error_messages=errors, **kwargs)


def text(label: Any, *, rows: int, most: int = BODY, **kwargs: Any) -> TextField:
    """A long one scrolls inside its frame, so that its buttons stay near."""
    size = "long" if most == BODY else ""
    return line(label, most, widget=forms.Textarea(attrs={"rows": rows, "class": size}), **kwargs)


class WordsForm(forms.Form):
    """The words of an article. `edits` says which draft she had under her eyes."""

    title = line(gettext_lazy("Titre"), 160, required=True)
    summary = text(
        gettext_lazy("Résumé"), rows=2, most=320,
        help_text=gettext_lazy("Une ou deux phrases, pour les listes. Une question n’en a pas besoin."),
    )  # fmt: skip
    body = text(gettext_lazy("Texte"), rows=18, required=True, help_text=HELP)
    title_en = line(gettext_lazy("Titre en anglais"), 160)
    summary_en = text(gettext_lazy("Résumé en anglais"), rows=2, most=320)
    body_en = text(gettext_lazy("Texte en anglais"), rows=12)
    edits = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("title_en")) != bool(cleaned.get("body_en")):
            missing = "body_en" if cleaned.get("title_en") else "title_en"
            if missing not in self.errors:
                self.add_error(missing, _("Une traduction a un titre et un texte : complétez-la, ou videz les deux."))
        return cleaned

    @property
    def words(self) -> Words:
        return Words(**{name: value for name, value in self.cleaned_data.items() if name != "edits"})


class NewArticleForm(WordsForm):
    """A first draft and its kind."""

    kind = forms.ChoiceField(label=gettext_lazy("Sorte de texte"), choices=Kind.choices)
    field_order = ["kind"]

    @property
    def words(self) -> Words:
        rest = {name: value for name, value in self.cleaned_data.items() if name not in {"edits", "kind"}}
        return Words(**rest)


class PlaceForm(forms.Form):
    """Whom an article is for, and where it stands."""

    audience = forms.ChoiceField(label=gettext_lazy("Pour qui"))
    reserved = forms.BooleanField(
        label=gettext_lazy("Réservé aux membres"),
        required=False,
        help_text=gettext_lazy("Personne d’autre ne peut l’ouvrir ni savoir qu’il existe."),
    )
    theme = forms.ModelChoiceField(
        label=gettext_lazy("Thème"),
        queryset=Theme.objects.none(),
        required=False,
        empty_label=gettext_lazy("Sans thème"),
    )
    sector = forms.ChoiceField(label=gettext_lazy("Secteur à l’honneur"), required=False)
    position = forms.IntegerField(
        label=gettext_lazy("Ordre"), min_value=0, max_value=9999, initial=100,
        help_text=gettext_lazy("Le plus petit nombre vient en premier."),
        error_messages=dict.fromkeys(
            ["invalid", "required", "min_value", "max_value"], gettext_lazy("Écrivez un nombre entre 0 et 9999.")
        ),
    )  # fmt: skip
    moves_on = day_field(gettext_lazy("Passe dans les ressources le"), required=False)

    def __init__(self, *args: Any, programme: Programme, kind: str, english: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = "en" if english else "fr"
        words = programme.vocabulary[language]
        self.fields["audience"].choices = [
            (Audience.EVERYONE, _("Tout le monde")),
            (Audience.MENTORS, words["mentor"]["many"].capitalize()),
            (Audience.MENTEES, words["mentee"]["many"].capitalize()),
            (Audience.ORGANISATIONS, _("Organisations")),
        ]
        self.fields["theme"].queryset = Theme.objects.filter(programme=programme)
        self.fields["sector"].choices = [("", _("Aucun")), *((s["slug"], s[language]) for s in programme.sectors)]
        if kind != Kind.NEWS:
            del self.fields["sector"], self.fields["moves_on"]

    @property
    def place(self) -> Place:
        return Place(**self.cleaned_data)


def place_of(article: Article) -> dict[str, object]:
    """What a PlaceForm shows at first."""
    return {
        name: getattr(article, name) for name in ("audience", "reserved", "theme", "sector", "position", "moves_on")
    }


class PublishForm(forms.Form):
    """Now, or later."""

    at = forms.DateTimeField(
        label=gettext_lazy("Publier le"),
        required=False,
        help_text=gettext_lazy("Sans date : tout de suite."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": NO_DAY},
    )

    def moment(self, now: datetime) -> datetime:
        chosen: datetime | None = self.cleaned_data["at"]
        return chosen or now

    def clean_at(self) -> datetime | None:
        chosen: datetime | None = self.cleaned_data["at"]
        if chosen and chosen < timezone.now():
            raise forms.ValidationError(_("Ce moment est passé. Choisissez-en un à venir, ou laissez vide."))
        return chosen


class AltForm(forms.Form):
    """The words of a picture, for who can't see it."""

    alt = text(
        gettext_lazy("Ce que montre l’image"), rows=3, most=300, required=True,
        help_text=gettext_lazy("Pour qui ne la voit pas : ce qu’on y voit, en une phrase."),
    )  # fmt: skip
    alt_en = text(gettext_lazy("La même phrase en anglais"), rows=3, most=300)

    def clean_alt(self) -> str:
        return " ".join(self.cleaned_data["alt"].split())

    def clean_alt_en(self) -> str:
        return " ".join(self.cleaned_data["alt_en"].split())


class ImageForm(AltForm):
    """A picture and its words."""

    field_order = ["file"]
    file = forms.FileField(
        label=gettext_lazy("Image"),
        widget=forms.FileInput(attrs={"accept": "image/*", "data-max-bytes": MAX_BYTES}),
        error_messages={
            "required": gettext_lazy("Choisissez une image."),
            "empty": gettext_lazy("Ce fichier est vide. Choisissez une image."),
        },
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("Cette image est trop lourde. Choisissez-en une plus légère."))
        try:
            return rebuild_image(file)
        except PhotoRefused as refused:
            raise forms.ValidationError(str(refused)) from None


class ThemeForm(forms.Form):
    """A shelf."""

    name = line(gettext_lazy("Nom"), 60, required=True)
    name_en = line(gettext_lazy("Nom en anglais"), 60)
    position = forms.IntegerField(
        label=gettext_lazy("Ordre"), min_value=0, max_value=9999,
        error_messages=dict.fromkeys(
            ["invalid", "required", "min_value", "max_value"], gettext_lazy("Écrivez un nombre entre 0 et 9999.")
        ),
    )  # fmt: skip
