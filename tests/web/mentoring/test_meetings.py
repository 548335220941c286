"""A meeting noted by mistake: whoever noted it deletes it, and what was counted follows (A10)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from binome.mentoring import actions
from binome.mentoring.models import Meeting
from tests.factories import a_pair

from .pages import flashes, followed, get, post, text

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def pair(now):
    return a_pair(now=now - 40 * DAY)


@pytest.fixture
def awa(pair, window):
    return window(pair.mentee)


@pytest.fixture
def bruna(pair, window):
    return window(pair.mentor)


def meet(pair, at):
    held_on = timezone.localdate(at)
    return actions.log_meeting(pair=pair, by=pair.mentor, held_on=held_on, minutes=60, format="remote", now=at)


def test_she_deletes_a_meeting_that_she_noted_by_mistake(bruna, awa, pair, now):
    meeting = meet(pair, now - DAY)
    page = get(bruna, "pair-detail", pair.code).content.decode()
    assert f"/rendez-vous/{meeting.code}/supprimer/" in page
    assert f"/rendez-vous/{meeting.code}/supprimer/" not in get(awa, "pair-detail", pair.code).content.decode()

    asked = text(get(bruna, "delete-meeting", meeting.code))
    assert "Supprimer ce rendez-vous ?" in asked and "Garder ce rendez-vous" in asked
    assert Meeting.objects.exists(), "reading the page must delete nothing"

    after = followed(bruna, "delete-meeting", meeting.code)
    assert flashes(after)[0].endswith("est supprimé.")
    assert not Meeting.objects.exists()
    assert "Aucun rendez-vous tenu sur neuf" in text(after) and "Voir le détail" not in text(after)
    assert followed(bruna, "delete-meeting", meeting.code).status_code == 404


def test_without_a_meeting_the_question_after_the_first_one_goes_and_comes_back_with_her_answer(bruna, awa, pair, now):
    meeting = meet(pair, now - DAY)
    post(awa, "answer-fit", pair.code, answer="not_right")
    assert "Ce n’est la faute de personne" in text(get(awa, "pair-detail", pair.code))
    assert "Comment ça se passe ?" in text(get(bruna, "pair-detail", pair.code))

    post(bruna, "delete-meeting", meeting.code)
    for window in (awa, bruna):
        said = text(get(window, "pair-detail", pair.code))
        assert "la faute de personne" not in said and "Comment ça se passe ?" not in said

    meet(pair, now)
    assert "Ce n’est la faute de personne" in text(get(awa, "pair-detail", pair.code))


def test_she_does_not_delete_what_her_partner_noted(awa, pair, now):
    meeting = meet(pair, now - DAY)
    foreign, unknown = (post(awa, "delete-meeting", code) for code in (meeting.code, "bcdfghjkmn"))
    assert (foreign.status_code, unknown.status_code) == (404, 404)
    assert Meeting.objects.get() == meeting


def test_a_closed_pair_keeps_its_meetings(bruna, pair, now):
    meeting = meet(pair, now - DAY)
    actions.close_pair(pair=pair, by=pair.mentee, reason="reached", now=now)
    assert "supprimer" not in get(bruna, "pair-detail", pair.code).content.decode()
    assert flashes(followed(bruna, "delete-meeting", meeting.code)) == ["Ce binôme est déjà clos."]
    assert Meeting.objects.get() == meeting
