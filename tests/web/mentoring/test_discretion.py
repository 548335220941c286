"""What someone tells of herself in a text that is read before there is a pair (A4, A18)."""

import html

import pytest

from binome.mentoring import actions
from binome.mentoring.lifecycle import State
from binome.mentoring.models import MentoringRequest
from binome.people.models import CivilIdentity, open_identities
from tests.factories import a_mentee, a_mentor, a_request, family_name_of

from .pages import FILLED, followed, letters, post, refused, text

pytestmark = pytest.mark.django_db
SEND, KEEP = {"send": ""}, {"draft": ""}


@pytest.fixture
def awa(db):
    return a_mentee("Awa")


@pytest.fixture
def bruna(db):
    return a_mentor("Bruna")


def named(person, family_name):
    with open_identities():
        CivilIdentity.objects.filter(person=person).update(family_name=family_name)


def test_her_own_family_name_stops_a_request_and_everything_typed_stays(window, awa, bruna):
    written = {**FILLED, "about_me": f"Je suis Awa {family_name_of(awa)}, j’y travaille."}
    for tick in ({}, {"anyway": "on"}):
        page = post(window(awa), "request-new", bruna.code, **written, **SEND, **tick)
        assert refused(page) and "Retirez votre nom de famille" in text(page)
        for value in ("about_me", "objective", "why_you"):
            assert html.escape(written[value]) in page.content.decode()
    assert not MentoringRequest.objects.exists() and letters() == []


def test_a_draft_is_hers_alone_and_keeps_whatever_she_writes(window, awa, bruna):
    followed(window(awa), "request-new", bruna.code, **{**FILLED, "about_me": family_name_of(awa)}, **KEEP)
    assert MentoringRequest.objects.get().state == State.DRAFT


def test_an_address_or_a_number_is_named_and_goes_once_she_has_said_so(window, awa, bruna):
    written = {**FILLED, "why_you": "Écrivez-moi : moi@exemple.fr ou 06 12 34 56 78."}
    page = post(window(awa), "request-new", bruna.code, **written, **SEND)
    assert refused(page) and written["why_you"] in text(page)
    assert "« Pourquoi elle ? », une adresse e-mail, un numéro de téléphone." in text(page)
    assert 'type="checkbox" name="anyway"' in page.content.decode() and not MentoringRequest.objects.exists()

    followed(window(awa), "request-new", bruna.code, **written, **SEND, anyway="on")
    assert MentoringRequest.objects.get().why_you == written["why_you"] and letters() == ["request_sent"]


def test_a_name_that_is_a_common_word_stays_usable(window, awa, bruna):
    named(awa, "Petit")
    page = post(window(awa), "request-new", bruna.code, **{**FILLED, "why_you": "Petit à petit."}, **SEND)
    assert refused(page) and "un mot qui est aussi votre nom de famille" in text(page)
    assert refused(post(window(awa), "request-new", bruna.code, **{**FILLED, "why_you": "Awa Petit"}, **SEND))
    followed(window(awa), "request-new", bruna.code, **{**FILLED, "why_you": "Un petit pas."}, **SEND)
    assert MentoringRequest.objects.get().state == State.SENT


def test_the_mentors_question_and_her_no_keep_her_name_too(window, awa, bruna):
    row = a_request(awa, bruna)
    name = family_name_of(bruna)
    assert refused(post(window(bruna), "ask-question", row.code, question=f"Moi, c’est {name}. Et vous ?"))
    refusal = post(window(bruna), "decline-request", row.code, reply=f"Non. Bruna {name}", reason="time")
    assert refused(refusal) and f"Non. Bruna {name}" in text(refusal)
    row.refresh_from_db()
    assert (row.state, row.question) == (State.SENT, "")


def test_an_answer_is_read_before_there_is_a_pair(window, awa, bruna):
    row = a_request(awa, bruna)
    actions.ask_question(mentoring_request=row, by=bruna, question="Pourquoi ?", now=row.sent_at)
    page = post(window(awa), "answer-question", row.code, answer=f"Awa {family_name_of(awa)}, 06 12 34 56 78")
    assert refused(page) and "Retirez votre nom de famille" in text(page) and "un numéro de téléphone" in text(page)
    followed(window(awa), "answer-question", row.code, answer="Au 06 12 34 56 78", anyway="on")
    row.refresh_from_db()
    assert row.question_answer == "Au 06 12 34 56 78"
