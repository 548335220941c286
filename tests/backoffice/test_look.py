"""The team's pages in a real Chromium: rules of access, phone, keyboard, no JavaScript, taps counted."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from binome.people import actions
from binome.people.models import Profile
from binome.people.queries import sensitive_content
from tests.browser import DESKTOP, PHONE
from tests.factories import a_mentee, a_mentor, a_moderator, a_pair, a_profile_to_check, family_name_of, log_in
from tests.support.cast import a_case, a_message

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def community(live_server):
    """Every page with something on it."""
    now, dina = timezone.now(), a_moderator("Dina")
    named = a_profile_to_check("Véronique", waiting_since=now - timedelta(days=2))
    Profile.objects.filter(pk=named.pk).update(quote=f"{family_name_of(named.person)}, au 06 12 34 56 78, www.ici.fr")
    second = a_profile_to_check("Khadija", role="mentee", waiting_since=now)
    actions.escalate_profile(profile=second, by=a_moderator("Mireille"), message="Je ne sais pas.", now=now)
    changed = a_mentor("Bruna")
    Profile.objects.filter(person=changed).update(checked_content=sensitive_content(changed.profile))
    actions.edit_profile(person=changed, changes={"headline": "Cheffe d’usine"}, now=now)
    pair = a_pair(a_mentee("Awa"), a_mentor("Chloé"))
    case, message = a_case(pair.mentee, pair.mentor, now=now), a_message(pair.mentee)

    def url(name, code):
        return reverse(name, args=[code])

    team = [
        reverse("moderation-queue"), reverse("case-list"), reverse("message-list"), reverse("journal"),
        url("profile-review", named.person.code), url("profile-review", second.person.code),
        url("profile-review", changed.code), url("case-detail", case.code), url("message-detail", message.code),
    ]  # fmt: skip
    member = [reverse("write-to-team"), url("report-person", changed.code), url("report-person", pair.mentor.code)]
    return {dina: team, pair.mentee: member}


@pytest.fixture
def enter(live_server):
    """`enter(page, person)` gives this window her session."""

    def give(page, person):
        client = Client()
        log_in(client, person)
        session = client.cookies["binome_session"].value
        page.context.add_cookies([{"name": "binome_session", "value": session, "url": live_server.url}])

    return give


def faults(page):
    report = Axe().run(page, options={"runOnly": RULES}).response
    assert len(report["passes"]) > 10, "the checker saw a page"
    return [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in report["violations"]]


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (PHONE, "dark"), (DESKTOP, "light"), (DESKTOP, "dark")])
def test_every_page_passes_the_rules_of_access_and_fits(new_page, community, enter, size, scheme):
    page = new_page(size=size, color_scheme=scheme)
    for person, urls in community.items():
        enter(page, person)
        for url in urls:
            assert page.goto(url).ok
            page.evaluate("document.querySelectorAll('main details').forEach(it => { it.open = true })")
            assert (url, faults(page)) == (url, [])
            assert (url, page.evaluate("document.documentElement.scrollWidth")) <= (url, size[0])


def test_a_refused_decision_leads_to_what_is_missing(new_page, community, enter):
    dina = next(iter(community))
    page = new_page(size=PHONE)
    enter(page, dina)
    page.goto(community[dina][4])
    page.get_by_role("button", name="Publier le profil").click()
    assert page.locator(".error-summary").evaluate("it => it === document.activeElement")
    page.locator(".error-summary a").click()
    assert page.evaluate("document.activeElement.value") == "person"
    assert faults(page) == []


def three_to_check():
    now = timezone.now()
    return [
        a_profile_to_check(name, waiting_since=now + timedelta(minutes=m))
        for m, name in enumerate(("Awa", "Ève", "Zoé"))
    ]


def published():
    return (
        Profile.objects.approved().count() + Profile.objects.filter(state="approved", person__is_active=False).count()
    )


@pytest.mark.parametrize("javascript", [True, False])
def test_a_clean_profile_takes_four_taps_and_the_first_one_five(new_page, enter, live_server, javascript):
    """Three checks, one button, and the next one opens: a queue must not take a minute per profile."""
    dina, taps = a_moderator("Dina"), []
    three_to_check()
    page = new_page(size=PHONE, javascript=javascript)
    enter(page, dina)

    def tap(locator):
        taps.append(1)
        locator.click()

    page.goto(reverse("moderation-queue"))
    tap(page.get_by_role("button", name="Prendre le suivant"))
    for number in range(1, 4):
        for check in page.get_by_role("checkbox").all():
            tap(check)
        tap(page.get_by_role("button", name="Publier le profil"))
        page.wait_for_load_state()
        assert (published(), len(taps)) == (number, 1 + 4 * number)
    assert page.get_by_role("heading", level=1).inner_text() == "Aucun profil à vérifier"


def test_a_clean_profile_is_published_from_the_keyboard_alone(new_page, enter, live_server):
    """Two skip links, three checks, Enter."""
    dina = a_moderator("Dina")
    profile = three_to_check()[0]
    page = new_page()
    enter(page, dina)
    page.goto(reverse("profile-review", args=[profile.person.code]))
    keys = ["Tab", "Enter", "Tab", "Enter", *["Tab", "Space"] * 3, "Enter"]
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_url(lambda url: profile.person.code not in url)
    assert published() == 1
    assert len(keys) == 11
