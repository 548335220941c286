"""Every address of requests, pairs and spaces × everyone who has no business there (B7, N5, N8)."""

import pytest
from django.urls import reverse

from binome.core.models import JournalEntry
from binome.mentoring.actions import log_meeting
from tests.factories import NOON, a_mentee, a_mentor, a_moderator, a_pair, a_request, a_window, home

from .pages import text

pytestmark = pytest.mark.django_db
OF_A_REQUEST = (
    "request-detail", "answer-question", "withdraw-request", "ask-question", "accept-request", "decline-request",
)  # fmt: skip
OF_A_PAIR = (
    "pair-detail", "choose-reveal", "log-meeting", "answer-fit", "prolong-pair", "close-pair", "leave-comment",
)  # fmt: skip
OF_A_MENTOR = ("request-new", "join-waiting-list", "leave-waiting-list")
OF_A_MEETING = ("delete-meeting",)
OF_HERS = ("my-space", "my-requests", "availability", "set-capacity", "pause-mentor", "resume-mentor")
READ_ONLY = {"request-detail", "pair-detail", "my-space", "my-requests", "availability"}
#: Enough of everything for any of the forms.
GIVEN = {
    "answer": "well", "question": "?", "reply": "Oui", "reason": "time", "months": "3", "usual": "1", "body": "Un mot",
}  # fmt: skip


@pytest.fixture
def address():
    """`address(name)` is the page of a request or of a pair of Awa and Bruna, or one's own."""
    codes = {}

    def of(name):
        if name in OF_A_REQUEST:
            return reverse(name, args=[codes.get("request") or codes.setdefault("request", a_request().code)])
        if name in OF_A_PAIR:
            return reverse(name, args=[codes.get("pair") or codes.setdefault("pair", a_pair().code)])
        if name in OF_A_MENTOR:
            return reverse(name, args=[codes.get("mentor") or codes.setdefault("mentor", a_mentor().code)])
        if name in OF_A_MEETING:
            return reverse(name, args=[codes.get("meeting") or codes.setdefault("meeting", a_meeting().code)])
        home()
        return reverse(name)

    return of


def a_meeting():
    pair = a_pair()
    given = {"held_on": NOON.date(), "minutes": 60, "format": "remote"}
    return log_meeting(pair=pair, by=pair.mentee, now=NOON, **given)


@pytest.mark.parametrize("name", OF_A_REQUEST + OF_A_PAIR + OF_A_MEETING + OF_A_MENTOR + OF_HERS)
def test_a_visitor_is_asked_to_log_in(client, address, name):
    for answer in (client.get(address(name)), client.post(address(name), GIVEN)):
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("make", [a_mentee, a_mentor, a_moderator])
@pytest.mark.parametrize("name", OF_A_REQUEST + OF_A_PAIR + OF_A_MEETING)
def test_what_is_not_hers_answers_like_what_does_not_exist(address, name, make):
    stranger = a_window(make("Chloé"))
    hers = address(name)
    missing = reverse(name, args=["zzzzzzzzzz"])
    lines = JournalEntry.objects.count()
    for method in ("get", "post"):
        if method == "post" and name in READ_ONLY:
            continue
        foreign, unknown = (getattr(stranger, method)(url, GIVEN) for url in (hers, missing))
        assert (foreign.status_code, unknown.status_code) == (404, 404)
        assert text(foreign) == text(unknown)
    assert JournalEntry.objects.count() == lines


@pytest.mark.parametrize("name", OF_A_REQUEST + OF_A_PAIR + OF_A_MEETING)
def test_reading_moves_nothing(address, name):
    url = address(name)
    lines = list(JournalEntry.objects.values_list("verb", flat=True))
    for person in {entry.person for entry in _everyone()}:
        client = a_window(person)
        client.get(url)
        client.head(url)
        client.options(url)
    assert list(JournalEntry.objects.values_list("verb", flat=True)) == lines


def _everyone():
    from binome.programmes.models import Enrolment

    return Enrolment.objects.select_related("person")


@pytest.mark.parametrize("name", OF_A_REQUEST + OF_A_PAIR + OF_A_MEETING + OF_HERS)
def test_another_method_is_refused(address, name):
    client = a_window(a_mentor("Hélène"))
    assert client.put(address(name)).status_code == 405
    if name in READ_ONLY:
        assert client.post(address(name)).status_code == 405


@pytest.mark.parametrize("name", [name for name in OF_A_PAIR if name not in READ_ONLY | {"close-pair"}])
def test_the_address_of_a_verb_leads_to_its_pair(name):
    pair = a_pair()
    answer = a_window(pair.mentee).get(reverse(name, args=[pair.code]))
    assert answer["Location"].startswith(f"/binomes/{pair.code}/")


@pytest.mark.parametrize("name", ["set-capacity", "pause-mentor", "resume-mentor"])
def test_the_address_of_a_choice_leads_to_its_page(name):
    answer = a_window(a_mentor()).get(reverse(name))
    assert answer["Location"] in {reverse("availability"), reverse("my-space")}


def test_the_team_goes_on_to_its_own_pages():
    dina = a_window(a_moderator())
    assert dina.get(reverse("my-space"))["Location"] == reverse("moderation-queue")
    assert dina.get(reverse("my-requests")).status_code == 404
    assert dina.get(reverse("availability")).status_code == 404


def test_someone_who_left_has_a_space_of_what_she_keeps_and_no_way_to_ask():
    mentee = a_mentee()
    mentee.enrolments.update(state="left")
    client = a_window(mentee)
    assert "Ce que vous gardez" in client.get(reverse("my-space")).content.decode()
    assert client.get(reverse("my-requests")).status_code == 200
    assert client.get(reverse("mentor-list")).url.startswith(reverse("my-space"))
