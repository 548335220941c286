"""Somebody whom a programme proposes: she says yes or no, without having to say why."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from binome.core.moves import MoveRefused
from binome.mentoring.matchmaking.deciding import answer_proposal
from binome.mentoring.queries import ProposalView, proposal_for

from ..forms import DeclineProposalForm
from .requests import READ_OR_POST
from .space import space_nav


def _mine_or_404(request: HttpRequest, code: str) -> ProposalView:
    """One that was put to her in this programme; to anyone else it does not exist."""
    seen = proposal_for(request.user, request.programme, code)
    if seen is None:
        raise Http404
    return seen


@require_safe
def proposal_detail(request: HttpRequest, code: str) -> HttpResponse:
    context = {"seen": _mine_or_404(request, code), **space_nav(request, current="my-space")}
    return render(request, "mentoring/proposal.html", context)


@require_POST
def accept_proposal(request: HttpRequest, code: str) -> HttpResponse:
    """Both have said yes: the pair's page. Otherwise back to the proposal, with what happens next."""
    seen = _mine_or_404(request, code)
    try:
        pair = answer_proposal(proposal=seen.proposal, by=request.user, accept=True, now=timezone.now())
    except MoveRefused as refused:
        messages.error(request, str(refused))
        return redirect("proposal-detail", code)
    if pair is not None:
        messages.success(request, _("Vous avez dit oui toutes les deux : c’est fait."))
        return redirect("pair-detail", pair.code)
    messages.success(request, _("Votre oui est noté. Vous serez prévenue dès que l’autre personne aura répondu."))
    return redirect("proposal-detail", code)


@READ_OR_POST
def decline_proposal(request: HttpRequest, code: str) -> HttpResponse:
    """A no, on a page of its own: why is hers to say to the team, or not."""
    seen = _mine_or_404(request, code)
    form = DeclineProposalForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        if not form.is_bound and (seen.said or not seen.is_open):
            return redirect("proposal-detail", code)
        context = {"seen": seen, "form": form}
        return render(request, "mentoring/proposal_decline.html", context, status=422 if form.is_bound else 200)
    given, now = form.cleaned_data, timezone.now()
    try:
        answer_proposal(proposal=seen.proposal, by=request.user, accept=False, reason=given["reason"], now=now)
    except MoveRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Votre réponse est notée. L’équipe cherche quelqu’un d’autre."))
    return redirect("proposal-detail", code)
