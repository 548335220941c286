"""The whole life of a mentoring, lived by each side on a phone and on a computer, with the mails as they really arrive.

Each test is one woman's; the other's moves, which she does not see being made, are the actions of the site.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from binome.mentoring import actions
from binome.mentoring.models import MentoringRequest, Pair
from binome.people.models import User
from tests.browser import DESKTOP, PHONE
from tests.factories import a_mentee, a_mentor, a_pair, a_request, family_name_of, second_factor

from . import steps
from .steps import reads

BOTH = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
QUESTION, ANSWER = "Depuis quand y pensez-vous ?", "Depuis que mon cheffe est partie, l’hiver dernier."


def come_in(new_page, post, dina, woman, size):
    """From the home page to her own space, through her mail and a moderator's hands."""
    page = new_page(size)
    steps.begin_signing_up(page, woman)
    assert post.arrived() == [("signup_resume", woman.first_name.lower())]
    page = new_page(size)  # the mail is opened elsewhere
    steps.resume_signing_up(page, post.link("signup_resume", woman.first_name.lower()))
    steps.finish_signing_up(page, woman)
    assert post.arrived() == [("application_received", woman.first_name.lower())]
    moderator = new_page(size)
    steps.log_in_as_team(moderator, dina, second_factor(dina))
    steps.publish_next(moderator, woman)
    assert post.arrived() == [("activation", woman.first_name.lower())]
    steps.activate(page, woman, post.link("activation", woman.first_name.lower()))
    steps.log_out(page)
    steps.log_in_by_password(page, woman)
    assert post.arrived() == []
    return page


@BOTH
def test_the_life_of_a_mentee(new_page, post, dina, size):
    bruna = a_mentor("Bruna", email="bruna@example.org")
    a_mentor("Odile", email="odile@example.org", profile={"headline": "Pharmacienne", "sector": "sante"})
    awa = steps.a_future_mentee()
    page = come_in(new_page, post, dina, awa, size)

    reads(page, "Il ne vous manque qu’une mentore.", "Aucune demande en cours")
    steps.find_mentor(page, "cheffes d’ateliers", "Bruna")
    steps.send_request(page, "Bruna", "mon nom de famille")
    assert post.arrived() == [("request_sent", "bruna")]
    pair = be_accepted(page, post, bruna)
    live_as_a_pair(page, post, "Bruna", pair)
    steps.leave_shared_word(page, "Vous m’avez appris à demander.")
    steps.does_not_read(page, family_name_of(bruna), bruna.email)
    assert post.arrived() == []
    reader = new_page(size)
    steps.enter(reader, bruna)
    reader.goto(page.url)
    reads(reader, "Le mot qu’Awa vous a laissé", "Vous m’avez appris à demander.")
    steps.does_not_read(reader, awa.family_name)


def be_accepted(page, post, bruna):
    """Her mentor asks, then accepts, then shows more of herself."""
    row, now = MentoringRequest.objects.get(), timezone.now()
    actions.ask_question(mentoring_request=row, by=bruna, question=QUESTION, now=now)
    assert post.arrived() == [("question_asked", "awa")]
    page.goto(post.link("question_asked", "awa"))
    reads(page, "Bruna vous pose une question", QUESTION)
    steps.answer_question(page, ANSWER)
    assert post.arrived() == [("question_answered", "bruna")]
    steps.does_not_read(page, family_name_of(bruna), bruna.email)

    row.refresh_from_db()
    pair = actions.accept_request(mentoring_request=row, by=bruna, reply="Bienvenue, Awa.", reveal=["email"], now=now)
    assert post.arrived() == [("request_accepted", "awa")]
    page.goto(post.link("request_accepted", "awa"))
    steps.title_is(page, "Bruna et vous")
    reads(page, "Binôme actif", "bruna@example.org")
    steps.does_not_read(page, family_name_of(bruna))
    actions.choose_reveal(pair=pair, by=bruna, fields=["email", "name"], after_closing=False, now=now)
    page.reload()
    reads(page, f"Bruna {family_name_of(bruna)}")
    return pair


