"""What every response passes through: headers, the login, the current programme, the limits of a session, the gate.

A member's page costs three queries before its own, all prepared: her session, herself, what she is in the programme.
"""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from binome.core.languages import text_language
from binome.programmes.queries import Membership, home_for_visitors, home_membership, membership_of, programmes_of

from . import unsent
from .accounts.adapter import second_factors
from .accounts.views import proved_second_factor
from .errors import not_found
from .pages.paused import paused

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; manifest-src 'self'; worker-src 'self'; media-src 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
#: Her own account, the charter and the look: open to her before the charter is accepted and the second factor set up.
OWN = {
    "charter", "sign-charter", "set-language", "set-theme", "settings", "session-list", "end-session",
    "end-other-sessions", "my-data", "my-agreements", "export-my-data", "leave",
    "my-testimony", "withdraw-testimony", "withdraw-consent", "my-programmes", "attest-rules",
}  # fmt: skip
#: Rules that changed may be a reason to write to the team rather than to attest them.
ASKED_TO_ATTEST = {"write-to-team", "write-again"}
#: What is left to who is suspended or excluded, besides her own account: her case (N5), and the team, to write to.
SET_ASIDE = {"my-cases", "my-case", "give-version", "appeal-decision", "write-to-team", "write-again"}
#: What is left to who took part (`Membership.is_past`), besides her own account: her space, her own requests, pairs and
#: circles, her profile, the team and her cases. What a pair or a circle still allows is its own rule.
KEPT_AFTERWARDS = {
    "my-space", "my-requests", "request-detail", "pair-detail", "choose-reveal", "leave-comment", "log-meeting",
    "delete-meeting", "answer-fit", "prolong-pair", "close-pair", "profile-edit", "identity-edit", "mail-preferences",
    "photo", "report-person", "resume-form", "circle-detail", "choose-circle-reveal", "log-circle-meeting",
    "delete-circle-meeting", "leave-circle", *SET_ASIDE,
}  # fmt: skip
#: What stays open to anyone while the whole site is on hold: what tells of it, and the team's way in.
OPEN_WHEN_FROZEN = {
    "home", "charter", "legal-notice", "privacy-notice", "cookie-notice", "accessibility-statement", "who-sees-what",
    "site-paused", "health", "set-language", "set-theme", "offline", "manifest", "service-worker", "unsubscribe",
    "account_login", "account_logout", "mfa_authenticate", "mfa_login_webauthn",
}  # fmt: skip
#: How long a session lives without a sign, and at most. The team's are shorter.
MEMBER = (timedelta(hours=2), timedelta(days=14))
TEAM = (timedelta(minutes=30), timedelta(hours=12))
#: A session notes that it is alive no more often: most pages write nothing. It may so end this much early, never late.
TOUCH = timedelta(minutes=5)


class SecurityHeaders:
    """One origin, no inline script or style, and personal pages are never stored. Static files get the same.

    Once her session ends, whoever ends it, her browser forgets the pages that it holds and its offline copy; the
    cookies of her language and of her colours stay."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CSP)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        if self.has_ended(request, response):
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        if response.status_code == 429:
            response.headers.setdefault("Retry-After", "300")
        return response

    @staticmethod
    def has_ended(request: HttpRequest, response: HttpResponse) -> bool:
        """A session that she had is closed by this answer, or was closed elsewhere."""
        cookie = response.cookies.get(settings.SESSION_COOKIE_NAME)
        return bool(getattr(request, "timed_out", "")) or (cookie is not None and cookie["max-age"] == 0)


class LoginRequired(LoginRequiredMiddleware):
    """A page that needs her to log in brings her back to it, with what she had typed."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if request.user.is_authenticated:
            if request.method == "POST":
                unsent.forget(request)
            return None
        if request.membership.frozen:
            return None  # `Frozen` answers: a login would lead nowhere
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request, view_func):
        timed_out = getattr(request, "timed_out", "")
        if request.method == "POST" and unsent.keep(request, owner=timed_out):
            messages.info(
                request, _("Vous étiez déconnectée. Votre texte est gardé : connectez-vous pour le retrouver.")
            )
            back = reverse("resume-form")
        else:
            if timed_out:
                messages.info(request, _("Vous avez été déconnectée, après un long moment ou sans activité."))
            back = _page_of(request)
        login = f"{reverse('account_login')}?{urlencode({'next': back})}" if back else reverse("account_login")
        return HttpResponseClientRedirect(login) if request.htmx else redirect(login)


def _page_of(request: HttpRequest) -> str:
    """The page to come back to: the one she asked for, or the one that an update in place belongs to."""
    if request.htmx and request.htmx.current_url_abs_path:
        return request.htmx.current_url_abs_path
    return request.get_full_path() if request.method in {"GET", "HEAD"} else ""


