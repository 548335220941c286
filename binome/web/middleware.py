"""What every response passes through: headers, the current programme, and the gate before member pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from binome.programmes.queries import Membership, home_membership, home_programme

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; manifest-src 'self'; worker-src 'self'; media-src 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
#: Views a person may open before she accepted the charter in force.
BEFORE_CHARTER = {"charter", "sign-charter", "account_logout", "set-language", "set-theme"}


class SecurityHeaders:
    """One origin, no inline script or style, and personal pages are never stored."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CSP)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class CurrentProgramme:
    """`request.membership` and `request.programme`, and the language of the page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.membership = SimpleLazyObject(lambda: self.membership(request))
        request.programme = SimpleLazyObject(lambda: request.membership.programme)
        with translation.override(self.language(request)):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", "en" if request.LANGUAGE_CODE == "en" else "fr")
        return response

    @staticmethod
    def membership(request) -> Membership:
        if request.user.is_authenticated:
            return home_membership(request.user)
        return Membership(home_programme())

    @staticmethod
    def language(request) -> str:
        """English when she chose it; otherwise the programme's French, feminine or inclusive (A14)."""
        chosen = request.COOKIES.get("binome_language")
        if chosen is None and request.user.is_authenticated:
            chosen = request.user.language
        request.LANGUAGE_CODE = "en" if chosen == "en" else request.programme.wording
        return request.LANGUAGE_CODE


class Gate:
    """Nothing with a member happens before the charter in force is accepted (B6)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated or request.resolver_match.url_name in BEFORE_CHARTER:
            return None
        if not request.membership.charter_signed:
            return redirect("sign-charter")
        return None
