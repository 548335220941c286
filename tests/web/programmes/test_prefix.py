"""Each programme under its own address (ADR 0014): the same pages, and no way into one that is not hers (N8, N11)."""

import re

import pytest
from django.test import Client
from django.urls import get_script_prefix, reverse

from binome.programmes.queries import membership_of
from binome.web.prefix import split
from tests.factories import a_mentee, a_mentor, a_window, home
from tests.factories.people import a_person
from tests.factories.programmes import a_cohort, a_participant, a_programme, a_staff_member, an_organisation

pytestmark = pytest.mark.django_db


def test_an_address_is_split_into_its_programme_and_the_rest():
    assert split("/programmes/passerelles/mentores/") == ("passerelles", "/mentores/")
    assert split("/mentores/") == ("", "/mentores/")
    assert split("/programmes/Passerelles/mentores/") == ("", "/programmes/Passerelles/mentores/")


def test_every_link_of_a_page_leads_back_into_its_programme():
    home()
    page = a_window(a_participant("Inès").person).get("/programmes/passerelles/charte/")
    assert page.status_code == 200
    assert 'href="/programmes/passerelles/ressources/"' in page.text
    assert get_script_prefix() == "/"


def test_a_foreign_programme_answers_like_a_missing_one():
    a_programme()
    client = a_window(a_mentee())
    foreign = client.get("/programmes/passerelles/mon-espace/")
    missing = client.get("/programmes/inexistant/mon-espace/")
    assert (foreign.status_code, missing.status_code) == (404, 404)
    masked = re.compile(r'value="\w{64}"')
    assert masked.sub("", foreign.text).replace("passerelles", "inexistant") == masked.sub("", missing.text)


def test_a_visitor_logs_in_first_whether_the_programme_exists_or_not():
    home()
    a_programme()
    for slug in ("passerelles", "inexistant"):
        answer = Client().get(f"/programmes/{slug}/mentores/")
        assert answer.status_code == 302
        assert answer["Location"] == f"{reverse('account_login')}?next=%2Fprogrammes%2F{slug}%2Fmentores%2F"


def test_she_comes_back_to_the_page_of_her_programme_after_her_login():
    home()
    person = a_participant("Inès").person
    client = Client()
    answer = client.post(
        reverse("account_login"),
        {"login": person.email, "password": "une phrase de douze mots", "next": "/programmes/passerelles/charte/"},
    )
    assert answer["Location"] == "/programmes/passerelles/charte/"


def test_who_takes_part_in_no_open_platform_is_sent_to_her_programmes():
    home()
    client = a_window(a_participant("Inès").person)
    answer = client.get(reverse("mentor-list"))
    assert answer["Location"].startswith(reverse("my-programmes"))
    assert client.get(answer["Location"])["Location"] == "/programmes/passerelles/mon-espace/"


@pytest.mark.parametrize(
    ("kind", "page"),
    [("manager", "pilot-dashboard"), ("coordinator", "pilot-dashboard"), ("sponsor", "sponsor-space")],
)
def test_who_works_for_a_programme_without_taking_part_comes_to_the_pages_of_her_work(kind, page):
    home()
    perimeter = {} if kind == "manager" else {"organisation": an_organisation()}
    client = a_window(a_staff_member("Delphine", kind, **perimeter))
    answer = client.get("/programmes/passerelles/mon-espace/")
    assert answer["Location"] == f"/programmes/passerelles{reverse(page)}"
    assert client.get(answer["Location"]).status_code == 200


def test_the_directory_is_offered_where_one_asks_oneself_only():
    home()
    matched = a_window(a_participant("Inès").person).get("/programmes/passerelles/charte/").text
    asked = a_cohort(a_programme("informal", slug="entraide"), state="running")
    found = a_window(a_participant("Lina", cohort=asked).person).get("/programmes/entraide/charte/").text
    assert "/programmes/passerelles/mentores/" not in matched
    assert "/programmes/entraide/mentores/" in found


def test_she_is_in_the_last_promotion_of_a_programme_in_which_she_took_part_twice():
    first, second = a_cohort(number=1), a_cohort(number=2)
    enrolment = a_participant("Inès", cohort=first)
    again = a_participant("", cohort=second, affiliation=enrolment.affiliation, role="mentor")
    assert membership_of(enrolment.person, "passerelles").enrolment == again


def test_a_role_in_one_programme_opens_nothing_in_another():
    home()
    manager = a_staff_member("Delphine")
    a_programme(slug="tandem")
    assert membership_of(manager, "tandem") is None
    assert membership_of(manager, "passerelles").is_manager
    assert not membership_of(manager, "passerelles").is_moderator


def test_a_mentor_of_the_open_platform_has_both_programmes_in_her_list():
    bruna = a_mentor()
    a_participant(bruna, role="mentor")
    page = a_window(bruna).get(reverse("my-programmes")).text
    assert page.index('href="/mon-espace/"') < page.index('href="/programmes/passerelles/mon-espace/"')


def test_somebody_without_any_programme_reads_what_brings_one():
    home()
    assert "invitation" in a_window(a_person("Seule")).get(reverse("my-programmes")).text
