"""Two programmes in one browser: each says for itself that there is no network, and the logout leaves nothing."""

from django.urls import reverse
from playwright.sync_api import expect

from tests.browser import PHONE
from tests.factories import home
from tests.factories.programmes import a_cohort, a_participant, a_programme

from .steps import enter, press, reads, title_is

KEPT = """async () => {
    const names = await caches.keys();
    const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return kept.flat().map((request) => new URL(request.url).pathname).filter((path) => !path.startsWith("/static/"));
}"""


def test_each_has_its_offline_page_and_the_logout_takes_them_away(new_page, live_server):
    home()
    ines = a_participant("Inès").person
    a_participant(ines, cohort=a_cohort(a_programme("informal", "tandem")), affiliation=ines.affiliations.get())
    page = new_page(PHONE)
    enter(page, ines)
    for slug in ("passerelles", "tandem"):
        page.goto(f"/programmes/{slug}/charte/")
        expect(page.locator("h1")).to_be_visible()
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.reload()
        expect(page.locator("h1")).to_be_visible()
    assert sorted(page.evaluate(KEPT)) == ["/programmes/passerelles/hors-ligne/", "/programmes/tandem/hors-ligne/"]

    page.context.set_offline(True)
    for slug in ("passerelles", "tandem"):
        page.goto(f"/programmes/{slug}/mon-espace/")
        title_is(page, "Pas de connexion pour le moment")
        reads(page, f"{slug.capitalize()} a besoin d’Internet")
    page.context.set_offline(False)

    page.goto("/programmes/passerelles" + reverse("account_logout"))
    press(page, "Se déconnecter")
    expect(page.get_by_role("link", name="Se connecter").first).to_be_attached()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    assert page.evaluate(KEPT) == ["/hors-ligne/"]
