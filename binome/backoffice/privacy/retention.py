"""The proof that what was promised is done: what each retention rule did and will do, and what waits for a yes."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from binome.privacy import retention

from ..access import site_administrator_required
from ..desk import desk


@require_safe
@site_administrator_required
def clock_proof(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    proofs = retention.proofs(now=now)
    late, stopped = [p for p in proofs if not p.kept], [p for p in proofs if p.stopped]
    context = {"proofs": proofs, "late": late, "stopped": stopped, "now": now}
    return render(request, "backoffice/privacy/clock_proof.html", context | desk(request, "privacy-desk"))


@require_POST
@site_administrator_required
def confirm_purge(request: HttpRequest, clock: str) -> HttpResponse:
    """She saw the number, and it is still that one."""
    proof = next((p for p in retention.proofs(now=timezone.now()) if p.clock.name == clock and p.stopped), None)
    if proof is None or proof.last is None:
        raise Http404
    try:
        if request.POST.get("due") != str(proof.last.due):
            raise retention.ConfirmRefused(_("Le nombre a changé depuis : relisez la page."))
        retention.confirm_run(run=proof.last, by=request.user, now=timezone.now())
    except retention.ConfirmRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Confirmé : le prochain passage, cette nuit, effacera."))
    return redirect("clock-proof")
