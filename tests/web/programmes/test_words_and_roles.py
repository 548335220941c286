"""The words that a manager writes are read by those whom they concern; one person is another in each programme."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from binome.core.models import Letter
from binome.programmes.actions import enrol_in_cohort, nominate_person
from binome.programmes.models import Invitation
from tests.factories import a_mentor, a_window
from tests.factories.line_manager import a_leader, a_promotion_that_tells, a_report, delphine, invite, opt_in
from tests.factories.people import NOON
from tests.factories.programmes import a_cohort, a_participant, a_programme, a_staff_member

pytestmark = pytest.mark.django_db
INSIDE = "/programmes/passerelles"


@pytest.fixture
def cohort():
    """Its manager wrote words of her own, in both languages."""
    cohort = a_promotion_that_tells()
    runs, page = a_window(delphine()), INSIDE + reverse("edit-texts")
    values = {field.html_name: field.value() for field in runs.get(page).context["form"]}
    for kind in ("invitation", "nomination", "welcome"):
        for language in ("fr", "en"):
            values[f"{kind}-{language}"] = f"Mots {kind} {language}."
    assert runs.post(page, values).status_code == 302
    cohort.programme.refresh_from_db()
    return cohort


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_invitation_that_the_manager_wrote_is_in_the_letter_and_on_the_page(cohort, language):
    declared = a_report(a_leader())
    declared.person.language = language
    declared.person.save()
    path = invite(cohort, declared)
    assert f"Mots invitation {language}." in Letter.objects.get(kind="cohort_invitation").text
    assert f"Mots invitation {language}." in Client().get(path).text


def test_who_chose_a_language_in_her_browser_reads_it_whatever_her_letters(cohort):
    path, client = invite(cohort, a_report(a_leader())), Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get(path).text
    assert '<html lang="en"' in page and "Mots invitation en." in page
    assert '<html lang="fr"' in Client().get(path).text


def test_a_nomination_and_the_welcome_are_said_in_the_manager_s_words(cohort):
    declared = a_report(a_leader())
    sponsor = a_staff_member("Isabelle", "sponsor", cohort.programme)
    nominate_person(
        cohort=cohort, affiliation=declared, role="mentee", reason="Elle ose.", by=sponsor, now=NOON
    )  # fmt: skip
    letter = Letter.objects.get(kind="cohort_nomination").text
    assert "Mots nomination fr." in letter
    path = re.search(r"/invitations/\w+/", letter)[0]
    page = Client().get(path).text
    assert "Mots nomination fr." in page and "Elle ose." in page
    assert "Mots welcome fr." in opt_in(path).get(INSIDE + reverse("my-space")).text
    assert Invitation.objects.get().state == "accepted"


def test_one_person_is_a_mentor_here_a_mentee_there_and_runs_a_third_programme():
    bruna = a_mentor("Bruna")
    helped = a_cohort(a_programme("centralised", "passerelles"))
    hers = a_participant(bruna, "mentee", helped)
    peers = a_cohort(a_programme("peers", "duos"))
    enrol_in_cohort(cohort=peers, affiliation=hers.affiliation, role="peer", now=NOON)
    a_programme("reverse", "miroir").staff_roles.create(person=bruna, kind="manager", since_at=NOON)
    client = a_window(bruna)
    page = client.get(reverse("my-programmes")).text
    for slug in ("passerelles", "duos", "miroir"):
        assert f'href="/programmes/{slug}/' in page
    roles = {row.programme.slug: row.role for row in bruna.enrolments.select_related("programme")}
    assert (roles["passerelles"], roles["duos"]) == ("mentee", "peer")
    assert client.get("/programmes/duos" + reverse("my-space")).status_code == 200
    assert client.get(INSIDE + reverse("pilot-dashboard")).status_code == 404
    assert client.get("/programmes/miroir" + reverse("my-answers")).status_code == 404
