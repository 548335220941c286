"""Her archive holds all that is hers, and nothing that she may not read (A24)."""

import io
import json
import re
import zipfile
from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.utils import translation

from binome.core.journal import record
from binome.core.keeping import UNSAID
from binome.core.models import JournalEntry
from binome.mentoring.models import MentoringRequest
from binome.privacy.export import collect, export_data
from binome.privacy.journal_words import KINDS
from binome.privacy.rooms import ROOMS, tables
from binome.privacy.values import in_words
from binome.support.actions import report_person
from tests.factories import a_mentee, a_mentor, a_moderator, a_pair, a_request, family_name_of, home

from .cast import LATER, a_full_life, plant_marks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def archive_of(person) -> zipfile.ZipFile:
    written = io.BytesIO()
    export_data(person=person, file=written, site_name="Binôme", language="fr", now=LATER)
    return zipfile.ZipFile(written)


def test_every_table_of_the_rooms_is_in_the_life_of_the_tests():
    """Whoever adds a table adds it to the cast: else these tests would say nothing of it."""
    assert [table.name for table in collect(a_full_life()) if not table.rows] == []


def test_every_text_of_hers_is_in_the_page_and_in_the_file_for_programs():
    awa = a_full_life()
    marks = plant_marks(awa)
    archive = archive_of(awa)
    page, plain = archive.read("mes-donnees.html").decode(), archive.read("donnees.json").decode()

    said = {name: mark for name, mark in marks.items() if not is_copy(name)}
    assert [name for name, mark in said.items() if mark not in page] == []
    assert [name for name, mark in said.items() if mark not in plain] == []
    assert len(said) > 40


def is_copy(name: str) -> bool:
    room, model, field = name.split(".")
    return ROOMS[room].FIELDS[model][field] == "copy"


def test_every_field_about_people_is_in_each_row():
    awa = a_full_life()
    plain = json.loads(archive_of(awa).read("donnees.json"))

    assert set(plain["tables"]) == set(tables())
    for room, module in ROOMS.items():
        for model in module.FIELDS.keys() & module.ROWS.keys():
            wanted = {field for field, kind in module.FIELDS[model].items() if kind not in UNSAID}
            assert all(set(row) == wanted for row in plain["tables"][f"{room}.{model}"]["rows"]), model


def test_her_photo_and_her_video_are_in_the_archive():
    archive = archive_of(a_full_life())

    tables = json.loads(archive.read("donnees.json"))["tables"]
    assert archive.read(tables["people.Profile"]["rows"][0]["photo"]) == b"\xff\xd8 her photo"
    assert archive.read(tables["library.Testimony"]["rows"][0]["video"]) == b"her video"


def test_an_export_writes_one_line_in_the_journal():
    awa = a_mentee()
    archive_of(awa)

    assert list(JournalEntry.objects.values_list("verb", "actor_code", "object_code")) == [
        ("data_exported", awa.code, awa.code)
    ]


def everything(person) -> str:
    archive = archive_of(person)
    return archive.read("mes-donnees.html").decode() + archive.read("donnees.json").decode()


def test_the_partner_s_family_name_is_there_only_while_she_shows_it():
    hidden, shown = a_pair(reveal=()), a_pair(a_mentee("Binta"), a_mentor("Odile"), reveal=("name",))

    assert family_name_of(hidden.mentor) not in everything(hidden.mentee)
    assert family_name_of(shown.mentor) in everything(shown.mentee)


def test_why_a_mentor_declined_is_not_the_mentee_s_to_read():
    row = a_request()
    MentoringRequest.objects.filter(pk=row.pk).update(state="declined", decline_reason="relation", pending_slot=None)

    words = "Nous nous connaissons, ou un lien nous gêne"
    assert words in everything(row.mentor) and words not in everything(row.mentee)


def test_which_moderator_read_her_name_is_not_said():
    awa, dina = a_mentee(), a_moderator()
    record("identity_opened", by=dina, obj=awa, now=LATER, reason="check")
    archive = everything(awa)

    assert "identity_opened" in archive and dina.code not in archive


def test_the_journal_in_her_archive_is_in_sentences_and_the_file_for_programs_keeps_its_words():
    pair = a_pair()
    record("identity_opened", by=a_moderator(), obj=pair.mentee, now=LATER, reason="check")
    archive = archive_of(pair.mentee)
    page = archive.read("mes-donnees.html").decode()
    rows = json.loads(archive.read("donnees.json"))["tables"]["core.JournalEntry"]["rows"]

    verbs = {row["verb"] for row in rows}
    assert verbs >= {"request_sent", "identity_opened", "data_exported"}
    for raw in verbs | {row["object_kind"] for row in rows} | {"check"}:
        assert not re.search(rf"\b{raw}\b(?!-)", re.sub(r"<[^>]+>", " ", page)), raw
    for said in ("demande envoyée", "nom de famille lu", "une demande", "Vérifier le profil"):
        assert said in page


def test_every_kind_of_thing_that_the_journal_names_has_its_word():
    coded = {
        model.__name__.lower()
        for model in apps.get_models()
        if model.__module__.startswith("binome.") and any(field.name == "code" for field in model._meta.fields)
    }
    assert len(coded) > 15 and coded - set(KINDS) == set()


def test_who_reported_her_is_nowhere_in_the_archive_of_the_one_reported():
    pair = a_pair()
    report_person(
        reporter=pair.mentee, reported=pair.mentor, programme=home(), reason="paid", body="zqreportxw", now=LATER
    )
    archive = everything(pair.mentor)

    assert "zqreportxw" not in archive and "people_separated" not in archive and "case_opened" not in archive
    assert "charte n’a pas été respectée" not in archive


def test_another_member_s_archive_has_nothing_of_hers():
    awa = a_full_life()
    marks = plant_marks(awa)
    archive = everything(a_mentee("Zoé"))

    assert [name for name, mark in marks.items() if mark in archive] == []


@pytest.mark.parametrize(
    ("language", "first", "second"), [("fr", "1er mars 2026", "2 mars 2026"), ("en", "1 March 2026", "2 March 2026")]
)
def test_the_first_of_a_month_is_written_as_one_says_it(language, first, second):
    with translation.override(language):
        assert (in_words(date(2026, 3, 1)), in_words(date(2026, 3, 2))) == (first, second)
        assert in_words(datetime(2026, 3, 1, 12, tzinfo=UTC)).startswith(first)
