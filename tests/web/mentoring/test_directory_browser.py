"""The directory in a real Chromium: in place with htmx, and whole without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from tests.browser import PHONE
from tests.factories import a_mentee, a_mentor, log_in

pytestmark = pytest.mark.django_db(transaction=True)
#: The page as markup, with what is ticked and typed written into it.
MARKUP = """() => {
  for (const e of document.querySelectorAll('#contenu input[type=checkbox]')) e.toggleAttribute('checked', e.checked);
  for (const e of document.querySelectorAll('#contenu option')) e.toggleAttribute('selected', e.selected);
  for (const e of document.querySelectorAll('#contenu input:not([type=checkbox])')) e.setAttribute('value', e.value);
  const busy = ['htmx-request', 'htmx-settling', 'htmx-swapping', 'htmx-added'];
  for (const e of document.querySelectorAll('#contenu [class*=htmx]')) e.classList.remove(...busy);
  for (const e of document.querySelectorAll('#contenu [class=""]')) e.removeAttribute('class');
  return document.querySelector('#contenu').innerHTML.replace(/\\s+/g, ' ').replace(/> </g, '><');
}"""


@pytest.fixture
def visit(new_page, live_server):
    """Awa's window on the directory."""
    for number in range(22):
        a_mentor(f"M{number}", profile={"sector": "sante" if number % 2 else "industrie", "topics": ["negocier"]})
    client = Client()
    log_in(client, a_mentee("Awa"))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value

    def open_directory(path="/mentores/", **options):
        page = new_page(**options)
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page.goto(path)
        return page

    return open_directory


def test_a_filter_updates_in_place_and_keeps_the_focus(visit):
    page = visit()
    page.check("input[value=sante]")
    page.wait_for_url("**/mentores/?secteur=sante")
    page.get_by_text("11 mentores correspondent").wait_for()
    assert page.evaluate("document.activeElement.value") == "sante"
    assert page.inner_text("#total") == "11 mentores correspondent"
    page.select_option("#tri", "nouvelles")
    page.wait_for_url("**tri=nouvelles")
    page.fill("#q", "négocier")
    page.press("#q", "Enter")
    page.wait_for_url("**q=n**")
    page.locator(".is-match").first.wait_for()
    expect(page.locator("[class*=htmx-]")).to_have_count(0)
    swapped = page.evaluate(MARKUP)
    page.reload()
    assert page.evaluate(MARKUP) == swapped
    assert Axe().run(page).violations_count == 0


def test_going_back_and_the_browser_s_memory(visit):
    page = visit()
    page.check("input[value=sante]")
    page.get_by_text("11 mentores correspondent").wait_for()
    page.check("input[value=industrie]")
    page.get_by_text("22 mentores correspondent").wait_for()
    page.go_back()
    page.get_by_text("11 mentores correspondent").wait_for()
    kept = page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    assert "mentor-card" not in kept, "a shared computer keeps no page of hers"


def test_on_a_phone_the_filters_stay_open_until_she_asks_for_the_results(visit):
    page = visit(size=PHONE)
    page.click("#filtres > summary")
    page.check("input[value=distance]")
    page.wait_for_url("**mode=distance")
    assert page.locator("#filtres").get_attribute("open") is not None
    page.get_by_role("button", name="Voir les résultats").click()
    page.wait_for_timeout(1_000)  # the page scrolls; the policy of the site forbids the test to poll it
    assert page.locator("#t-res").bounding_box()["y"] < PHONE[1] / 2
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]


def test_without_javascript_one_form_says_it_all(visit):
    page = visit(javascript=False)
    page.check("input[value=sante]")
    page.fill("#lieu", "Nantes")
    page.get_by_role("button", name="Voir les résultats").click()
    assert "secteur=sante" in page.url and "lieu=Nantes" in page.url
    assert page.inner_text("#total") == "11 mentores correspondent"
    page.select_option("#tri", "nouvelles")
    page.get_by_role("button", name="Trier").click()
    assert "tri=nouvelles" in page.url and page.locator("input[value=sante]").is_checked()
    page.get_by_role("link", name="Retirer le filtre Nantes").click()
    assert "lieu" not in page.url
