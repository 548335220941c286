"""The mentee's side: write, keep, send, answer, withdraw, wait (A10, A11, A13, A18, B2)."""

from datetime import timedelta

import pytest

from binome.mentoring import actions
from binome.mentoring.lifecycle import State
from binome.mentoring.models import MentoringRequest, WaitingEntry
from binome.programmes.models import Enrolment
from tests.factories import a_mentee, a_mentor, a_moderator, a_pair, a_request

from .pages import DISGUISED, EMOJI_AND_ARABIC, FILLED, TOO_LONG, flashes, followed, get, letters, post, refused, text

pytestmark = pytest.mark.django_db
SEND, KEEP = {"send": ""}, {"draft": ""}
DAY = timedelta(days=1)


@pytest.fixture
def awa(db):
    return a_mentee("Awa")


@pytest.fixture
def bruna(db):
    return a_mentor("Bruna")


def the_request():
    return MentoringRequest.objects.get()


def test_the_form_starts_from_what_her_profile_says_already(window, awa, bruna):
    form = get(window(awa), "request-new", bruna.code).context["form"]
    assert form["about_me"].value() == awa.profile.presentation
    assert (form["duration_months"].value(), form["will_reveal"].value()) == (12, ["email"])


def test_the_form_says_that_a_mentor_is_no_coach_and_that_her_name_stays_hidden(window, awa, bruna):
    page = text(get(window(awa), "request-new", bruna.code))
    assert "elle n’est pas disponible tous les jours, et elle n’est pas coach" in page
    assert "Seul votre prénom est transmis" in page
    assert "12 mois (conseillé)" in page


def test_a_sent_request_reaches_its_mentor_whole(window, awa, bruna):
    page = followed(window(awa), "request-new", bruna.code, **FILLED, **SEND)
    row = the_request()
    assert (row.state, row.objective, row.rhythm, row.duration_months, row.will_reveal) == (
        State.SENT, "Prendre la tête de mon atelier", "fortnightly", 9, ["email", "phone"],
    )  # fmt: skip
    assert flashes(page) == ["Votre demande est partie. Bruna en est prévenue par e-mail."]
    assert page.redirect_chain[-1][0] == f"/demandes/{row.code}/"
    assert letters() == ["request_sent"]


def test_a_double_click_sends_once_and_shows_the_request(window, awa, bruna):
    client = window(awa)
    post(client, "request-new", bruna.code, **FILLED, **SEND)
    page = followed(client, "request-new", bruna.code, **FILLED, **SEND)
    assert (MentoringRequest.objects.count(), letters()) == (1, ["request_sent"])
    assert "Votre demande est déjà partie." in flashes(page)


def test_a_second_tab_of_the_form_leads_to_the_request(window, awa, bruna):
    row = a_request(awa, bruna)
    assert get(window(awa), "request-new", bruna.code)["Location"] == f"/demandes/{row.code}/"


def test_a_draft_is_kept_unfinished_and_found_again(window, awa, bruna):
    client = window(awa)
    page = followed(client, "request-new", bruna.code, objective="Oser", **KEEP)
    assert (the_request().state, letters()) == (State.DRAFT, [])
    assert flashes(page) == ["Votre brouillon est enregistré. Bruna ne l’a pas reçu."]
    assert page.context["form"]["objective"].value() == "Oser"
    assert "Continuer à écrire" in text(get(client, "my-space"))


def test_a_draft_is_sent_from_its_form(window, awa, bruna):
    row = a_request(awa, bruna, sent=False)
    post(window(awa), "request-new", bruna.code, **FILLED, **SEND)
    row.refresh_from_db()
    assert (row.state, row.objective) == (State.SENT, FILLED["objective"])


def test_the_page_of_a_draft_is_its_form(window, awa, bruna):
    row = a_request(awa, bruna, sent=False)
    assert get(window(awa), "request-detail", row.code)["Location"] == f"/mentores/{bruna.code}/demande/"


@pytest.mark.parametrize("missing", ["objective", "about_me", "why_you", "rhythm", "duration_months"])
def test_a_missing_field_is_named_and_the_rest_is_kept(window, awa, bruna, missing):
    page = post(window(awa), "request-new", bruna.code, **{**FILLED, missing: ""}, **SEND)
    kept = "why_you" if missing != "why_you" else "about_me"
    assert refused(page)
    assert list(page.context["form"].errors) == [missing]
    assert FILLED[kept] in page.content.decode()
    assert not MentoringRequest.objects.exists()


