"""The look in a browser without a server or a database: each request is answered by a view of tests/ui/urls.py."""

import mimetypes
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.urls import resolve

from binome.web.middleware import CSP

SITE = "http://look.test"


@pytest.fixture
def look(browser, rf, settings):
    """`look(width=390, scheme="dark")` opens a window; anything in its console fails the test."""
    settings.ROOT_URLCONF = "tests.ui.urls"
    contexts, errors = [], []

    def answer(route, request):
        path = urlsplit(request.url).path
        if path.startswith("/static/"):
            found = finders.find(path.removeprefix("/static/"))
            return route.fulfill(path=found, content_type=mimetypes.guess_type(found)[0])
        view, args, kwargs = resolve(path)
        method = rf.post if request.method == "POST" else rf.get
        response = view(method(path), *args, **kwargs)
        if hasattr(response, "render"):
            response.render()
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": CSP}
        return route.fulfill(status=response.status_code, body=response.content, headers=headers)

    def open_window(*, width=1280, scheme="light", javascript=True):
        context = browser.new_context(
            viewport={"width": width, "height": 844}, color_scheme=scheme, java_script_enabled=javascript,
            locale="fr-FR", base_url=SITE, reduced_motion="reduce",
        )  # fmt: skip
        contexts.append(context)
        context.set_default_timeout(10_000)
        context.route("**/*", answer)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert errors == []
