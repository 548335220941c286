"""What she reads when she wants to ask the same mentor again too soon, or too many mentors in one day (A9)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from binome.mentoring import actions
from binome.mentoring.lifecycle import State
from binome.mentoring.models import MentoringRequest
from binome.ui.wording import long_date
from tests.factories import a_mentee, a_mentor, a_request

from .pages import FILLED, flashes, followed, get, letters, post, text

pytestmark = pytest.mark.django_db
SEND = {"send": ""}
DAY = timedelta(days=1)


@pytest.fixture
def awa(db):
    return a_mentee("Awa")


@pytest.fixture
def bruna(db):
    return a_mentor("Bruna")


def the_day(now):
    return long_date(timezone.localdate(now) + 30 * DAY).replace("\u00a0", " ")


@pytest.fixture
def declined(awa, bruna, now):
    row = a_request(awa, bruna, now=now)
    actions.decline_request(mentoring_request=row, by=bruna, reason="time", reply="Merci.", now=now)
    return row


def test_the_mentor_s_page_says_from_which_day_she_may_write_again(window, awa, bruna, declined, now):
    page = get(window(awa), "mentor-detail", bruna.code)

    assert f"Vous pourrez lui écrire de nouveau à partir du {the_day(now)}." in text(page)
    assert "Préparer ma demande" not in text(page)
    assert f"/mentores/{bruna.code}/demande/" not in page.content.decode()


def test_nobody_else_reads_that_sentence(window, bruna, declined):
    for person in (a_mentee("Inès"), bruna):
        assert "de nouveau à partir du" not in text(get(window(person), "mentor-detail", bruna.code))


def test_the_form_says_it_too_and_proposes_others(window, awa, bruna, declined, now):
    clara = a_mentor("Clara")
    page = get(window(awa), "request-new", bruna.code)

    assert f"à partir du {the_day(now)}." in text(page)
    assert page.context["form"] is None
    assert [listing.person for listing in page.context["asking"].suggestions] == [clara]


def test_a_refused_sending_loses_nothing_of_what_she_typed(window, awa, bruna, declined, now):
    page = post(window(awa), "request-new", bruna.code, **FILLED, **SEND)

    assert page.status_code == 409
    assert f"à partir du {the_day(now)}." in text(page)
    assert FILLED["why_you"] in page.content.decode()
    assert "Enregistrer le brouillon" in text(page) and "Envoyer ma demande" not in text(page)
    assert MentoringRequest.objects.get(state=State.DRAFT).why_you == FILLED["why_you"]
    assert letters() == ["request_sent", "request_declined"]


def test_withdrawing_tells_beforehand_how_long_she_will_wait(window, awa, bruna, now):
    row = a_request(awa, bruna, now=now)

    assert f"à partir du {the_day(now)}." in text(get(window(awa), "withdraw-request", row.code))


def test_too_many_requests_in_one_day_wait_as_a_draft(window, awa, bruna, now):
    for number in range(10):
        row = a_request(awa, a_mentor(f"M{number}"), now=now)
        actions.withdraw_request(mentoring_request=row, by=awa, now=now)
    page = post(window(awa), "request-new", bruna.code, **FILLED, **SEND)

    assert page.status_code == 409
    assert "Vous pourrez continuer demain." in text(page)
    assert MentoringRequest.objects.get(mentor=bruna).state == State.DRAFT


def test_the_waiting_list_sends_her_back_to_the_day(window, awa, bruna, declined, now):
    page = followed(window(awa), "join-waiting-list", bruna.code)

    assert flashes(page) == ["Vous lui avez déjà écrit récemment."]
    assert f"à partir du {the_day(now)}." in text(page)
