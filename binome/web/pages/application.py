"""The site as an application of her phone (A15): its card, its offline page, and the worker that shows it.

Each programme is an application of its own (ADR 0014): its card, its worker and what the worker keeps are within its
address, and never serve a page of another. Her browser fetches them with her session: they answer to its people only.
"""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse

from binome.core.languages import text_language

#: All that is kept on the device: the offline page and what dresses it. Never a personal page.
KEPT = ("ui/css/tokens.css", "ui/css/base.css", "ui/css/layout.css", "ui/css/components.css", "ui/css/forms.css",
        "ui/css/figures.css", "ui/img/binome.svg", "ui/img/binome-192.png")  # fmt: skip
ICONS = (("ui/img/binome-192.png", "192x192", "any"), ("ui/img/binome-512.png", "512x512", "any"),
         ("ui/img/binome-maskable.png", "512x512", "maskable"))  # fmt: skip
DAY = "max-age=86400"


@login_not_required
def manifest(request: HttpRequest) -> HttpResponse:
    card = {
        "id": get_script_prefix(),
        "name": request.programme.name,
        "short_name": request.programme.name[:12],
        "lang": text_language(request.LANGUAGE_CODE),
        "dir": "ltr",
        "start_url": reverse("my-space"),
        "scope": get_script_prefix(),
        "display": "standalone",
        "background_color": "#f6f6f1",
        "theme_color": "#f6f6f1",
        "icons": [
            {"src": static(path), "sizes": size, "type": "image/png", "purpose": why} for path, size, why in ICONS
        ],
    }
    whose = "public" if request.programme.is_home else "private"
    headers = {"Cache-Control": f"{whose}, {DAY}"}
    return JsonResponse(card, content_type="application/manifest+json", headers=headers)


@login_not_required
def offline(request: HttpRequest) -> HttpResponse:
    """Kept by the worker: the same for everyone of a programme, in the language of the device that keeps it."""
    context = {"site_name": request.programme.name, "home_url": reverse("home")}
    return HttpResponse(render_to_string("ui/offline.html", context))


@login_not_required
def service_worker(request: HttpRequest) -> HttpResponse:
    """A new list of files is a new version: the browser compares the script byte by byte."""
    files = [reverse("offline"), *map(static, KEPT)]
    version = hashlib.sha256("\n".join(files).encode()).hexdigest()[:12]
    values = {"files": files, "offline": files[0], "scope": get_script_prefix(), "version": version}
    script = render_to_string("pages/service_worker.js", values)
    return HttpResponse(script, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})
