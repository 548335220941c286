"""Promotions and their people, within the perimeter of who looks (D2, D14, D16, N11)."""

import pytest
from django.test import Client
from django.urls import reverse

from binome.core.models import JournalEntry, Letter
from binome.programmes.forms import starting_data
from binome.programmes.models import Cohort, Invitation
from tests.factories import home, log_in
from tests.factories.people import a_person, family_name_of
from tests.factories.programmes import (
    a_cohort,
    a_participant,
    a_programme,
    a_staff_member,
    an_affiliation,
    an_entity,
    an_organisation,
)

pytestmark = pytest.mark.django_db
INSIDE = "/programmes/passerelles"


def _as(person) -> Client:
    client = Client()
    log_in(client, person)
    return client


def _path(name: str, *args: str) -> str:
    return INSIDE + reverse(name, args=args)


@pytest.fixture
def cohort():
    home()
    return a_cohort(a_programme(**starting_data("centralised", "fr-inclusif")))


@pytest.fixture
def client(cohort) -> Client:
    return _as(a_staff_member("Delphine"))


def _imported(name: str, entity=None):
    person = a_person(name, active=False)
    return an_affiliation(person, entity)


def test_the_first_promotion_is_prepared_opened_closed_and_archived():
    home()
    a_programme()
    client = _as(a_staff_member("Delphine"))
    answer = client.post(_path("create-cohort"), {"name": "Promotion 1", "max_mentees": "30", "is_pilot": "on"})
    cohort = Cohort.objects.get()
    assert answer["Location"] == _path("edit-cohort", cohort.code)
    assert (cohort.max_mentees, cohort.is_pilot, cohort.state) == (30, True, "draft")
    for verb, state in (("open_enrolment", "enrolling"), ("close_enrolment", "matching"), ("start", "running"),
                        ("close", "closed")):  # fmt: skip
        client.post(_path("move-cohort", cohort.code), {"verb": verb})
        cohort.refresh_from_db()
        assert cohort.state == state
    client.post(_path("archive-cohort", cohort.code))
    cohort.refresh_from_db()
    assert cohort.archived_at is not None


def test_the_next_promotion_starts_from_the_last_one(client, cohort):
    cohort.max_mentors, cohort.starts_on = 12, cohort.created_at.date()
    cohort.save()
    page = client.get(_path("create-cohort"))
    assert page.context["form"]["max_mentors"].value() == 12
    assert page.context["form"]["starts_on"].value().year == cohort.starts_on.year + 1


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"max_mentees": "0"}, {"mentors_from": "31/31/2026"},
     {"mentors_from": "2027-03-02", "mentees_from": "2027-03-01"},
     {"starts_on": "2027-03-02", "ends_on": "2027-03-01"}],
)  # fmt: skip
def test_a_promotion_that_cannot_be_is_refused_and_what_was_typed_stays(client, wrong):
    answer = client.post(_path("create-cohort"), {"name": "Promotion 2", "max_mentors": "7", **wrong})
    assert answer.status_code == 422
    assert 'value="7"' in answer.text
    assert Cohort.objects.count() == 1


def test_two_promotions_are_compared(client, cohort):
    other = a_cohort(number=2)
    a_participant("Inès", cohort=other)
    page = client.get(_path("cohort-list"), {"avec": [cohort.code, other.code]})
    assert "côte à côte" in page.text


def test_she_invites_the_people_she_ticks_and_each_gets_one_letter(client, cohort):
    ticked, other = _imported("Inès"), _imported("Salma")
    data = {"role": "mentee", "whom": "ticked", "people": [ticked.code]}
    answer = client.post(_path("invite-people"), data)
    assert answer.status_code == 302
    assert [row.affiliation for row in Invitation.objects.all()] == [ticked]
    assert Letter.objects.filter(kind="cohort_invitation").count() == 1
    assert other.code in client.get(_path("invite-people")).text


def test_a_whole_entity_is_invited_with_those_below_it(client, cohort):
    networks = an_entity("Réseaux")
    below, beside = _imported("Inès", an_entity("Lyon", parent=networks)), _imported("Salma", an_entity("Siège"))
    client.post(_path("invite-people"), {"role": "mentor", "whom": "entity", "entity": networks.code})
    assert [row.affiliation for row in Invitation.objects.all()] == [below]
    assert beside.invitations.count() == 0


def test_nobody_chosen_is_said(client, cohort):
    answer = client.post(_path("invite-people"), {"role": "mentor", "whom": "ticked"})
    assert answer.status_code == 422 and "Personne n’est choisi" in answer.text


def test_a_coordinator_sees_and_invites_her_own_site_only(cohort):
    lyon, nantes = an_entity("Lyon"), an_entity("Nantes")
    hers, other = _imported("Inès", lyon), _imported("Salma", nantes)
    a_participant("Karima", cohort=cohort, entity=nantes)
    a_participant("Rosalie", cohort=cohort, entity=lyon)
    client = _as(a_staff_member("Carole", "coordinator", entity=lyon))
    page = client.get(_path("participant-list")).text
    assert "Rosalie" in page and "Karima" not in page
    for data in ({"whom": "ticked", "people": [hers.code, other.code]}, {"whom": "entity", "entity": nantes.code},
                 {"whom": "all"}):  # fmt: skip
        client.post(_path("invite-people"), {"role": "mentee", **data})
    assert [row.affiliation for row in Invitation.objects.all()] == [hers]


