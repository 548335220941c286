"""The committee and the publication."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from binome.core.moves import MoveRefused
from binome.mentoring.matchmaking import deciding
from binome.mentoring.matchmaking.publishing import ask_publication
from binome.programmes.models import Cohort

from .page import manager_page, run_or_404


def _do(request: HttpRequest, cohort: Cohort, act: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, act())
    except MoveRefused as refused:
        messages.error(request, str(refused))
    return redirect("match-board", cohort.code)


@require_POST
@manager_page
def submit_match(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    run = run_or_404(request)

    def act() -> str:
        deciding.submit_run(run=run, by=request.user, now=timezone.now())
        return _("L’appariement est soumis au comité. Le procès-verbal est prêt à lire.")

    return _do(request, cohort, act)


@require_POST
@manager_page
def decide_match(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """`avis`: « oui » approves; anything else sends back, with `motif`."""
    run, approve = run_or_404(request), request.POST.get("avis") == "oui"

    def act() -> str:
        words = request.POST.get("motif", "")[:500]
        deciding.decide_run(run=run, approve=approve, words=words, by=request.user, now=timezone.now())
        return _("Le comité a validé l’appariement.") if approve else _("L’appariement revient à relire.")

    return _do(request, cohort, act)


@require_http_methods(["GET", "HEAD", "POST"])
@manager_page
def publish_match(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """All at once, by the worker; or, where both accept, each is asked. Confirmed on a page first."""
    run, both_accept = run_or_404(request), cohort.programme.modality.both_accept
    if request.method == "POST":
        try:
            job = ask_publication(run=run, by=request.user, now=timezone.now())
        except MoveRefused as refused:
            messages.error(request, str(refused))
            return redirect("match-board", cohort.code)
        return redirect("job-progress", job.code)
    text = _("Chaque personne reçoit un e-mail et voit aussitôt avec qui elle avance.")
    asked = _("Chaque personne reçoit un e-mail et dit oui ou non ; deux oui ouvrent le suivi.")
    context = {
        "title": _("Proposer aux personnes ?") if both_accept else _("Publier maintenant ?"),
        "text": asked if both_accept else text,
        "action": reverse("publish-match", args=[cohort.code]),
        "label": _("Proposer") if both_accept else _("Publier"),
        "cancel_url": reverse("match-board", args=[cohort.code]),
        "cancel_label": _("Revenir à l’appariement"),
    }
    return render(request, "ui/confirm.html", context)