@pytest.mark.parametrize("shown", [[], ["name"]])
def test_she_must_leave_a_way_to_be_reached(window, awa, bruna, shown):
    page = post(window(awa), "request-new", bruna.code, **{**FILLED, "will_reveal": shown}, **SEND)
    assert refused(page)
    assert "Laissez au moins votre adresse e-mail ou votre téléphone" in text(page)


@pytest.mark.parametrize("button", [SEND, KEEP])
@pytest.mark.parametrize("field", ["objective", "about_me", "why_you"])
def test_a_text_of_twenty_thousand_signs_is_refused_with_a_sentence_and_kept(window, awa, bruna, field, button):
    page = post(window(awa), "request-new", bruna.code, **{**FILLED, field: TOO_LONG}, **button)
    assert refused(page)
    assert "Ce texte fait 20 000 signes" in text(page)
    assert TOO_LONG in page.content.decode()


def test_emoji_and_right_to_left_stay_and_invisible_characters_go(window, awa, bruna):
    words = dict.fromkeys(("objective", "about_me", "why_you"), DISGUISED)
    post(window(awa), "request-new", bruna.code, **{**FILLED, **words}, **SEND)
    row = the_request()
    assert [row.objective, row.about_me, row.why_you] == [EMOJI_AND_ARABIC] * 3


def test_line_ends_count_for_one_sign(window, awa, bruna):
    post(window(awa), "request-new", bruna.code, **{**FILLED, "about_me": "a\r\n" * 700 + "a" * 100}, **SEND)
    assert len(the_request().about_me) == 1500


@pytest.mark.parametrize("field", ["rhythm", "duration_months", "will_reveal"])
def test_a_choice_that_is_not_offered_is_refused(window, awa, bruna, field):
    assert refused(post(window(awa), "request-new", bruna.code, **{**FILLED, field: "77"}, **SEND))


def test_she_offers_only_what_she_has_given(window, awa, bruna):
    choices = get(window(awa), "request-new", bruna.code).context["form"].fields["will_reveal"].choices
    assert [key for key, _label in choices] == ["name", "email", "phone"]


def test_her_text_is_taken_up_for_another_mentor(window, awa, bruna):
    row = a_request(awa, bruna)
    actions.decline_request(mentoring_request=row, by=bruna, reason="time", reply="Merci.", now=row.sent_at)
    helene = a_mentor("Hélène")
    page = get(window(awa), "request-detail", row.code)
    assert f"/mentores/{helene.code}/demande/?reprendre={row.code}" in page.content.decode()
    form = get(window(awa), "request-new", helene.code, reprendre=row.code).context["form"]
    assert form["objective"].value() == row.objective


def test_nobody_takes_up_the_text_of_another(window, awa, bruna):
    row = a_request(a_mentee("Chloé"), a_mentor("Hélène"), objective="Un secret")
    assert "Un secret" not in get(window(awa), "request-new", bruna.code, reprendre=row.code).content.decode()


def full(mentor):
    a_pair(a_mentee("Kim"), mentor)
    return mentor


def test_a_full_mentor_offers_her_waiting_list(window, awa):
    odile = full(a_mentor("Odile", capacity=1))
    page = get(window(awa), "request-new", odile.code)
    assert "n’a plus de place libre" in text(page) and "Rejoindre sa liste d’attente" in text(page)
    assert page.context["form"] is None


def test_a_text_written_while_she_became_full_stays_as_a_draft(window, awa):
    odile = full(a_mentor("Odile", capacity=1))
    page = post(window(awa), "request-new", odile.code, **FILLED, **SEND)
    assert page.status_code == 409
    assert MentoringRequest.objects.get(mentee=awa).state == State.DRAFT
    assert FILLED["why_you"] in page.content.decode()
    assert "Enregistrer le brouillon" in text(page) and "Envoyer ma demande" not in text(page)


def paused(mentor, mentee):
    Enrolment.objects.filter(person=mentor).update(pause="own")


def blocked(mentor, mentee):
    actions.separate(by=mentor, person=mentee, now=mentor.created_at)


def gone(mentor, mentee):
    mentor.is_active = False
    mentor.save()


@pytest.mark.parametrize("change", [paused, blocked, gone])
def test_a_mentor_who_is_no_longer_available_loses_nothing_of_the_text(window, awa, bruna, change):
    change(bruna, awa)
    page = post(window(awa), "request-new", bruna.code, **FILLED, **SEND)
    assert page.status_code == 409
    assert "n’est pas disponible en ce moment" in text(page)
    assert FILLED["why_you"] in page.content.decode()
    assert not MentoringRequest.objects.exists()


