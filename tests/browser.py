"""A real Chromium for the journeys: `page` is a desktop window, `new_page` opens any other."""

import os
import shutil

import pytest

#: The two widths that every journey is walked at.
DESKTOP, PHONE = (1280, 900), (390, 844)


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    names = (os.environ.get("CHROMIUM", ""), "chromium", "google-chrome")
    chromium = next((path for path in map(shutil.which, names) if path), None)
    if chromium is None:
        pytest.fail("No Chromium: `make test` installs one, or name yours in CHROMIUM.")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"])


@pytest.fixture
def new_page(browser, live_server):
    """`new_page(size=PHONE, javascript=False)` opens a window with its own cookies.

    An error in the console of any of them fails the test: it is a broken script or a breach of the security policy.
    Nothing moves in it, unless asked: on a busy machine Chromium gives cross-fades up half-way, and calls it an error.
    """
    contexts, errors = [], []

    def open_page(size=DESKTOP, javascript=True, **options):
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=javascript,
            locale="fr-FR",
            base_url=live_server.url,
            **{"reduced_motion": "reduce", **options},
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if _is_ours(message) else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not errors, errors


def _is_ours(message):
    """A refused form answers 422 and an expired link 404: the browser notes it, and that is no error of the page."""
    return message.type == "error" and "Failed to load resource" not in message.text


@pytest.fixture
def page(new_page):
    return new_page()
