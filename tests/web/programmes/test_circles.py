"""A circle's pages: its people, one meeting for all, leaving; for nobody else (D6, N1)."""

import pytest
from django.utils import timezone

from binome.mentoring.models import CircleMeeting, CircleMember
from tests.factories import a_window
from tests.factories.matchmaking import a_circle, a_promotion, someone
from tests.factories.people import family_name_of
from tests.factories.programmes import a_staff_member

pytestmark = pytest.mark.django_db
ROOT = "/programmes/circles"


@pytest.fixture
def circle() -> list[CircleMember]:
    cohort = a_promotion("circles")
    return a_circle(*(someone(name, "peer", cohort) for name in ("Awa", "Binta", "Chloé", "Dora")), at=timezone.now())


def address(circle, act: str = "") -> str:
    return f"{ROOT}/cercles/{circle[0].circle.code}/{act}"


def window_of(member: CircleMember):
    return a_window(member.enrolment.person)


def test_her_space_leads_to_the_circle_with_first_names_alone(circle):
    window = window_of(circle[0])
    assert address(circle) in window.get(f"{ROOT}/mon-espace/").text
    page = window.get(address(circle)).text
    assert all(name in page for name in ("Binta", "Chloé", "Dora"))
    assert not any(family_name_of(member.enrolment.person) in page for member in circle[1:])


def test_what_she_shows_is_read_by_the_others(circle):
    answer = window_of(circle[1]).post(
        address(circle, "coordonnees/"), {"fields_shown": ["name", "email"]}, follow=True
    )
    assert "C’est enregistré" in answer.text
    page = window_of(circle[0]).get(address(circle)).text
    assert family_name_of(circle[1].enrolment.person) in page and circle[1].enrolment.person.email in page


def test_one_notes_a_meeting_for_all(circle):
    present = [member.enrolment.code for member in circle[:3]]
    given = {"held_on": timezone.localdate().isoformat(), "minutes": 45, "format": "remote", "present": present}
    assert (
        "C’est noté pour tout le cercle"
        in window_of(circle[0]).post(address(circle, "rendez-vous/"), given, follow=True).text
    )
    page = window_of(circle[3]).get(address(circle)).text
    assert "45 minutes" in page and "Awa, Binta, Chloé" in page
    code = CircleMeeting.objects.get().code
    assert window_of(circle[3]).get(f"{ROOT}/rendez-vous-du-cercle/{code}/supprimer/").status_code == 404
    window_of(circle[0]).post(f"{ROOT}/rendez-vous-du-cercle/{code}/supprimer/")
    assert not CircleMeeting.objects.exists()


def test_a_meeting_of_one_person_comes_back_with_what_was_typed(circle):
    given = {"held_on": "2026-11-02", "minutes": "37", "format": "remote", "present": [circle[0].enrolment.code]}
    answer = window_of(circle[0]).post(address(circle, "rendez-vous/"), given)
    assert answer.status_code == 422
    assert "Cochez au moins deux personnes" in answer.text and 'value="37"' in answer.text


def test_she_leaves_after_a_question_and_the_page_is_no_longer_hers(circle):
    window = window_of(circle[0])
    assert "Personne ne vous en demandera la raison" in window.get(address(circle, "quitter/")).text
    assert "Vous avez quitté le cercle" in window.post(address(circle, "quitter/"), follow=True).text
    assert window.get(address(circle)).status_code == 404


def test_to_anyone_else_it_does_not_exist(circle):
    stranger = a_window(someone("Elsa", "peer", circle[0].enrolment.cohort).person)
    for act in ("", "coordonnees/", "rendez-vous/", "quitter/"):
        assert stranger.get(address(circle, act)).status_code == 404
        assert not act or stranger.post(address(circle, act)).status_code == 404


def test_the_page_costs_as_much_for_six_as_for_three(circle, django_assert_max_num_queries):
    for name in ("Elsa", "Fanny"):
        CircleMember.objects.create(
            circle=circle[0].circle, enrolment=someone(name, "peer", circle[0].enrolment.cohort)
        )
    CircleMember.objects.update(name=True, phone=True)
    window = window_of(circle[0])
    window.get(address(circle))
    with django_assert_max_num_queries(20):
        assert window.get(address(circle)).status_code == 200


def _meet(circle) -> None:
    meeting = CircleMeeting.objects.create(
        circle=circle[0].circle, held_on=timezone.localdate(), logged_by=circle[0].enrolment.person
    )
    meeting.present.set(circle)


def test_after_a_meeting_she_is_asked_how_it_goes_and_nobody_reads_her_answer(circle):
    window = window_of(circle[0])
    assert "Comment ça se passe" not in window.get(address(circle)).text
    _meet(circle)
    assert "Comment ça se passe" in window.get(address(circle)).text
    assert window.post(address(circle, "entente/"), {"answer": "unknown"}).status_code == 422
    page = window.post(address(circle, "entente/"), {"answer": "not_right"}, follow=True).text
    assert "Ce n’est la faute de personne" in page and "quitter/" in page
    other = window_of(circle[1]).get(address(circle)).text
    assert "Ce n’est la faute de personne" not in other and "Comment ça se passe" in other
    assert window_of(circle[1]).get(address(circle, "entente/")).status_code == 302


def test_who_runs_the_programme_reads_its_circles_and_closes_one_with_a_reason(circle, django_assert_max_num_queries):
    programme = circle[0].enrolment.programme
    _meet(circle)
    window, cohort = a_window(a_staff_member("Delphine", programme=programme)), circle[0].circle.cohort
    pages = f"{ROOT}/pilotage/appariement/{cohort.code}/cercles/"
    window.get(pages)
    with django_assert_max_num_queries(12):
        page = window.get(pages).text
    assert all(member.enrolment.person.first_name in page for member in circle) and "1 rendez-vous" in page
    assert pages in window.get(f"{ROOT}/pilotage/appariement/{cohort.code}/").text
    close = f"{pages}{circle[0].circle.code}/clore/"
    assert "Clore le cercle 1" in window.get(close).text
    assert window.post(close, {}).status_code == 422
    assert "Le cercle est clos" in window.post(close, {"reason": "time"}, follow=True).text
    assert "Ce cercle est déjà clos" in window.post(close, {"reason": "time"}, follow=True).text
    assert "Ce cercle est clos" in window_of(circle[0]).get(address(circle)).text
    for stranger in (circle[0].enrolment.person, a_staff_member("Isabelle", "sponsor", programme=programme)):
        assert a_window(stranger).get(pages).status_code == 404
        assert a_window(stranger).post(close, {"reason": "time"}).status_code == 404
