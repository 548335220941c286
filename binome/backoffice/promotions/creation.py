"""A new programme: its form in plain sentences, its name, its address, who runs it."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from binome.core.moves import MoveRefused
from binome.programmes import actions
from binome.programmes.forms import STARTS
from binome.programmes.models import Organisation, Programme, StaffRole
from binome.ui.fields import Line
from binome.ui.forms import BoxedRadios

from .frame import show


class ProgrammeForm(forms.Form):
    """What a programme starts with; everything can be changed later but its address."""

    form = forms.ChoiceField(
        label=gettext_lazy("Quelle forme ?"),
        widget=BoxedRadios,
        error_messages={"required": gettext_lazy("Choisissez une forme. Tout le reste se change ensuite.")},
    )
    name = Line(
        label=gettext_lazy("Nom du programme"),
        max_length=80,
        missing=gettext_lazy("Donnez un nom au programme : les personnes invitées le liront."),
    )
    slug = Line(
        label=gettext_lazy("Adresse"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Ce qui suit « /programmes/ ». Vide, elle se tire du nom. Elle ne change plus ensuite."),
    )
    wording = forms.ChoiceField(
        label=gettext_lazy("Le français du programme"),
        widget=forms.RadioSelect,
        choices=[
            ("fr-inclusif", gettext_lazy("Inclusif : « inscrit·e »")),
            ("fr", gettext_lazy("Au féminin : « inscrite »")),
        ],
        initial="fr-inclusif",
    )
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("L’organisation qui le pilote"),
        queryset=Organisation.objects.none(),
        to_field_name="code",
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Choisissez l’organisation qui pilote ce programme.")
        ),
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].choices = [(key, start.name) for key, start in STARTS.items()]
        self.fields["form"].widget.descriptions = {
            key: f"{start.sentence} {start.suits}" for key, start in STARTS.items()
        }
        self.fields["organisation"].queryset = organisations
        if len(organisations) == 1:
            self.fields["organisation"].initial = organisations[0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("slug") and cleaned.get("name"):
            cleaned["slug"] = slugify(cleaned["name"].replace("_", "-"))[:40].strip("-")
        return cleaned


def create_programme(request: HttpRequest) -> HttpResponse:
    """For a manager, with an organisation of hers; for the site's administrator, with any. Else 404."""
    organisations = _organisations(request)
    form = ProgrammeForm(request.POST or None, organisations=organisations.order_by("name"))
    if request.method == "POST" and form.is_valid():
        try:
            programme = actions.create_programme(**form.cleaned_data, by=request.user, now=timezone.now())
        except MoveRefused as refused:
            form.add_error("slug", str(refused))
        else:
            return redirect(f"{programme.root}/pilotage/promotions/")
    context = {"form": form, "forms": STARTS.items(), "title": _("Créer un programme")}
    return show(request, "backoffice/promotions/create_programme.html", context, refused=bool(form.errors))


def _organisations(request: HttpRequest) -> Any:
    """Those that she may make run a programme."""
    member = request.membership
    if member.programme.is_home and StaffRole.Kind.ADMINISTRATOR in member.staff_kinds:
        return Organisation.objects.all()
    if not member.is_manager:
        raise Http404
    whole = StaffRole.objects.filter(person=request.user, kind=StaffRole.Kind.MANAGER, organisation=None, entity=None)
    runs = Programme.objects.filter(pk__in=whole.values("programme"))
    return Organisation.objects.filter(parties__programme__in=runs, parties__runs=True).distinct()
