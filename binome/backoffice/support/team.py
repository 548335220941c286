"""Who is of the team, for its administrators: a role is given, and taken back, with a reason that is told."""

from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from binome.core.moves import MoveRefused
from binome.core.sorting import FrenchOrder
from binome.people.models import User
from binome.programmes.models import Enrolment, StaffRole
from binome.programmes.queries import SET_ASIDE
from binome.programmes.queries.team import TEAM
from binome.support.actions import team
from binome.support.lifecycle import GivingReason, RemovalReason
from binome.ui.fields import Line

from ..access import administrator_required
from ..desk import desk, page_of

NO_REASON = dict.fromkeys(["required", "invalid_choice"], gettext_lazy("Choisissez une raison."))


def _reasons(choices) -> list[tuple[str, str]]:
    return [(value, str(label).capitalize()) for value, label in choices]


class RoleForm(forms.Form):
    """Whom, as what, and why."""

    email = forms.EmailField(
        label=gettext_lazy("Son adresse e-mail"),
        help_text=gettext_lazy("Celle de son compte. Si elle n’en a pas, le site lui en ouvre un et lui écrit."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Écrivez son adresse."),
            "invalid": gettext_lazy("Cette adresse n’est pas complète. Exemple : prenom@exemple.fr"),
        },
    )
    first_name = Line(label=gettext_lazy("Son prénom"), max_length=60, required=False,
                      help_text=gettext_lazy("Seulement si elle n’a pas encore de compte."))  # fmt: skip
    kind = forms.ChoiceField(
        label=gettext_lazy("Rôle"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(["required", "invalid_choice"], gettext_lazy("Choisissez un rôle.")),
    )
    reason = forms.ChoiceField(label=gettext_lazy("Raison"), widget=forms.RadioSelect, error_messages=NO_REASON)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [
            (StaffRole.Kind.MODERATOR, _("Modératrice : profils, signalements, messages")),
            (StaffRole.Kind.ADMINISTRATOR, _("Administratrice : tout cela, et les règles, les données, l’équipe")),
        ]
        self.fields["reason"].choices = _reasons(GivingReason.choices)


class RemovalForm(forms.Form):
    """Why a role is taken back; she reads it in her mail."""

    reason = forms.ChoiceField(label=gettext_lazy("Raison, qu’elle lira"), error_messages=NO_REASON)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [("", _("Choisir")), *_reasons(RemovalReason.choices)]


@require_safe
@administrator_required
def team_list(request: HttpRequest) -> HttpResponse:
    return _show(request, RoleForm())


def _roles(request: HttpRequest):
    aside = Enrolment.objects.filter(person=OuterRef("person"), programme=request.programme, state__in=SET_ASIDE)
    rows = StaffRole.objects.filter(programme=request.programme, kind__in=TEAM, organisation=None, entity=None)
    rows = rows.select_related("person").annotate(aside=Exists(aside))
    return rows.order_by("kind", FrenchOrder("person__first_name"), "pk")


def _show(request: HttpRequest, form: RoleForm) -> HttpResponse:
    context = desk(request, "team-list") | page_of(request, _roles(request)) | {"form": form}
    return render(request, "backoffice/team_list.html", context, status=422 if form.errors else 200)


@administrator_required
def give_role(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect("team-list")
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _show(request, form)
    try:
        person = team.give_role(programme=request.programme, by=request.user, now=timezone.now(), **form.cleaned_data)
    except MoveRefused as refused:
        form.add_error("email", str(refused))
        return _show(request, form)
    messages.success(request, _("%(name)s est dans l’équipe. Un e-mail le lui dit.") % {"name": person.first_name})
    return redirect("team-list")


@administrator_required
def remove_role(request: HttpRequest, code: str, role: str) -> HttpResponse:
    """Said before it is done: what ends at once."""
    person = User.objects.filter(code=code, pk__in=_roles(request).filter(kind=role).values("person")).first()
    if person is None:
        raise Http404
    form = RemovalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            team.remove_role(
                programme=request.programme, person=person, kind=role, by=request.user, now=timezone.now(),
                **form.cleaned_data,
            )  # fmt: skip
        except MoveRefused as refused:
            messages.warning(request, str(refused))
        else:
            said = _("%(name)s n’a plus ce rôle, et un e-mail le lui dit.") % {"name": person.first_name}
            messages.success(request, said)
        return redirect("home" if person == request.user else "team-list")
    context = {
        "title": _("Retirer un rôle à %(name)s ?") % {"name": person.first_name},
        "text": _("Rôle : %(role)s. Elle est déconnectée aussitôt, et ce qu’elle traitait attend une collègue.")
        % {"role": StaffRole.Kind(role).label},
        "action": request.path,
        "label": _("Retirer ce rôle"),
        "form": form,
        "cancel_url": reverse("team-list"),
        "cancel_label": _("Ne rien changer"),
    }
    return render(request, "ui/confirm.html", context, status=422 if form.errors else 200)
