"""Where allauth's pages differ: no GET that logs out, no number of a row in an address; and her sessions."""

import re
from collections.abc import Callable
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.views import ConfirmEmailView, PasswordResetFromKeyView
from allauth.mfa.adapter import get_adapter as get_second_factor_adapter
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from binome.core import addresses
from binome.core.journal import record

View = Callable[..., HttpResponse]


class LogsOutByPostOnly:
    """allauth logs another account out when a link is opened; mail scanners open links (B7)."""

    request: HttpRequest

    def logout(self) -> None:
        if self.request.method == "POST":
            super().logout()  # type: ignore[misc]


class NewPassword(LogsOutByPostOnly, PasswordResetFromKeyView):
    def form_valid(self, form: Any) -> HttpResponse:
        addresses.confirmed(self.reset_user.email)  # the link has reached her mailbox: it works again
        return super().form_valid(form)


@method_decorator(login_required, name="dispatch")
class ConfirmEmail(ConfirmEmailView):
    """Only she who asked may confirm: a stranger who received the link by a slip of the keyboard can't."""

    def get_object(self, queryset: Any = None) -> Any:
        confirmation = super().get_object(queryset)
        if confirmation.email_address.user_id != self.request.user.pk:
            raise Http404
        return confirmation


def proved_second_factor(request: HttpRequest) -> bool:
    """Whether this session went through the second factor. Read from the session: no query."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def prove(request: HttpRequest, kind: str) -> None:
    """She has just shown that she holds it."""
    record_authentication(request, request.user, "mfa", type=kind, reauthenticated=True)


class ActivateTOTP(ActivateTOTPView):
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        prove(self.request, Authenticator.Type.TOTP)
        return response


class AddPasskey(AddWebAuthnView):
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        prove(self.request, Authenticator.Type.WEBAUTHN)
        return response


def public_code(row: Model) -> str:
    """The name of a row of allauth in an address: it says nothing, and can't be guessed."""
    return salted_hmac("binome.web.accounts", f"{row._meta.label}:{row.pk}").hexdigest()[:16]


class SecondFactors(IndexView):
    """Her passkeys, her application, her recovery codes."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        keys = [key.instance for key in context["authenticators"].get(Authenticator.Type.WEBAUTHN, [])]
        context["passkeys"] = [
            {"name": str(key), "code": public_code(key), "created_at": key.created_at, "last_used_at": key.last_used_at}
            for key in sorted(keys, key=lambda key: key.pk)
        ]
        return {**context, "now": timezone.now()}


@reauthentication_required(app="allauth.mfa")
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """allauth's page notes that it was read; here reading changes nothing (B7)."""
    return render(request, "mfa/recovery_codes/index.html", {"unused_codes": _unused_codes(request)})


@reauthentication_required(app="allauth.mfa")
def recovery_codes_file(request: HttpRequest) -> HttpResponse:
    words = "\n".join(_unused_codes(request)) + "\n"
    headers = {"Content-Disposition": 'attachment; filename="codes-de-secours.txt"'}
    return HttpResponse(words, content_type="text/plain; charset=utf-8", headers=headers)


def _unused_codes(request: HttpRequest) -> list[str]:
    saved = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).first()
    if saved is None:
        raise Http404
    return saved.wrap().get_unused_codes()


def hers(rows: Any, code: str) -> Any:
    """The row of that code among her own few, or 404."""
    found = next((row for row in rows if public_code(row) == code), None)
    if found is None:
        raise Http404
    return found


def of_her_passkey(view: View) -> View:
    """Give allauth's view the number that the address hides."""

    @login_required
    def wrapped(request: HttpRequest, code: str) -> HttpResponse:
        keys = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN)
        return view(request, pk=hers(keys, code).pk)

    return wrapped


def keeping_one(view: View) -> View:
    """Refuse to remove the last second factor of a member of the team."""

    def wrapped(request: HttpRequest, pk: int) -> HttpResponse:
        adapter, key = get_second_factor_adapter(), Authenticator.objects.select_related("user").get(pk=pk)
        if not adapter.can_delete_authenticator(key):
            messages.error(request, str(adapter.error_messages["cannot_delete_authenticator"]))
            return redirect("mfa_index")
        return view(request, pk=pk)

    return wrapped


def in_one_transaction(view: View) -> View:
    """The change and the letter that tells it are written together, or not at all."""

    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            response = view(request, *args, **kwargs)
            return response.render() if hasattr(response, "render") else response

    wrapped.__dict__.update(view.__dict__)
    wrapped.__module__ = view.__module__
    return wrapped


def session_list(request: HttpRequest) -> HttpResponse:
    """Where she is logged in now."""
    here = request.session.session_key
    sessions = [
        {
            "code": public_code(row),
            "device": device(row.user_agent),
            "ip": row.ip,
            "since": row.created_at,
            "seen": row.last_seen_at,
            "here": row.session_key == here,
        }
        for row in _open_sessions(request).order_by("-last_seen_at")
    ]
    return render(request, "account/session_list.html", {"sessions": sessions, "now": timezone.now()})


@require_POST
def end_session(request: HttpRequest, code: str) -> HttpResponse:
    """Log out one of her other devices. It is out at its next request (N13)."""
    hers(_open_sessions(request), code).end()
    record("session_ended", by=request.user, obj=request.user, now=timezone.now())
    messages.success(request, _("Cet appareil est déconnecté."))
    return redirect("session-list")


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    for row in _open_sessions(request).exclude(session_key=request.session.session_key):
        row.end()
    record("other_sessions_ended", by=request.user, obj=request.user, now=timezone.now())
    messages.success(request, _("Vos autres appareils sont déconnectés."))
    return redirect("session-list")


def _open_sessions(request: HttpRequest) -> Any:
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    return UserSession.objects.filter(user=request.user, session_key__in=alive)


BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("OPR", "Opera"), ("Chrom", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)  # fmt: skip


def device(user_agent: str) -> str:
    """« Firefox, Windows » rather than what browsers say of themselves."""
    known = [
        next((name for mark, name in names if re.search(mark, user_agent)), "") for names in (BROWSERS, SYSTEMS)
    ]  # fmt: skip
    return ", ".join(name for name in known if name) or _("Appareil inconnu")
