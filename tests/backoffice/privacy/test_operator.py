"""Completing the legal pages: what is missing is counted until nothing is."""

import contextlib
import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from binome.core.models import JournalEntry
from binome.privacy.models import OperatorDetails
from binome.privacy.operator import missing, save_details
from binome.web import safety
from tests.backoffice.pages import text
from tests.factories import NOON

pytestmark = pytest.mark.django_db
WHOLE = {
    "contact_email": "bonjour@asso.example.org",
    "name": "Association Exemple", "legal_form": "association loi 1901", "address": "1 rue du Port\n44000 Nantes",
    "phone": "02 00 00 00 00", "email": "bonjour@asso.example.org", "registration": "",
    "publication_director": "Mme Exemple", "host_name": "Hébergeur SA", "host_address": "2 rue du Lac",
    "host_phone": "01 00 00 00 00", "mail_provider": "Postier, France", "other_processors": "", "transfers": "none",
    "transfers_detail": "", "privacy_contact": "dpo@asso.example.org", "authority": "CNIL", "backups_kept_days": "30",
    "conformity": "unaudited", "audited_on": "", "audited_by": "", "audit_rate": "", "audit_failings": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def a_real_site(settings, programme):
    settings.DEFAULT_FROM_EMAIL = "Binôme <bonjour@asso.example.org>"
    programme.contact_email = "bonjour@asso.example.org"
    programme.save()


def test_a_new_site_says_what_is_missing(office, programme, settings):
    page = text(office.get(reverse("privacy-desk")))
    assert len(missing(programme)) == 13
    assert "Nom de l’hébergeur" in page and "Données personnelles 13" in page
    settings.DEFAULT_FROM_EMAIL = "Binôme <bonjour@binome.example>"
    assert "BINOME_FROM" in text(office.get(reverse("privacy-desk")))


def test_completing_it_empties_the_list_and_writes_one_line(office, programme, elsa):
    answer = office.post(reverse("operator-details"), WHOLE, follow=True)
    assert "Les pages légales sont complètes" in text(answer)
    assert missing(programme) == []
    entry = JournalEntry.objects.get(verb="operator_details_changed")
    assert entry.actor_code == elsa.code and "host_name" in entry.data["fields"]
    office.post(reverse("operator-details"), WHOLE)
    assert JournalEntry.objects.filter(verb="operator_details_changed").count() == 1


@pytest.mark.parametrize(("field", "word"), [("host_phone", "hébergeur"), ("privacy_contact", "Contact")])
def test_one_blank_is_one_line(office, programme, field, word):
    office.post(reverse("operator-details"), {**WHOLE, field: ""})
    assert [one.field for one in missing(programme)] == [field]
    assert word in text(office.get(reverse("privacy-desk")))


def test_an_audit_asks_for_its_date_its_author_and_its_result(office, programme):
    office.post(reverse("operator-details"), {**WHOLE, "conformity": "partial"})
    assert [one.field for one in missing(programme)] == ["audited_on", "audited_by", "audit_rate"]


def test_a_transfer_asks_for_its_guarantees(office, programme):
    office.post(reverse("operator-details"), {**WHOLE, "transfers": "some"})
    assert [one.field for one in missing(programme)] == ["transfers_detail"]


@pytest.mark.parametrize(
    ("field", "value"), [("audit_rate", "140"), ("backups_kept_days", "0"), ("email", "nulle part")]
)
def test_a_refused_form_keeps_what_was_typed(office, field, value):
    answer = office.post(reverse("operator-details"), {**WHOLE, field: value})
    assert answer.status_code == 422
    assert "Association Exemple" in answer.content.decode()
    assert not OperatorDetails.objects.exists()


def test_a_real_site_says_at_its_start_what_is_missing(programme, caplog):
    safety.warn_of_unfinished_pages()
    assert "publication_director" in caplog.text
    caplog.clear()
    changes = {name: value or None if name.startswith("audit") else value for name, value in WHOLE.items()}
    del changes["contact_email"]
    save_details(programme=programme, changes={**changes, "audited_by": "", "audit_failings": ""}, by=None, now=NOON)
    safety.warn_of_unfinished_pages()
    assert caplog.text == ""


def test_the_monitor_counts_what_is_missing(programme, capsys):
    with contextlib.suppress(CommandError):  # no worker runs here
        call_command("core_health")
    assert json.loads(capsys.readouterr().out)["legal_pages_missing"] == 13


@pytest.mark.parametrize("kind", ["DEBUG", "DEMO"])
def test_a_demonstration_says_nothing_at_its_start(programme, caplog, settings, kind):
    setattr(settings, kind, True)
    safety.warn_of_unfinished_pages()
    assert caplog.text == ""


def test_the_address_of_the_example_is_missing_until_another_is_chosen(office, programme):
    programme.contact_email = "bonjour@binome.example"
    programme.save()
    assert "contact_email" in [one.field for one in missing(programme)]
    office.post(reverse("operator-details"), WHOLE)
    programme.refresh_from_db()
    assert programme.contact_email == "bonjour@asso.example.org"
    assert "contact_email" not in [one.field for one in missing(programme)]
    assert JournalEntry.objects.filter(verb="contact_email_chosen").count() == 1
    assert office.post(reverse("operator-details"), {**WHOLE, "contact_email": ""}).status_code == 422
