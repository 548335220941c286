"""A member reports someone, or writes to the team: three acts, each possible without the others (A12, B5)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from binome.mentoring.lifecycle import PairState
from binome.mentoring.models import Block
from binome.support import actions
from binome.support.models import Case, TeamMessage
from tests.backoffice.pages import text
from tests.factories import NOON, a_closed_pair, a_mentee, a_mentor, a_moderator, a_pair, a_request, a_window, home
from tests.support.cast import a_message

pytestmark = pytest.mark.django_db
WRITE = reverse("write-to-team")
REPORT = {"reason": "paid", "body": "Elle m’a proposé une formation payante."}


def report_url(person):
    return reverse("report-person", args=[person.code])


def test_before_anything_she_may_report_a_mentor_of_the_directory():
    awa, bruna = a_mentee("Awa"), a_mentor("Bruna")
    page = text(a_window(awa).get(report_url(bruna)))
    assert "Signaler Bruna" in page
    assert "il n’y a rien à arrêter" in page
    assert "Nous ne disons jamais à Bruna qui l’a signalée" in page


def test_too_many_reports_in_a_day_are_refused_with_a_sentence_and_her_words(monkeypatch):
    monkeypatch.setattr("binome.support.rules.MOST_REPORTS_A_DAY", 0)
    response = a_window(a_mentee("Awa")).post(report_url(a_mentor("Bruna")), REPORT)
    assert response.status_code == 429
    assert "Écrivez plutôt à l’équipe" in text(response) and REPORT["body"] in text(response)


def test_each_of_the_three_acts_is_offered_on_its_own():
    pair = a_pair(a_mentee("Awa"), a_mentor("Bruna"))
    page = a_window(pair.mentee).get(report_url(pair.mentor)).content.decode()
    assert reverse("close-pair", args=[pair.code]) in page
    assert WRITE in page
    assert "Envoyer mon signalement" in page
    assert "vous pouvez faire trois choses" in page


def test_where_nothing_goes_on_two_acts_are_offered():
    page = text(a_window(a_mentee("Awa")).get(report_url(a_mentor("Bruna"))))
    assert "Vous pouvez faire deux choses" in page and "trois choses" not in page


def test_a_pending_request_can_be_ended_without_a_report():
    asked = a_request(a_mentee("Awa"), a_mentor("Bruna"))
    page = a_window(asked.mentor).get(report_url(asked.mentee)).content.decode()
    assert reverse("request-detail", args=[asked.code]) in page


def test_a_report_from_a_pair_stops_it_and_says_what_happens_next():
    pair = a_pair(a_mentee("Awa"), a_mentor("Bruna"))
    page = a_window(pair.mentee).post(report_url(pair.mentor), REPORT, follow=True)
    case = Case.objects.get()
    pair.refresh_from_db()
    assert (case.reporter, case.reported, case.reason, case.body) == (pair.mentee, pair.mentor, *REPORT.values())
    assert pair.state == PairState.CLOSED
    assert "Votre signalement est entre nos mains" in text(page)
    assert "une modératrice qui ne connaît aucune de vous deux" in text(page).lower()


@pytest.mark.parametrize("side", ["mentor", "mentee"])
def test_either_may_report_after_the_end(side):
    pair = a_closed_pair(a_mentee("Awa"), a_mentor("Bruna"))
    me = getattr(pair, side)
    a_window(me).post(report_url(pair.partner_of(me)), REPORT)
    assert Case.objects.get().reporter == me


def test_a_mentor_may_report_who_asked_her():
    asked = a_request(a_mentee("Awa"), a_mentor("Bruna"))
    a_window(asked.mentor).post(report_url(asked.mentee), REPORT)
    assert Case.objects.get().reported == asked.mentee


def test_words_are_added_to_a_report_that_is_with_the_team():
    awa, bruna = a_mentee("Awa"), a_mentor("Bruna")
    client = a_window(awa)
    client.post(report_url(bruna), REPORT)
    assert "Ajouter à mon signalement" in text(client.get(report_url(bruna)))
    client.post(report_url(bruna), {"body": "Et elle insiste."})
    case = Case.objects.get()
    assert (case.body, case.statements.get().body) == (REPORT["body"], "Et elle insiste.")


def test_a_double_click_is_one_report():
    awa, bruna = a_mentee("Awa"), a_mentor("Bruna")
    client = a_window(awa)
    for _click in range(2):
        assert client.post(report_url(bruna), REPORT).status_code == 302
    assert Case.objects.get().body == REPORT["body"]


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"reason": ""}, "Choisissez ce qui se rapproche le plus"),
        ({"reason": "ugly"}, "Choisissez ce qui se rapproche le plus"),
        ({"reason": "other", "body": "  "}, "Dites-nous en quelques mots"),
        ({"body": "é" * 5001}, "Votre texte est trop long : 5 000 signes au plus"),
    ],
)
def test_a_refused_report_stops_nothing_and_keeps_her_words(answers, sentence):
    pair = a_pair(a_mentee("Awa"), a_mentor("Bruna"))
    page = a_window(pair.mentee).post(report_url(pair.mentor), {**REPORT, **answers})
    pair.refresh_from_db()
    assert page.status_code == 422
    assert sentence in text(page)
    assert {**REPORT, **answers}["body"].strip() in text(page)
    assert (pair.state, Case.objects.count(), Block.objects.count()) == (PairState.ACTIVE, 0, 0)


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("🙂 \u202eabc", "🙂 abc"),
        ("a\x07b\r\nc", "ab\nc"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_strange_signs_are_words_like_others_and_invisible_ones_go(body, kept):
    awa, bruna = a_mentee("Awa"), a_mentor("Bruna")
    page = a_window(awa).post(report_url(bruna), {**REPORT, "body": body}, follow=True)
    assert page.status_code == 200
    assert Case.objects.get().body == kept


def test_anyone_she_could_not_meet_has_no_page_and_all_look_alike():
    awa, other, hidden = a_mentee("Awa"), a_mentee("Chloé"), a_mentor("Bruna", enrolment={"pause": "own"})
    client = a_window(awa)
    pages = [client.get(report_url(person)) for person in (other, hidden, awa)]
    pages.append(client.get(reverse("report-person", args=["nobody"])))
    assert [page.status_code for page in pages] == [404] * 4
    assert len({text(page) for page in pages}) == 1
    assert client.post(report_url(other), REPORT).status_code == 404
    assert Case.objects.count() == 0


@pytest.mark.parametrize("url", [WRITE, "/signaler/abc/"])
def test_a_stranger_is_asked_to_log_in(url):
    home()
    assert Client().get(url).url.split("?")[0] == reverse("account_login")


def test_she_writes_to_the_team_and_reads_the_answer():
    awa, dina = a_mentee("Awa"), a_moderator("Dina")
    client = a_window(awa)
    page = client.post(WRITE, {"subject": "Une question", "body": "Comment faire ?"}, follow=True)
    assert "Votre message est parti" in text(page)
    assert "En attente de réponse" in text(page) and "Comment faire ?" in text(page)
    actions.answer_message(message=TeamMessage.objects.get(), by=dina, answer="Ainsi, tout simplement.", now=NOON)
    page = text(client.get(WRITE))
    assert "Ainsi, tout simplement." in page and "Réponse de l’équipe" in page
    assert "Dina" not in page


def test_she_reads_her_own_messages_alone():
    a_message(a_mentee("Chloé"), subject="Autre sujet")
    assert "Autre sujet" not in text(a_window(a_mentee("Awa")).get(WRITE))


def test_her_messages_come_in_pages():
    awa = a_mentee("Awa")
    for number in range(12):
        a_message(awa, subject=f"Sujet {number}", body=f"Corps {number}", now=NOON + timedelta(hours=number))
    assert text(a_window(awa).get(WRITE + "?page=2")).count("En attente de réponse") == 2


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"subject": ""}, "Donnez un sujet"),
        ({"subject": "s" * 121}, "trop long : 120 signes"),
        ({"body": " "}, "Écrivez votre message"),
        ({"body": "b" * 20_000}, "trop long : 5 000 signes"),
    ],
)
def test_a_refused_message_keeps_her_words(answers, sentence):
    sent = {"subject": "Une question", "body": "Comment faire ?", **answers}
    page = a_window(a_mentee("Awa")).post(WRITE, sent)
    assert page.status_code == 422
    assert sentence in text(page)
    assert all(words.strip() in text(page) or words in page.content.decode() for words in sent.values())
    assert TeamMessage.objects.count() == 0


def test_too_many_messages_are_refused_with_a_sentence_and_her_words_stay():
    awa, now = a_mentee("Awa"), timezone.now()
    for number in range(6):
        a_message(awa, subject=f"Sujet {number}", now=now)
    page = a_window(awa).post(WRITE, {"subject": "Une de plus", "body": "Pourquoi pas ?"})
    assert page.status_code == 429
    assert "Attendez une heure avant le suivant." in text(page)
    assert "Une de plus" in page.content.decode() and "Pourquoi pas ?" in page.content.decode()
    assert TeamMessage.objects.count() == 6
