"""Pages for what went wrong: a sentence, never a trace."""

import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import get_script_prefix

from binome.programmes.queries import Membership

from . import unsent


def bad_request(request, exception=None):
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return too_large(request)
    return render(request, "ui/400.html", status=400)


def too_large(request):
    """More was sent than any form of ours takes: it was not received, and the beginning of each text is given back."""
    form = unsent.beginning(request) if _from_our_own_page(request) else None
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1_000_000
    return render(request, "pages/too_large.html", {"form_kept": form, "limit": limit}, status=413)


def forbidden(request, exception=None):
    return render(request, "ui/403.html", status=403)


def not_found(request, exception=None):
    return render(request, "ui/404.html", status=404)


def server_error(request):
    """Asks nothing of the site: the database may be what fails. Then, as with a full disk, it is a pause: 503.

    Inside a programme its name was read before the page began."""
    pause = isinstance(sys.exc_info()[1], OperationalError)
    member = getattr(request, "membership", None)
    context = {"home_url": get_script_prefix()} | (
        {"site_name": member.programme.name} if type(member) is Membership else {}
    )
    page = HttpResponse(render_to_string("ui/500.html", context), status=503 if pause else 500)
    if pause:
        page.headers["Retry-After"] = "60"
    return page


def csrf_failure(request, reason=""):
    """A page older than her login, or opened in another tab. What she typed is shown back, to send again (A18).

    Only to the form of one of our own pages: another site must not put its words, and a ready button, before her eyes.
    """
    form = unsent.typed(request) if _from_our_own_page(request) else None
    return render(request, "pages/unsent.html", {"form_kept": form, "expired": True}, status=403)


def _from_our_own_page(request) -> bool:
    """What the browser says of where the form came from."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin", "") == f"{request.scheme}://{request.get_host()}"
