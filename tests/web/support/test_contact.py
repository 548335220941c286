"""Anyone writes to the team: stored, acknowledged, answered by e-mail; robots and floods are stopped here (A22)."""

from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from binome.core.models import JournalEntry, Letter
from binome.support import actions, tokens
from binome.support.models import TeamMessage
from binome.web.support.forms import SHOWN_SALT
from tests.backoffice.pages import text
from tests.factories import a_mentee, a_mentor, a_moderator, a_window, home, log_in

pytestmark = pytest.mark.django_db
URL = reverse("contact")
WORDS = {
    "name": "Solange", "email": "Solange@Example.org", "subject": "Un partenariat", "body": "Notre école aimerait…",
}  # fmt: skip


@pytest.fixture(autouse=True)
def dina(db):
    home()
    return a_moderator("Dina")


def shown(seconds=10):
    return signing.dumps(int(timezone.now().timestamp()) - seconds, salt=SHOWN_SALT)


def send(**changes):
    return Client().post(URL, {**WORDS, "shown": shown(), "website": "", **changes})


def told(kind):
    return list(Letter.objects.filter(kind=kind).order_by("pk").values_list("to", flat=True))


def a_visitors_message(**changes):
    words = {**WORDS, "language": "fr", "now": timezone.now(), **changes}
    return actions.contact_team(programme=home(), **words)


def test_a_message_is_stored_acknowledged_and_told_to_the_team(dina):
    assert send().url == reverse("contact-sent")
    message = TeamMessage.objects.get()
    assert (message.name, message.email, message.subject, message.body, message.author, message.state) == (
        "Solange", "solange@example.org", "Un partenariat", "Notre école aimerait…", None, "waiting"
    )  # fmt: skip
    assert (told("contact_received"), told("team_written_to")) == (["solange@example.org"], [dina.email])
    entry = JournalEntry.objects.get(verb="team_written_to")
    assert (entry.actor_code, entry.object_code, entry.data) == ("", message.code, {})
    assert "votre message est parti" in text(Client().get(reverse("contact-sent")))


def test_the_acknowledgement_repeats_nothing_that_was_typed():
    send()
    letter = Letter.objects.get(kind="contact_received")
    for typed in ("Solange", "partenariat", "école"):
        assert typed not in letter.subject + letter.text + letter.html


def test_twice_the_same_is_once_and_a_second_message_is_not_acknowledged_again():
    send(), send(), send(subject="Autre chose")
    assert TeamMessage.objects.count() == 2
    assert len(told("contact_received")) == len(told("team_written_to")) == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Dites-nous comment vous appeler"),
        ({"email": ""}, "pour que nous puissions vous répondre"),
        ({"email": "solange@"}, "Cette adresse n’est pas complète"),
        ({"email": "a@b.fr\nBcc: c@d.fr"}, "Cette adresse n’est pas complète"),
        ({"subject": " "}, "Donnez un sujet"),
        ({"subject": "s" * 121}, "trop long : 120"),
        ({"body": ""}, "Écrivez votre message"),
        ({"body": "b" * 5001}, "trop long : 5 000"),
        ({"website": "https://robot.example"}, "il n’est là que pour les robots"),
    ],
)
def test_a_refused_message_says_what_to_change_and_keeps_what_was_typed(changes, sentence):
    page = send(**changes)
    assert page.status_code == 422
    assert sentence in text(page)
    assert all(typed.strip() in page.content.decode() for name, typed in WORDS.items() if name not in changes)
    assert (TeamMessage.objects.count(), Letter.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("mark", "sentence"),
    [(0, "très vite"), (25 * 3600, "restée ouverte"), ("forged", "restée ouverte"), ("", "restée ouverte")],
)
def test_a_machine_that_writes_too_fast_or_forges_the_page_is_refused_and_a_person_sends_again(mark, sentence):
    page = send(shown=shown(mark) if isinstance(mark, int) else mark)
    assert page.status_code == 422
    assert sentence in text(page)
    assert TeamMessage.objects.count() == 0


def test_an_address_that_writes_too_often_is_refused_with_a_sentence():
    for number in range(5):
        assert send(subject=f"Encore {number}").status_code == 302
    page = send(subject="Encore 5")
    assert page.status_code == 429
    assert "Réessayez dans une heure" in text(page) and "Notre école" in text(page)


def test_one_machine_that_writes_from_many_addresses_is_stopped():
    answers = [send(email=f"robot{number}@example.org").status_code for number in range(21)]
    assert answers == [302] * 20 + [429]


def test_the_action_itself_bounds_an_address():
    for number in range(6):
        a_visitors_message(subject=f"{number}")
    with pytest.raises(actions.MoveRefused, match="Attendez une heure"):
        a_visitors_message(subject="6")


def test_a_member_is_led_to_her_own_page():
    client = Client()
    log_in(client, a_mentee("Awa"))
    assert client.get(URL).url == reverse("write-to-team")


