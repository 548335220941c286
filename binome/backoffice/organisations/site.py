"""The organisations of the whole site, for its administrators: who comes in, in which programmes, and who runs them."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from binome.core.moves import MoveRefused
from binome.programmes.actions import organisations as actions
from binome.programmes.actions.staffing import give_role
from binome.programmes.models import Organisation, Programme, StaffRole
from binome.programmes.queries.organisations import site_organisations, site_programmes

from ..access import site_administrator_required
from ..desk import desk


class OrganisationForm(forms.Form):
    """A new organisation."""

    name = forms.CharField(
        label=gettext_lazy("Nom de l’organisation"),
        max_length=120,
        error_messages={"required": gettext_lazy("Écrivez un nom.")},
    )
    kind = forms.ChoiceField(label=gettext_lazy("Sorte"), choices=Organisation.Kind.choices)


class PartyForm(forms.Form):
    """An organisation that takes part in a programme of several."""

    programme = forms.ModelChoiceField(label=gettext_lazy("Programme"), queryset=None, to_field_name="code")
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"),
        queryset=None,
        to_field_name="code",
        help_text=gettext_lazy("Qui conduit tout le programme lira les noms des personnes qu’elle déclare."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = site_programmes()
        self.fields["organisation"].queryset = site_organisations()


class ManagerForm(forms.Form):
    """Who runs a programme first; she appoints the others."""

    programme = forms.ModelChoiceField(label=gettext_lazy("Programme"), queryset=None, to_field_name="code")
    first_name = forms.CharField(
        label=gettext_lazy("Prénom"),
        max_length=60,
        error_messages={"required": gettext_lazy("Écrivez son prénom.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("Adresse e-mail"),
        error_messages={
            "required": gettext_lazy("Écrivez son adresse e-mail."),
            "invalid": gettext_lazy("Cette adresse n’est pas complète : il manque un nom, un @ ou un domaine."),
        },
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = site_programmes()


@require_safe
@site_administrator_required
def organisation_desk(request: HttpRequest) -> HttpResponse:
    """Every organisation with its programmes, and who runs them; three short forms."""
    return _show(request)


def _show(request: HttpRequest, **refused: forms.Form) -> HttpResponse:
    managers: dict[int, list[str]] = {}
    runs = StaffRole.objects.filter(kind=StaffRole.Kind.MANAGER, organisation=None, entity=None)
    for programme, name in runs.order_by("since_at", "pk").values_list("programme", "person__first_name"):
        managers.setdefault(programme, []).append(name)
    programmes: list[Programme] = list(site_programmes().prefetch_related("parties__organisation"))
    context = desk(request, "organisation-desk") | {
        "organisations": site_organisations(),
        "programmes": [(programme, managers.get(programme.pk, [])) for programme in programmes],
        "organisation_form": refused.get("organisation") or OrganisationForm(prefix="organisation"),
        "party_form": refused.get("party") or PartyForm(prefix="party"),
        "manager_form": refused.get("manager") or ManagerForm(prefix="manager"),
    }
    return render(request, "backoffice/organisations/site.html", context, status=422 if refused else 200)


@require_POST
@site_administrator_required
def create_organisation(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(request.POST, prefix="organisation")
    if form.is_valid():
        try:
            actions.create_organisation(**form.cleaned_data, by=request.user, now=timezone.now())
        except MoveRefused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("L’organisation est créée. Créez maintenant son programme."))
            return redirect("organisation-desk")
    return _show(request, organisation=form)


@require_POST
@site_administrator_required
def add_party(request: HttpRequest) -> HttpResponse:
    form = PartyForm(request.POST, prefix="party")
    if form.is_valid():
        actions.add_party(**form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, _("L’organisation participe au programme."))
        return redirect("organisation-desk")
    return _show(request, party=form)


@require_POST
@site_administrator_required
def appoint_manager(request: HttpRequest) -> HttpResponse:
    form = ManagerForm(request.POST, prefix="manager")
    if form.is_valid():
        give_role(**form.cleaned_data, kind=StaffRole.Kind.MANAGER, within=None, by=request.user, now=timezone.now())
        messages.success(request, _("Le rôle est donné. Un e-mail part à cette adresse."))
        return redirect("organisation-desk")
    return _show(request, manager=form)
