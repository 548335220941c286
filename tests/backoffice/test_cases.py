"""The team's pages about reports and messages."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from binome.support import actions
from tests.factories import NOON, a_mentee, a_mentor, a_moderator, a_pair
from tests.support.cast import WORDS, a_case, a_message

from .pages import text

pytestmark = pytest.mark.django_db
NOTHING = {"decide-measure": "none", "decide-reason": "Rien à lui reprocher.", "decide-conclusion": "Rien à retenir."}


@pytest.fixture
def case(db):
    pair = a_pair(a_mentee("Awa"), a_mentor("Bruna"))
    return a_case(pair.mentee, pair.mentor, now=NOON + timedelta(days=60))


@pytest.fixture
def message(db):
    return a_message(a_mentee("Hawa"), subject="Comment changer d’adresse ?", body="J’ai déménagé.")


def url(name, row):
    return reverse(name, args=[row.code])


def test_the_list_says_what_waits_without_the_words_of_the_report(team, case, journal):
    journal()
    page = team.get(reverse("case-list"))
    assert "Un signalement à traiter" in text(page)
    assert "Elle propose une prestation payante" in text(page)
    assert "À traiter" in text(page) and "Libre" in text(page)
    assert WORDS not in text(page)
    assert journal() == []


def test_a_report_shows_its_words_its_people_and_the_dates_of_the_pair(team, case):
    page = text(team.get(url("case-detail", case)))
    assert "Les mots d’Awa" in page and WORDS in page
    assert "Formé le 12 mars 2026, clos le 11 mai 2026 · aucun rendez-vous noté" in page
    assert "Bruna" in page


def test_each_opening_of_a_report_writes_one_line(team, case, journal):
    journal()
    team.get(url("case-detail", case))
    team.get(url("case-detail", case))
    assert journal() == ["report_read", "report_read"]


def test_a_report_between_two_who_never_paired(team):
    case = a_case(a_mentee("Awa"), a_mentor("Bruna"), body="")
    page = text(team.get(url("case-detail", case)))
    assert "Elles n’en ont pas formé" in page
    assert "Aucun mot n’accompagne ce motif" in page


def test_a_case_is_treated_from_its_page(team, dina, case, journal):
    journal()
    assert "Prendre cette décision" not in text(team.get(url("case-detail", case)))
    team.post(url("take-case", case))
    assert "Prendre cette décision" in text(team.get(url("case-detail", case)))
    answer = team.post(url("decide-case", case), NOTHING)
    case.refresh_from_db()
    assert answer.url == url("case-detail", case)
    assert (case.state, case.taken_by, case.conclusion) == ("closed", dina, "Rien à retenir.")
    assert journal() == ["report_read", "case_taken", "report_read", "case_decided"]
    assert "Aucun signalement à traiter" in text(team.get(reverse("case-list")))
    assert "Elle propose une prestation" in text(team.get(reverse("case-list") + "?etat=clos"))
    assert "Rien à retenir." in text(team.get(url("case-detail", case)))


def test_a_case_is_handed_over(team, case):
    team.post(url("take-case", case))
    assert "Personne ne s’en occupe encore" in text(team.post(url("release-case", case), follow=True))


def test_the_second_to_take_a_case_is_told(team, case, window):
    team.post(url("take-case", case))
    page = window(a_moderator("Mireille")).post(url("take-case", case), follow=True)
    assert "Une autre modératrice s’en occupe déjà" in text(page)
    assert "Dina s’en occupe" in text(page)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"decide-reason": " "}, "Écrivez la raison"),
        ({"decide-reason": "x" * 5001}, "trop long : 5 000"),
        ({"decide-measure": "prison"}, "Choisissez une mesure"),
        ({"decide-measure": "suspension"}, "Choisissez la date de fin"),
        ({"decide-measure": "suspension", "decide-until_on": "demain"}, "Cette date n’existe pas"),
        ({"decide-measure": "exclusion"}, "Choisissez d’abord la gravité"),
        ({"decide-reason": "Awa nous l’a dit."}, "nomme la personne qui a signalé"),
        ({"decide-reason": f"Selon elle : {WORDS}"}, "reprend les mots du signalement"),
    ],
)
def test_a_decision_that_cannot_be_taken_is_asked_again_with_its_words(team, case, changed, sentence):
    team.post(url("take-case", case))
    sent = {**NOTHING, **changed}
    page = team.post(url("decide-case", case), sent)
    assert page.status_code == 422
    assert sentence in text(page)
    assert sent["decide-reason"].strip() in text(page)
    case.refresh_from_db()
    assert (case.state, case.measure) == ("taken", "")


def test_a_case_that_is_not_hers_is_not_closed_and_keeps_her_words(team, case):
    page = team.post(url("decide-case", case), NOTHING)
    assert "Prenez d’abord ce signalement en charge" in text(page)
    case.refresh_from_db()
    assert case.state == "open"


@pytest.mark.parametrize("side", ["reporter", "reported"])
@pytest.mark.parametrize(
    "name",
    ["case-detail", "take-case", "release-case", "rate-case", "hear-reported", "decide-case", "answer-appeal"],
)
def test_a_moderator_who_is_involved_finds_no_such_case(team, dina, case, side, name, journal):
    dina.linked_to = getattr(case, side)
    dina.save()
    journal()
    method = team.get if name == "case-detail" else team.post
    assert method(url(name, case), NOTHING).status_code == 404
    assert "Aucun signalement à traiter" in text(team.get(reverse("case-list")))
    assert journal() == []


def test_a_message_is_read_and_answered(team, dina, message, journal, letters):
    page = team.get(reverse("message-list"))
    assert "Un message attend une réponse" in text(page) and "Hawa" in text(page)
    assert "J’ai déménagé." in text(team.get(url("message-detail", message)))
    journal(), letters()
    assert team.post(url("answer-message", message), {"answer": "Dans vos réglages."}).url == reverse("message-list")
    message.refresh_from_db()
    assert (message.replies.get().body, message.answered_by) == ("Dans vos réglages.", dina)
    assert (journal(), letters()) == (["team_message_answered"], [("team_answered", message.author.code)])
    assert "Aucun message en attente" in text(team.get(reverse("message-list")))
    assert "Comment changer d’adresse" in text(team.get(reverse("message-list") + "?etat=repondu"))


@pytest.mark.parametrize(("words", "sentence"), [("", "Écrivez votre réponse"), ("x" * 5001, "trop longue : 5 000")])
def test_an_answer_that_is_missing_or_too_long_is_asked_again(team, message, words, sentence, letters):
    letters()
    page = team.post(url("answer-message", message), {"answer": words})
    assert sentence in text(page) and words in text(page)
    message.refresh_from_db()
    assert (message.answered_at, letters()) == (None, [])


def test_the_second_answer_is_refused_and_the_first_is_shown(team, message):
    actions.answer_message(message=message, by=a_moderator("Mireille"), answer="Ainsi.", now=NOON)
    page = text(team.post(url("answer-message", message), {"answer": "Autrement."}))
    assert "Ce message a déjà reçu une réponse" in page and "Ainsi." in page


@pytest.mark.parametrize("name", ["message-detail", "answer-message"])
def test_a_message_of_someone_she_knows_is_not_there(team, dina, message, name):
    dina.linked_to = message.author
    dina.save()
    method = team.get if name == "message-detail" else team.post
    assert method(url(name, message), {"answer": "Moi-même."}).status_code == 404
    assert "Aucun message en attente" in text(team.get(reverse("message-list")))


@pytest.mark.parametrize("name", ["case-list", "message-list", "journal"])
def test_a_list_costs_the_same_whatever_its_length(team, name):
    def queries():
        with CaptureQueriesContext(connection) as counted:
            team.get(reverse(name))
        return len(counted)

    bruna = a_mentor("Bruna")
    for number in range(2):
        a_case(a_mentee(f"Awa{number}"), bruna), a_message(a_mentee(f"Hawa{number}"))
    few = queries()
    for number in range(8):
        a_case(a_mentee(f"Ève{number}"), bruna), a_message(a_mentee(f"Inès{number}"))
    assert queries() == few <= 8


@pytest.fixture
def appealed(case, dina):
    """Dina, alone in the team, decided; the other contests."""
    now = timezone.now()
    actions.take_case(case=case, by=dina, now=now)
    actions.rate_case(case=case, by=dina, severity="grave", now=now)
    actions.decide_case(case=case, by=dina, measure="reminder", reason="La charte.", now=now)
    actions.appeal_decision(case=case, by=case.reported, body="Injuste.", now=now)
    return case


def test_an_appeal_without_anyone_to_read_it_says_what_is_missing(team, appealed):
    missing = "Il faut une deuxième modératrice, ou une administratrice"
    assert missing in text(team.get(url("case-detail", appealed)))
    assert "Un recours n’a personne pour le lire" in text(team.get(reverse("moderators-day")))
    a_moderator("Mireille")
    page = text(team.get(url("case-detail", appealed)))
    assert missing not in page and "une autre modératrice lit le recours" in page
    assert "personne pour le lire" not in text(team.get(reverse("moderators-day")))


def test_the_day_of_whoever_is_involved_does_not_say_that_an_appeal_waits(appealed, window):
    tied = a_moderator("Mireille")
    tied.linked_to = appealed.reporter
    tied.save()
    assert "personne pour le lire" not in text(window(tied).get(reverse("moderators-day")))


def test_the_day_costs_the_same_however_many_appeals_are_stuck(team, appealed, dina):
    def queries():
        with CaptureQueriesContext(connection) as counted:
            team.get(reverse("moderators-day"))
        return len(counted)

    few = queries()
    type(appealed).objects.bulk_create(
        type(appealed)(programme=appealed.programme, reason="paid", opened_at=NOON, state="appealed", code=f"c{n}")
        for n in range(5)
    )
    assert queries() == few
