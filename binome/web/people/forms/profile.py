"""Step 3 of the sign-up, and her profile once she is a member."""

import unicodedata
from typing import Any

from django import forms
from django.core.validators import MinLengthValidator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from binome.core.languages import text_language
from binome.core.world import COUNTRIES, LANGUAGES, country_name, language_name
from binome.mentoring.lifecycle import MeetingFormat, Rhythm
from binome.people.rules import slips
from binome.programmes.models import Programme, Role
from binome.ui.fields import Line, Words
from binome.ui.forms import BoxedCheckboxes, BoxedRadios
from binome.ui.wording import count_words, elided

from .fields import NameField, PhotoField, refuse_full_name

USUAL_LANGUAGES = list(LANGUAGES)[:8]
MOST_TOPICS = 6
SHORTEST_PRESENTATION = 200


def _lang() -> str:
    return text_language(get_language())


class ProfileForm(forms.Form):
    """Step 3, and later her profile: what the community reads. The words differ by her place."""

    photo = PhotoField(
        label=gettext_lazy("Photo"),
        required=False,
        help_text=gettext_lazy("JPEG, PNG, WebP ou HEIC, de n’importe quelle taille : elle sera réduite pour vous. "
                               "Sans photo, votre initiale s’affichera."),
    )  # fmt: skip
    headline = Line(
        max_length=120, error_messages={"required": gettext_lazy("Dites en quelques mots ce que vous faites.")}
    )
    sector = forms.ChoiceField(
        label=gettext_lazy("Secteur"),
        error_messages={"required": gettext_lazy("Choisissez le secteur le plus proche.")},
    )
    quote = Line(label=gettext_lazy("Une phrase qui vous ressemble"), max_length=160, required=False)
    presentation = Words(
        label=gettext_lazy("Présentation"),
        max_length=1500,
        error_messages={
            "required": gettext_lazy("Cette zone est vide. Quelques phrases suffisent pour que votre profil soit relu.")
        },
    )
    path = Words(
        label=gettext_lazy("Votre chemin"),
        max_length=1500,
        required=False,
        help_text=gettext_lazy("Une étape par ligne, datée si vous voulez : « 2009 à 2018 : responsable qualité. »"),
    )
    topics = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Cochez au moins un sujet.")},
    )
    city = Line(label=gettext_lazy("Ville"), max_length=80, required=False)
    country = forms.ChoiceField(
        label=gettext_lazy("Pays"), initial="FR", error_messages={"required": gettext_lazy("Choisissez votre pays.")}
    )
    spoken = forms.MultipleChoiceField(
        label=gettext_lazy("Langues parlées"),
        initial=["fr"],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Cochez au moins une langue.")},
    )
    other_language = forms.ChoiceField(label=gettext_lazy("Autre langue"), required=False)
    formats = forms.MultipleChoiceField(
        label=gettext_lazy("Comment vous rencontrer ?"),
        widget=BoxedCheckboxes,
        choices=MeetingFormat.choices,
        error_messages={"required": gettext_lazy("Cochez au moins une façon de vous rencontrer.")},
    )
    rhythms = forms.MultipleChoiceField(
        label=gettext_lazy("À quel rythme ?"),
        widget=BoxedCheckboxes,
        choices=Rhythm.choices,
        error_messages={"required": gettext_lazy("Cochez au moins un rythme.")},
    )
    capacity = forms.TypedChoiceField(
        coerce=int,
        initial=1,
        widget=BoxedRadios,
        error_messages={"required": gettext_lazy("Choisissez un nombre.")},
    )

    def __init__(self, *args: Any, programme: Programme, role: str, voc: dict[str, dict[str, str]], **kwargs: Any):
        initial = dict(kwargs.pop("initial", None) or {})
        known = initial.get("languages") or []
        initial.setdefault("spoken", known or ["fr"])
        super().__init__(*args, initial=initial, **kwargs)
        self.role, self.is_mentor = role, role == Role.MENTOR
        language = _lang()
        self._choices(programme, language, known)
        self._capacity(programme, voc)
        self._words()
        for name, attrs in ATTRS.items():
            if name in self.fields:
                self.fields[name].widget.attrs.update(attrs)
        self.fields["presentation"].validators.append(
            MinLengthValidator(
                SHORTEST_PRESENTATION,
                _("Ce texte fait %(show_value)s signes. Quelques phrases de plus : %(limit_value)s au moins."),
            )
        )

    def _choices(self, programme: Programme, language: str, known: list[str]) -> None:
        self.fields["sector"].choices = [("", _("Choisissez"))] + [(s["slug"], s[language]) for s in programme.sectors]
        self.fields["topics"].choices = [(t["slug"], t[language]) for t in programme.topics]
        names = sorted(((code, country_name(code, language)) for code in COUNTRIES if code != "FR"), key=_alphabetical)
        self.fields["country"].choices = [("FR", country_name("FR", language)), *names]
        shown = [*USUAL_LANGUAGES, *(code for code in known if code in LANGUAGES and code not in USUAL_LANGUAGES)]
        self.fields["spoken"].choices = [(code, _capital(language_name(code, language))) for code in shown]
        others = [(code, _capital(language_name(code, language))) for code in LANGUAGES if code not in shown]
        self.fields["other_language"].choices = [("", _("Aucune autre")), *sorted(others, key=_alphabetical)]

    def _capacity(self, programme: Programme, voc: dict[str, dict[str, str]]) -> None:
        if not self.is_mentor:
            del self.fields["capacity"], self.fields["path"]
            return
        field = self.fields["capacity"]
        numbers = range(1, programme.max_capacity + 1)
        field.label = _("Combien %(of_mentees)s à la fois ?") % {"of_mentees": elided(voc["mentee"]["many"], "de")}
        field.help_text = _("Vous pourrez changer ce nombre, ou vous mettre en pause, à tout moment.")
        field.choices = [(n, _capital(count_words(n, "f"))) for n in numbers]
        field.widget.descriptions = {
            str(n): _("Environ une heure par mois") if n == 1
            else _("Environ %(hours)s heures par mois") % {"hours": count_words(n)}
            for n in numbers
        }  # fmt: skip

    def _words(self) -> None:
        fields = self.fields
        fields["topics"].help_text = _("Six sujets au plus.")
        fields["quote"].help_text = _("Elle apparaîtra entre guillemets sous votre prénom.")
        if self.is_mentor:
            fields["headline"].label = _("Métier ou dernière fonction")
            fields["headline"].help_text = _("Par exemple : cheffe d’atelier, textile technique.")
            fields["topics"].label = _("Sur quoi pouvez-vous aider ?")
            story = _("Votre parcours, un tournant, ce que vous aimeriez transmettre.")
        else:
            fields["headline"].label = _("Ce que vous faites aujourd’hui")
            fields["headline"].help_text = _("Métier, études, recherche d’emploi, pause… en une ligne.")
            fields["topics"].label = _("Sur quoi aimeriez-vous avancer ?")
            story = _("Où vous en êtes, ce que vous cherchez, ce qui vous aiderait.")
        fields["presentation"].help_text = _("%(story)s Entre 200 et 1 500 signes.") % {"story": story}

    def clean_topics(self) -> list[str]:
        topics = self.cleaned_data["topics"]
        if len(topics) > MOST_TOPICS:
            count = {"count": len(topics), "most": MOST_TOPICS}
            raise forms.ValidationError(
                _("Vous avez coché %(count)s sujets. Gardez les %(most)s qui comptent le plus.") % count
            )
        return topics

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        spoken, other = cleaned.pop("spoken", []), cleaned.pop("other_language", "")
        if spoken:
            cleaned["languages"] = [*spoken, *([other] if other else [])]
        return cleaned