@pytest.mark.parametrize("page", ["participant-list", "invite-people"])
def test_namesakes_are_told_apart_and_the_reading_of_their_names_is_journalled_once(client, cohort, page):
    """N1, N16: by their family name and their job, in the order of their names."""
    if page == "participant-list":
        people = [a_participant("Inès", cohort=cohort).person for _number in range(2)]
    else:
        people = [_imported("Inès").person for _number in range(2)]
    text = client.get(_path(page)).text
    assert all(f"Inès {family_name_of(person)}" in text for person in people)
    assert JournalEntry.objects.filter(verb="names_shown").count() == 1


@pytest.mark.parametrize("page", ["participant-list", "invite-people"])
def test_where_nobody_is_named_nothing_is_journalled(client, page):
    client.get(_path(page))
    assert not JournalEntry.objects.filter(verb="names_shown").exists()


@pytest.mark.parametrize("people", [3, 45])
def test_the_page_of_participants_costs_the_same_whatever_their_number(
    client, cohort, people, django_assert_max_num_queries
):
    for number in range(people):
        a_participant(f"P{number}", cohort=cohort)
    client.get(_path("participant-list"))
    with django_assert_max_num_queries(10):  # four of them are every page's
        client.get(_path("participant-list"))


def test_an_invitation_sent_by_mistake_is_withdrawn(client, cohort):
    client.post(_path("invite-people"), {"role": "mentee", "whom": "ticked", "people": [_imported("Inès").code]})
    client.post(_path("withdraw-invitation", Invitation.objects.get().code))
    assert Invitation.objects.get().state == "withdrawn"


def test_a_reminder_leaves_to_those_who_wait_for_a_week(client, cohort):
    a_participant("Inès", cohort=cohort)
    answer = client.post(_path("remind-people"), {"whom": "incomplete"}, follow=True)
    assert "1 rappel part" in answer.text
    answer = client.post(_path("remind-people"), {"whom": "incomplete"}, follow=True)
    assert "Personne à relancer" in answer.text
    assert Letter.objects.filter(kind="answers_reminder").count() == 1


def test_a_promotion_of_another_programme_is_missing(client, cohort):
    other = a_cohort(a_programme("peers", "duos", an_organisation("Gamma")))
    assert client.get(_path("participant-list"), {"promotion": other.code}).status_code == 404
    assert client.get(_path("edit-cohort", other.code)).status_code == 404


def test_a_sponsor_nominates_someone_of_her_own_company_by_her_address(cohort):
    beta = an_organisation("Bêta")
    hers, other = _imported("Inès"), an_affiliation("Paola", organisation=beta)
    client = _as(a_staff_member("Isabelle", "sponsor", organisation=an_organisation()))
    assert "Inès" not in client.get(_path("nominate-person")).text
    for person in (other.person, hers.person):
        client.post(_path("nominate-person"), {"email": person.email, "role": "mentee", "reason": "Elle ose."})
    assert [row.affiliation for row in Invitation.objects.all()] == [hers]
    assert Letter.objects.get().kind == "cohort_nomination"


def test_a_sponsor_opens_no_list_of_people(cohort):
    client = _as(a_staff_member("Isabelle", "sponsor", organisation=an_organisation()))
    assert [client.get(_path(name)).status_code for name in ("participant-list", "invite-people")] == [404, 404]


def test_the_mentors_of_the_last_promotion_are_asked_again_in_one_press(client, cohort):
    """D14: those of that role who stayed to the end, and nobody else."""
    odile, _left = a_participant("Odile", "mentor", cohort), a_participant("Paule", "mentor", cohort, state="left")
    a_participant("Inès", cohort=cohort)
    following = a_cohort(number=2)
    data = {"role": "mentor", "whom": "previous", "promotion": following.code}
    assert client.post(_path("invite-people"), data).status_code == 302
    assert [(row.affiliation, row.cohort) for row in Invitation.objects.all()] == [(odile.affiliation, following)]


@pytest.mark.parametrize("page", ["invite-people", "participant-list"])
def test_among_several_organisations_a_site_is_told_with_its_own(page):
    home()
    altea = an_organisation("Altéa")
    cohort = a_cohort(a_programme("cross_company", "passerelles", an_organisation(), altea), state="enrolling")
    _imported("Salma", an_entity("Siège", altea))
    a_participant("Inès", cohort=cohort, entity=an_entity("Siège"))
    said = _as(a_staff_member("Delphine")).get(_path(page)).text
    assert ("Altéa, Siège" if page == "invite-people" else "Groupe Orvanne, Siège") in said