def live_as_a_pair(page, post, partner, pair):
    """From the first meeting to the end, on the page of the pair. Both hear of each turn."""
    steps.log_meeting(page)
    assert post.arrived() == [("first_meeting_held", "awa"), ("first_meeting_held", "bruna")]
    steps.say_it_goes_well(page)
    assert post.arrived() == []
    steps.prolong(page, partner)
    assert post.arrived() == [("pair_prolonged", partner.lower())]
    steps.close(page, partner, "Objectif atteint")
    assert post.arrived() == [("pair_closed", "awa"), ("pair_closed", "bruna")]
    reads(page, "Objectif atteint", "ses coordonnées ne sont plus visibles ici", "Et maintenant ?")
    pair.refresh_from_db()
    assert pair.state == "closed"


@BOTH
def test_the_life_of_a_mentor(new_page, post, dina, size):
    awa = a_mentee("Awa", email="awa@example.org")
    bruna = steps.a_future_mentor()
    page = come_in(new_page, post, dina, bruna, size)

    reads(page, "Pas encore de binôme", "Disponible")
    answer_a_request(page, post, awa)
    show_her_name(page, post, new_page(size), awa, bruna)

    pair = Pair.objects.get()
    live_as_a_pair(page, post, "Awa", pair)
    pair.refresh_from_db()
    actions.leave_comment(pair=pair, by=awa, body="Vous m’avez appris à demander.", shared=True, now=timezone.now())
    page.reload()
    reads(page, "Le mot qu’Awa vous a laissé", "Vous m’avez appris à demander.")
    steps.does_not_read(page, family_name_of(awa), "06 12 34 56 78")
    assert post.arrived() == []


def answer_a_request(page, post, awa):
    """She reads it, asks a question, and accepts."""
    bruna = User.objects.get(first_name="Bruna")
    row = a_request(awa, bruna, will_reveal=["name", "phone"], now=timezone.now())
    assert post.arrived() == [("request_sent", "bruna")]
    page.goto(post.link("request_sent", "bruna"))
    steps.title_is(page, "Awa vous écrit")
    reads(page, row.objective, row.why_you, "Nom de famille, téléphone, si vous acceptez")
    steps.does_not_read(page, family_name_of(awa), awa.email, "06 12 34 56 78")
    steps.ask_back(page, "Awa", QUESTION)
    assert post.arrived() == [("question_asked", "awa")]

    row.refresh_from_db()
    actions.answer_question(mentoring_request=row, by=awa, answer=ANSWER, now=timezone.now())
    assert post.arrived() == [("question_answered", "bruna")]
    page.goto(post.link("question_answered", "bruna"))
    reads(page, QUESTION, ANSWER)
    steps.accept(page, "Awa", "Bienvenue. Mardi prochain ?", "mon téléphone")
    steps.title_is(page, "Awa et vous")
    assert post.arrived() == [("request_accepted", "awa")]
    reads(page, f"Awa {family_name_of(awa)}", "06 12 34 56 78")
    steps.does_not_read(page, awa.email)


def show_her_name(page, post, partner, awa, bruna):
    """What the other sees is what she chose, at once."""
    steps.enter(partner, awa)
    partner.goto(post.link("request_accepted", "awa"))
    reads(partner, "bruna@example.org", bruna.phone)
    steps.does_not_read(partner, bruna.family_name)
    steps.choose(page, "mon nom de famille")
    steps.press(page, "Enregistrer mes choix")
    reads(page, "Vous pourrez changer d’avis à tout moment.")
    partner.reload()
    reads(partner, f"Bruna {bruna.family_name}")
    assert post.arrived() == []


