"""Every component and every state on one page; mounted in development only."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from binome.ui import icons
from binome.ui.forms import BoxedCheckboxes, BoxedRadios


class DemoForm(forms.Form):
    """One field of each shape."""

    first_name = forms.CharField(
        label=_("Prénom"),
        help_text=_("Le seul nom visible."),
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    email = forms.EmailField(
        label=_("Adresse e-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Il manque un arobase, par exemple prenom@exemple.fr.")},
    )
    password = forms.CharField(
        label=_("Mot de passe"),
        help_text=_("Douze signes au moins. Une phrase convient très bien."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        help_text=_("JPEG, PNG, WebP ou HEIC."),
        widget=forms.FileInput(attrs={"accept": "image/*", "data-max-bytes": 20_000_000}),
    )
    place = forms.ChoiceField(
        label=_("Vous venez pour"),
        choices=[("mentee", _("Être mentorée")), ("mentor", _("Être mentore"))],
        widget=BoxedRadios(
            descriptions={"mentee": _("Je cherche un appui"), "mentor": _("J’ai de l’expérience à partager")}
        ),
        error_messages={"required": _("Choisissez une des deux places.")},
    )
    sector = forms.ChoiceField(
        label=_("Secteur"), choices=[("sante", _("Santé et social")), ("industrie", _("Industrie"))]
    )
    topics = forms.MultipleChoiceField(
        label=_("Vous aimeriez parler de"),
        required=False,
        choices=[
            ("negocier", _("Négocier")),
            ("parler", _("Prendre la parole")),
            ("pause", _("Reprendre après une pause")),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    means = forms.MultipleChoiceField(
        label=_("Vos rencontres"),
        choices=[("remote", _("À distance")), ("place", _("Sur place"))],
        widget=BoxedCheckboxes(
            descriptions={"remote": _("Visioconférence ou téléphone"), "place": _("Autour d’un café")}
        ),
        error_messages={"required": _("Cochez au moins une façon de vous rencontrer.")},
    )
    story = forms.CharField(
        label=_("Présentation"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Votre parcours, un tournant, ce que vous aimeriez transmettre."),
        error_messages={"required": _("Cette zone est vide. Quelques phrases suffisent.")},
    )
    charter = forms.BooleanField(
        label=_("Je m’engage à respecter la charte éthique."),
        error_messages={"required": _("Cochez la case pour continuer.")},
    )


GLYPH_STATES = [
    ("apart", _("Deux personnes")),
    ("free", _("Une place libre")),
    ("touching", _("Une demande")),
    ("pair", _("Un binôme")),
    ("closed", _("Un binôme clos")),
    ("empty", _("Personne encore")),
]
STEPS = [
    {"label": _("Faite"), "state": "done"},
    {"label": _("En cours"), "state": "now"},
    {"label": _("À venir"), "state": "todo"},
]
PHASES = [
    {"label": _("Modalités"), "detail": _("Validées le 4 mai"), "state": "done"},
    {"label": _("Pilote"), "detail": _("Six binômes, juin"), "state": "done"},
    {"label": _("Inscription"), "detail": _("Close le 9 octobre"), "state": "done"},
    {"label": _("Formation"), "detail": _("41 sur 46"), "state": "done"},
    {"label": _("Appariement"), "detail": _("17 sur 24"), "state": "now"},
    {"label": _("Suivi"), "detail": _("Dès le 7 décembre"), "state": "todo"},
    {"label": _("Évaluation"), "detail": _("Juin 2027"), "state": "todo"},
]
CRUMBS = [{"label": _("Accueil"), "url": "#"}, {"label": _("Mentores"), "url": "#"}, {"label": "Hélène"}]
SUBNAV = [
    {"label": _("Onglet courant"), "url": "#", "current": True},
    {"label": _("Onglet"), "url": "#", "count": 3},
    {"label": _("Autre onglet"), "url": "#"},
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
        "subnav_label": _("Onglets d’exemple"),
        "page": Paginator(range(240), 20).page(4),
    }
    return TemplateResponse(request, "ui/styleguide.html", context)
