"""Home, preferences, who sees what, leaving a kind of mail, what she had typed, health."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from binome.core import addresses, holds, mails
from binome.core import health as core_health
from binome.core.languages import text_language
from binome.core.models import Schedule
from binome.core.unsubscribe import read_token
from binome.people.actions import choose_language, mute_mail
from binome.people.models import User
from binome.privacy.notices import conformity_in_a_word
from binome.privacy.operator import operator_of_site
from binome.programmes.models import Organisation
from binome.web import unsent
from binome.web.accounts.adapter import second_factors
from binome.web.context import legal_links, navigation, vocabulary

from .showcase import SHOWCASES
from .visibility import visibility

YEAR = 365 * 24 * 3600
THEMES = {"clair", "sombre"}


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """The same page for everyone: a member comes back to it too, and no byte of it depends on one (N5).

    A programme of organisations has no stranger to convince: whoever is of it reads where to go.
    """
    if not request.programme.is_home:
        return _programme_home(request)
    showcase = SHOWCASES[request.programme.wording]
    conformity = conformity_in_a_word(operator_of_site())
    context = {
        "showcase": showcase,
        "lead": showcase.lead % {"site": request.programme.name},
        "legal_links": legal_links(request, conformity=conformity),
    }
    return render(request, "web/home.html", context)


def _programme_home(request: HttpRequest) -> HttpResponse:
    conformity = conformity_in_a_word(operator_of_site())
    running = Organisation.objects.filter(parties__programme=request.programme, parties__runs=True)
    context = {
        "organisations": list(running.order_by("name").values_list("name", flat=True)),
        "ways": navigation(request, vocabulary(request)),
        "legal_links": legal_links(request, conformity=conformity),
    }
    return render(request, "web/programme_home.html", context)


def settings_page(request: HttpRequest) -> HttpResponse:
    """Her account on one page: each line says what is, and leads to where it changes."""
    context = {
        "second_factors": second_factors(request.user).count(),
        "failing_since": addresses.failing_since(request.user.email, now=timezone.now()),
    }
    return render(request, "pages/settings.html", context)


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """French or English. French is the programme's: feminine or inclusive (A14)."""
    language = text_language(request.POST.get("language"))
    if request.user.is_authenticated:
        choose_language(person=request.user, language=request.programme.catalogue(language), now=timezone.now())
    with translation.override(language):
        response = redirect(_next(request))
    _set_cookie(response, settings.LANGUAGE_COOKIE_NAME, language)
    return response


@login_not_required
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or what her screen asks for."""
    response = redirect(_next(request))
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        _set_cookie(response, "binome_theme", theme)
    else:
        response.delete_cookie("binome_theme")
    return response


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours and wanted.startswith("/") else "home"  # without a slash, it would be a view


def _set_cookie(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR, secure=settings.SECURE, httponly=True, samesite="Lax")


@login_not_required
def who_sees_what(request: HttpRequest) -> HttpResponse:
    """The table of the identity shield itself (N2): what this page says is what the code does."""
    return render(request, "pages/who_sees_what.html", visibility(request))


@login_not_required
@csrf_exempt
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """The link of an optional mail. Reading the page changes nothing; a POST, hers or her mail program's (RFC 8058),
    stops this kind. It needs no login, so it says nothing of whose it is."""
    found = read_token(token)
    kind = next((kind for kind in mails.optional_kinds() if found and kind.name == found[1]), None)
    if found is None or kind is None:
        return render(request, "pages/unsubscribe.html", {"kind": None, "done": False}, status=404)
    if request.method == "POST":
        person = User.objects.filter(code=found[0]).first()
        if person is not None:
            mute_mail(person=person, kind=kind.name, now=timezone.now())
    return render(request, "pages/unsubscribe.html", {"kind": kind, "done": request.method == "POST"})


def resume_form(request: HttpRequest) -> HttpResponse:
    """What she had typed when her session ended: to send in one press, or to copy (A18)."""
    form = unsent.kept(request)
    if form is None:
        messages.info(request, _("Il n’y a plus de texte en attente."))
        return redirect("my-space")
    return render(request, "pages/unsent.html", {"form_kept": form, "expired": False})


@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """Is everything running? For a monitor (JSON, 503 when someone is needed) and for a person (words). A site that the
    team has put on hold is as it should be: 200, and it says so.

    No figure that depends on members (N5): the age of the mail is told from the moment it is too old.
    """
    state = _health()
    status = 200 if all(part["ok"] for part in state.values()) else 503
    if request.GET.get("format") == "json" or not request.accepts("text/html"):
        return JsonResponse({"ok": status == 200, **state}, status=status)
    return render(request, "pages/health.html", {"parts": state, "ok": status == 200}, status=status)


def _health() -> dict[str, dict[str, object]]:
    try:
        lines = dict.fromkeys(Schedule.objects.values_list("name", flat=True))
        if holds.is_held(holds.SITE):  # the mail and the tasks wait because the team said so
            return {"database": {"ok": True}, "site": {"ok": True, "paused": True}}
        report = core_health.report(lines, now=timezone.now())
    except DatabaseError:
        return {"database": {"ok": False}}
    late = report.queue_age > core_health.RED_AFTER
    mail: dict[str, object] = {"ok": not late and not report.mail_held, "held": report.mail_held}
    if late:
        mail["minutes"] = int(report.queue_age.total_seconds() // 60)
    # Without a line, the worker has never run here.
    return {"database": {"ok": True}, "mail": mail, "timetable": {"ok": bool(lines) and not report.late}}