@BOTH
def test_a_no_a_change_of_mind_and_a_silence_each_open_on_another_mentor(new_page, post, size):
    awa = a_mentee("Awa", email="awa@example.org")
    bruna, _odile, paule, _rosa = (
        a_mentor(name, email=f"{name.lower()}@example.org") for name in ("Bruna", "Odile", "Paule", "Rosa")
    )
    page, mentor = new_page(size), new_page(size)
    steps.enter(page, awa)
    steps.enter(mentor, bruna)
    page.goto(reverse("mentor-detail", args=[bruna.code]))
    steps.send_request(page, "Bruna")
    assert post.arrived() == [("request_sent", "bruna")]

    mentor.goto(post.link("request_sent", "bruna"))
    steps.decline(mentor, "Awa", "Je n’ai pas le temps en ce moment")
    assert post.arrived() == [("request_declined", "awa")]
    page.goto(post.link("request_declined", "awa"))
    reads(page, "Déclinée", "Merci d’avoir osé demander", "je ne peux pas vous accompagner", "D’autres mentores")
    steps.does_not_read(page, "pas le temps")

    steps.take_up_again(page, "Odile")
    assert post.arrived() == [("request_sent", "odile")]
    steps.withdraw(page)
    assert post.arrived() == [("request_withdrawn", "odile")]
    reads(page, "Aucune demande en cours")

    page.goto(reverse("mentor-detail", args=[paule.code]))
    steps.send_request(page, "Paule")
    assert post.arrived() == [("request_sent", "paule")]
    days_pass(post, 8)
    assert post.arrived() == [("request_reminder", "paule")]
    days_pass(post, 7)
    assert post.arrived() == [("request_expired", "awa")]
    page.goto(post.link("request_expired", "awa"))
    reads(page, "Sans réponse", "Paule n’a pas répondu à temps.", "D’autres mentores ont une place")
    days_pass(post, 7)
    assert post.arrived() == []


def days_pass(post, days):
    """Time does its work, and the worker lives that day."""
    post.ahead += timedelta(days=days)
    actions.follow_up(now=post.now())


@BOTH
def test_waiting_for_a_place_and_reporting(new_page, post, dina, size):
    awa, hawa = (a_mentee(name, email=f"{name.lower()}@example.org") for name in ("Awa", "Hawa"))
    bruna = a_mentor("Bruna", email="bruna@example.org", capacity=1)
    pair = a_pair(hawa, bruna, now=timezone.now(), reveal=["name", "email"])
    assert post.arrived() == [("request_accepted", "hawa")]
    page, member, moderator = new_page(size), new_page(size), new_page(size)
    for window, person in ((page, awa), (member, hawa), (moderator, dina)):
        steps.enter(window, person)

    page.goto(reverse("mentor-detail", args=[bruna.code]))
    reads(page, "Complet pour le moment")
    steps.join_waiting_list(page, "Bruna")
    assert post.arrived() == []

    member.goto(reverse("pair-detail", args=[pair.code]))
    reads(member, f"Bruna {family_name_of(bruna)}")
    steps.report(member, "Bruna", "Elle propose une prestation payante", "Elle m’a parlé de ses tarifs.")
    assert post.arrived() == [
        ("case_opened", "dina"), ("pair_closed", "bruna"), ("pair_closed", "hawa"), ("place_free", "awa")
    ]  # fmt: skip
    member.goto(reverse("pair-detail", args=[pair.code]))
    steps.does_not_read(member, family_name_of(bruna), bruna.email)

    moderator.goto(post.link("case_opened", "dina"))
    reads(moderator, "Elle m’a parlé de ses tarifs.", "Qui est concernée", "Bruna", "Hawa")
    steps.does_not_read(moderator, family_name_of(bruna), family_name_of(hawa))
    steps.press(moderator, "Prendre en charge")
    steps.unfold(moderator, "Décider")
    steps.choose(moderator, "Aucune mesure")
    steps.write(moderator, "La raison, pour elle", "Les deux ont été entendues.")
    steps.press(moderator, "Prendre cette décision")
    reads(moderator, "Votre décision est prise", "Les deux ont été entendues.")
    assert post.arrived() == [("report_settled", "hawa")]

    page.goto(post.link("place_free", "awa"))
    steps.send_request(page, "Bruna")
    assert post.arrived() == [("request_sent", "bruna")]
