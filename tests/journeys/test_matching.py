"""A manager makes the pairs of a promotion in her browser; both of a pair read it in their mail and open it."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from binome.mentoring.matchmaking.running import run_matches
from binome.mentoring.models import Pair, Place
from tests.browser import DESKTOP, PHONE
from tests.factories import family_name_of, home
from tests.factories.jobs import do_the_jobs
from tests.factories.matchmaking import a_promotion, someone
from tests.factories.people import a_person
from tests.factories.programmes import a_staff_member

from . import steps
from .steps import does_not_read, follow, press, reads

BOTH = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])


@pytest.fixture
def cohort(live_server):
    home()
    cohort = a_promotion(wording="fr")
    for name, role, stage in (
        ("Inès", "mentee", 1),
        ("Awa", "mentee", 2),
        ("Marc", "mentor", 4),
        ("Paule", "mentor", 5),
    ):
        person = a_person(name, email=f"{name.lower().replace('è', 'e')}@example.org")
        enrolment = someone(person, role, cohort, stage=stage)
        if role == "mentor":
            Place.objects.create(enrolment=enrolment, number=1)
    return cohort


@BOTH
def test_a_manager_looks_imposes_and_publishes_and_both_see_their_pair(new_page, live_server, post, cohort, size):
    delphine = a_staff_member("Delphine", programme=cohort.programme, email="delphine@example.org")
    page = new_page(size)
    steps.enter(page, delphine)
    page.goto("/programmes/centralised/pilotage/appariement/")
    press(page, "Lancer le calcul")
    reads(page, "Calcul en cours")
    run_matches(timezone.now)
    follow(page, "Actualiser")
    reads(page, "2 personnes sur 2 ont quelqu’un", "Prouvé")
    page.get_by_role("link", name="Inès").first.click()
    ines = cohort.enrolments.get(person__first_name="Inès")
    reads(page, family_name_of(ines.person))
    page.get_by_role("link", name="Pourquoi pas ?").first.click()
    reads(page, "pourquoi pas ?")
    press(page, "Retenir")
    reads(page, "Le calcul recommence")
    run_matches(timezone.now)
    follow(page, "Actualiser")
    reads(page, "imposé par l’équipe")
    press(page, "Soumettre au comité")
    press(page, "Le comité valide")
    follow(page, "Publier")
    expect(page.get_by_role("button", name="Publier", exact=True)).to_be_visible()
    press(page, "Publier")
    reads(page, "En cours")
    do_the_jobs()
    reads(page, "C’est publié")  # by itself
    follow(page, "Continuer")
    pair = Pair.objects.get(mentee=ines.person)
    assert len(post.arrived()) == 4
    hers = new_page(size)
    steps.enter(hers, ines.person)
    hers.goto(post.link("pair_published", "ines"))
    reads(hers, pair.mentor.first_name)
    does_not_read(hers, family_name_of(pair.mentor))
