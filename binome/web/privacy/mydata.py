"""Her own data: all of it in one click, who saw it, and leaving."""

import tempfile
import time
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import (
    get_reauthentication_flows,
    raise_if_reauthentication_required,
)
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from binome.core.languages import text_language
from binome.privacy import erasure
from binome.privacy.clocks import all_clocks
from binome.privacy.export import export_data
from binome.privacy.reads import reads_of
from binome.web.mentoring.views.space import space_nav

#: An archive larger than this is written on disk while it is made.
IN_MEMORY = 8_000_000


def _nav(request: HttpRequest) -> dict[str, object]:
    return space_nav(request, current="my-data") if request.membership.has_space else {}


def _log_in_again(request: HttpRequest) -> HttpResponse | None:
    """She confirms that it is she, with her password or her key. Whoever has neither logs in again by a fresh code."""
    raise_if_reauthentication_required(request, app="allauth.account")
    records = get_authentication_records(request, request.user)
    latest = max((record["at"] for record in records), default=0)
    if get_reauthentication_flows(request.user) or time.time() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
        return None
    logout(request)
    messages.info(request, _("Connectez-vous de nouveau, puis recommencez : nous voulons être sûres que c’est vous."))
    return redirect(f"{reverse('account_login')}?{urlencode({'next': reverse('my-data')})}")


@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """What is kept about her, as counts; the archive; who read her; the way out."""
    context = {
        "kept": erasure.what_goes(request.user),
        "reads": reads_of(request.user),
        "now": timezone.now(),
        **_nav(request),
    }
    return render(request, "privacy/my_data.html", context)


@require_POST
def export_my_data(request: HttpRequest) -> HttpResponse:
    """The archive, made for this request alone, once she has confirmed that it is she."""
    if (again := _log_in_again(request)) is not None:
        return again
    # Closed by the response, which Django closes once it is sent.
    file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
    language = text_language(request.LANGUAGE_CODE)
    given = {"person": request.user, "site_name": request.programme.name, "language": language}
    export_data(file=file, now=timezone.now(), **given)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="mes-donnees.zip", content_type="application/zip")


def leave(request: HttpRequest) -> HttpResponse:
    """What goes and what stays, in words; then her account closes, once she has confirmed that it is she."""
    now = timezone.now()
    why_not = erasure.why_not_leave(request.user)
    if request.method == "POST" and not why_not:
        if (again := _log_in_again(request)) is not None:
            return again
        try:
            erasure.ask_to_leave(person=request.user, now=now)
        except erasure.ErasureRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("leave")
        request.session.flush()
        return redirect("left")
    context = {
        "why_not": why_not,
        "goes": erasure.what_goes(request.user),
        "stays": erasure.what_stays(request.user, now=now),
        "until": now + erasure.UNDO,
        **_nav(request),
    }
    return render(request, "privacy/leave.html", context, status=409 if request.method == "POST" else 200)


@login_not_required
@require_safe
def kept_how_long(request: HttpRequest) -> HttpResponse:
    """Every retention rule, as the clock itself says it."""
    return render(request, "privacy/kept_how_long.html", {"clocks": all_clocks()})


@login_not_required
@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """Where she lands, logged out: what happens now."""
    return render(request, "privacy/left.html")


@login_not_required
def stay(request: HttpRequest, token: str) -> HttpResponse:
    """The link of her mail: reading it changes nothing, its button opens her account again."""
    now = timezone.now()
    if erasure.leaving(token, now=now) is None:
        return render(request, "privacy/stay.html", {"over": True}, status=404)
    if request.method == "POST":
        try:
            erasure.stay(token=token, now=now)
        except erasure.ErasureRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("home")
        messages.success(request, _("Votre compte est de nouveau ouvert. Connectez-vous comme d’habitude."))
        return redirect("account_login")
    return render(request, "privacy/stay.html", {"over": False})
