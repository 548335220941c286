"""The page of a site on hold: calm, and nothing typed is lost."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from binome.web import unsent


def paused(request: HttpRequest, typed: unsent.Unsent | None) -> HttpResponse:
    response = render(request, "pages/paused.html", {"form_kept": typed}, status=503)
    response.headers["Retry-After"] = "3600"
    return response


@require_safe
@login_not_required
def site_paused(request: HttpRequest) -> HttpResponse:
    """Where an update in place leads while the site is on hold; afterwards, home."""
    if not request.membership.frozen:
        return redirect("home")
    return paused(request, unsent.kept(request))