class EditForm(ProfileForm):
    """Her profile once she is a member: her places are elsewhere, her link and her first name are here."""

    first_name = NameField(
        label=gettext_lazy("Prénom"),
        max_length=60,
        autocomplete="given-name",
        help_text=gettext_lazy("Le seul nom que les autres inscrites voient."),
        error_messages={"required": gettext_lazy("Écrivez votre prénom.")},
    )
    remove_photo = forms.BooleanField(label=gettext_lazy("Retirer ma photo"), required=False)
    link = forms.URLField(
        label=gettext_lazy("Lien professionnel"),
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("Caché : il ne se montre qu’à votre binôme, si vous le décidez."),
        widget=forms.URLInput(attrs={"autocomplete": "url", "inputmode": "url"}),
        error_messages={"invalid": gettext_lazy("Vérifiez ce lien : il doit ressembler à https://exemple.fr/moi.")},
    )
    field_order = ("first_name", "photo", "remove_photo")
    asks_capacity = False

    def __init__(self, *args: Any, family_name: str = "", **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.family_name = family_name
        if not self.asks_capacity:
            self.fields.pop("capacity", None)
        if not self.initial.get("has_photo"):
            del self.fields["remove_photo"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        refuse_full_name(self, self.family_name)
        texts = {name: cleaned.get(name) or "" for name in TEXTS if name in self.fields}
        for slip in slips(texts, first_name=cleaned.get("first_name", ""), family_name=self.family_name):
            if slip.is_refused:  # what she writes here is online at once; the rest is told, and read by a moderator
                self.add_error(slip.field, _("Retirez votre nom de famille : seul votre prénom est visible ici."))
        return cleaned

    def full_clean(self) -> None:
        """A browser forgets the file of a refused form: she is told, rather than left to believe that it was kept."""
        super().full_clean()
        if self.is_bound and self.errors and self.cleaned_data.get("photo"):
            self.add_error("photo", _("Choisissez de nouveau votre photo : elle ne se garde pas d’un essai à l’autre."))

    def changes(self) -> dict[str, Any]:
        """What `change_profile` writes."""
        kept = {name: value for name, value in self.cleaned_data.items() if name in PROFILE_FIELDS}
        if photo := self.cleaned_data["photo"]:
            kept["photo"] = photo
        elif self.cleaned_data.get("remove_photo"):
            kept["photo"] = ""
        return kept


class PublishForm(EditForm):
    """Her profile where she publishes it herself: a mentor says how many people she takes too."""

    asks_capacity = True


TEXTS = ("headline", "quote", "presentation", "path")
PROFILE_FIELDS = {"first_name", "headline", "quote", "presentation", "path", "sector", "city", "country", "languages",
                  "topics", "formats", "rhythms", "link"}  # fmt: skip
ATTRS = {
    "headline": {"autocomplete": "organization-title"},
    "city": {"autocomplete": "address-level2", "class": "w-m"},
    "country": {"autocomplete": "country", "class": "w-m"},
    "sector": {"class": "w-m"},
    "other_language": {"class": "w-m"},
    "presentation": {"rows": 6},
    "path": {"rows": 4},
}


def _alphabetical(row: tuple[str, str]) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", row[1].casefold()) if not unicodedata.combining(c))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
