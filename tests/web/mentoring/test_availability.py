"""A mentor's places and her pause: capacity is hers, and she is back with one click (A11)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from binome.mentoring.models import Listing, Place
from binome.programmes.actions import pause_enrolment
from binome.programmes.models import Pause
from tests.factories import a_mentee, a_mentor, a_pair

from .pages import flashes, get, refused, text

pytestmark = pytest.mark.django_db
NAMES = ("set-capacity", "pause-mentor", "resume-mentor")


@pytest.fixture
def bruna(db):
    return a_mentor("Bruna", capacity=2)


@pytest.fixture
def client(bruna, window):
    return window(bruna)


def enrolment(person):
    return person.enrolments.get()


def send(client, name, **data):
    return client.post(reverse(name), data, follow=True)


def test_she_says_how_many_she_follows(client, bruna):
    page = send(client, "set-capacity", capacity="4")
    assert flashes(page) == ["C’est enregistré."]
    assert Place.objects.filter(enrolment=enrolment(bruna)).count() == 4
    assert "4 places libres sur 4" in text(page)


def test_she_cannot_go_below_the_pairs_she_has(client, bruna):
    for first_name in ("Awa", "Zoé"):
        a_pair(a_mentee(first_name), bruna)
    page = send(client, "set-capacity", capacity="1")
    assert flashes(page)[0].startswith("Vous suivez déjà plus de personnes")
    assert Place.objects.filter(enrolment=enrolment(bruna)).count() == 2


@pytest.mark.parametrize("capacity", ["", "0", "-1", "6", "1000", "deux"])
def test_a_number_that_is_not_offered_comes_back(client, capacity):
    assert refused(client.post(reverse("set-capacity"), {"capacity": capacity}))


def test_a_pause_hides_her_until_she_comes_back_with_one_click(client, bruna):
    page = send(client, "pause-mentor", until="")
    assert flashes(page) == ["Vous êtes en pause : aucune nouvelle demande ne vous arrivera."]
    assert (enrolment(bruna).pause, Listing.objects.get(person=bruna).visible) == (Pause.OWN, False)
    assert "Je suis de nouveau disponible" in text(get(client, "my-space"))
    back = send(client, "resume-mentor", space="1")
    assert flashes(back) == ["Vous êtes de nouveau disponible. Merci !"]
    assert back.redirect_chain[-1][0] == reverse("my-space")
    assert (enrolment(bruna).pause, Listing.objects.get(person=bruna).visible) == (Pause.NONE, True)


def test_a_pause_may_have_an_end(client, bruna, now):
    until = timezone.localdate(now) + timedelta(days=30)
    page = send(client, "pause-mentor", until=until.isoformat())
    assert enrolment(bruna).pause_until == until
    assert "Vous reviendrez automatiquement le" in text(page)


@pytest.mark.parametrize("until", ["2001-01-01", "bientôt"])
def test_an_end_in_the_past_or_no_date_comes_back(client, bruna, until):
    page = client.post(reverse("pause-mentor"), {"until": until})
    assert refused(page) and until in page.content.decode()
    assert enrolment(bruna).pause == Pause.NONE


def test_a_pause_ends_tomorrow_at_the_earliest(client, now):
    assert refused(client.post(reverse("pause-mentor"), {"until": timezone.localdate(now).isoformat()}))


def test_pausing_and_coming_back_twice_change_nothing_more(client, bruna):
    for name in ("pause-mentor", "pause-mentor", "resume-mentor", "resume-mentor"):
        assert send(client, name).status_code == 200
    assert enrolment(bruna).pause == Pause.NONE


def test_a_kind_pause_says_why_without_a_reproach(client, bruna, now):
    pause_enrolment(enrolment=enrolment(bruna), kind=Pause.KIND, by=None, now=now)
    assert "sans reproche" in text(get(client, "availability"))


def test_a_mentee_has_no_places(window):
    client = window(a_mentee("Awa"))
    assert get(client, "availability").status_code == 404
    assert [client.post(reverse(name)).status_code for name in NAMES] == [404, 404, 404]
