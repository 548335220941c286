"""Somebody whom a programme proposes: she says yes or no, without having to say why."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from binome.core.moves import MoveRefused
from binome.mentoring.matchmaking.deciding import answer_proposal
from binome.mentoring.models import Proposal
from binome.mentoring.queries import proposal_for

from .space import space_nav


def _mine_or_404(request: HttpRequest, code: str) -> Proposal:
    """One that was put to her in this programme; to anyone else it does not exist."""
    proposal = proposal_for(request.user, request.programme, code)
    if proposal is None:
        raise Http404
    return proposal


@require_safe
def proposal_detail(request: HttpRequest, code: str) -> HttpResponse:
    proposal = _mine_or_404(request, code)
    as_mentee = proposal.mentee.person_id == request.user.pk
    other = proposal.mentor if as_mentee else proposal.mentee
    context = {
        "proposal": proposal,
        "other": other,
        "said": proposal.mentee_said if as_mentee else proposal.mentor_said,
        "as_mentee": as_mentee,
        "open": "no" not in (proposal.mentee_said, proposal.mentor_said),
        **space_nav(request, current="my-space"),
    }
    return render(request, "mentoring/proposal.html", context)


@require_POST
def answer(request: HttpRequest, code: str, accept: bool) -> HttpResponse:
    """Both have said yes: the pair's page. Otherwise back to the proposal, with what happens next."""
    proposal = _mine_or_404(request, code)
    try:
        pair = answer_proposal(proposal=proposal, by=request.user, accept=accept, now=timezone.now())
    except MoveRefused as refused:
        messages.error(request, str(refused))
        return redirect("proposal-detail", code)
    if pair is not None:
        messages.success(request, _("Vous avez dit oui toutes les deux : c’est fait."))
        return redirect("pair-detail", pair.code)
    said = _("Votre oui est noté. Vous serez prévenue dès que l’autre personne aura répondu.")
    messages.success(request, said if accept else _("Votre réponse est notée. L’équipe cherche quelqu’un d’autre."))
    return redirect("proposal-detail", code)
