"""Coming in, in a real browser: every way in, on a phone and on a desk, with and without JavaScript (A17, A15)."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from binome.core.models import Letter
from binome.support.models import TeamMessage
from tests.browser import DESKTOP, PHONE
from tests.factories import a_mentee, a_mentor, a_moderator, second_factor
from tests.factories.people import PASSWORD

from .steps import enter, follow, press, reads, title_is, write

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WORDS = "Bonjour, je voudrais comprendre comment demander une pause cet été."


@pytest.fixture
def awa(live_server):
    return a_mentee(email="awa@example.org")


def log_in(page, email="awa@example.org", password=PASSWORD):
    page.goto(reverse("account_login"))
    write(page, "Adresse e-mail", email)
    page.locator("#id_password").fill(password)
    press(page, "Se connecter")


def arrives_in_her_space(page):
    page.wait_for_url(re.compile(rf"{reverse('my-space')}(#.*)?$"))


def latest_code():
    return re.search(r"\b[A-Z]{4}-[A-Z]{4}\b", Letter.objects.filter(kind="account_login_code").latest("pk").text)[0]


def passes_the_rules(page):
    report = Axe().run(page, options={"runOnly": RULES}).response
    assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in report["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_a_refused_login_is_explained_and_corrected(new_page, awa, size):
    page = new_page(size)
    log_in(page, password="AUREVOIR")

    expect(page.locator(".error-summary")).to_be_focused()
    reads(page, "La connexion n’a pas abouti", "Il vous reste quatre essais")
    passes_the_rules(page)
    follow(page, "Vérifiez l’adresse et le mot de passe")
    expect(page.locator("#id_password")).to_be_focused()
    page.locator("#id_password").fill(PASSWORD)
    press(page, "Afficher")
    expect(page.locator("#id_password")).to_have_attribute("type", "text")
    press(page, "Se connecter")
    arrives_in_her_space(page)


def test_locked_capitals_are_told_on_the_login_page(page, awa):
    page.goto(reverse("account_login"))
    hint = page.get_by_text("Les majuscules sont verrouillées")
    expect(hint).to_be_hidden()
    page.evaluate("""document.querySelector("#id_password").dispatchEvent(
        new KeyboardEvent("keydown", {key: "A", modifierCapsLock: true}))""")
    expect(hint).to_be_visible()


def test_without_javascript_every_way_in_works_and_nothing_is_offered_that_cannot(new_page, awa):
    page = new_page(javascript=False)
    page.goto(reverse("account_login"))
    expect(page.get_by_role("button", name="Utiliser ma clé d’accès")).to_be_hidden()
    expect(page.get_by_role("button", name="Afficher")).to_be_hidden()
    follow(page, "Recevoir un code par e-mail")
    write(page, "Adresse e-mail", "awa@example.org")
    press(page, "Recevoir mon code")
    page.get_by_role("textbox", name="Code").fill(latest_code().lower().replace("-", " "))
    press(page, "Se connecter")
    arrives_in_her_space(page)


def test_by_the_keyboard_alone(page, awa):
    page.goto(reverse("account_login"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("awa@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    arrives_in_her_space(page)


def test_a_forgotten_password_from_end_to_end(new_page, awa):
    page = new_page(PHONE)
    page.goto(reverse("account_login"))
    follow(page, "Mot de passe oublié")
    write(page, "Adresse e-mail", "awa@example.org")
    press(page, "Recevoir le lien")
    title_is(page, "Regardez votre messagerie")
    page.goto(re.search(r"http\S+", Letter.objects.get().text)[0])
    expect(page).to_have_url(re.compile(r"/set-password/$"))
    page.locator("#id_password1").fill("un autre chat dort ici")
    press(page, "Garder ce mot de passe")
    title_is(page, "Votre mot de passe est changé")
    log_in(page, password="un autre chat dort ici")
    arrives_in_her_space(page)


@pytest.fixture
def device(new_page):
    """A window whose device recognises its owner by her finger."""
    page = new_page()
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    page.authenticator = tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    page.tools = tools
    return page


def add_a_passkey(page):
    page.goto(reverse("mfa_index"))
    follow(page, "Ajouter une clé d’accès")
    page.locator("#id_password").fill(PASSWORD)
    press(page, "Continuer")
    page.get_by_role("textbox", name="Nom de cette clé").fill("Mon téléphone")
    press(page, "Ajouter cette clé")
    title_is(page, "Mes codes de secours")


def test_a_passkey_replaces_the_password(device, awa):
    log_in(device)
    add_a_passkey(device)
    device.goto(reverse("mfa_index"))
    reads(device, "Mon téléphone")
    device.context.clear_cookies()

    device.goto(reverse("account_login") + "?next=" + reverse("my-requests"))
    press(device, "Utiliser ma clé d’accès")
    device.wait_for_url(f"**{reverse('my-requests')}")


def test_a_passkey_is_a_second_factor_for_the_team(device):
    a_moderator(email="dina@example.org")
    log_in(device, "dina@example.org")
    reads(device, "L’équipe se connecte avec une double vérification")
    title_is(device, "Double vérification et clés d’accès")
    add_a_passkey(device)
    device.goto(reverse("moderation-queue"))
    expect(device).to_have_url(re.compile(reverse("moderation-queue")))

    device.context.clear_cookies()
    log_in(device, "dina@example.org")
    title_is(device, "Double vérification")
    passes_the_rules(device)
    press(device, "Utiliser ma clé d’accès")
    device.wait_for_url(f"**{reverse('moderation-queue')}")


def test_a_key_that_does_not_answer_is_told_in_words(device, awa):
    device.tools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": device.authenticator})
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": False, "automaticPresenceSimulation": True}  # fmt: skip
    device.tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    device.goto(reverse("account_login"))
    press(device, "Utiliser ma clé d’accès")
    expect(device.get_by_role("alert")).to_contain_text("Votre clé n’a pas répondu")


def test_a_code_of_her_telephone_is_asked_after_her_password(new_page, awa):
    code = second_factor(awa)
    page = new_page(PHONE)
    log_in(page)
    title_is(page, "Double vérification")
    write(page, "Code", "000000")
    press(page, "Continuer")
    reads(page, "Ce code ne correspond pas")
    write(page, "Code", code())
    press(page, "Continuer")
    arrives_in_her_space(page)


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_lost_session_in_the_middle_of_a_form_loses_nothing(new_page, awa, javascript):
    page = new_page(PHONE, javascript=javascript)
    enter(page, awa)
    page.goto(reverse("write-to-team"))
    write(page, "Sujet", "Pause")
    page.locator("main textarea").fill(WORDS)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.locator("main form .btn-primary").click()

    reads(page, "Votre texte est gardé")
    write(page, "Adresse e-mail", "awa@example.org")
    page.locator("#id_password").fill(PASSWORD)
    press(page, "Se connecter")
    title_is(page, "Votre texte vous attend")
    expect(page.locator("main textarea")).to_have_value(WORDS)
    if javascript:
        passes_the_rules(page)
    press(page, "Envoyer maintenant")
    page.wait_for_url(lambda url: reverse("resume-form") not in url)
    reads(page, "Votre message est parti")
    assert TeamMessage.objects.get().body == WORDS


def test_two_tabs_and_a_login_between_them_lose_nothing(new_page, awa):
    page = new_page()
    enter(page, awa)
    page.goto(reverse("write-to-team"))
    write(page, "Sujet", "Pause")
    page.locator("main textarea").fill(WORDS)
    page.context.clear_cookies()
    other = page.context.new_page()
    log_in(other)
    arrives_in_her_space(other)

    page.locator("main form .btn-primary").click()
    title_is(page, "Ce formulaire avait expiré")
    expect(page.locator("main textarea")).to_have_value(WORDS)
    press(page, "Envoyer maintenant")
    page.wait_for_load_state()
    reads(page, "Votre message est parti")
    assert TeamMessage.objects.get().body == WORDS


def test_updates_in_place_breach_no_policy_and_leave_no_page_behind(new_page, awa):
    """`new_page` fails on any line of the console: a breach of the policy is one."""
    for name in ("Bruna", "Hélène", "Oumou"):
        a_mentor(name)
    page = new_page()
    enter(page, awa)
    page.goto(reverse("mentor-list"))
    page.locator("main input[name=q]").fill("atelier")
    page.locator("main input[name=q]").press("Enter")
    page.wait_for_url("**q=atelier**")
    reads(page, "Hélène")
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "Hélène" not in kept


def test_a_suspended_woman_is_led_out_by_her_next_update_in_place(new_page, awa):
    a_mentor("Hélène")
    page = new_page()
    enter(page, awa)
    page.goto(reverse("mentor-list"))
    awa.is_active = False
    awa.save()
    page.locator("main input[name=q]").fill("atelier")
    page.locator("main input[name=q]").press("Enter")
    page.wait_for_url(f"**{reverse('account_login')}?next=**")
    title_is(page, "Heureuses de vous revoir")


def test_without_a_network_the_site_says_so_and_shows_no_page_of_hers(new_page, awa):
    page = new_page(PHONE)
    enter(page, awa)
    page.goto(reverse("settings"))
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.context.set_offline(True)
    page.goto(reverse("my-space"))
    title_is(page, "Pas de connexion pour le moment")
    kept = page.evaluate("""async () => {
        const names = await caches.keys();
        const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
        return kept.flat().map((request) => request.url);
    }""")
    assert [url for url in kept if "/static/" not in url] == [f"{settings.SITE_URL}{reverse('offline')}"]
    page.context.set_offline(False)


def test_a_letter_of_the_demonstration_opens_the_site_in_the_whole_window(new_page, awa, settings):
    settings.DEMO = True
    page = new_page()
    page.goto(reverse("account_reset_password"))
    write(page, "Adresse e-mail", "awa@example.org")
    press(page, "Recevoir le lien")
    page.goto(reverse("demo-mailbox"))
    follow(page, "Choisir un nouveau mot de passe")
    passes_the_rules(page)
    page.frame_locator("iframe").get_by_role("link", name="Choisir mon mot de passe").click()
    title_is(page, "Choisissez votre mot de passe")


PAGES = ["settings", "account_email", "account_change_password", "mfa_index", "session-list", "account_logout",
         "who-sees-what", "health", "account_reauthenticate"]  # fmt: skip


@pytest.mark.parametrize("width", [320, 1280])
def test_pages_of_the_account_pass_the_rules_of_access(new_page, awa, width):
    cache.clear()
    page = new_page((width, 900))
    log_in(page)
    arrives_in_her_space(page)
    for name in PAGES:
        page.goto(reverse(name))
        passes_the_rules(page)
