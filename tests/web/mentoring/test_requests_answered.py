"""The mentor's side: read, ask back, accept, decline, with a pause if she wants one (A11, B1, B3, B4)."""

import pytest

from binome.mentoring import actions
from binome.mentoring.lifecycle import State
from binome.mentoring.models import Pair, Reveal
from binome.programmes.models import Pause
from tests.factories import a_mentee, a_mentor, a_pair, a_request

from .pages import DISGUISED, EMOJI_AND_ARABIC, TOO_LONG, flashes, followed, get, letters, post, refused, text

pytestmark = pytest.mark.django_db
NO_LONGER = "Cette demande a déjà reçu une réponse, ou n’attend plus cette action."


@pytest.fixture
def row(db):
    return a_request()


@pytest.fixture
def bruna(row, window):
    return window(row.mentor)


def pause_of(person):
    return person.enrolments.get().pause


def test_she_reads_who_asks_why_and_until_when(bruna, row):
    page = text(get(bruna, "request-detail", row.code))
    for words in (
        "Awa vous écrit",
        row.objective,
        row.about_me,
        row.why_you,
        "12 mois",
        "En attente",
        "2 places libres",
    ):
        assert words in page
    assert "Adresse e-mail, si vous acceptez" in page
    assert row.mentee.email not in page


def test_before_accepting_she_is_told_what_she_will_see(bruna, row):
    row.will_reveal = ["email", "phone"]
    row.save()
    page = text(get(bruna, "accept-request", row.code))
    assert "Si vous acceptez, Awa vous montrera : adresse e-mail, téléphone." in page
    assert row.mentee.email not in page

    row.will_reveal = []
    row.save()
    assert "Awa n’a rien choisi de vous montrer" in text(get(bruna, "accept-request", row.code))


def test_accepting_opens_the_pair_with_what_she_shows(bruna, row):
    page = followed(bruna, "accept-request", row.code, reply=DISGUISED, reveal=["email", "phone"])
    pair = Pair.objects.get()
    row.refresh_from_db()
    assert (row.state, row.reply) == (State.ACCEPTED, EMOJI_AND_ARABIC)
    assert page.redirect_chain[-1][0] == f"/binomes/{pair.code}/"
    assert flashes(page) == ["Votre binôme avec Awa est formé. Elle en est prévenue par e-mail."]
    shown = Reveal.objects.get(pair=pair, person=row.mentor)
    assert (shown.name, shown.email, shown.phone) == (False, True, True)
    assert pause_of(row.mentor) == Pause.NONE
    assert letters() == ["request_sent", "request_accepted"]


def test_accepting_can_pause_her_in_the_same_move(bruna, row):
    followed(bruna, "accept-request", row.code, reveal=["email"], pause="on")
    assert pause_of(row.mentor) == Pause.OWN


def test_accepting_twice_opens_one_pair_and_leads_to_it(bruna, row):
    post(bruna, "accept-request", row.code)
    page = followed(bruna, "accept-request", row.code)
    assert page.redirect_chain[-1][0] == f"/binomes/{Pair.objects.get().code}/"
    assert letters() == ["request_sent", "request_accepted"]


def test_a_full_mentor_reads_what_to_do(window):
    odile = a_mentor("Odile", capacity=1)
    row = a_request(mentor=odile)
    a_pair(a_mentee("Kim"), odile)
    client = window(odile)
    assert "augmentez d’abord votre nombre de places" in text(get(client, "request-detail", row.code))
    assert "Augmentez votre nombre de places" in text(get(client, "accept-request", row.code))
    page = followed(client, "accept-request", row.code)
    assert flashes(page)[0].startswith("Vous n’avez plus de place libre.")
    row.refresh_from_db()
    assert row.state == State.SENT


def test_a_request_withdrawn_meanwhile_cannot_be_accepted(bruna, row):
    actions.withdraw_request(mentoring_request=row, by=row.mentee, now=row.sent_at)
    assert flashes(followed(bruna, "accept-request", row.code)) == [NO_LONGER]
    assert "Cette demande est retirée" in text(get(bruna, "request-detail", row.code))
    assert not Pair.objects.exists()


