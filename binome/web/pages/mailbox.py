"""The mailbox of the demonstration: every letter that the site wrote, for anyone. It does not exist on a real site.

No login: the links of the letters are the way in.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from binome.core.models import Letter
from binome.web.middleware import CSP

#: A letter brings its own styles and no script; its links open the site in place of the page around it.
LETTER_CSP = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-top-navigation-by-user-activation allow-popups"
)


def demonstration_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def wrapped(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return login_not_required(never_cache(wrapped))


@demonstration_only
def demo_mailbox(request: HttpRequest) -> HttpResponse:
    """The newest first; `a` keeps one address."""
    address = request.GET.get("a", "").strip().lower()
    letters = Letter.objects.exclude(text="").order_by("-created_at", "-pk").defer("text", "html")
    if address:
        letters = letters.filter(to=address)
    page = Paginator(letters, 20).get_page(request.GET.get("page"))
    return render(request, "pages/mailbox.html", {"page": page, "address": address, "now": timezone.now()})


@demonstration_only
def demo_letter(request: HttpRequest, code: str) -> HttpResponse:
    letter = get_object_or_404(Letter, code=code)
    response = render(request, "pages/letter.html", {"letter": letter, "now": timezone.now()})
    response.headers["Content-Security-Policy"] = f"{CSP}; frame-src 'self'"
    return response


@demonstration_only
def demo_letter_page(request: HttpRequest, code: str) -> HttpResponse:
    """The HTML of a letter, for the frame of `demo_letter`."""
    letter = get_object_or_404(Letter, code=code)
    page = letter.html.replace("<head>", '<head><base target="_top">', 1)
    return HttpResponse(page, headers={"Content-Security-Policy": LETTER_CSP})
