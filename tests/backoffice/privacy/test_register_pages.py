"""The register and the impact assessment, read and taken away."""

import csv
import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from binome.core.models import JournalEntry
from binome.privacy import dpia
from binome.privacy.notices import as_markdown
from binome.privacy.operator import details_of
from binome.privacy.treatments import TREATMENTS
from tests.backoffice.pages import text

pytestmark = pytest.mark.django_db
TYPED = {"name": "*Nous* #1 <b>", "conformity": "unaudited", "authority": "CNIL", "contact_email": "a@asso.org"}
USUAL = {one.key: one.basis for one in TREATMENTS}


def test_the_register_shows_its_lines_and_what_is_off(office):
    page = text(office.get(reverse("processing-register")))
    assert "Annuaire et demandes" in page and "mentoring.MentoringRequest.objective" in page
    assert "Échanges chiffrés entre votre appareil et le site (HTTPS) Absente ou non déclarée" in page


def test_it_is_taken_away_as_csv_and_xlsx(office):
    table = office.get(reverse("register-file", args=["registre.csv"]))
    assert table["Content-Disposition"] == 'attachment; filename="registre.csv"'
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig")), delimiter=";"))
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(office.get(reverse("register-file", args=["registre.xlsx"])).content)
    )
    assert rows == book.get_sheet_by_index(0).to_python()
    assert len(rows) > 8 and rows[0][0] == "Traitement"
    fields = office.get(reverse("register-file", args=["champs.csv"])).content.decode("utf-8-sig")
    assert "people.CivilIdentity" in fields


@pytest.mark.parametrize("name", ["autre.csv", "registre.exe", "registre", "..csv"])
def test_another_file_does_not_exist(office, name):
    assert office.get(reverse("register-file", args=[name])).status_code == 404


def test_a_cell_never_becomes_a_formula(office, programme):
    programme.save()
    office.post(reverse("operator-details"), {"name": "=1+1", "conformity": "unaudited", "contact_email": "a@asso.org"})
    for name in ("registre.csv", "champs.csv"):
        for row in office.get(reverse("register-file", args=[name])).content.decode("utf-8-sig").splitlines():
            assert not any(cell.strip('"').startswith(("=", "+", "-", "@")) for cell in row.split(";"))


def test_a_ground_is_changed_with_one_line_in_the_journal(office, programme):
    office.post(reverse("choose-bases"), {**USUAL, "mails": "interest"})
    assert details_of(programme).bases == {"mails": "interest"}
    office.post(reverse("choose-bases"), USUAL)
    assert details_of(programme).bases == {}
    assert JournalEntry.objects.filter(verb="operator_details_changed").count() == 2
    office.post(reverse("choose-bases"), {**USUAL, "mails": "because"})
    assert details_of(programme).bases == {}


def test_the_assessment_follows_the_structure_of_the_method(office):
    page = text(office.get(reverse("impact-assessment")))
    for part in ("1. Contexte", "2. Principes fondamentaux", "3. Risques", "4. Validation", "Accès illégitime"):
        assert part in page


def test_the_assessment_is_printed_with_what_the_organisation_wrote_as_plain_words(office):
    office.post(reverse("operator-details"), TYPED)
    for language in ("fr", "en"):
        office.cookies["binome_language"] = language
        paper = office.get(reverse("assessment-paper"))
        assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")
        assert len(paper.content) > 20_000


def test_a_page_as_one_text_has_every_row_and_no_sign_of_the_organisation_s(programme):
    details = details_of(programme)
    details.name = "*Nous* #1 <b>"
    text = as_markdown(dpia.assessment(programme, details))
    assert r"\*Nous\* \#1 \<b\>" in text
    assert "**Accès illégitime aux données**" in text and "    - Appréciation\u00a0: à juger par l’organisme" in text