def test_declining_sends_her_words_and_keeps_her_reason(bruna, row):
    page = followed(bruna, "decline-request", row.code, reply="Merci, mais non.", reason="topic")
    row.refresh_from_db()
    assert (row.state, row.reply, row.decline_reason) == (State.DECLINED, "Merci, mais non.", "topic")
    assert flashes(page) == ["Votre réponse est partie. Awa peut maintenant s’adresser à une autre personne."]
    assert letters() == ["request_sent", "request_declined"]
    assert pause_of(row.mentor) == Pause.NONE


def test_declining_can_pause_her(bruna, row):
    followed(bruna, "decline-request", row.code, reply="Non.", reason="time", pause="on")
    assert pause_of(row.mentor) == Pause.OWN


def test_declining_twice_declines_once(bruna, row):
    for _click in range(2):
        page = followed(bruna, "decline-request", row.code, reply="Non.", reason="time")
    assert (flashes(page), letters()) == ([], ["request_sent", "request_declined"])


@pytest.mark.parametrize("reason", ["", "time", "topic", "relation"])
def test_a_polite_text_is_ready_and_hers_to_change(bruna, row, reason):
    form = get(bruna, "decline-request", row.code, modele=reason).context["form"]
    assert form["reply"].value().startswith("Bonjour Awa,")
    assert form["reply"].value().endswith("Bruna")
    assert form["reason"].value() == reason


def test_an_unknown_text_is_the_plain_one(bruna, row):
    plain, unknown = (get(bruna, "decline-request", row.code, modele=m).context["form"] for m in ("", "x"))
    assert (unknown["reply"].value(), unknown["reason"].value()) == (plain["reply"].value(), "")


@pytest.mark.parametrize("wrong", [{"reply": ""}, {"reason": ""}, {"reason": "x"}, {"reply": TOO_LONG}])
def test_a_decline_without_a_word_or_a_reason_comes_back(bruna, row, wrong):
    given = {"reply": "Un mot", "reason": "time", **wrong}
    page = post(bruna, "decline-request", row.code, **given)
    assert refused(page) and given["reply"] in page.content.decode()


def test_a_welcome_too_long_comes_back_whole(bruna, row):
    page = post(bruna, "accept-request", row.code, reply=TOO_LONG)
    assert refused(page) and TOO_LONG in page.content.decode()


def test_one_question_can_be_asked(bruna, row):
    page = followed(bruna, "ask-question", row.code, question="Pourquoi maintenant ?")
    assert flashes(page) == ["Votre question est partie. Vous serez prévenue de la réponse."]
    assert "Poser une question" not in text(get(bruna, "request-detail", row.code))
    again = followed(bruna, "ask-question", row.code, question="Et ensuite ?")
    assert flashes(again) == ["Vous avez déjà posé votre question."]
    row.refresh_from_db()
    assert row.question == "Pourquoi maintenant ?"


@pytest.mark.parametrize("question", ["", TOO_LONG])
def test_a_question_that_cannot_be_sent_comes_back(bruna, row, question):
    page = post(bruna, "ask-question", row.code, question=question)
    assert refused(page) and question in page.content.decode()


def test_she_can_decide_while_her_question_waits(bruna, row):
    actions.ask_question(mentoring_request=row, by=row.mentor, question="Pourquoi ?", now=row.sent_at)
    page = text(get(bruna, "request-detail", row.code))
    assert "Une question posée" in page and "vous pouvez aussi décider sans attendre" in page
    assert "Accepter" in page


@pytest.mark.parametrize("name", ["accept-request", "decline-request", "ask-question"])
def test_the_form_of_a_settled_request_leads_back_to_it(bruna, row, name):
    actions.withdraw_request(mentoring_request=row, by=row.mentee, now=row.sent_at)
    assert get(bruna, name, row.code)["Location"] == f"/demandes/{row.code}/"


@pytest.mark.parametrize("name", ["accept-request", "decline-request", "ask-question"])
def test_the_mentee_does_not_answer_herself(window, row, name):
    given = {"reply": "Oui", "reason": "time", "question": "?"}
    assert post(window(row.mentee), name, row.code, **given).status_code == 404
    row.refresh_from_db()
    assert (row.state, row.question) == (State.SENT, "")


@pytest.mark.parametrize("name", ["answer-question", "withdraw-request"])
def test_the_mentor_does_not_move_what_is_the_mentees(bruna, row, name):
    assert post(bruna, name, row.code, answer="Oui").status_code == 404


def test_a_draft_does_not_exist_for_its_mentor(window):
    row = a_request(sent=False)
    assert get(window(row.mentor), "request-detail", row.code).status_code == 404