def test_paused_and_blocked_look_alike(window, awa, bruna):
    answers = []
    for change in (paused, blocked):
        mentor = a_mentor("Bruna")
        change(mentor, awa)
        page = post(window(awa), "request-new", mentor.code, **FILLED, **SEND)
        answers.append((page.status_code, text(page)))
    assert answers[0] == answers[1]


def test_an_unknown_mentor_and_an_unavailable_one_answer_alike(window, awa, bruna):
    client = window(awa)
    paused(bruna, awa)
    pages = [get(client, "request-new", code) for code in (bruna.code, "zzzzzzzzzz")]
    assert [page.status_code for page in pages] == [404, 404]
    assert text(pages[0]) == text(pages[1])


def test_a_mentee_with_a_pair_reads_why_she_cannot_ask(window, bruna, awa):
    a_pair(awa, bruna)
    assert "Vous avez déjà un binôme en cours" in text(get(window(awa), "request-new", a_mentor("Hélène").code))


def test_a_fourth_request_waits_as_a_draft(window, awa, bruna):
    for first_name in ("Hélène", "Claire", "Samira"):
        a_request(awa, a_mentor(first_name))
    page = post(window(awa), "request-new", bruna.code, **FILLED, **SEND)
    assert page.status_code == 409
    assert "le nombre maximal de demandes en attente" in text(page)
    assert MentoringRequest.objects.get(mentor=bruna).state == State.DRAFT


def test_other_mentors_with_a_place_are_proposed_the_closest_subject_first(window, awa, bruna):
    far = a_mentor("Loin", profile={"topics": ["negocier"]})
    near = a_mentor("Proche", profile={"topics": ["changer-de-metier"]})
    full(a_mentor("Odile", capacity=1))
    row = a_request(awa, bruna)
    actions.withdraw_request(mentoring_request=row, by=awa, now=row.sent_at)
    shown = get(window(awa), "request-detail", row.code).context["suggestions"]
    assert [listing.person for listing in shown] == [near, far]


def test_the_pending_request_says_when_it_is_due_and_how_fast_she_answers(window, awa, bruna, now):
    for days in (2, 3, 9):
        row = a_request(a_mentee(f"Mai{days}"), bruna, now=now - 20 * DAY)
        actions.decline_request(mentoring_request=row, by=bruna, reason="time", reply=".", now=now - (20 - days) * DAY)
    row = a_request(awa, bruna, now=now)
    page = text(get(window(awa), "request-detail", row.code))
    assert "En attente" in page and "nous vous proposerons d’autres personnes" in page
    assert "Elle répond en général en 3 jours." in page


def test_an_expired_request_opens_on_others(window, awa, bruna, now):
    row = a_request(awa, bruna, now=now - 15 * DAY)
    actions.expire_request(mentoring_request=row, now=now)
    helene = a_mentor("Hélène")
    page = get(window(awa), "request-detail", row.code)
    assert "Sans réponse" in text(page) and "Reprendre mon texte" in text(page)
    assert [listing.person for listing in page.context["suggestions"]] == [helene]


def test_the_reason_of_a_decline_never_reaches_her(window, awa, bruna):
    row = a_request(awa, bruna)
    actions.decline_request(mentoring_request=row, by=bruna, reason="topic", reply="Un mot doux.", now=row.sent_at)
    page = text(get(window(awa), "request-detail", row.code))
    assert "Un mot doux." in page and "Je ne suis pas la bonne personne pour ce sujet" not in page


def test_a_request_closed_by_a_block_says_only_that_she_is_unavailable(window, awa, bruna):
    row = a_request(awa, bruna)
    actions.separate(by=bruna, person=awa, now=row.sent_at)
    assert "Bruna n’est plus disponible." in text(get(window(awa), "request-detail", row.code))


# --- the question ----------------------------------------------------------------------------------------
@pytest.fixture
def asked(awa, bruna):
    row = a_request(awa, bruna)
    actions.ask_question(mentoring_request=row, by=bruna, question="Pourquoi maintenant ?", now=row.sent_at)
    return row


def test_she_reads_the_question_and_answers_it_once(window, awa, asked):
    client = window(awa)
    assert "Pourquoi maintenant ?" in text(get(client, "request-detail", asked.code))
    page = followed(client, "answer-question", asked.code, answer="Parce que j’ose.")
    assert flashes(page) == ["Votre réponse est partie."]
    again = followed(client, "answer-question", asked.code, answer="Autre chose.")
    assert flashes(again) == ["Il n’y a pas de question à laquelle répondre."]
    asked.refresh_from_db()
    assert asked.question_answer == "Parce que j’ose."
    assert letters() == ["request_sent", "question_asked", "question_answered"]