class CurrentProgramme:
    """`request.membership` and `request.programme`, and the language of the page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        member = None
        if request.programme_slug and request.user.is_authenticated:
            member = membership_of(request.user, request.programme_slug)
        request.membership = member or SimpleLazyObject(lambda: self.membership(request))
        request.programme = SimpleLazyObject(lambda: request.membership.programme)
        with translation.override(self.language(request)):
            response = self.get_response(request) if member or not request.programme_slug else self.turn_away(request)
        response.headers.setdefault("Content-Language", text_language(request.LANGUAGE_CODE))
        return response

    @staticmethod
    def turn_away(request) -> HttpResponse:
        """From a programme that is not hers, as from one that does not exist: a visitor logs in first (N8, N11)."""
        set_script_prefix(get_script_prefix().removesuffix(f"programmes/{request.programme_slug}/"))
        if request.user.is_authenticated:
            return not_found(request)
        if request.path_info == "/":  # the address that a company gives to its people
            return redirect("ask-to-join", request.programme_slug)
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")

    @staticmethod
    def membership(request) -> Membership:
        if request.user.is_authenticated:
            return home_membership(request.user)
        return home_for_visitors()

    @staticmethod
    def language(request) -> str:
        """English when she chose it; otherwise the programme's French, feminine or inclusive (A14)."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen is None and request.user.is_authenticated:
            chosen = request.user.language
        request.LANGUAGE_CODE = request.programme.catalogue(chosen)
        return request.LANGUAGE_CODE


class NoNul:
    """A sign of no writing, that PostgreSQL refuses: dropped from what is sent; an address with it leads nowhere."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if "\0" in request.path_info:
            return not_found(request)
        for name in ("GET", "POST"):
            sent = getattr(request, name)
            if any("\0" in value for _key, values in sent.lists() for value in values):
                setattr(request, name, self.without(sent))
        return None

    @staticmethod
    def without(sent: QueryDict) -> QueryDict:
        kept = sent.copy()
        for key, values in sent.lists():
            kept.setlist(key, [value.replace("\0", "") for value in values])
        kept._mutable = False
        return kept


class SessionLimits:
    """A session ends after a time without a sign, and after a time whatever happens."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now = timezone.now()
            if self.is_over(request, now):
                request.timed_out = request.user.code
                logout(request)
                request.membership = Membership(request.programme)
            else:
                self.touch(request, now)
        return self.get_response(request)

    @staticmethod
    def is_over(request, now: datetime) -> bool:
        idle, longest = TEAM if request.membership.works_anywhere else MEMBER
        begun, seen = request.session.get("begun"), request.session.get("seen")
        if begun is None or seen is None:
            return False
        return now.timestamp() - seen > idle.total_seconds() or now.timestamp() - begun > longest.total_seconds()

    @staticmethod
    def touch(request, now: datetime) -> None:
        """Note that she is here, in her session and in the list of her devices."""
        session, moment = request.session, int(now.timestamp())
        if moment - session.get("seen", 0) > TOUCH.total_seconds():
            session["begun"], session["seen"] = session.get("begun", moment), moment
            if not UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=now):
                UserSession.objects.create_from_request(request)


class Frozen:
    """The whole site is on hold (`core.holds.SITE`): only the team goes on, whatever the address. What someone had
    typed is shown to her, to copy, and waits in her session."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.membership.frozen or request.membership.is_moderator:
            return None
        if (request.resolver_match.url_name or "") in OPEN_WHEN_FROZEN:
            return None
        owner = request.user.code if request.user.is_authenticated else ""
        kept = request.method == "POST" and unsent.keep(request, owner=owner)
        if kept:
            request.session.save()  # Django keeps no session with a 503
        if request.htmx:
            return HttpResponseClientRedirect(reverse("site-paused"))
        return paused(request, unsent.typed(request) if kept else None)


class Gate:
    """Nothing with a member happens before the charter in force is accepted (B6), and rules that changed attested again
    within their days of grace (A1); nor, for the team, without a second factor; nor for who is suspended or excluded,
    from the very next request (N13); and who took part keeps what was hers. Pages for anyone stay open."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        name = request.resolver_match.url_name or ""
        if not request.user.is_authenticated or name in OWN or name.startswith(("account_", "mfa_")):
            return None
        if not getattr(view, "login_required", True):
            return None
        if request.membership.is_set_aside:
            return None if name in SET_ASIDE else self.send(request, reverse("my-cases"))
        if request.membership.works_anywhere and not proved_second_factor(request):
            return self.ask_second_factor(request)
        if not request.membership.belongs and programmes_of(request.user).exists():
            return self.send(request, reverse("my-programmes"))
        if request.membership.is_past:
            return None if name in KEPT_AFTERWARDS else self.send(request, reverse("my-space"))
        if not request.membership.charter_signed:
            return self.send(request, reverse("sign-charter"))
        if request.membership.must_attest and name not in ASKED_TO_ATTEST:
            waits = request.membership.may_wait_to_attest(timezone.localdate())
            return None if waits else self.send(request, reverse("attest-rules"))
        return None

    def ask_second_factor(self, request):
        ways = [w for w in get_adapter().get_reauthentication_methods(request.user) if w["id"].startswith("mfa")]
        if second_factors(request.user).exists() and ways:
            return self.send(request, ways[0]["url"])
        messages.info(request, _("L’équipe se connecte avec une double vérification : choisissez la vôtre."))
        return self.send(request, reverse("mfa_index"))

    @staticmethod
    def send(request, address: str):
        """To the page that lifts the obstacle, and from there back to hers; what she typed waits for her."""
        kept = request.method == "POST" and unsent.keep(request, owner=request.user.code)
        back = reverse("resume-form") if kept else _page_of(request)
        there = f"{address}?{urlencode({'next': back})}" if back else address
        return HttpResponseClientRedirect(there) if request.htmx else redirect(there)
