"""Every page of the site in a real browser, by whoever reads it: the rules of access, a narrow screen, the keyboard.

An address that visits.py doesn't know makes the first test fail.
"""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse

from binome.core.models import Letter
from tests.browser import DESKTOP, PHONE
from tests.factories import log_in
from tests.secrecy.routes import patterns

from . import steps, village
from .test_login import add_a_passkey, device  # noqa: F401 (a fixture)
from .visits import ABSENT, MAIN, MIDWAY, NO_PAGE, VISITS

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = f"axe.run({json.dumps({'runOnly': RULES, 'resultTypes': ['violations']})})"
SHAPE = """() => {
    const ids = [...document.querySelectorAll('[id]')].map(one => one.id)
    return {
        lang: document.documentElement.lang, title: document.title, h1: document.querySelectorAll('h1').length,
        twice: ids.filter((id, at) => !id || ids.indexOf(id) !== at),
        lost: [...document.querySelectorAll('[for], [aria-labelledby], [aria-describedby], [aria-controls]')].flatMap(
            one => ['for', 'aria-labelledby', 'aria-describedby', 'aria-controls'].flatMap(
                name => (one.getAttribute(name) || '').split(/\\s+/))).filter(id => id && !document.getElementById(id)),
    }
}"""
#: A word that an address takes where "1" is none.
ANY = {"kind": "fiche"}


def test_every_address_of_the_site_is_a_page_that_is_looked_at_or_said_to_be_none():
    visited = {address.split()[0].rpartition(":")[2] for addresses in VISITS.values() for address in addresses}
    assert set(patterns()) - visited - MIDWAY == NO_PAGE
    assert not visited & NO_PAGE
    assert {address for addresses in VISITS.values() for address in addresses} >= MAIN | ABSENT


@pytest.mark.django_db
def test_what_is_said_to_be_no_page_shows_none():
    here = village.build()
    readers = {name: Client() for name in ("bruna", "dina", "awa")}
    for name, client in readers.items():
        log_in(client, here.people[name])
    shown = {
        (route, name)
        for route in NO_PAGE - {"demo-letter-page"}
        for name, client in readers.items()
        for response in [client.get(reverse(route, kwargs={name: ANY.get(name, "1") for name in patterns()[route]}))]
        if response.status_code == 200 and response["Content-Type"].startswith("text/html")
    }
    assert shown == set()


@pytest.fixture
def here(settings, live_server):
    settings.DEMO = True  # its mailbox is a page too
    return village.build()


@pytest.mark.parametrize("who", VISITS)
def test_each_page_can_be_used_by_everyone(new_page, here, who):
    page = new_page(DESKTOP)
    come_as(page, here, who)
    faults = []
    for address in VISITS[who]:
        path = here.path(address)
        response = page.goto(path)
        if "/compte/confirmer/?next=" in page.url:
            steps.confirm_who_she_is(page)
        assert page.url.endswith(path), f"{address} leads to {page.url}"
        assert response.status == (404 if address in ABSENT else 200), address
        faults += [f"{address}: {fault}" for fault in look(page, dark=address in MAIN)]
    assert not faults, "\n".join(faults)


def come_as(page, here, who):
    if who == "salome":
        steps.resume_signing_up(page, here.path("signup-resume link-of-salome"))
    elif who:
        steps.enter(page, here.people[who])


def look(page, *, dark=False):
    """What is wrong with this page."""
    yield from shape(page)
    page.evaluate(Axe().axe_script)
    yield from breaches(page, "wide")
    if dark:
        page.emulate_media(color_scheme="dark")
        yield from breaches(page, "dark")
        page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    yield from breaches(page, "phone")
    page.set_viewport_size({"width": 320, "height": 640})
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > 320:
        yield f"{wide} px wide on a screen of 320"
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})


def shape(page):
    found = page.evaluate(SHAPE)
    expected = {"lang": "fr", "title": found["title"], "h1": 1, "twice": [], "lost": []}
    if found != expected:
        yield f"its shape: {found}"
    if not re.fullmatch(r".{4,} · (Binôme|Passerelles|Entraide)", found["title"]):
        yield f"its title: {found['title']}"


def breaches(page, name):
    """What the checker finds. It is awake: test_the_checker_sees_what_is_wrong."""
    for violation in page.evaluate(AXE)["violations"]:
        yield f"{name}: {violation['id']}, {[node['target'] for node in violation['nodes']][:4]}"


def test_the_checker_sees_what_is_wrong(new_page, here):
    page = new_page(DESKTOP)
    page.goto(here.path("charter"))
    assert list(look(page)) == []
    page.evaluate("""() => {
        const long = 'large'.repeat(200)
        document.querySelector('h1').outerHTML = `<h2 id="contenu">Titre</h2><input><pre class="nowrap">${long}</pre>`
        document.title = ''
    }""")
    found = "\n".join(look(page))
    for fault in ("its shape", "its title", "wide: document-title", "phone: label", "px wide on a screen of 320"):
        assert fault in found


# --- pages in the middle of something ---------------------------------------------------------------------
def test_the_pages_on_the_way_in_can_be_used_too(new_page, here):
    page = new_page(DESKTOP)
    page.goto(here.path("account_request_login_code"))
    steps.write(page, "Adresse e-mail", "awa@example.org")
    steps.press(page, "Recevoir mon code")
    faults = arrived(page, "account_confirm_login_code")
    page = new_page(DESKTOP)
    page.goto(here.path("account_login"))
    steps.fill_in_password(page, "nadia@example.org")
    faults += arrived(page, "mfa_authenticate")
    assert not faults, "\n".join(faults)


