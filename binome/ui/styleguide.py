"""Every component and every state on one page; mounted in development only, so its words are not translated."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.template.response import TemplateResponse

from binome.ui import icons
from binome.ui.forms import BoxedCheckboxes, BoxedRadios


class DemoForm(forms.Form):
    """One field of each shape."""

    first_name = forms.CharField(
        label="Prénom",
        help_text="Le seul nom visible.",
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    email = forms.EmailField(
        label="Adresse e-mail",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": "Il manque un arobase, par exemple prenom@exemple.fr."},
    )
    password = forms.CharField(
        label="Mot de passe",
        help_text="Douze signes au moins. Une phrase convient très bien.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    photo = forms.FileField(
        label="Photo",
        required=False,
        help_text="JPEG, PNG, WebP ou HEIC.",
        widget=forms.FileInput(attrs={"accept": "image/*", "data-max-bytes": 20_000_000}),
    )
    place = forms.ChoiceField(
        label="Vous venez pour",
        choices=[("mentee", "Être mentorée"), ("mentor", "Être mentore")],
        widget=BoxedRadios(descriptions={"mentee": "Je cherche un appui", "mentor": "J’ai de l’expérience à partager"}),
        error_messages={"required": "Choisissez une des deux places."},
    )
    sector = forms.ChoiceField(label="Secteur", choices=[("sante", "Santé et social"), ("industrie", "Industrie")])
    topics = forms.MultipleChoiceField(
        label="Vous aimeriez parler de",
        required=False,
        choices=[
            ("negocier", "Négocier"),
            ("parler", "Prendre la parole"),
            ("pause", "Reprendre après une pause"),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    means = forms.MultipleChoiceField(
        label="Vos rencontres",
        choices=[("remote", "À distance"), ("place", "Sur place")],
        widget=BoxedCheckboxes(descriptions={"remote": "Visioconférence ou téléphone", "place": "Autour d’un café"}),
        error_messages={"required": "Cochez au moins une façon de vous rencontrer."},
    )
    story = forms.CharField(
        label="Présentation",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Votre parcours, un tournant, ce que vous aimeriez transmettre.",
        error_messages={"required": "Cette zone est vide. Quelques phrases suffisent."},
    )
    charter = forms.BooleanField(
        label="Je m’engage à respecter la charte éthique.",
        error_messages={"required": "Cochez la case pour continuer."},
    )


GLYPH_STATES = [
    ("apart", "Deux personnes"),
    ("free", "Une place libre"),
    ("touching", "Une demande"),
    ("pair", "Un binôme"),
    ("closed", "Un binôme clos"),
    ("empty", "Personne encore"),
]
STEPS = [
    {"label": "Faite", "state": "done"},
    {"label": "En cours", "state": "now"},
    {"label": "À venir", "state": "todo"},
]
PHASES = [
    {"label": "Modalités", "detail": "Validées le 4 mai", "state": "done"},
    {"label": "Pilote", "detail": "Six binômes, juin", "state": "done"},
    {"label": "Inscription", "detail": "Close le 9 octobre", "state": "done"},
    {"label": "Formation", "detail": "41 sur 46", "state": "done"},
    {"label": "Appariement", "detail": "17 sur 24", "state": "now"},
    {"label": "Suivi", "detail": "Dès le 7 décembre", "state": "todo"},
    {"label": "Évaluation", "detail": "Juin 2027", "state": "todo"},
]
CRUMBS = [{"label": "Accueil", "url": "#"}, {"label": "Mentores", "url": "#"}, {"label": "Hélène"}]
SUBNAV = [
    {"label": "Onglet courant", "url": "#", "current": True},
    {"label": "Onglet", "url": "#", "count": 3},
    {"label": "Autre onglet", "url": "#"},
    {
        "label": "Groupe",
        "count": 2,
        "group": [{"label": "Page", "url": "#", "count": 2}, {"label": "Autre", "url": "#"}],
    },
]
TYPED = {"first_name": "Nadia", "email": "nadia.exemple.fr", "password": "une phrase assez longue", "sector": "sante"}


@login_not_required
def styleguide(request):
    """The test card: reference for development and for the accessibility checks."""
    context = {
        "blank": DemoForm(prefix="blank"),
        "refused": DemoForm({f"refused-{name}": value for name, value in TYPED.items()}, prefix="refused"),
        "glyph_states": GLYPH_STATES,
        "icon_names": sorted(icons.DRAWINGS),
        "steps": STEPS,
        "phases": PHASES,
        "crumbs": CRUMBS,
        "subnav": SUBNAV,
        "subnav_label": "Onglets d’exemple",
        "page": Paginator(range(240), 20).page(4),
    }
    return TemplateResponse(request, "ui/styleguide.html", context)
