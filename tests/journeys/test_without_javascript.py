"""The same essential life, once, in windows where no script runs: every link and every form does its work alone."""

from django.urls import reverse

from tests.browser import PHONE
from tests.factories import a_mentee, a_mentor, a_request, family_name_of, second_factor

from . import steps
from .steps import reads


def test_two_women_meet_without_any_script(new_page, post, dina):
    awa, bruna = steps.a_future_mentee(), steps.a_future_mentor()
    moderator, hers, theirs = (new_page(PHONE, javascript=False) for _ in range(3))
    steps.log_in_as_team(moderator, dina, second_factor(dina))
    come_in(hers, moderator, post, awa)
    come_in(theirs, moderator, post, bruna)

    steps.find_mentor(hers, "directrice d’usine", "Bruna")
    steps.send_request(hers, "Bruna", "mon téléphone")
    assert post.arrived() == [("request_sent", "bruna")]

    theirs.goto(post.link("request_sent", "bruna"))
    steps.ask_back(theirs, "Awa", "Depuis quand y pensez-vous ?")
    assert post.arrived() == [("question_asked", "awa")]
    hers.goto(post.link("question_asked", "awa"))
    steps.answer_question(hers, "Depuis l’hiver dernier.")
    assert post.arrived() == [("question_answered", "bruna")]
    theirs.goto(post.link("question_answered", "bruna"))
    steps.accept(theirs, "Awa", "Bienvenue.", "mon nom de famille")
    assert post.arrived() == [("request_accepted", "awa")]
    reads(theirs, "awa@example.org", awa.phone)
    steps.does_not_read(theirs, awa.family_name)

    hers.goto(post.link("request_accepted", "awa"))
    reads(hers, f"Bruna {family_name_of(bruna.account)}")
    steps.log_meeting(hers)
    steps.say_it_goes_well(hers)
    assert post.arrived() == [("first_meeting_held", "awa"), ("first_meeting_held", "bruna")]
    steps.prolong(hers, "Bruna")
    assert post.arrived() == [("pair_prolonged", "bruna")]
    steps.close(hers, "Bruna", "Objectif atteint")
    assert post.arrived() == [("pair_closed", "awa"), ("pair_closed", "bruna")]
    steps.leave_shared_word(hers, "Vous m’avez appris à demander.")
    theirs.goto(post.link("pair_closed", "bruna"))
    reads(theirs, "Le mot qu’Awa vous a laissé", "Vous m’avez appris à demander.")


def come_in(page, moderator, post, woman):
    name = woman.first_name.lower()
    steps.begin_signing_up(page, woman)
    assert post.arrived() == [("signup_resume", name)]
    steps.resume_signing_up(page, post.link("signup_resume", name))
    steps.finish_signing_up(page, woman)
    assert post.arrived() == [("application_received", name)]
    steps.publish_next(moderator, woman)
    assert post.arrived() == [("activation", name)]
    steps.activate(page, woman, post.link("activation", name))
    steps.log_out(page)
    steps.log_in_by_password(page, woman)


def test_what_asks_to_be_confirmed_has_a_page_of_its_own(new_page, post):
    awa, bruna = a_mentee("Awa", email="awa@example.org"), a_mentor("Bruna", email="bruna@example.org")
    row = a_request(awa, bruna)
    post.arrived()
    page = new_page(PHONE, javascript=False)
    steps.enter(page, awa)
    page.goto(reverse("request-detail", args=[row.code]))
    steps.withdraw(page)
    assert post.arrived() == [("request_withdrawn", "bruna")]
