"""Where she goes from: the programmes in which she takes part, or for which she works."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from binome.programmes.models import StaffRole
from binome.programmes.queries import Membership, programmes_of


@require_safe
def my_programmes(request: HttpRequest) -> HttpResponse:
    """Her programmes, each under its own address; who has a single one goes straight to it."""
    programmes = list(programmes_of(request.user))
    if len(programmes) == 1:
        return redirect(f"{programmes[0].root}/mon-espace/")
    return render(request, "programmes/my_programmes.html", {"programmes": programmes})


def team_page(member: Membership) -> str:
    """The first page of who works for a programme; "" for anyone else."""
    if member.is_moderator:
        return "moderation-queue"
    if member.is_pilot:
        return "pilot-dashboard"
    return "sponsor-space" if StaffRole.Kind.SPONSOR in member.staff_kinds else ""
