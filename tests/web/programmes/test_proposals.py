"""The page of a proposal: what she reads, her two answers, and nobody else's (N1, N7)."""

import pytest
from django.utils import timezone

from binome.mentoring.matchmaking.running import run_matches
from binome.mentoring.models import Pair, Proposal, Ruling
from tests.factories import a_window
from tests.factories.matchmaking import a_promotion, a_proposal, someone
from tests.factories.people import family_name_of
from tests.factories.programmes import a_staff_member, an_entity

pytestmark = pytest.mark.django_db
ROOT = "/programmes/organised"


@pytest.fixture
def proposal():
    cohort = a_promotion("organised")
    lyon = an_entity("Lyon")
    return a_proposal(
        someone("Inès", "mentee", cohort, stage=1, entity=lyon), someone("Marc", "mentor", cohort, stage=3, entity=lyon)
    )


def address(proposal: Proposal, act: str = "") -> str:
    return f"{ROOT}/propositions/{proposal.code}/{act}"


def test_her_space_leads_to_a_page_that_says_who_and_why_and_no_name_score_or_wish(proposal):
    window = a_window(proposal.mentee.person)
    assert address(proposal) in window.get(f"{ROOT}/mon-espace/").text
    page = window.get(address(proposal)).text
    assert all(words in page for words in ("Marc", "Lyon", "Sujets", "négocier"))
    assert not any(words in page for words in (family_name_of(proposal.mentor.person), ">21<", "Souhaits"))


def test_her_page_is_the_same_whatever_the_other_said(proposal):
    window = a_window(proposal.mentee.person)
    window.get(address(proposal))
    before = window.get(address(proposal))
    a_window(proposal.mentor.person).post(address(proposal, "oui/"))
    after = window.get(address(proposal))
    hide = lambda page: page.text.split("<main")[1].split("csrfmiddlewaretoken")[0]  # noqa: E731
    assert hide(before) == hide(after)


def test_two_yeses_lead_both_to_the_pair(proposal):
    first = a_window(proposal.mentor.person).post(address(proposal, "oui/"), follow=True)
    assert "Votre oui est noté" in first.text
    second = a_window(proposal.mentee.person).post(address(proposal, "oui/"))
    assert second["Location"] == f"{ROOT}/binomes/{Pair.objects.get().code}/"


def test_a_no_keeps_its_reason_for_the_team_and_the_other_reads_neutral_words(proposal):
    window = a_window(proposal.mentor.person)
    assert "Pourquoi, si vous voulez le dire" in window.get(address(proposal, "non/")).text
    assert "Vous avez dit non" in window.post(address(proposal, "non/"), {"reason": "Trop loin"}, follow=True).text
    assert Ruling.objects.get().reason == "Trop loin"
    page = a_window(proposal.mentee.person).get(address(proposal)).text
    assert "n’attend plus de réponse" in page and "Trop loin" not in page


def test_a_reason_too_long_is_given_back_as_typed(proposal):
    answer = a_window(proposal.mentor.person).post(address(proposal, "non/"), {"reason": "loin " * 90})
    assert answer.status_code == 422 and "loin loin" in answer.text
    assert Proposal.objects.get().ended_because == ""


def test_answering_twice_says_so_and_changes_nothing(proposal):
    window = a_window(proposal.mentee.person)
    window.post(address(proposal, "oui/"))
    assert "a déjà reçu votre réponse" in window.post(address(proposal, "non/"), {"reason": ""}, follow=True).text
    assert Proposal.objects.get().mentee_said == "yes"


def test_to_anyone_else_it_does_not_exist(proposal):
    window = a_window(someone("Paul", "mentor", proposal.mentee.cohort).person)
    assert window.get(address(proposal)).status_code == 404
    assert window.get(address(proposal, "non/")).status_code == 404
    assert window.post(address(proposal, "oui/")).status_code == 404


def test_the_reason_of_a_no_is_read_by_who_runs_the_whole_and_does_not_say_whose_it_is(proposal):
    cohort = proposal.mentee.cohort
    a_window(proposal.mentor.person).post(address(proposal, "non/"), {"reason": "Trop loin"})
    run_matches(timezone.now)
    page = f"{ROOT}/pilotage/appariement/{cohort.code}/personnes/{proposal.mentee.code}/"
    delphine = a_window(a_staff_member("Delphine", programme=cohort.programme))
    assert "Trop loin" in delphine.get(page).text
    carole = a_window(a_staff_member("Carole", "coordinator", cohort.programme, entity=an_entity("Lyon")))
    answer = carole.get(page)
    assert answer.status_code == 200 and "Trop loin" not in answer.text
