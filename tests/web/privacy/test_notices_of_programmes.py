"""The legal pages of a programme of organisations: who runs the site, who answers for the data, and no blank."""

from datetime import date

import pytest
from django.urls import reverse

from binome.privacy.operator import answering_for, missing, save_details
from tests.backoffice.pages import text
from tests.factories import NOON, a_window, home
from tests.factories.programmes import a_participant, a_programme, a_staff_member, an_organisation
from tests.web.privacy.test_notices import PAGES, UNSAID

pytestmark = pytest.mark.django_db
PREFIX = "/programmes/passerelles"
OPERATOR = {
    "name": "Association Exemple", "legal_form": "association loi 1901", "address": "1 rue du Port, Nantes",
    "phone": "02 00 00 00 00", "email": "bonjour@asso.example.org", "publication_director": "Mme Exemple",
    "host_name": "Hébergeur SA", "host_address": "2 rue du Lac", "host_phone": "01 00 00 00 00",
    "mail_provider": "Postier, France", "transfers": "none", "privacy_contact": "dpo@asso.example.org",
    "backups_kept_days": 30, "conformity": "partial", "audited_by": "Cabinet Lisible",
    "audited_on": date(2026, 3, 1), "audit_rate": 80, "bases": {"accounts": "interest"},
}  # fmt: skip
ORVANNE = {"address": "3 quai de l’Orvanne", "privacy_contact": "dpo@orvanne.example.org", "has_dpo": True}


@pytest.fixture
def ines():
    save_details(programme=home(), changes=OPERATOR, by=None, now=NOON)
    return a_window(a_participant("Inès").person)


def said_in(person, name, prefix=PREFIX):
    return text(person.get(prefix + reverse(name)))


@pytest.mark.parametrize("name", PAGES)
def test_a_programme_leaves_no_blank_that_the_operator_has_filled(ines, name):
    page = said_in(ines, name)
    assert UNSAID not in page and "pas encore" not in page


def test_the_operator_publishes_and_hosts_the_site_whatever_the_programme(ines):
    page = said_in(ines, "legal-notice")
    for name in ("name", "address", "phone", "publication_director", "host_name", "host_phone"):
        assert OPERATOR[name] in page
    assert "Groupe Orvanne" not in page


def test_the_accessibility_is_declared_by_the_operator_too(ines):
    assert "partiellement conforme" in said_in(ines, "accessibility-statement")
    assert "partiellement conforme" in said_in(ines, "home")


def test_the_organisation_that_runs_the_programme_answers_for_its_data(ines):
    page = said_in(ines, "privacy-notice")
    responsible = page.partition("Qui est responsable")[2].partition("Pourquoi, et sur quel")[0]
    assert "Groupe Orvanne" in responsible
    assert "Association Exemple" not in responsible and "1 rue du Port" not in responsible
    assert "Association Exemple, qui fait fonctionner ce site" in page
    assert "dpo@asso.example.org" in page


def test_its_own_contact_replaces_the_operator_s(ines):
    save_details(programme=a_programme(), changes=ORVANNE, by=None, now=NOON)
    page = said_in(ines, "privacy-notice")
    assert "3 quai de l’Orvanne" in page and "dpo@orvanne.example.org" in page
    assert "dpo@asso.example.org" not in page
    assert "Délégué à la protection des données" in page


def test_each_says_the_ground_on_which_it_relies_itself(ines):
    assert answering_for(a_programme()).bases == {}
    assert answering_for(home()).bases == OPERATOR["bases"]


def test_reading_the_pages_of_a_programme_changes_nothing_of_the_operator(ines):
    said_in(ines, "privacy-notice")
    at_home = said_in(ines, "privacy-notice", "")
    assert "Association Exemple" in at_home and "Orvanne" not in at_home


def test_who_runs_a_programme_without_an_organisation_is_the_operator(ines):
    alone = a_programme("informal", "seul")
    alone.parties.all().delete()
    assert answering_for(alone).name == "Association Exemple"


def test_several_organisations_that_run_it_together_are_all_named(ines):
    both = a_programme("informal", "croise", an_organisation("Un"), an_organisation("Deux"))
    both.parties.update(runs=True)
    assert answering_for(both).name == "Un, Deux"


def test_the_administrator_of_a_programme_is_asked_for_what_is_its_own_only(ines):
    office = a_window(a_staff_member("Elsa", "administrator"))
    assert [one.field for one in missing(a_programme())] == ["contact_email"]
    page = office.get(PREFIX + reverse("operator-details")).text
    assert 'name="privacy_contact"' in page and 'name="host_name"' not in page
    given = {"contact_email": "rh@orvanne.example.org", "privacy_contact": "dpo@orvanne.example.org"}
    assert office.post(PREFIX + reverse("operator-details"), given).status_code == 302
    assert missing(a_programme()) == []
    assert "dpo@orvanne.example.org" in said_in(ines, "privacy-notice")
