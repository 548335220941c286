"""The organisations of a programme and the tree of each."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from binome.core.moves import MoveRefused
from binome.programmes.actions import organisations as actions
from binome.programmes.models import Entity, Organisation
from binome.programmes.queries.organisations import competitions_of, tree_of

from ..access import manager_required, pilot_required
from ..pilot import pilot
from .forms import CompetitorsForm, DomainsForm, EntityForm


@require_safe
@pilot_required
def organisation_list(request: HttpRequest) -> HttpResponse:
    """The organisations of which she sees at least a branch; for who runs it all, the competitors too."""
    return _list(request)


def _list(request: HttpRequest, form: CompetitorsForm | None = None) -> HttpResponse:
    organisations = list(request.perimeter.known_organisations())
    context = pilot(request, "organisation-list") | {"organisations": organisations}
    if request.membership.is_manager and len(organisations) > 1:
        context["form"] = form or CompetitorsForm(organisations=organisations)
        context["competitions"] = competitions_of(request.programme)
    status = 422 if form and form.errors else 200
    return render(request, "backoffice/organisations/list.html", context, status=status)


@require_POST
@manager_required
def declare_competitors(request: HttpRequest) -> HttpResponse:
    form = CompetitorsForm(request.POST, organisations=list(request.perimeter.known_organisations()))
    if form.is_valid():
        one, other = (form.organisations[form.cleaned_data[name]] for name in ("one", "other"))
        try:
            actions.declare_competitors(
                programme=request.programme, one=one, other=other, by=request.user, now=timezone.now()
            )
        except MoveRefused as refusal:
            form.add_error("other", str(refusal))
        else:
            messages.success(request, _("C’est noté : personne de l’une ne sera en binôme avec personne de l’autre."))
            return redirect("organisation-list")
    return _list(request, form)


@require_POST
@manager_required
def withdraw_competitors(request: HttpRequest, code: str, other: str) -> HttpResponse:
    couple = [get_object_or_404(request.perimeter.known_organisations(), code=each) for each in (code, other)]
    actions.withdraw_competitors(
        programme=request.programme, one=couple[0], other=couple[1], by=request.user, now=timezone.now()
    )
    messages.success(request, _("Ces organisations ne sont plus notées comme concurrentes."))
    return redirect("organisation-list")


def _find(request: HttpRequest, code: str) -> Organisation:
    """An organisation that is wholly hers to run."""
    organisation = get_object_or_404(request.perimeter.known_organisations(), code=code)
    if not request.perimeter.runs(organisation):
        raise Http404
    return organisation


@require_safe
@pilot_required
def organisation_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Its tree, within her perimeter; and what changes it, when the whole of it is hers."""
    organisation = get_object_or_404(request.perimeter.known_organisations(), code=code)
    return _detail(request, organisation)


def _detail(
    request: HttpRequest,
    organisation: Organisation,
    *,
    entity_form: EntityForm | None = None,
    domains_form: DomainsForm | None = None,
) -> HttpResponse:
    tree = tree_of(request.perimeter, organisation)
    runs = request.perimeter.runs(organisation)
    context = pilot(request, "organisation-list") | {"organisation": organisation, "tree": tree, "runs": runs}
    if runs:
        domains = {"domains": "\n".join(organisation.email_domains)}
        context["entity_form"] = entity_form or EntityForm(tree=tree, prefix="entity")
        context["domains_form"] = domains_form or DomainsForm(initial=domains)
    refused = any(form and form.errors for form in (entity_form, domains_form))
    return render(request, "backoffice/organisations/detail.html", context, status=422 if refused else 200)


@require_POST
@pilot_required
def add_entity(request: HttpRequest, code: str) -> HttpResponse:
    organisation = _find(request, code)
    form = EntityForm(request.POST, tree=tree_of(request.perimeter, organisation), prefix="entity")
    if form.is_valid():
        try:
            actions.add_entity(
                organisation=organisation, name=form.cleaned_data["name"], parent=form.place, by=request.user,
                now=timezone.now(),
            )  # fmt: skip
        except MoveRefused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("L’entité est ajoutée."))
            return redirect("organisation-detail", code)
    return _detail(request, organisation, entity_form=form)


@require_POST
@pilot_required
def choose_domains(request: HttpRequest, code: str) -> HttpResponse:
    organisation, form = _find(request, code), DomainsForm(request.POST)
    if form.is_valid():
        domains = form.cleaned_data["domains"].replace(",", "\n").splitlines()
        try:
            actions.choose_domains(organisation=organisation, domains=domains, by=request.user, now=timezone.now())
        except MoveRefused as refusal:
            form.add_error("domains", str(refusal))
        else:
            messages.success(request, _("Les domaines sont enregistrés."))
            return redirect("organisation-detail", code)
    return _detail(request, organisation, domains_form=form)


def _entity(request: HttpRequest, code: str) -> Entity:
    entity = get_object_or_404(request.perimeter.entities(), code=code)
    if not request.perimeter.runs(entity.organisation):
        raise Http404
    return entity


@pilot_required
def edit_entity(request: HttpRequest, code: str) -> HttpResponse:
    """Its name and its place in the tree."""
    entity = _entity(request, code)
    tree = [one for one in tree_of(request.perimeter, entity.organisation)
            if not one.lineage.startswith(entity.lineage)]  # fmt: skip
    initial = {"name": entity.name, "parent": entity.parent.code if entity.parent else ""}
    form = EntityForm(request.POST or None, tree=tree, initial=initial)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            with transaction.atomic():
                actions.move_entity(entity=entity, parent=form.place, by=request.user, now=now)
                actions.rename_entity(entity=entity, name=form.cleaned_data["name"], by=request.user, now=now)
        except MoveRefused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("L’entité est enregistrée."))
            return redirect("organisation-detail", entity.organisation.code)
    context = pilot(request, "organisation-list") | {"entity": entity, "form": form}
    return render(request, "backoffice/organisations/entity.html", context, status=422 if form.errors else 200)


@pilot_required
def remove_entity(request: HttpRequest, code: str) -> HttpResponse:
    """Once she is sure, and when it is empty."""
    entity = _entity(request, code)
    back = reverse("organisation-detail", args=[entity.organisation.code])
    if request.method != "POST":
        context = pilot(request, "organisation-list") | {
            "title": _("Supprimer l’entité « %(name)s » ?") % {"name": entity.name},
            "text": _("Elle doit être vide : ni personne, ni entité sous elle, ni rôle."),
            "action": reverse("remove-entity", args=[code]),
            "label": _("Supprimer l’entité"),
            "cancel_url": back,
            "cancel_label": _("Garder l’entité"),
        }
        return render(request, "ui/confirm.html", context)
    try:
        actions.remove_entity(entity=entity, by=request.user, now=timezone.now())
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("L’entité est supprimée."))
    return redirect(back)
