"""A sign-up left and found again (A3, N6): links, lost sessions, double clicks, two tabs, the last step."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from binome.core import hashes
from binome.core.models import Letter
from binome.mentoring.models import Place
from binome.people.models import CivilIdentity, Profile, SignupDraft, User, open_identities
from binome.programmes.actions import publish_charter
from binome.programmes.models import Enrolment
from tests.factories import NOON, a_mentee, home, log_in
from tests.factories.people import PRESENTATION

from .pages import PROFILE, account, begin, post, same, text, until, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    home()
    return Client()


def test_going_back_keeps_what_she_typed_even_unfinished(client):
    draft = until(client, 3)
    response = post(client, draft, 3, {"headline": "Sage-femme", "presentation": "À suivre"}, go="back")
    assert response.url == url(draft, 2)
    page = text(client.get(url(draft, 3)))
    assert "Sage-femme" in page and "À suivre" in page


def test_finishing_later_keeps_all_and_her_link_brings_her_back(client):
    draft = until(client, 3)
    assert post(client, draft, 3, {"presentation": "À suivre"}, go="later").url == reverse("signup-later")
    assert "trois mois" in text(client.get(reverse("signup-later")))

    other = Client()
    link = re.search(r"/inscription/reprendre/[\w-]+/", Letter.objects.get().text)[0]
    assert "Reprendre mon inscription" in text(other.get(link))
    assert SignupDraft.objects.get().email_confirmed_at is None, "reading the link must change nothing"
    response = other.post(link)
    assert response.url == url(draft, 3)
    assert "À suivre" in text(other.get(response.url))
    assert SignupDraft.objects.get().email_confirmed_at is not None


def test_finishing_later_without_an_address_asks_for_it(client):
    draft = begin(client)
    response = post(client, draft, 2, {"first_name": "Awa"}, go="later")
    assert response.status_code == 422 and "Écrivez votre adresse" in text(response)


def test_a_stranger_reads_and_writes_nobodys_draft(client):
    draft = until(client, 4)
    stranger = Client()
    for step in (1, 2, 3, 4):
        assert stranger.get(url(draft, step)).status_code == 404
        response = stranger.post(url(draft, step), {**PROFILE, "headline": "Volée"})
        assert response.status_code == 404
        missing = stranger.get(reverse("signup-step", args=["bcdfghjkmn", step]))
        assert same(missing) == same(stranger.get(url(draft, step)))
    assert SignupDraft.objects.get().answers["headline"] == "Couturière"


def mark_in(response):
    return re.search(r'name="mark" value="([^"]+)"', response.content.decode())[1]


def test_a_session_lost_in_the_middle_of_a_form_loses_nothing(client):
    draft = until(client, 3)
    mark = mark_in(client.get(url(draft, 3)))
    client.cookies.clear()

    response = post(client, draft, 3, {**PROFILE, "headline": "Tout est là", "mark": mark})

    assert response.url == url(draft, 4)
    assert "Tout est là" in text(client.get(response.url))


def test_the_mark_of_one_draft_opens_no_other(client):
    mine, hers = until(client, 3), until(Client(), 3, email="autre@example.org")
    mark = mark_in(client.get(url(mine, 3)))
    assert post(Client(), hers, 3, {**PROFILE, "mark": mark}).status_code == 404


def test_a_double_click_at_the_end_makes_one_person(client):
    draft = until(client, 4)
    data = {"version": "1", "accepted": "on"}
    first, second = post(client, draft, 4, data), post(client, draft, 4, data)
    assert first.url == second.url == reverse("signup-done")
    assert (User.objects.count(), Letter.objects.filter(kind="application_received").count()) == (1, 1)


def test_the_second_tab_of_a_sent_inscription_is_told_so(client):
    draft = until(client, 4)
    post(client, draft, 4, {"version": "1", "accepted": "on"})
    assert client.get(url(draft, 3)).url == reverse("signup-done")
    assert post(client, draft, 3, PROFILE).url == reverse("signup-done")


def test_two_tabs_write_one_draft_and_the_last_word_counts(client):
    draft = until(client, 3)
    post(client, draft, 3, {**PROFILE, "headline": "Premier onglet"})
    post(client, draft, 3, {**PROFILE, "headline": "Second onglet"})
    assert SignupDraft.objects.get().answers["headline"] == "Second onglet"


def test_two_inscriptions_in_two_tabs_do_not_mix(client):
    one, two = begin(client, "mentor"), begin(client, "mentee")
    post(client, one, 2, account("un@example.org", first_name="Une"))
    post(client, two, 2, account("deux@example.org", first_name="Deux"))
    assert SignupDraft.objects.get(pk=one.pk).email == "un@example.org"
    assert SignupDraft.objects.get(pk=two.pk).email == "deux@example.org"


def test_a_known_address_gets_the_same_pages_and_its_owner_a_mail(client):
    bruna = a_mentee("Bruna", email="bruna@example.org")
    answers = []
    for visitor, email in ((client, "inconnue@example.org"), (Client(), "bruna@example.org")):
        draft = until(visitor, 4, email=email)
        sent = post(visitor, draft, 4, {"version": "1", "accepted": "on"})
        answers.append((sent.status_code, sent.url, same(visitor.get(sent.url))))
    assert answers[0] == answers[1]
    assert list(Letter.objects.filter(to="bruna@example.org").values_list("kind", "recipient_code")) == [
        ("address_known", bruna.code)
    ]
    assert set(User.objects.values_list("email", flat=True)) == {"bruna@example.org", "inconnue@example.org"}


def test_a_barred_address_gets_the_same_pages_in_any_spelling_and_only_its_mailbox_learns_why(client):
    """A12: who was excluded and left does not come back; nobody else can tell (N6)."""
    hashes.keep("sanctioned", "bruna@example.org", until=timezone.now() + timedelta(days=900))
    answers = []
    for visitor, email in ((client, "inconnue@example.org"), (Client(), "Bruna+encore@example.org")):
        draft = until(visitor, 4, email=email)
        sent = post(visitor, draft, 4, {"version": "1", "accepted": "on"})
        answers.append((sent.status_code, sent.url, same(visitor.get(sent.url))))
    assert answers[0] == answers[1]
    assert set(User.objects.values_list("email", flat=True)) == {"inconnue@example.org"}
    kinds = Letter.objects.filter(to="bruna+encore@example.org").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["signup_resume", "address_barred"]


def test_the_link_is_asked_again_with_the_same_answer_for_anyone(client):
    until(client, 3, email="awa@example.org")
    pages = [
        same(Client().post(reverse("signup-link"), {"email": email})) for email in ("awa@example.org", "x@example.org")
    ]
    assert pages[0] == pages[1] and "Si un brouillon existe" in pages[0]
    assert Letter.objects.filter(to="awa@example.org").count() == 2


def test_a_dead_link_offers_a_new_one(client):
    page = client.get(reverse("signup-resume", args=["inconnu"]))
    assert page.status_code == 404
    assert reverse("signup-link") in text(page) and "Recevoir un nouveau lien" in text(page)
    draft = until(client, 3)
    link = re.search(r"/inscription/reprendre/[\w-]+/", Letter.objects.get().text)[0]
    SignupDraft.objects.filter(pk=draft.pk).update(updated_at=NOON - timedelta(days=400))
    assert same(Client().get(link)) == same(Client().get(reverse("signup-resume", args=["inconnu"])))
    assert Client().post(link).status_code == 404


def test_the_summary_shows_everything_once_and_leads_back(client):
    draft = until(client, 4, role="mentor", family_name="Zyxresumeqa")
    page = text(client.get(url(draft, 4)))
    for shown in ("Awa", "Zyxresumeqa", "awa@example.org", "Couturière", "Sénégal", "Wolof", "Deux", "Négocier"):
        assert shown in page
    for step in (1, 2, 3):
        assert f'href="{url(draft, step)}"' in page
    post(client, draft, 3, {**PROFILE, "capacity": "3", "city": "Thiès"})
    assert "Thiès" in text(client.get(url(draft, 4)))


def test_correcting_an_early_step_returns_to_the_last_one(client):
    draft = until(client, 4)
    assert post(client, draft, 2, account()).url == url(draft, 4)


def test_she_is_warned_kindly_before_her_name_or_number_goes_online(client):
    draft = until(client, 3, family_name="Zyxpresqa")
    post(client, draft, 3, {**PROFILE, "presentation": PRESENTATION + " Awa Zyxpresqa, 06 12 34 56 78"})
    page = text(client.get(url(draft, 4)))
    assert "semble contenir votre nom de famille" in page and "un moyen de vous joindre" in page
    assert post(client, draft, 4, {"version": "1", "accepted": "on"}).url == reverse("signup-done")


def test_the_charter_must_be_accepted_in_the_version_that_is_shown(client):
    draft = until(client, 4)
    assert "la charte engage chacune" in text(post(client, draft, 4, {"version": "1"}))
    publish_charter(programme=home(), body="Nouvelle charte", now=NOON)
    response = post(client, draft, 4, {"version": "1", "accepted": "on"})
    assert response.status_code == 422 and "vient de changer" in text(response) and "Nouvelle charte" in text(response)
    assert post(client, draft, 4, {"version": "2", "accepted": "on"}).url == reverse("signup-done")


def test_an_answer_that_the_programme_dropped_meanwhile_is_asked_again(client):
    draft = until(client, 4)
    programme = home()
    programme.sectors = programme.sectors[1:]
    programme.save()
    assert post(client, draft, 4, {"version": "1", "accepted": "on"}).url == url(draft, 3)
    assert User.objects.count() == 0


def test_a_changed_place_is_kept(client):
    draft = until(client, 4, role="mentor")
    assert post(client, draft, 1, {"role": "mentee", "attested": "on"}).url == url(draft, 4)
    post(client, draft, 4, {"version": "1", "accepted": "on"})
    assert (Enrolment.objects.get().role, Place.objects.count()) == ("mentee", 0)


def test_an_inscription_already_begun_is_offered_again(client):
    draft = until(client, 3)
    assert url(draft, 3) in text(client.get(reverse("signup-start")))
    assert url(draft, 3) not in text(Client().get(reverse("signup-start")))


def test_a_member_is_told_that_she_has_a_place(client):
    log_in(client, a_mentee())
    assert client.get(reverse("signup-start")).url == reverse("home")


def test_twenty_inscriptions_a_minute_are_enough(client):
    statuses = [client.post(reverse("signup-start"), {"role": "mentor"}).status_code for _ in range(21)]
    assert statuses[0] == 422 and statuses[-1] == 429


def test_in_english_everything_of_the_programme_is_english(client):
    client.cookies["binome_language"] = "en"
    draft = until(client, 3)
    page = text(client.get(url(draft, 3)))
    assert "Gaining confidence" in page and "United States" in page


def test_the_family_name_stays_in_its_own_table(client):
    draft = until(client, 4, family_name="Zyxcacheqa")
    post(client, draft, 4, {"version": "1", "accepted": "on"})
    with open_identities():
        assert CivilIdentity.objects.get().family_name == "Zyxcacheqa"
    assert "Zyxcacheqa" not in str(User.objects.values().get()) + str(Profile.objects.values().get())


def test_beyond_the_last_letter_of_the_day_the_screen_says_the_same(client):
    """N6: known, unknown, and typed too often."""
    a_mentee("Bruna", email="bruna@example.org")
    pages = []
    for number in range(14):
        cache.clear()  # each from a machine of its own
        email = ("awa@example.org", "bruna@example.org")[number % 2]
        draft = begin(client)
        response = post(client, draft, 2, account(email=email), go="later")
        pages.append((response.status_code, response.url, same(client.get(response.url))))
    assert len(set(pages)) == 1
    assert sorted(Letter.objects.values_list("to", flat=True)) == ["awa@example.org"] * 5 + ["bruna@example.org"] * 5