@pytest.mark.parametrize("answer", ["", "   ", TOO_LONG])
def test_an_answer_that_cannot_be_sent_comes_back(window, awa, asked, answer):
    page = post(window(awa), "answer-question", asked.code, answer=answer)
    assert refused(page) and answer.strip() in page.content.decode()


def test_an_answer_nobody_asked_for_is_refused(window, awa, bruna):
    row = a_request(awa, bruna)
    for answer in ("", "Un mot"):
        page = followed(window(awa), "answer-question", row.code, answer=answer)
        assert flashes(page) == ["Il n’y a pas de question à laquelle répondre."]


# --- withdrawing -----------------------------------------------------------------------------------------
def test_withdrawing_asks_once_then_tells_the_mentor(window, awa, bruna):
    row = a_request(awa, bruna)
    client = window(awa)
    assert "Retirer votre demande ?" in text(get(client, "withdraw-request", row.code))
    page = followed(client, "withdraw-request", row.code)
    row.refresh_from_db()
    assert (row.state, flashes(page)) == (State.WITHDRAWN, ["Votre demande est retirée."])
    assert letters() == ["request_sent", "request_withdrawn"]


def test_withdrawing_twice_is_withdrawing_once(window, awa, bruna):
    row = a_request(awa, bruna)
    client = window(awa)
    followed(client, "withdraw-request", row.code)
    page = followed(client, "withdraw-request", row.code)
    assert (flashes(page), letters()) == ([], ["request_sent", "request_withdrawn"])


def test_a_request_accepted_meanwhile_cannot_be_withdrawn(window, awa, bruna):
    pair = a_pair(awa, bruna)
    page = followed(window(awa), "withdraw-request", pair.mentoring_request.code)
    assert flashes(page) == ["Cette demande a déjà reçu une réponse, ou n’attend plus cette action."]


def test_a_draft_thrown_away_tells_nobody_and_leaves_her_list(window, awa, bruna):
    row = a_request(awa, bruna, sent=False)
    client = window(awa)
    assert "Supprimer ce brouillon ?" in text(get(client, "withdraw-request", row.code))
    page = followed(client, "withdraw-request", row.code)
    assert (flashes(page), letters()) == (["Votre brouillon est supprimé."], [])
    assert "Aucune demande" in text(get(client, "my-requests"))


# --- the waiting list ------------------------------------------------------------------------------------
def test_she_joins_a_waiting_list_sees_her_rank_and_leaves_it(window, awa, now):
    odile = full(a_mentor("Odile", capacity=1))
    actions.join_waiting_list(mentor=odile.enrolments.get(), by=a_mentee("Zoé"), now=now - DAY)
    client = window(awa)
    page = followed(client, "join-waiting-list", odile.code)
    assert flashes(page) == ["Vous êtes sur sa liste d’attente, au rang 2. Un e-mail vous préviendra."]
    followed(client, "join-waiting-list", odile.code)
    assert WaitingEntry.objects.count() == 2
    assert "Vous êtes au rang 2." in text(get(client, "my-space"))
    assert "Quitter la liste d’attente ?" in text(get(client, "leave-waiting-list", odile.code))
    assert flashes(followed(client, "leave-waiting-list", odile.code)) == ["Vous avez quitté sa liste d’attente."]
    assert not WaitingEntry.objects.filter(mentee=awa).exists()


def test_nobody_waits_for_a_mentor_who_has_a_place(window, awa, bruna):
    page = followed(window(awa), "join-waiting-list", bruna.code)
    assert flashes(page) == ["Une place est libre : vous pouvez envoyer votre demande."]


def test_a_place_that_frees_itself_is_said_to_the_first_who_waits(window, awa, now):
    odile = a_mentor("Odile", capacity=1)
    pair = a_pair(a_mentee("Kim"), odile)
    actions.join_waiting_list(mentor=odile.enrolments.get(), by=awa, now=now)
    actions.close_pair(pair=pair, by=odile, reason="reached", now=now)
    page = text(get(window(awa), "my-space"))
    assert "Une place est libre : c’est votre tour." in page and "Lui écrire" in page


# --- who may ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("make", [a_mentor, a_moderator])
@pytest.mark.parametrize("name", ["request-new", "join-waiting-list", "leave-waiting-list"])
def test_only_a_mentee_asks_or_waits(window, bruna, make, name):
    assert post(window(make("Elsa")), name, bruna.code, **FILLED, **SEND).status_code == 404