def test_the_answer_leaves_by_mail_with_its_words_and_a_way_to_write_again(dina):
    message = a_visitors_message()
    actions.answer_message(message=message, by=dina, answer="Avec plaisir & à bientôt.", now=timezone.now())
    letter = Letter.objects.get(kind="contact_answered")
    assert letter.to == "solange@example.org"
    assert "Avec plaisir & à bientôt." in letter.text and "Avec plaisir &amp; à bientôt." in letter.html
    page = Client().get(reverse("contact-thread", args=[tokens.write(message.code)]))
    assert "Avec plaisir & à bientôt." in text(page) and "Dina" not in text(page)


def test_writing_again_makes_it_wait_and_reaches_who_had_it_in_hand(dina):
    mireille = a_moderator("Mireille")
    message = a_visitors_message()
    actions.answer_message(message=message, by=dina, answer="Oui.", now=timezone.now())
    url = reverse("contact-thread", args=[tokens.write(message.code)])
    for _click in range(2):
        assert Client().post(url, {"body": "Et quand ?"}).status_code == 302
    message.refresh_from_db()
    assert (message.state, [row.body for row in message.replies.all()]) == ("waiting", ["Oui.", "Et quand ?"])
    assert sorted(told("team_written_to")) == sorted([dina.email, dina.email, mireille.email])


def test_an_empty_follow_up_is_asked_again():
    url = reverse("contact-thread", args=[tokens.write(a_visitors_message().code)])
    page = Client().post(url, {"body": " "})
    assert page.status_code == 422 and "Écrivez votre message" in text(page)


def test_a_link_that_is_not_ours_or_leads_to_a_members_message_opens_nothing():
    hers = actions.write_to_team(author=a_mentee("Awa"), programme=home(), subject="S", body="B", now=timezone.now())
    for token in ("none", tokens.write("nobody"), tokens.write(hers.code)):
        page = Client().get(reverse("contact-thread", args=[token]))
        assert page.status_code == 404 and "Ce lien n’ouvre plus rien" in text(page)


def test_a_member_goes_on_with_her_exchange(dina):
    awa = a_mentee("Awa")
    message = actions.write_to_team(author=awa, programme=home(), subject="S", body="B", now=timezone.now())
    actions.answer_message(message=message, by=dina, answer="Ainsi.", now=timezone.now())
    client, other, url = Client(), Client(), reverse("write-again", args=[message.code])
    log_in(client, awa), log_in(other, a_mentee("Chloé"))
    assert url in client.get(reverse("write-to-team")).content.decode()
    assert client.post(url, {"body": "Et ensuite ?"}).url == reverse("write-to-team")
    assert "Et ensuite ?" in text(client.get(reverse("write-to-team")))
    assert other.get(url).status_code == other.post(url, {"body": "Moi ?"}).status_code == 404


# --- the team's inbox -----------------------------------------------------------------------------------------
@pytest.fixture
def team(dina):
    return a_window(dina)


def act(client, name, message, **data):
    return client.post(reverse(name, args=[message.code]), data, follow=True)


def test_a_message_is_taken_left_and_answered_from_its_page(team, dina):
    message = a_visitors_message()
    assert "Solange" in text(team.get(reverse("message-list")))
    assert "solange@example.org" in text(team.get(reverse("message-detail", args=[message.code])))
    assert "Passer la main" in text(act(team, "take-message", message))
    assert "Je m’en occupe" in text(act(team, "release-message", message))
    assert "Votre réponse est partie par e-mail" in text(act(team, "answer-message", message, answer="Oui."))


def test_a_message_that_a_colleague_has_in_hand_is_hers(team):
    message, mireille = a_visitors_message(), a_moderator("Mireille")
    actions.take_message(message=message, by=mireille, now=timezone.now())
    assert "Mireille s’en occupe" in text(team.get(reverse("message-detail", args=[message.code])))
    for name in ("take-message", "dismiss-message"):
        assert "Une autre modératrice s’en occupe déjà" in text(act(team, name, message))
    assert "pas entre vos mains" in text(act(team, "release-message", message))
    assert "Une autre modératrice s’en occupe déjà" in text(act(team, "answer-message", message, answer="Moi."))
    assert not message.replies.exists()


def test_an_advertisement_is_dismissed_without_an_answer(team):
    message = a_visitors_message()
    assert "Aucun message en attente" in text(act(team, "dismiss-message", message))
    assert "Classé sans réponse" in text(team.get(reverse("message-list") + "?etat=repondu"))
    assert told("contact_answered") == []


def test_a_visitor_whose_address_is_that_of_someone_she_knows_is_not_hers_to_read(team, dina):
    bruna = a_mentor("Bruna", email="bruna@example.org")
    dina.linked_to = bruna
    dina.save()
    message = a_visitors_message(email="bruna@example.org")
    assert "Aucun message en attente" in text(team.get(reverse("message-list")))
    assert team.get(reverse("message-detail", args=[message.code])).status_code == 404


def test_an_old_page_is_sent_again_with_what_was_typed():
    first = send(shown=shown(int(timedelta(hours=25).total_seconds())))
    assert "Notre école" in text(first)
    fresh = first.context["form"].data["shown"]
    assert signing.loads(fresh, salt=SHOWN_SALT) > timezone.now().timestamp() - 60
