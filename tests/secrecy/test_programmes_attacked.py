"""What somebody who means harm, or two pages open at once, tries on the pages of a programme of organisations."""

from datetime import date

import pytest
from django.urls import reverse

from binome.mentoring.models import Pair, Ruling
from binome.people.models import User
from tests.factories import NOON, a_window, home
from tests.factories.matchmaking import a_promotion, someone
from tests.factories.programmes import a_staff_member, an_organisation

from .forms_attacked import Attacked, _attacked, _vetoed

pytestmark = pytest.mark.django_db


@pytest.fixture
def of() -> Attacked:
    return _attacked("centralised", same=True)


def _ruled(of: Attacked, choice: str, **given: str):
    path = of.path("rule-couple", of.mentee.code)
    return of.client.post(path, {"avec": of.mentor.code, "choix": choice, "motif": "Un projet commun.", **given})


def _why_not(of: Attacked) -> str:
    of.post("request-match")
    of.calculate()
    page = of.client.get(of.path("match-why-not", of.mentee.code), {"avec": of.mentor.code})
    assert page.status_code == 200
    return page.content.decode()


def _paired_elsewhere(of: Attacked) -> None:
    """In the open platform, of which her company knows nothing."""
    two = {"mentee": of.mentee.person, "mentor": of.mentor.person}
    Pair.objects.create(programme=home(), opened_at=NOON, last_sign_at=NOON, planned_end_on=date(2027, 1, 1), **two)


def _linked(of: Attacked) -> None:
    User.objects.filter(pk=of.mentor.person_id).update(linked_to=of.mentee.person_id)


@pytest.mark.parametrize("known_elsewhere", [_paired_elsewhere, _linked])
def test_what_the_site_knows_from_elsewhere_forbids_a_pair_as_a_veto_does_and_nobody_is_told(of, known_elsewhere):
    known_elsewhere(of)
    told = _why_not(of)
    assert "déjà formé" not in told and "même personne" not in told
    other = _attacked("organised", same=True)
    _vetoed(other)
    of_a_veto = _why_not(other)
    sentence = "ce binôme n’est pas possible"
    assert sentence in told.casefold() and sentence in of_a_veto.casefold()


def test_a_pair_of_an_earlier_promotion_is_still_told(of):
    _paired_elsewhere(of)
    Pair.objects.update(programme=of.cohort.programme, state="closed", closed_at=NOON)
    assert "déjà formé un binôme" in _why_not(of)


def test_the_team_cannot_put_its_own_choice_over_a_no_and_lift_it(of):
    no = Ruling.objects.create(cohort=of.cohort, mentee=of.mentee, mentor=of.mentor, kind="refused", at=NOON)
    for choice in ("forbidden", "imposed"):
        _ruled(of, choice)
        of.post("lift-ruling", Ruling.objects.get().code)
    assert Ruling.objects.get() == no and Ruling.objects.get().kind == "refused"


@pytest.mark.parametrize("form", ["peers", "circles"])
def test_a_choice_that_keeps_the_others_is_calculated_anew_where_a_run_left_no_memory(form):
    home()
    cohort = a_promotion(form, an_organisation())
    people = [someone(name, "peer", cohort) for name in ("Ana", "Bea", "Cléo", "Dora", "Eva")]
    delphine = a_staff_member("Delphine", programme=cohort.programme)
    of = Attacked(cohort, delphine, people[0], people[1], a_window(delphine))
    of.post("request-match")
    of.calculate()
    assert _ruled(of, "forbidden", suite="garder").status_code == 302
    assert of.calculate().state == "done"


def test_a_choice_about_somebody_who_came_since_the_last_run_is_calculated_anew(of):
    of.post("request-match")
    before = of.calculate()
    of.mentor = someone("Nora", "mentor", of.cohort, stage=4)
    assert _ruled(of, "imposed", suite="garder").status_code == 302
    assert of.calculate() != before


@pytest.mark.parametrize("words", ["Organisation", "Entity", "Stage ?", "Manager", "Places"])
def test_an_answer_never_passes_for_what_a_directory_says(words):
    """Else the rule of the form would read what people wrote: two of one company would say that they are of two."""
    of = _attacked("cross_company")
    asked = {"fr": words, "roles": ["mentor", "mentee"], "kind": "text"}
    assert of.client.post(of.cohort.programme.root + reverse("add-question"), asked).status_code == 302
    of.cohort.programme.refresh_from_db()
    key = of.cohort.programme.questions[-1]["key"]
    assert key == words.strip(" ?").casefold() + "-2"
