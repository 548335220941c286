"""A member's own page and her history, in few queries whatever she has."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from binome.mentoring import actions
from tests.factories import a_closed_pair, a_mentee, a_mentor, a_pair, a_request

from .pages import get, text

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MOST_QUERIES = 7
#: Her space also asks whether the team waits for her version of something.
MOST_OF_HER_SPACE = 8


def waits(mentee, mentor, now):
    """She waits for a mentor whose one place is taken."""
    a_pair(a_mentee("Kim"), mentor)
    actions.join_waiting_list(mentor=mentor.enrolments.get(), by=mentee, now=now)


def queries(client, name, **query):
    """How many a visit takes; the first one of a session also writes the session down."""
    get(client, name, **query)
    with CaptureQueriesContext(connection) as captured:
        response = get(client, name, **query)
    assert response.status_code == 200
    return len(captured)


# --- a mentee --------------------------------------------------------------------------------------------
def test_a_newcomer_has_one_way_forward(window):
    page = get(window(a_mentee("Awa")), "my-space")
    assert "Bonjour Awa" in text(page) and "Aucune demande en cours" in text(page)
    assert reverse("mentor-list") in page.content.decode()


def test_her_requests_come_with_their_state_and_what_to_do(window, now):
    awa, bruna, claire = a_mentee("Awa"), a_mentor("Bruna"), a_mentor("Claire")
    a_request(awa, bruna, now=now)
    asked = a_request(awa, claire, now=now)
    a_request(awa, a_mentor("Hélène"), sent=False, now=now)
    actions.ask_question(mentoring_request=asked, by=claire, question="Pourquoi ?", now=now)
    page = text(get(window(awa), "my-space"))
    assert "Deux demandes attendent une réponse." in page
    for words in ("En attente", "Une question posée", "Lire et répondre", "Brouillon", "Retirer ma demande"):
        assert words in page


def test_her_pair_shows_its_thread_and_what_she_shows(window, now):
    pair = a_pair(now=now - 40 * DAY)
    page = text(get(window(pair.mentee), "my-space"))
    for words in ("Bruna et vous", "Binôme actif", "Le fil de votre binôme", "Nous nous sommes vues", "adresse e-mail"):
        assert words in page


def test_the_question_after_the_first_meeting_waits_on_her_page(window, now):
    pair = a_pair(now=now - 40 * DAY)
    actions.log_meeting(
        pair=pair, by=pair.mentor, held_on=timezone.localdate(now - DAY), minutes=60, format="remote", now=now
    )
    page = get(window(pair.mentee), "my-space")
    assert "Avec Bruna, comment ça se passe ?" in text(page)
    assert f"/binomes/{pair.code}/#entente" in page.content.decode()


def test_a_closed_pair_keeps_her_word(window, now):
    pair = a_closed_pair(now=now - 100 * DAY)
    actions.leave_comment(pair=pair, by=pair.mentee, body="J’ai osé.", shared=False, now=now)
    assert "J’ai osé." in text(get(window(pair.mentee), "my-space"))
    assert "Votre mot, pour l’équipe seulement." in text(get(window(pair.mentee), "my-space"))
    assert "J’ai osé." not in text(get(window(pair.mentor), "my-space"))


# --- a mentor --------------------------------------------------------------------------------------------
def test_what_waits_for_a_mentor_comes_first_the_most_urgent_before(window, now):
    bruna = a_mentor("Bruna")
    for first_name, days in (("Zoé", 1), ("Inès", 6)):
        a_request(a_mentee(first_name), bruna, now=now - days * DAY)
    page = get(window(bruna), "my-space")
    assert [row.mentee.first_name for row in page.context["space"].requests] == ["Inès", "Zoé"]
    assert "Deux demandes attendent votre réponse." in text(page)
    assert page.context["subnav"][1]["count"] == 2


def test_her_pairs_and_places_are_there(window, now):
    bruna = a_mentor("Bruna", capacity=3)
    a_pair(a_mentee("Awa"), bruna, now=now - 10 * DAY)
    page = text(get(window(bruna), "my-space"))
    for words in ("Awa et vous", "2 places libres sur 3", "Disponible", "Le premier rendez-vous est à fixer ensemble."):
        assert words in page


def test_those_who_wait_are_counted_for_her(window, now):
    odile = a_mentor("Odile", capacity=1)
    waits(a_mentee("Awa"), odile, now)
    page = text(get(window(odile), "my-space"))
    assert "Une personne attend une place auprès de vous." in page and "Complète" in page


def test_one_account_sees_nothing_of_another(window, now):
    row = a_request(now=now)
    pair = a_pair(a_mentee("Zoé"), row.mentor, now=now)
    for stranger in (a_mentee("Chloé"), a_mentor("Hélène")):
        for name in ("my-space", "my-requests"):
            page = get(window(stranger), name).content.decode()
            assert row.code not in page and pair.code not in page


# --- history ---------------------------------------------------------------------------------------------
def test_the_history_is_the_latest_first_twenty_a_page(window, now):
    bruna = a_mentor("Bruna")
    for number in range(21):
        row = a_request(a_mentee(f"Ève{number}"), bruna, now=now - (30 - number) * DAY)
        actions.withdraw_request(mentoring_request=row, by=row.mentee, now=now)
    client = window(bruna)
    first, second = (get(client, "my-requests", page=page) for page in (1, 2))
    assert [row.mentee.first_name for row in first.context["page"]][:2] == ["Ève20", "Ève19"]
    assert [row.mentee.first_name for row in second.context["page"]] == ["Ève0"]
    assert "Page 1" in text(second)


@pytest.mark.parametrize("page", ["0", "99", "x"])
def test_a_page_that_does_not_exist_is_one_that_does(window, page):
    assert get(window(a_mentee("Awa")), "my-requests", page=page).status_code == 200


# --- few queries -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("rows", [1, 20])
def test_a_mentors_pages_cost_the_same_for_one_and_twenty_requests(window, now, rows):
    bruna = a_mentor("Bruna", capacity=5)
    for number in range(min(rows, 4)):
        pair = a_pair(a_mentee(f"Kim{number}"), bruna, now=now - 20 * DAY)
        actions.log_meeting(
            pair=pair, by=bruna, held_on=timezone.localdate(now - DAY), minutes=60, format="remote", now=now
        )
    for number in range(rows):
        a_request(a_mentee(f"Ève{number}"), bruna, now=now)
    client = window(bruna)
    assert queries(client, "my-space") <= MOST_OF_HER_SPACE
    assert queries(client, "my-requests") <= MOST_QUERIES
    assert queries(client, "availability") <= MOST_QUERIES


@pytest.mark.parametrize("rows", [1, 20])
def test_a_mentees_pages_cost_the_same_for_one_and_twenty_rows(window, now, rows):
    awa = a_mentee("Awa")
    for number in range(rows):
        a_request(awa, a_mentor(f"Mai{number}"), sent=False, now=now)
        waits(awa, a_mentor(f"Odile{number}", capacity=1), now)
    client = window(awa)
    assert queries(client, "my-space") <= MOST_OF_HER_SPACE
    assert queries(client, "my-requests") <= MOST_QUERIES


@pytest.mark.parametrize("meetings", [1, 20])
def test_a_mentees_page_costs_the_same_for_one_and_twenty_meetings(window, now, meetings):
    for _earlier in range(2):
        pair = a_closed_pair(a_mentee("Awa"), now=now - 300 * DAY)
    pair = a_pair(pair.mentee, now=now - 40 * DAY)
    for days in range(meetings):
        held_on = timezone.localdate(now - days * DAY)
        actions.log_meeting(pair=pair, by=pair.mentor, held_on=held_on, minutes=60, format="remote", now=now)
    assert queries(window(pair.mentee), "my-space") <= MOST_OF_HER_SPACE
