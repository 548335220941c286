"""A programme between peers (D6): made by its manager in her browser, matched, proposed; two say yes, one says no, and
each reads it in her space. Circles, through the server alone."""

import pytest
from django.urls import reverse
from django.utils import timezone

from binome.mentoring.matchmaking.deciding import answer_proposal
from binome.mentoring.matchmaking.ruling import request_run
from binome.mentoring.matchmaking.running import run_matches
from binome.mentoring.models import Circle, CircleMember, MatchRun, Pair, Proposal
from binome.programmes.models import Cohort, Programme
from tests.browser import PHONE
from tests.factories import a_window, family_name_of, home
from tests.factories.jobs import do_the_jobs
from tests.factories.matchmaking import a_promotion, someone
from tests.factories.people import a_person
from tests.factories.programmes import a_cohort, a_programme, a_staff_member, an_organisation

from . import steps
from .steps import does_not_read, follow, press, reads

NAMES = ("Awa", "Binta", "Chloé", "Dora", "Elsa", "Fanny", "Gina", "Hawa", "Inès", "Jeanne", "Katia", "Lise")


@pytest.fixture
def delphine(live_server):
    """She runs another programme already."""
    home()
    programme = a_programme("centralised", "passerelles", an_organisation())
    return a_staff_member("Delphine", programme=programme, email="delphine@example.org")


def fill(cohort: Cohort) -> None:
    for number, name in enumerate(NAMES):
        someone(a_person(name, email=f"pair{number}@example.org"), "peer", cohort, stage=2)


def make_the_programme(page) -> Cohort:
    page.goto("/programmes/passerelles" + reverse("create-programme"))
    page.get_by_label("Entre pairs", exact=False).first.check()
    page.get_by_label("Nom du programme", exact=True).fill("Duos")
    press(page, "Créer le programme")
    steps.title_is(page, "Promotions")
    programme = Programme.objects.get(slug="duos")
    programme.adjustments = {"both_accept": True}
    programme.save()
    return a_cohort(programme)


def propose(page, cohort: Cohort) -> None:
    """From the board to the letters."""
    page.goto(f"/programmes/duos/pilotage/appariement/{cohort.code}/")
    press(page, "Lancer le calcul")
    run_matches(timezone.now)
    page.reload()
    press(page, "Soumettre au comité")
    press(page, "Le comité valide")
    follow(page, "Proposer aux personnes")
    press(page, "Proposer")
    reads(page, "En cours")
    do_the_jobs()
    reads(page, "C’est")  # by itself


def test_peers_are_proposed_to_each_other_two_say_yes_and_one_says_no(new_page, delphine, post):
    page = new_page(PHONE)
    steps.enter(page, delphine)
    cohort = make_the_programme(page)
    fill(cohort)
    propose(page, cohort)
    accepted, declined = Proposal.objects.filter(run__cohort=cohort).order_by("pk")[:2]
    assert len(post.arrived()) == 12

    one, other = accepted.mentee.person, accepted.mentor.person
    hers = new_page(PHONE)
    steps.enter(hers, one)
    hers.goto("/programmes/duos/mon-espace/")
    reads(hers, f"{other.first_name} et vous ?")
    follow(hers, "Lire et répondre")
    does_not_read(hers, family_name_of(other))
    press(hers, f"Oui, avancer avec {other.first_name}")
    reads(hers, "Votre oui est noté")
    answer_proposal(proposal=accepted, by=other, accept=True, now=timezone.now())
    hers.goto("/programmes/duos/mon-espace/")
    reads(hers, f"{other.first_name} et vous", "dans l’autre on vous aide")

    theirs = new_page(PHONE)
    steps.enter(theirs, declined.mentor.person)
    theirs.goto(f"/programmes/duos/propositions/{declined.code}/")
    follow(theirs, "Non, merci")
    theirs.get_by_label("Pourquoi, si vous voulez le dire").fill("Nous travaillons déjà ensemble")
    press(theirs, "Dire non")
    reads(theirs, "Vous avez dit non")
    steps.enter(theirs, declined.mentee.person)
    theirs.goto(f"/programmes/duos/propositions/{declined.code}/")
    reads(theirs, "n’attend plus de réponse")
    does_not_read(theirs, "Nous travaillons déjà")
    assert Pair.objects.filter(cohort=cohort).count() == 1
    assert MatchRun.objects.filter(cohort=cohort, state="queued").count() == 1


def test_circles_from_the_calculation_to_their_first_meeting(delphine):
    cohort = a_promotion("circles")
    fill(cohort)
    manager = a_window(a_staff_member("Diane", programme=cohort.programme))
    board = f"/programmes/circles/pilotage/appariement/{cohort.code}/"
    request_run(cohort=cohort, by=None, now=timezone.now())
    run_matches(timezone.now)
    for act in ("soumettre/", "decider/", "publier/"):
        assert manager.post(board + act, {"avis": "oui"}).status_code == 302, act
    do_the_jobs()
    sizes = [circle.members.count() for circle in Circle.objects.all()]
    assert sum(sizes) == len(NAMES) and all(3 <= size <= 6 for size in sizes)
    members = list(CircleMember.objects.filter(circle=Circle.objects.first()).select_related("enrolment__person"))
    window = a_window(members[0].enrolment.person)
    assert "Ouvrir notre cercle" in window.get("/programmes/circles/mon-espace/").text
    met = {"held_on": timezone.localdate().isoformat(), "minutes": 60, "format": "in_person"}
    present = [member.enrolment.code for member in members]
    address = f"/programmes/circles/cercles/{members[0].circle.code}/"
    window.post(address + "rendez-vous/", {**met, "present": present})
    assert "60 minutes" in a_window(members[1].enrolment.person).get(address).text
