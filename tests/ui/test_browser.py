"""The look in a real Chromium, under the site's own security policy: rules of access, and each small comfort."""

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = {
    "/styleguide/": "Composants",
    "/": "Quelqu’une",
    "/page/ui/404.html": "n’existe pas",
    "/page/ui/500.html": "problème",
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_every_page_of_the_look_passes_the_rules_of_access(look, width, scheme):
    page = look(width=width, scheme=scheme)
    for url, heading in PAGES.items():
        page.goto(url)
        assert heading in page.locator("h1").inner_text()
        report = Axe().run(page, options={"runOnly": RULES}).response
        assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in report["violations"]] == []
        assert len(report["passes"]) > 10, "the checker saw a page"


@pytest.mark.parametrize("width", [320, 390, 820, 1280])
def test_nothing_overflows_sideways(look, width):
    page = look(width=width)
    for url in PAGES:
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_password_can_be_shown_and_leaves_as_a_password(look):
    page = look()
    page.goto("/refused/")
    field, toggle = page.locator("#id_password"), page.locator("[aria-controls='id_password']")
    field.fill("une phrase")
    toggle.click()
    assert (field.get_attribute("type"), toggle.get_attribute("aria-pressed")) == ("text", "true")
    page.evaluate("document.addEventListener('submit', event => event.preventDefault())")
    field.press("Enter")
    assert field.get_attribute("type") == "password"


def test_locked_capitals_are_told(look):
    page = look()
    page.goto("/styleguide/")
    hint = page.locator("#id_blank-password_caps")
    press = """(on) => document.querySelector('#id_blank-password').dispatchEvent(
        new KeyboardEvent('keydown', { key: 'A', modifierCapsLock: on }))"""
    assert not hint.is_visible()
    page.evaluate(press, True)
    assert hint.is_visible()
    page.evaluate(press, False)
    assert not hint.is_visible()


def test_without_a_script_nothing_offers_what_it_cannot_do(look):
    page = look(javascript=False)
    page.goto("/styleguide/")
    assert not page.locator("[aria-controls='id_blank-password']").is_visible()
    assert not page.locator(".hint-caps").first.is_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/")
    page.locator(".menu > summary").click()
    assert page.locator(".menu-list").get_by_text("Devenir mentore").is_visible()


def test_a_file_is_named_shown_or_refused_early(look):
    page = look()
    page.goto("/styleguide/")
    field, note = page.locator("#id_blank-photo"), page.locator("#id_blank-photo_early")
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d49444154789c636060f8cf00000201010018dd8db00000000049454e44ae426082"
    )
    field.set_input_files({"name": "moi.png", "mimeType": "image/png", "buffer": pixel})
    assert note.inner_text() == "«\u00a0moi.png\u00a0», 0,1 Mo"
    field.set_input_files({"name": "cv.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"})
    assert "n’est pas une image" in note.inner_text() and page.locator("canvas").count() == 0
    page.evaluate("document.querySelector('#id_blank-photo').dataset.maxBytes = 2e6")
    field.set_input_files({"name": "vacances.jpg", "mimeType": "image/jpeg", "buffer": b"0" * 2_540_000})
    assert "«\u00a0vacances.jpg\u00a0» pèse 2,5 Mo. Choisissez un fichier de 2 Mo au plus." in note.inner_text()


def test_signs_are_counted_as_they_are_written(look):
    page = look()
    page.goto("/styleguide/")
    field, note = page.locator("#id_blank-story"), page.locator("[data-counter='id_blank-story'] > :first-child")
    field.fill("é" * 12)
    assert note.inner_text() == "12 sur 300 signes"
    field.fill("👍" * 301)
    assert note.inner_text() == "1 de trop\u00a0: 300 signes au plus"
    assert len(field.input_value()) == 301, "nothing she pasted is cut"


def test_reading_starts_at_the_error_summary(look):
    page = look()
    page.goto("/refused/")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.locator(".error-summary a").first.click()
    assert page.evaluate("document.activeElement.id") == "id_email"


def test_a_double_press_sends_once_and_a_later_try_sends_again(look):
    page = look()
    page.clock.install()
    page.goto("/refused/")
    page.evaluate(
        "window.sent = 0; document.querySelector('main form').addEventListener('submit', () => window.sent++)"
    )
    page.evaluate(
        "document.addEventListener('submit', e => { window.blocked = e.defaultPrevented; e.preventDefault(); })"
    )
    button = page.locator("main form button.btn-primary")
    button.click()
    assert (page.evaluate("window.blocked"), button.get_attribute("aria-busy")) == (False, "true")
    button.click()
    assert page.evaluate("window.blocked") is True
    page.clock.run_for(9000)
    assert button.get_attribute("aria-busy") is None
    button.click()
    assert page.evaluate("window.blocked") is False


def test_a_confirmation_opens_as_a_dialog_and_gives_focus_back(look):
    page = look()
    page.goto("/withdraw/link/")
    link = page.get_by_role("link", name="Retirer ma demande")
    link.click()
    dialog = page.get_by_role("dialog", name="Retirer votre demande")
    dialog.wait_for()
    assert page.url.endswith("/withdraw/link/")
    assert Axe().run(page, options={"runOnly": RULES}).response["violations"] == []
    dialog.get_by_role("link", name="La garder").click()
    page.locator("dialog").wait_for(state="detached")
    assert page.evaluate("document.activeElement.textContent") == "Retirer ma demande"
    link.click()
    dialog.wait_for()
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")


def test_a_confirmation_that_fails_stays_a_link(look):
    page = look()
    page.goto("/withdraw/broken/")
    page.get_by_role("link", name="Retirer ma demande").click()
    page.wait_for_url("**/page/ui/404.html")


def test_menus_close_on_escape_and_outside(look):
    page = look(width=390)
    page.goto("/")
    menu = page.locator("details.menu")
    menu.locator("summary").click()
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    menu.locator("summary").click()
    page.locator("h1").click(force=True, position={"x": 5, "y": 60})
    assert menu.get_attribute("open") is None


def test_the_current_tab_is_brought_into_view(look):
    page = look(width=390)
    page.goto("/tabs/")
    box = page.locator(".subnav a[aria-current]").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_groups_of_pages_hold_on_the_screen_and_open_with_or_without_a_script(look, width, javascript):
    page = look(width=width, javascript=javascript)
    page.goto("/groups/")
    groups = page.locator(".subnav summary")
    for number in range(4):
        box = groups.nth(number).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
        groups.nth(number).focus()
        page.keyboard.press("Enter")
        link = page.get_by_role("link", name=f"Page {number}").first
        link.wait_for(state="visible")
        shown = link.bounding_box()
        assert shown["x"] >= 0 and shown["x"] + shown["width"] <= width
    assert page.locator(".subnav details[open]").count() == 1, "one group closes the other"
    if javascript:
        page.keyboard.press("Escape")
        assert page.locator(".subnav details[open]").count() == 0


def test_an_address_is_not_cut_where_a_line_happens_to_end(look):
    page = look(width=390)
    page.goto("/")
    lines = page.locator(".address").first.evaluate(
        """(address) => {
            address.textContent = "anne-lise@nous-deux.example";
            const before = address.parentNode.insertBefore(document.createTextNode(""), address);
            const range = document.createRange();
            range.selectNodeContents(address);
            return [...Array(40).keys()].map((length) => {
                before.textContent = "a".repeat(length) + " ";
                return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size;
            });
        }"""
    )
    assert set(lines) == {1}
