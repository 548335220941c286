"""The requests of an informal programme for who runs it (D1): who owes an answer, never who asked (N10, N11)."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from binome.core.models import JournalEntry
from binome.mentoring.models import MentoringRequest
from tests.factories import a_window, family_name_of, home
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
DAY = timedelta(days=1)


@pytest.fixture
def cohort():
    home()
    return a_cohort(a_programme("informal", "entraide"))


def _page(person, programme: str = "entraide"):
    return a_window(person).get(f"/programmes/{programme}{reverse('request-list')}")


def _request(cohort, mentor, mentee, *, state: str = "sent", days: int = 3, **fields) -> MentoringRequest:
    """Sent so many days ago, and reminded after seven of them."""
    sent = timezone.now() - days * DAY
    return MentoringRequest.objects.create(
        programme=cohort.programme, mentor=mentor.person, mentee=mentee.person, state=state,
        pending_slot=1 if state == "sent" else None, created_at=sent, sent_at=sent, due_at=sent + 14 * DAY,
        reminded_at=sent + 7 * DAY if days >= 7 else None, objective="Oser diriger", **fields,
    )  # fmt: skip


def _people(cohort, role: str, number: int, where: str = "Lyon"):
    return [a_participant(f"{role.capitalize()}{each}", role, cohort, an_entity(where)) for each in range(number)]


def test_who_owes_an_answer_comes_the_oldest_first_wholly_named_and_who_asked_is_not_told(cohort):
    mentors, mentees = _people(cohort, "mentor", 3), _people(cohort, "mentee", 3)
    _request(cohort, mentors[0], mentees[0], days=2)
    _request(cohort, mentors[1], mentees[1], days=9)
    _request(cohort, mentors[1], mentees[2], days=1)
    delphine = a_staff_member("Delphine", programme=cohort.programme)
    page = _page(delphine)
    lines = page.context["lines"]
    assert [(line.name, line.count, line.detail) for line in lines] == [
        (f"Mentor1 {family_name_of(mentors[1].person)}", 2, "Lyon"),
        (f"Mentor0 {family_name_of(mentors[0].person)}", 1, "Lyon"),
    ]
    assert [line.reminded_at is None for line in lines] == [False, True]
    standing = page.context["standing"]
    assert (standing.waiting, standing.late, standing.people, standing.accepted) == (3, 1, 3, 0)
    assert "Mentee" not in page.text and "Oser diriger" not in page.text and "Mentor2" not in page.text
    assert JournalEntry.objects.filter(verb="names_shown", actor_code=delphine.code).count() == 1


def test_a_coordinator_reads_her_site_alone_and_nothing_of_what_ended(cohort):
    hers, other = _people(cohort, "mentor", 1)[0], _people(cohort, "mentor", 1, "Brest")[0]
    mentees = [*_people(cohort, "mentee", 2, "Brest"), *_people(cohort, "mentee", 6)]
    _request(cohort, hers, mentees[0])
    _request(cohort, other, mentees[1])
    for mentee in mentees[2:]:
        _request(cohort, hers, mentee, state="declined")
    carole = a_staff_member("Carole", "coordinator", cohort.programme, entity=an_entity("Lyon"))
    before = _page(carole)
    assert [line.name.split()[0] for line in before.context["lines"]] == ["Mentor0"] and "Brest" not in before.text
    standing = before.context["standing"]
    assert (standing.waiting, standing.people, standing.ended) == (1, 0, None)
    MentoringRequest.objects.filter(state="declined").update(state="withdrawn")
    _request(cohort, other, mentees[0], state="accepted")
    assert _bytes(_page(carole)) == _bytes(before)


def _bytes(page) -> str:
    return re.sub(r'value="\w{64}"', "", page.text)


def test_one_refusal_changes_no_byte_of_a_manager_s_page(cohort):
    """N10: taken back or declined, below five people nothing tells the two apart."""
    mentor, *_others = _people(cohort, "mentor", 1)
    mentees = _people(cohort, "mentee", 9)
    rows = [_request(cohort, mentor, mentee, state="withdrawn") for mentee in mentees]
    delphine = a_staff_member("Delphine", programme=cohort.programme)
    before = _page(delphine)
    assert (before.context["standing"].ended, before.context["standing"].declined) == (9, None)
    for row in rows[:4]:
        MentoringRequest.objects.filter(pk=row.pk).update(state="declined")
        assert _bytes(_page(delphine)) == _bytes(before)


def test_refusals_are_counted_from_five_people_on_and_never_what_a_subtraction_would_tell(cohort):
    mentor, *_others = _people(cohort, "mentor", 1)
    mentees, delphine = _people(cohort, "mentee", 10), a_staff_member("Delphine", programme=cohort.programme)
    told = []
    for number, mentee in enumerate(mentees):
        _request(cohort, mentor, mentee, state="declined" if number < 5 else "expired")
        told.append((_page(delphine).context["standing"].ended, _page(delphine).context["standing"].declined))
    assert told == [*[(None, None)] * 4, *[(number, None) for number in range(5, 10)], (10, 5)]


def test_another_programme_s_requests_are_not_here_and_a_programme_that_matches_has_no_such_page(cohort):
    other = a_cohort(a_programme("informal", "tandem", an_organisation("Gamma")))
    _request(other, _people(other, "mentor", 1)[0], _people(other, "mentee", 1)[0])
    delphine = a_staff_member("Delphine", programme=cohort.programme)
    assert _page(delphine).context["standing"].waiting == 0
    assert "Aucune demande n’attend de réponse" in _page(delphine).text
    a_programme("centralised", "passerelles")
    gilda = a_staff_member("Gilda", programme=a_programme())
    assert _page(gilda, "passerelles").status_code == 404
    board = a_window(delphine).get(f"/programmes/entraide{reverse('current-match-board')}")
    assert board["Location"] == f"/programmes/entraide{reverse('request-list')}"


def test_it_is_for_who_runs_the_programme(cohort):
    mentor = _people(cohort, "mentor", 1)[0]
    isabelle = a_staff_member("Isabelle", "sponsor", cohort.programme, organisation=an_organisation())
    assert [_page(person).status_code for person in (mentor.person, isabelle)] == [404, 404]


def test_another_hat_of_a_mentor_shows_nothing_of_her(cohort):
    """N11: she takes part for Lyon; Brest, which declares her too, reads nothing of it."""
    mentor, mentee = _people(cohort, "mentor", 1)[0], _people(cohort, "mentee", 1)[0]
    an_affiliation(mentor.person, an_entity("Brest", an_organisation("Bêta")))
    _request(cohort, mentor, mentee)
    beatrice = a_staff_member(
        "Béa", "coordinator", cohort.programme, entity=an_entity("Brest", an_organisation("Bêta"))
    )
    assert _page(beatrice).context["lines"] == []


@pytest.mark.parametrize("number", [2, 40])
def test_the_page_costs_the_same_whatever_their_number(cohort, number):
    for mentor, mentee in zip(_people(cohort, "mentor", number), _people(cohort, "mentee", number), strict=True):
        _request(cohort, mentor, mentee)
    client = a_window(a_staff_member("Delphine", programme=cohort.programme))
    path = f"/programmes/entraide{reverse('request-list')}"
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    own = [query for query in queries.captured_queries if "SAVEPOINT" not in query["sql"]]
    assert len(own) <= 12, [query["sql"][:90] for query in own]
