"""The letter that tells a line manager: what it says, to whom, when it leaves, and that it is one."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from binome.core.mails import still_due
from binome.core.models import Letter
from binome.people.models import User
from binome.programmes.actions import change_cohort, change_programme, enrol_in_cohort, leave_cohort
from binome.programmes.models import Affiliation, Enrolment, Wish
from tests.factories import a_window
from tests.factories.line_manager import (
    FAMILY,
    KIND,
    PASSWORD,
    a_leader,
    a_promotion_that_tells,
    a_report,
    delphine,
    enrolled,
    invite,
    opt_in,
    told,
)
from tests.factories.people import NOON
from tests.factories.programmes import a_cohort, a_participant

pytestmark = pytest.mark.django_db
INSIDE = "/programmes/passerelles"


@pytest.fixture
def cohort():
    return a_promotion_that_tells()


# The letter


def test_the_letter_says_who_takes_part_the_time_and_what_is_expected_and_nothing_else(cohort):
    change_cohort(
        cohort=cohort, by=delphine(), now=NOON,
        values={"starts_on": NOON.date(), "ends_on": NOON.date() + timedelta(days=300)},
    )  # fmt: skip
    cohort.refresh_from_db()
    enrolled(cohort, a_leader())
    (letter,) = told()
    assert letter.subject == "Une participation dans votre équipe"
    text = " ".join(letter.text.split())
    for said in (
        "Bonjour Claire,",
        "Inès-Marie (Cheffe de projet, Lyon) participe au programme Passerelles, Promotion 1.",
        "C’est un choix volontaire, et cette personne sait que nous vous l’écrivons.",
        "Un rendez-vous d’une heure environ par mois.",
        "laisser le temps de ces rendez-vous, et ne rien demander de ce qui s’y dit, ni avec qui",
        "pas même quand elle s’arrête",
        f"Écrivez à {cohort.programme.contact_email}.",
        "Vous n’avez pas de compte à ouvrir.",
    ):
        assert said in text, said
    assert re.search(r"Du \S+ \w+ \d{4} au ", text)
    assert FAMILY not in letter.text + letter.html and "mentor" not in (letter.text + letter.html).lower()


def test_it_leads_nowhere_but_out(cohort):
    enrolled(cohort, a_leader())
    (letter,) = told()
    links = set(re.findall(r'href="([^"]+)"', letter.html))
    assert links == {letter.unsubscribe_url, settings.SITE_URL}


def test_without_dates_or_job_it_says_how_many_months(cohort):
    declared = a_report(a_leader(), job_title="")
    declared.entity = None
    declared.save()
    enrol_in_cohort(cohort=cohort, affiliation=declared, role="mentee", line_manager_may_know=True, now=NOON)
    (letter,) = told()
    assert "Inès-Marie participe au programme Passerelles" in letter.text
    assert "Pendant 12 mois." in letter.text


def test_in_english_for_who_reads_english(cohort):
    leader = a_leader()
    leader.person.language = "en"
    leader.person.save()
    enrolled(cohort, leader)
    (letter,) = told()
    text = " ".join(letter.text.split())
    assert letter.subject == "Someone in your team takes part"
    assert "takes part in the programme Passerelles" in text and "One meeting of about an hour each month." in text
    assert "participe" not in text


def test_the_manager_of_the_programme_writes_how_much_time_it_takes(cohort):
    runs = a_window(delphine())
    page = runs.get(INSIDE + reverse("edit-texts"))
    values = {field.html_name: field.value() for field in page.context["form"]}
    values["time-fr"] = "Deux heures par trimestre, le matin."
    assert runs.post(INSIDE + reverse("edit-texts"), values).status_code == 302
    path = invite(cohort, a_report(a_leader()))
    assert "Deux heures par trimestre, le matin." in Client().get(path).text
    opt_in(path)
    assert "Deux heures par trimestre, le matin." in told()[0].text


def _words(letter: Letter) -> list[str]:
    """Without the address that stops it, signed at a moment."""
    return [text.replace(letter.unsubscribe_url, "") for text in (letter.subject, letter.text, letter.html)]


def test_it_does_not_differ_with_her_role_her_answers_her_wishes_or_her_partner(cohort):
    """Two worlds: of the same person, in each of which all that she does here is other."""
    first = enrolled(cohort, a_leader("Claire"))
    (one,) = told()
    before = _words(one)
    Letter.objects.all().delete()
    first.delete()
    partner = a_participant("Bruno", "mentee", cohort)
    again = enrol_in_cohort(
        cohort=cohort, affiliation=Affiliation.objects.get(person__first_name="Inès"), role="mentor",
        line_manager_may_know=True, now=NOON,
    )  # fmt: skip
    Enrolment.objects.filter(pk=again.pk).update(answers={"goals": "Quitter cette équipe."})
    Wish.objects.create(enrolment=again, wanted=partner, rank=1)
    (other,) = told()
    assert _words(other) == before


# When it leaves


def test_who_waits_for_a_place_is_told_of_when_she_has_one(cohort):
    change_cohort(cohort=cohort, values={"max_mentees": 1}, by=delphine(), now=NOON)
    cohort.refresh_from_db()
    bruno = enrol_in_cohort(cohort=cohort, affiliation=a_report(None, "Bruno"), role="mentee", now=NOON)
    ines = enrolled(cohort, a_leader())
    assert ines.state == "waiting" and not told()
    leave_cohort(enrolment=bruno, by=bruno.person, now=NOON)
    assert [letter.about for letter in told()] == [f"enrolment:{ines.code}"]


def test_one_letter_for_a_person_and_a_promotion_whoever_leads_her_since(cohort):
    ines = enrolled(cohort, a_leader())
    leave_cohort(enrolment=ines, by=ines.person, now=NOON)
    Affiliation.objects.filter(pk=ines.affiliation_id).update(line_manager=a_leader("Noémie"))
    declared = Affiliation.objects.get(pk=ines.affiliation_id)
    enrol_in_cohort(cohort=cohort, affiliation=declared, role="mentor", line_manager_may_know=True, now=NOON)
    assert [letter.recipient_code for letter in told()] == [User.objects.get(first_name="Claire").code]
    after = a_cohort(cohort.programme, number=2)
    enrol_in_cohort(cohort=after, affiliation=declared, role="mentee", line_manager_may_know=True, now=NOON)
    assert len(told()) == 2


def _left(ines: Enrolment) -> None:
    leave_cohort(enrolment=ines, by=ines.person, now=NOON)


def _setting_off(ines: Enrolment) -> None:
    change_programme(programme=ines.programme, changes={"tells_line_managers": False}, by=delphine(), now=NOON)


def _of_leader(**fields):
    return lambda ines: Affiliation.objects.filter(reports=ines.affiliation_id).update(**fields)


def _led_by_another(ines: Enrolment) -> None:
    Affiliation.objects.filter(pk=ines.affiliation_id).update(line_manager=a_leader("Noémie"))


def _she_left_the_organisation(ines: Enrolment) -> None:
    Affiliation.objects.filter(pk=ines.affiliation_id).update(left_on=NOON.date())


def _leader_closed(ines: Enrolment) -> None:
    leader = User.objects.get(first_name="Claire")
    leader.set_password(PASSWORD)
    leader.save()


def _leader_refuses(ines: Enrolment) -> None:
    User.objects.filter(first_name="Claire").update(muted_mails=[KIND])


@pytest.mark.parametrize(
    "change",
    [_left, _setting_off, _of_leader(left_on=NOON.date()), _led_by_another, _she_left_the_organisation,
     _leader_closed, _leader_refuses],
    ids=["she-left", "setting-off", "leader-left", "led-by-another", "she-left-the-company", "closed", "refuses"],
)  # fmt: skip
def test_what_changed_before_the_letter_leaves_stops_it(cohort, change):
    ines = enrolled(cohort, a_leader())
    (letter,) = told()
    assert still_due(letter)
    change(ines)
    assert not still_due(letter)


def test_a_line_manager_who_takes_part_herself_is_told_the_same(cohort):
    """What she learns does not depend on what she is here; the two are never paired (`manager` among the rules)."""
    leader = a_leader()
    a_participant(leader.person, "mentor", cohort, affiliation=leader)
    enrolled(cohort, leader)
    assert [letter.recipient_code for letter in told()] == [leader.person.code]


def test_nothing_is_said_when_she_stops(cohort):
    ines = enrolled(cohort, a_leader())
    Letter.objects.update(state="sent", sent_at=NOON)
    leave_cohort(enrolment=ines, by=ines.person, now=NOON)
    assert Letter.objects.filter(recipient_code=User.objects.get(first_name="Claire").code).count() == 1
