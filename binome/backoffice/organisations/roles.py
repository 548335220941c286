"""Who runs the programme: the managers, the coordinators, the sponsors; named wholly within her perimeter (N1, N16)."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from binome.core.moves import MoveRefused
from binome.mentoring.identity import names_for
from binome.programmes.actions.staffing import GIVEN, LOCAL, give_role, take_role
from binome.programmes.models import StaffRole
from binome.programmes.queries.organisations import roles_within, tree_of

from ..access import View, pilot_required
from ..pilot import pilot
from .forms import RoleForm


def _gives_roles(view: View) -> View:
    """For who runs the programme or a whole organisation of it: a coordinator gives no role."""

    @pilot_required
    def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not (request.perimeter.whole or request.perimeter.organisations):
            raise Http404
        return view(request, *args, **kwargs)

    return checked


def _places(request: HttpRequest) -> dict[str, tuple[Any, str]]:
    """code → (organisation or entity, as the list shows it)"""
    places: dict[str, tuple[Any, str]] = {}
    for organisation in request.perimeter.known_organisations():
        if request.perimeter.runs(organisation):
            places[organisation.code] = (organisation, organisation.name)
            for entity in tree_of(request.perimeter, organisation):
                places[entity.code] = (entity, f"\N{EM SPACE}{entity.indent}{entity.name}")
    return places


def _named(request: HttpRequest, roles: Iterable[StaffRole]) -> list[tuple[StaffRole, str]]:
    """Of her perimeter, as her organisation declares her; else under the name that whoever gave the role wrote: what an
    account says of its owner is not told to who types an address."""
    rows = list(roles)
    people = [role.person for role in rows]
    names = names_for(viewer=request.user, perimeter=request.perimeter, people=people, now=timezone.now())
    return [
        (role, role.called or name if (name := names[role.person_id]) == role.person.first_name else name)
        for role in rows
    ]


@_gives_roles
def role_list(request: HttpRequest) -> HttpResponse:
    """Who has which role and where; and a new one."""
    form = RoleForm(request.POST or None, perimeter=request.perimeter, places=_places(request))
    if request.method == "POST" and form.is_valid():
        try:
            give_role(
                email=form.cleaned_data["email"], first_name=form.cleaned_data["first_name"],
                programme=request.programme, kind=form.cleaned_data["kind"], where=form.place,
                within=request.perimeter, by=request.user, now=timezone.now(),
            )  # fmt: skip
        except MoveRefused as refusal:
            form.add_error("where", str(refusal))
        else:
            messages.success(request, _("Le rôle est donné. Un e-mail part à cette adresse."))
            return redirect("role-list")
    kinds = GIVEN if request.perimeter.whole else LOCAL
    context = pilot(request, "role-list") | {
        "roles": _named(request, roles_within(request.perimeter, kinds)),
        "form": form,
    }
    return render(request, "backoffice/organisations/roles.html", context, status=422 if form.errors else 200)


@_gives_roles
def take_back_role(request: HttpRequest, code: str) -> HttpResponse:
    """Once she is sure: the person is out of these pages at once."""
    kinds = GIVEN if request.perimeter.whole else LOCAL
    role = get_object_or_404(roles_within(request.perimeter, kinds), code=code)
    if request.method != "POST":
        context = pilot(request, "role-list") | {
            "title": _("Retirer ce rôle à %(name)s ?") % {"name": _named(request, [role])[0][1]},
            "text": _("Ses pages de ce rôle se ferment aussitôt. Un e-mail le lui dit."),
            "action": reverse("take-back-role", args=[code]),
            "label": _("Retirer ce rôle"),
            "cancel_url": reverse("role-list"),
            "cancel_label": _("Garder ce rôle"),
        }
        return render(request, "ui/confirm.html", context)
    try:
        take_role(role=role, by=request.user, now=timezone.now())
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Le rôle est retiré."))
    return redirect("role-list" if role.person_id != request.user.pk else "my-programmes")