def test_the_pages_of_a_new_address_can_be_used_too(new_page, here):
    page = new_page(DESKTOP)
    steps.enter(page, here.people["awa"])
    page.goto(here.path("account_email"))
    steps.write(page, "Nouvelle adresse e-mail", "awa.nouvelle@example.org")
    steps.press(page, "Recevoir le lien")
    steps.confirm_who_she_is(page)
    steps.reads(page, "Une adresse attend votre confirmation")
    faults = list(look(page))
    page.goto(re.search(r"http\S+/adresse/confirmer/\S+", Letter.objects.get(kind="account_email_confirm").text)[0])
    steps.title_is(page, "Confirmer mon adresse")
    faults += look(page)
    assert not faults, "\n".join(faults)


def test_the_page_that_asks_for_her_key_can_be_used_too(device, here):  # noqa: F811
    device.goto(here.path("account_login"))
    steps.fill_in_password(device, "awa@example.org")
    steps.title_is(device, "Bonjour Awa")
    add_a_passkey(device)
    device.goto(here.path("mfa_reauthenticate_webauthn"))
    faults = arrived(device, "mfa_reauthenticate_webauthn")
    assert not faults, "\n".join(faults)


def arrived(page, route):
    page.wait_for_url(f"**{reverse(route)}*")
    return [f"{route}: {fault}" for fault in look(page)]


#: A form sent empty or wrong: who, where, its button, and what she did to it before.
REFUSED = {
    "signup-start": ("", "Commencer mon inscription", ""),
    "account_login": ("", "Se connecter", ""),
    "activate activate": ("", "Entrer", ""),
    "profile-correct correct": ("", "Envoyer mon profil corrigé", "Présentation"),
    "contest-refusal contest": ("", "Contester cette décision", ""),
    "signup-step draft-of-salome 2": ("salome", "Enregistrer et continuer", "Prénom"),
    "signup-step draft-of-salome 3": ("salome", "Enregistrer et continuer", ""),
    "request-new odile": ("awa", "Envoyer ma demande", "Qui vous êtes"),
    "request-detail asked": ("awa", "Envoyer ma réponse", ""),
    "profile-edit": ("awa", "Enregistrer mon profil", "Prénom"),
    "write-to-team": ("awa", "Envoyer mon message", ""),
    "report-person odile": ("awa", "Envoyer mon signalement", ""),
    "ask-question waiting": ("bruna", "Envoyer ma question", ""),
    "decline-request waiting": ("bruna", "Décliner la demande", "Votre mot pour elle"),
    "pair-detail living": ("binta", "Enregistrer ma réponse", ""),
    "pair-detail closed": ("cleo", "Enregistrer mon mot", ""),
    "profile-review fanta": ("dina", "Publier le profil", ""),
    "message-detail message": ("dina", "Envoyer la réponse", ""),
}


@pytest.mark.parametrize("who", sorted({who for who, _, _ in REFUSED.values()}))
def test_a_refused_form_puts_the_reader_before_what_to_correct(new_page, here, who):
    page, faults = new_page(PHONE), []
    come_as(page, here, who)
    for address, (reader, button, emptied) in REFUSED.items():
        if reader != who:
            continue
        page.goto(here.path(address))
        if emptied:
            steps.write(page, emptied, "")
        steps.press(page, button)
        page.locator(".error-summary").wait_for()
        assert page.evaluate("document.activeElement.className") == "error-summary", address
        assert page.title().startswith("Erreur"), address
        faults += [f"{address}, refused: {fault}" for fault in look(page)]
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        for link in page.locator(".error-summary a").all():
            link.click()
            target = link.get_attribute("href")[1:]
            assert page.evaluate("document.activeElement.id") == target, f"{address}: {target} is not reached"
    assert not faults, "\n".join(faults)


#: The main thing to do on a page, by its words.
BY_KEYBOARD = {
    "": {"home": "Trouver une mentore", "signup-start": "Commencer mon inscription", "account_login": "Se connecter"},
    "awa": {
        "mentor-list": "Chercher", "mentor-detail odile": "Préparer ma demande",
        "request-new odile": "Envoyer ma demande", "my-space": "Lire et répondre",
        "request-detail asked": "Envoyer ma réponse",
    },
    "binta": {"pair-detail living": "Enregistrer ma réponse"},
    "bruna": {"my-space": "Lire et répondre", "request-detail waiting": "Accepter"},
    "dina": {"moderation-queue": "Prendre le suivant", "profile-review fanta": "Publier le profil"},
}  # fmt: skip
FOCUS = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one)
    return {
        words: (one.innerText || one.value || '').trim().split('\\n')[0],
        inside: !!one.closest('main'),
        ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        on: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        tag: one.tagName,
    }
}"""


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("who", BY_KEYBOARD)
def test_the_keyboard_reaches_what_there_is_to_do_and_shows_where_it_is(new_page, here, who, size):
    page = new_page(size)
    come_as(page, here, who)
    for address, action in BY_KEYBOARD[who].items():
        page.goto(here.path(address))
        for _ in range(90):
            page.keyboard.press("Tab")
            now = page.evaluate(FOCUS)
            if now["tag"] == "BODY":
                pytest.fail(f"{address}: the keyboard never reaches « {action} »")
            assert now["on"] and now["ring"], f"{address}: no visible focus on {now}"
            if now["inside"] and now["words"] == action:
                break
        else:
            pytest.fail(f"{address}: « {action} » is further than ninety keys")
