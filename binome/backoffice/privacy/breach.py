"""The breach kit: stop, close every door, know who saw what and whom it concerns, tell, and keep the record of it."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from binome.privacy import breach as kit
from binome.privacy.letters import to_the_authority, to_the_people
from binome.privacy.models import Breach
from binome.privacy.operator import details_of

from ..access import confirmed, site_administrator_required
from ..desk import desk
from ..fields import Moment


class BreachForm(forms.ModelForm):
    """What is known. It can be completed later: the clock does not wait for the whole story."""

    known_at = Moment(label=gettext_lazy("Depuis quand le savez-vous ?"),
                      help_text=gettext_lazy("Les 72 heures partent de là."))  # fmt: skip
    since_at = Moment(label=gettext_lazy("Début supposé des faits"))
    until_at = Moment(label=gettext_lazy("Fin supposée des faits"), required=False)

    class Meta:
        model = Breach
        fields = ("known_at", "since_at", "until_at", "facts", "consequences", "measures", "not_told_because")
        widgets = {
            name: forms.Textarea(attrs={"rows": 4})
            for name in ("facts", "consequences", "measures", "not_told_because")
        }
        help_texts = {
            "facts": gettext_lazy("Ce qui s’est passé, sans nom ni donnée de personne."),
            "not_told_because": gettext_lazy("Seulement si la violation ne crée aucun risque pour les personnes."),
        }
        error_messages = {"facts": {"required": gettext_lazy("Dites ce qui s’est passé, même en une phrase.")}}

    def clean(self):
        told = super().clean()
        known, since, until = (told.get(name) for name in ("known_at", "since_at", "until_at"))
        if known and known > timezone.now():
            self.add_error("known_at", _("Cette heure n’est pas encore venue."))
        if since and until and until < since:
            self.add_error("until_at", _("La fin vient avant le début."))
        return told


@require_safe
@site_administrator_required
def breach_list(request: HttpRequest) -> HttpResponse:
    """What can be done at once, then the record of each breach."""
    context = desk(request, "breach-list") | {
        "frozen_since": kit.frozen_since(),
        "open": list(kit.still_open(request.programme)),
        "closed": Breach.objects.filter(programme=request.programme, closed_at__isnull=False).order_by("-closed_at"),
        "now": timezone.now(),
    }
    return render(request, "backoffice/privacy/breach_list.html", context)


def _confirm(request: HttpRequest, title: str, text: str, label: str) -> HttpResponse:
    context = {"title": title, "text": text, "label": label, "action": request.path, "cancel_label": _("Annuler"),
               "cancel_url": reverse("breach-list")}  # fmt: skip
    return render(request, "ui/confirm.html", context)


@confirmed
def freeze_site(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        text = _(
            "Plus aucune page pour les membres, plus aucun e-mail, plus aucune tâche automatique : l’équipe seule "
            "continue. Rien n’est effacé, et les délais de réponse sont suspendus."
        )
        return _confirm(request, _("Geler le site ?"), text, _("Geler le site"))
    kit.freeze(by=request.user, now=timezone.now())
    messages.success(request, _("Le site est gelé. L’équipe seule peut encore s’en servir."))
    return redirect("breach-list")


@confirmed
def unfreeze_site(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        text = _("Les pages, les e-mails et les tâches reprennent. Les demandes en attente retrouvent leur délai.")
        return _confirm(request, _("Rouvrir le site ?"), text, _("Rouvrir le site"))
    kit.unfreeze(by=request.user, now=timezone.now())
    messages.success(request, _("Le site est rouvert."))
    return redirect("breach-list")


@confirmed
def revoke_access(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        text = _(
            "Tout le monde est déconnecté dès sa prochaine page, sauf vous ici. Tous les liens déjà envoyés par e-mail "
            "cessent de valoir : leurs pages en proposent un nouveau."
        )
        return _confirm(request, _("Fermer toutes les sessions et annuler tous les liens ?"), text, _("Tout fermer"))
    ended = kit.revoke_access(keep=request.session.session_key, by=request.user, now=timezone.now())
    messages.success(request, _("C’est fait. Sessions fermées : %(count)d.") % {"count": ended})
    return redirect("breach-list")


@site_administrator_required
def declare_breach(request: HttpRequest) -> HttpResponse:
    form = BreachForm(request.POST or None, initial={"known_at": timezone.now()})
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        breach = kit.declare_breach(programme=request.programme, by=request.user, now=now, **form.cleaned_data)
        return redirect("breach-detail", breach.code)
    context = desk(request, "breach-list") | {"form": form}
    return render(request, "backoffice/privacy/breach_form.html", context, status=422 if form.errors else 200)


def _breach(request: HttpRequest, code: str) -> Breach:
    return get_object_or_404(Breach, programme=request.programme, code=code)


@site_administrator_required
def breach_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Its clock, what to do, what to write; and what is known, to complete."""
    breach = _breach(request, code)
    form = BreachForm(request.POST or None, instance=breach)
    if request.method == "POST" and form.is_valid():
        try:
            kit.complete_breach(breach=breach, by=request.user, now=timezone.now(), **form.cleaned_data)
        except kit.MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("C’est enregistré."))
            return redirect("breach-detail", code)
    now, details = timezone.now(), details_of(request.programme)
    told = {"breach": breach, "details": details, "people": len(kit.impact(start=breach.since_at, end=now))}
    context = desk(request, "breach-list") | {
        "breach": breach,
        "form": form,
        "hours_left": (breach.due_at - now).total_seconds() / 3600,
        "letter_to_authority": to_the_authority(**told),
        "letter_to_people": to_the_people(breach=breach, details=details, site=request.programme.name),
        "period": _period(breach, now),
        "now": now,
    }
    return render(request, "backoffice/privacy/breach.html", context, status=422 if form.errors else 200)


def _period(breach: Breach, now) -> str:
    """The facts' own dates, for the pages that list what was read and whom it concerns."""
    start, end = (timezone.localtime(at).strftime("%Y-%m-%dT%H:%M") for at in (breach.since_at, breach.until_at or now))
    return f"?du={start}&au={end}"


@require_POST
@site_administrator_required
def note_breach_told(request: HttpRequest, code: str) -> HttpResponse:
    if (whom := request.POST.get("whom", "")) not in {"authority", "people"}:
        raise Http404
    kit.note_told(breach=_breach(request, code), whom=whom, by=request.user, now=timezone.now())
    return redirect("breach-detail", code)


@require_POST
@site_administrator_required
def close_breach(request: HttpRequest, code: str) -> HttpResponse:
    try:
        kit.close_breach(breach=_breach(request, code), by=request.user, now=timezone.now())
    except kit.MoveRefused as refused:
        messages.warning(request, str(refused))
        return redirect("breach-detail", code)
    messages.success(request, _("Le dossier est clos. Il sera effacé dans cinq ans."))
    return redirect("breach-list")
