"""What each side of a report follows on pages of her own: the reported never learns who, when or why (N12)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from binome.support import actions
from binome.support.models import TeamMessage
from binome.ui.wording import long_date
from tests.backoffice.pages import text
from tests.factories import a_mentee, a_mentor, a_moderator, a_pair, a_window
from tests.support.cast import WORDS, a_case

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ASKED = "Une membre dit avoir reçu une offre. Que proposez-vous pendant vos rendez-vous ?"
MINE = reverse("my-cases")


def url(name, case):
    return reverse(name, args=[case.code])


@pytest.fixture
def case(db):
    """Awa reported Bruna, her mentor; Dina finds it grave."""
    pair = a_pair(a_mentee("Awa"), a_mentor("Bruna"), now=timezone.now() - 40 * DAY)
    now, dina = timezone.now(), a_moderator("Dina")
    case = a_case(pair.mentee, pair.mentor, now=now - 5 * DAY)
    actions.take_case(case=case, by=dina, now=now)
    actions.rate_case(case=case, by=dina, severity="grave", now=now)
    return case


def ask(case):
    now = timezone.now()
    actions.hear_reported(case=case, by=case.taken_by, words=ASKED, due_on=timezone.localdate(now) + 7 * DAY, now=now)


def decide(case, measure, **more):
    now = timezone.now()
    until_on = timezone.localdate(now) + 30 * DAY if measure == "suspension" else None
    actions.decide_case(case=case, by=case.taken_by, measure=measure, until_on=until_on,
                        reason="La charte demande la gratuité.", now=now)  # fmt: skip


def test_before_she_is_asked_nothing_says_that_a_report_exists(case):
    client = a_window(case.reported)
    assert client.get(url("my-case", case)).status_code == 404
    assert "Rien à suivre" in text(client.get(MINE))
    assert "Vos signalements et vos dossiers" not in text(client.get(reverse("write-to-team")))


def test_she_reads_what_she_is_asked_and_neither_who_nor_when_nor_why(case):
    ask(case)
    client = a_window(case.reported)
    assert "L’équipe vous demande votre version" in text(client.get(MINE))
    page = client.get(url("my-case", case))
    assert ASKED in text(page) and "Nous voulons vous entendre" in text(page)
    for secret in ("Awa", WORDS, case.get_reason_display(), case.reporter.code, "Dina"):
        assert secret not in page.content.decode()


def test_her_space_says_that_the_team_waits_for_her_version_until_she_gives_it(case):
    waits, client = "L’équipe vous a écrit et attend votre réponse", a_window(case.reported)
    assert waits not in text(client.get(reverse("my-space")))
    ask(case)
    assert waits in text(client.get(reverse("my-space")))
    assert waits not in text(a_window(case.reporter).get(reverse("my-space")))
    client.post(url("give-version", case), {"body": "Je ne propose rien."})
    assert waits not in text(client.get(reverse("my-space")))


def test_she_gives_her_version_and_adds_to_it(case):
    ask(case)
    client = a_window(case.reported)
    page = client.post(url("give-version", case), {"body": "Je ne propose rien."}, follow=True)
    assert "Votre version est entre les mains de l’équipe" in text(page)
    assert "Je ne propose rien." in text(page) and "Ajouter à ma version" in text(page)


@pytest.mark.parametrize(("name", "words"), [("give-version", "Écrivez votre version"), ("appeal-decision", "Dites")])
def test_an_empty_text_is_asked_again(case, name, words):
    ask(case)
    if name == "appeal-decision":
        decide(case, "reminder")
    page = a_window(case.reported).post(url(name, case), {"body": "  "})
    assert page.status_code == 422
    assert words in text(page)


def test_a_version_that_comes_too_late_is_refused_and_kept_on_the_page(case):
    ask(case)
    decide(case, "reminder")
    page = a_window(case.reported).post(url("give-version", case), {"body": "Attendez, voici."})
    assert page.status_code == 422
    assert "La décision est prise" in text(page)


@pytest.mark.parametrize("name", ["my-case", "give-version", "appeal-decision"])
@pytest.mark.parametrize("who", ["reporter", "stranger"])
def test_a_case_is_read_by_the_person_it_is_about_alone(case, name, who):
    ask(case)
    person = case.reporter if who == "reporter" else a_mentee("Chloé")
    client = a_window(person)
    assert client.get(url("my-case", case)).status_code == 404
    assert client.post(url(name, case), {"body": "Moi."}).status_code in {404, 405}
    assert not case.statements.exists()


def test_the_reporter_follows_her_report_without_the_measure(case):
    client = a_window(case.reporter)
    page = text(client.get(MINE))
    assert "Au sujet de Bruna" in page and "Lu et étudié" in page
    decide(case, "exclusion")
    page = text(client.get(MINE))
    assert "L’équipe a pris une décision." in page and "Le contact entre vous reste arrêté" in page
    assert "xclusion" not in page and "gratuité" not in page


@pytest.mark.parametrize(
    ("measure", "title"),
    [("suspension", "Votre accès est suspendu"), ("exclusion", "Votre participation est terminée")],
)
def test_who_is_set_aside_reads_why_from_the_very_next_request_and_nothing_else(case, measure, title):
    living = a_pair(a_mentee("Hawa"), case.reported)
    client = a_window(case.reported)
    assert client.get(reverse("my-space")).status_code == 200
    decide(case, measure)
    for address in ("my-space", "my-requests", "profile-edit", "availability", "mentor-list"):
        assert client.get(reverse(address)).url.startswith(MINE)
    for route, code in (
        ("pair-detail", living.code),
        ("mentor-detail", case.reported.code),
        ("photo", case.reported.code),
    ):
        page = client.get(reverse(route, args=[code]), follow=True)
        assert "Hawa" not in page.content.decode()
    page = text(client.get(MINE, follow=True))
    assert title in page and "La charte demande la gratuité." in page and "Contester cette décision" in page
    assert "Awa" not in page and "Hawa" not in page
    assert client.get(reverse("settings")).status_code == 200


@pytest.mark.parametrize("measure", ["suspension", "exclusion"])
def test_who_is_set_aside_writes_to_the_team_and_reads_its_answer_and_reaches_nobody_else(case, measure):
    living = a_pair(a_mentee("Hawa"), case.reported)
    decide(case, measure)
    client = a_window(case.reported)
    assert reverse("write-to-team") in client.get(url("my-case", case)).content.decode()
    sent = client.post(reverse("write-to-team"), {"subject": "Mes données", "body": "Comment les recevoir ?"})
    assert sent.url == reverse("write-to-team")
    message = TeamMessage.objects.get(author=case.reported)
    actions.answer_message(message=message, by=case.taken_by, answer="Depuis vos réglages.", now=timezone.now())
    assert "Depuis vos réglages." in text(client.get(reverse("write-to-team")))
    assert client.post(url("write-again", message), {"body": "Merci beaucoup."}).status_code == 302
    assert message.replies.filter(from_team=False).get().body == "Merci beaucoup."
    for name, code in (("log-meeting", living.code), ("request-new", case.reporter.code)):
        assert client.post(reverse(name, args=[code]), {}).url.startswith(MINE)


def test_she_logs_in_on_the_page_that_says_why(case):
    decide(case, "suspension")
    client = a_window(case.reported)
    assert client.get(reverse("my-space"), follow=True).redirect_chain[-1][0] == url("my-case", case)


def test_an_appeal_is_sent_from_her_page_and_its_answer_is_read_there(case):
    decide(case, "suspension")
    client, mireille = a_window(case.reported), a_moderator("Mireille")
    page = client.post(url("appeal-decision", case), {"body": "Je n’ai rien vendu."}, follow=True)
    assert "Votre recours est parti" in text(page) and "Une autre modératrice le lit" in text(page)
    case.refresh_from_db()
    actions.answer_appeal(case=case, by=mireille, measure="none", reason="Vous avez raison.", now=timezone.now())
    page = text(client.get(url("my-case", case)))
    assert "Vous avez raison." in page and "Aucune mesure" in page and "Mireille" not in page
    assert client.get(reverse("my-space")).status_code == 200


def test_an_appeal_that_nobody_may_read_yet_says_so_with_its_date(case):
    decide(case, "suspension")
    client = a_window(case.reported)
    page = text(client.post(url("appeal-decision", case), {"body": "Je n’ai rien vendu."}, follow=True))
    assert "L’équipe doit d’abord trouver une autre personne pour le lire" in page
    assert "Il attend une autre lectrice" in page and "Une autre modératrice le lit" not in page
    case.refresh_from_db()
    assert "Réponse attendue d’ici au " + long_date(case.due_on).replace("\xa0", " ") in page
    type(case).objects.update(due_on=timezone.localdate() - DAY)
    assert "Elle tarde, et votre recours reste ouvert" in text(client.get(url("my-case", case)))
    a_moderator("Mireille")
    assert "Une autre modératrice le lit" in text(client.get(url("my-case", case)))


def test_after_the_delay_a_decision_is_no_longer_contested(case):
    decide(case, "reminder")
    type(case).objects.update(appeal_until_on=timezone.localdate() - DAY)
    client = a_window(case.reported)
    assert "pouvait être contestée jusqu’au" in text(client.get(url("my-case", case)))
    page = client.post(url("appeal-decision", case), {"body": "Trop tard ?"})
    assert "ne peut plus, être contestée" in text(page)


def test_writing_to_the_team_leads_to_ones_cases(case):
    assert MINE in a_window(case.reporter).get(reverse("write-to-team")).content.decode()
