"""A line manager is told that somebody takes part, where the programme says so and she lets it be; and nothing else."""

import re
from threading import Event

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from binome.core.models import Letter
from binome.core.worker import work
from binome.people.models import User
from binome.privacy import erasure
from binome.privacy.export import collect
from binome.programmes.actions import change_programme
from binome.programmes.forms import starting_data
from binome.programmes.models import Affiliation, Enrolment
from tests.core.smtp import mail_server, smtp  # noqa: F401
from tests.factories import a_window, home
from tests.factories.line_manager import (
    FAMILY,
    KIND,
    YES,
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
from tests.factories.programmes import a_cohort, a_participant, a_programme, an_affiliation

pytestmark = pytest.mark.django_db
INSIDE = "/programmes/passerelles"


@pytest.fixture
def cohort():
    return a_promotion_that_tells()


# What she reads before her yes


def test_a_programme_tells_no_line_manager_until_its_manager_says_so():
    home()
    programme = a_programme(**starting_data("centralised", "fr-inclusif"))
    path = invite(a_cohort(programme), a_report(a_leader()))
    assert "responsable hiérarchique" not in Client().get(path).text
    opt_in(path)
    assert not told()


def test_the_setting_says_what_is_said_and_what_never_is(cohort):
    runs = a_window(delphine())
    page = runs.get(INSIDE + reverse("programme-settings"))
    assert "Prévenir le ou la responsable hiérarchique" in page.text
    for said in ("son prénom, sa fonction et son entité", "Jamais son rôle", "vous ne saurez pas qui refuse"):
        assert said in page.text
    values = {name: page.context["form"][name].value() for name in ("name", "wording", "contact_email", "approval")}
    assert runs.post(INSIDE + reverse("programme-settings"), values).status_code == 302
    cohort.programme.refresh_from_db()
    assert not cohort.programme.tells_line_managers
    runs.post(INSIDE + reverse("programme-settings"), {**values, "tells_line_managers": "on"})
    cohort.programme.refresh_from_db()
    assert cohort.programme.tells_line_managers


def test_before_she_opts_in_she_reads_what_her_line_manager_is_told_and_the_box_that_refuses_it(cohort):
    path = invite(cohort, a_report(a_leader()))
    page = Client().get(path).text
    assert "la personne que votre organisation déclare comme votre responsable hiérarchique" in page
    assert "Un rendez-vous d’une heure environ par mois." in re.sub(r"[\u00a0\u202f]", " ", page)
    assert "ni votre rôle, ni avec qui vous échangez, ni vos réponses, ni vos souhaits, ni si vous arrêtez" in page
    assert 'name="untold"' in page and "Claire" not in page


@pytest.mark.parametrize("changes", [{"line_manager": None}, {"left_on": NOON.date()}])
def test_whom_nobody_leads_reads_nothing_of_it(cohort, changes):
    leader = a_leader(left_on=changes.get("left_on"))
    path = invite(cohort, a_report(changes.get("line_manager", leader)))
    assert "responsable hiérarchique" not in Client().get(path).text
    opt_in(path)
    assert not told()


def test_when_the_programme_begins_to_tell_while_she_reads_she_reads_again(cohort):
    programme, by = cohort.programme, delphine()
    change_programme(programme=programme, changes={"tells_line_managers": False}, by=by, now=NOON)
    path = invite(cohort, a_report(a_leader()))
    client = Client()
    seen = client.get(path).context["form"].versions
    change_programme(programme=programme, changes={"tells_line_managers": True}, by=by, now=NOON)
    again = client.post(path, {**YES, "seen": seen})
    assert again.status_code == 422 and 'name="untold"' in again.text
    assert not Enrolment.objects.exists()


def test_who_joins_with_the_address_of_her_organisation_reads_it_too(cohort):
    company = a_leader().organisation
    company.email_domains = ["orvanne.example"]
    company.save()
    cohort.programme.form = "informal"
    cohort.programme.save()
    declared = a_report(Affiliation.objects.get(person__first_name="Claire"))
    User.objects.filter(pk=declared.person_id).update(email="ines@orvanne.example")
    Client().post(reverse("ask-to-join", args=["passerelles"]), {"email": "ines@orvanne.example"})
    link = re.search(r"(/rejoindre/lien/[\w-]+/)", Letter.objects.get(kind="join_link").text)[1]
    client = Client()
    page = client.get(link)
    assert "ni si vous arrêtez" in page.text
    yes = {**YES, "role": "mentee", "seen": page.context["form"].versions}
    assert client.post(link, yes).status_code == 302
    assert len(told()) == 1


# Her refusal


def test_she_refuses_and_takes_part_all_the_same(cohort):
    path = invite(cohort, a_report(a_leader()))
    opt_in(path, untold="on")
    assert Enrolment.objects.get().state == "active"
    assert not told()


def test_her_refusal_is_the_same_as_never_having_been_asked_and_nobody_reads_it(cohort):
    enrolment = enrolled(cohort, a_leader())
    runs, pages = a_window(delphine()), []
    for may_know in (True, False):
        Enrolment.objects.filter(pk=enrolment.pk).update(line_manager_may_know=may_know)
        read = [runs.get(INSIDE + reverse(name)) for name in ("participant-list", "people-list", "pilot-dashboard")]
        pages.append([re.sub(r'value="\w{64}"', "", page.text) for page in read])
    assert pages[0] == pages[1]
    assert Enrolment._meta.get_field("line_manager_may_know").default is False


def test_who_was_enrolled_before_is_not_told_of(cohort):
    programme, by = cohort.programme, delphine()
    change_programme(programme=programme, changes={"tells_line_managers": False}, by=by, now=NOON)
    path = invite(cohort, a_report(a_leader()))
    opt_in(path)
    change_programme(programme=programme, changes={"tells_line_managers": True}, by=by, now=NOON)
    assert not told()


# From her yes to the mailbox, and out of it


def test_the_letter_reaches_her_mailbox_and_one_click_stops_the_next_ones(cohort, smtp):  # noqa: F811
    leader = a_leader()
    path = invite(cohort, a_report(leader))
    opt_in(path)
    _deliver()
    (received,) = [mail for mail in smtp.received if mail.recipient == leader.person.email]
    message = received.message
    assert message["Subject"] == "Une participation dans votre équipe"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Inès-Marie" in message.get_body(["plain"]).get_content()
    assert FAMILY.encode() not in received.raw
    out = re.sub(r"[\s<>]", "", message["List-Unsubscribe"]).removeprefix(settings.SITE_URL)
    page = Client().post(out, {"List-Unsubscribe": "One-Click"})
    assert "Vous ne recevrez plus « Une personne de mon équipe participe à un programme »" in re.sub(
        r"[\u00a0\u202f]", " ", page.text
    )
    assert reverse("mail-preferences") not in page.text.partition("<main")[2].partition("</main>")[0]
    path = invite(cohort, a_report(leader, "Lina"))
    opt_in(path)
    _deliver()
    assert [mail.recipient for mail in smtp.received].count(leader.person.email) == 1


def _deliver() -> None:
    work(timetable={}, run=lambda name: None, clock=timezone.now, stop=Event(), once=True)


# What she reads of it afterwards


def test_she_reads_that_it_was_told_and_when(cohort):
    path = invite(cohort, a_report(a_leader()))
    client = opt_in(path)
    space = INSIDE + reverse("my-space")
    assert "Un e-mail part à votre responsable hiérarchique" in client.get(space).text
    Letter.objects.filter(kind=KIND).update(state="sent", sent_at=NOON)
    assert "Votre responsable hiérarchique sait que vous participez, depuis notre e-mail du" in client.get(space).text
    assert "Votre responsable hiérarchique a reçu l’e-mail" in client.get(INSIDE + reverse("my-data")).text
    assert "Ce programme lui écrit une seule fois" in client.get(INSIDE + reverse("who-sees-what")).text


def test_who_refused_reads_nothing_of_a_letter(cohort):
    path = invite(cohort, a_report(a_leader()))
    client = opt_in(path, untold="on")
    for name in ("my-space", "my-data"):
        assert "Votre responsable hiérarchique" not in client.get(INSIDE + reverse(name)).text
    changes = {"tells_line_managers": False}
    change_programme(programme=cohort.programme, changes=changes, by=delphine(), now=NOON)
    assert "ce programme ne lui écrit pas" in client.get(INSIDE + reverse("who-sees-what")).text


def test_her_archive_says_what_was_told_without_the_address_that_stops_it(cohort):
    ines = enrolled(cohort, a_leader())
    Letter.objects.update(state="sent", sent_at=NOON)
    hers = {table.name: table for table in collect(ines.person)}
    (row,) = hers["programmes.Letter"].rows
    assert [value.plain for value in row if value.field == "subject"] == ["Une participation dans votre équipe"]
    (enrolment,) = hers["programmes.Enrolment"].rows
    assert [value.plain for value in enrolment if value.field == "line_manager_may_know"] == [True]
    assert "desabonnement" not in str(hers["programmes.Letter"])


def test_once_she_is_erased_the_letter_about_her_has_no_words_left(cohort):
    ines = enrolled(cohort, a_leader())
    Letter.objects.update(state="sent", sent_at=NOON)
    erasure.erase_person(person=ines.person, now=NOON)
    (letter,) = told()
    assert (letter.text, letter.html, letter.subject, letter.to) == ("", "", "", "")
    waiting = enrolled(cohort, Affiliation.objects.get(person__first_name="Claire"), "Lina")
    erasure.erase_person(person=waiting.person, now=NOON)
    assert len(told()) == 1


def test_only_who_leads_somebody_finds_this_letter_among_her_choices(cohort):
    leader, other = an_affiliation("Claire"), an_affiliation("Paule")
    a_participant(leader.person, "mentor", cohort, affiliation=leader)
    a_participant(other.person, "mentor", cohort, affiliation=other)
    a_report(leader)
    found = [
        "Une personne de mon équipe participe à un programme"
        in a_window(one.person).get(INSIDE + reverse("mail-preferences")).text
        for one in (leader, other)
    ]
    assert found == [True, False]
