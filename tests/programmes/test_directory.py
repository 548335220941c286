"""An organisation's directory: every fault by row and column, nothing half-imported, no person twice."""

import io
from datetime import date

import pytest
import xlsxwriter

from binome.core.models import JournalEntry, Letter
from binome.core.moves import MoveRefused
from binome.matching.files.faults import Faults, FilesError
from binome.matching.words import Language
from binome.mentoring.identity import declared_names
from binome.people.models import User
from binome.programmes.actions.directory import import_directory, receive_directory
from binome.programmes.models import Affiliation, DirectoryUpload, Entity, StaffRole
from binome.programmes.queries import perimeter_of
from binome.programmes.queries.directory import FIELDS, guess_mapping, open_file, plan_directory, read_rows
from tests.factories import NOON, home
from tests.factories.people import a_person
from tests.factories.programmes import a_programme, a_staff_member, an_affiliation, an_entity, an_organisation

pytestmark = pytest.mark.django_db
HEADER = "E-mail;Prénom;Nom;Site;Matricule;Fonction;Étape;Responsable;Date de départ;Ville"
LUCIE = "lucie@orvanne.example;Lucie;Vexmartin;Lyon;M1;Ingénieure;3;;;Lyon"
SONIA = "sonia@orvanne.example;Sonia;Vexhaddad;Siège;M2;Cheffe;4;M1;;Paris"


@pytest.fixture
def delphine():
    home()
    a_programme()
    an_entity("Lyon")
    an_entity("Siège")
    return a_staff_member("Delphine")


def _csv(*lines: str, encoding: str = "utf-8") -> bytes:
    return "\n".join((HEADER, *lines)).encode(encoding)


def _read(content: bytes, name: str = "annuaire.csv", mapping: dict | None = None):
    """(rows, sheet, mapping, faults)"""
    faults = Faults()
    sheet = open_file(content, name, faults)
    mapping = mapping or guess_mapping(sheet.header) | {"Ville": "attribute"}
    return read_rows(sheet, mapping, faults), sheet, mapping, faults


def _plan(by, content: bytes, name: str = "annuaire.csv", *, leavers=False, adds=False, faults=None, mapping=None):
    rows, _sheet, mapping, found = _read(content, name, mapping)
    perimeter, organisation = perimeter_of(by, a_programme()), an_organisation()
    titles = {field: title for title, field in mapping.items() if field in FIELDS}
    plan = plan_directory(
        organisation=organisation, people=rows, given=frozenset(titles), titles=titles, perimeter=perimeter,
        names=declared_names(viewer=by, perimeter=perimeter, now=NOON), marks_leavers=leavers, adds_entities=adds,
        file=name, faults=found,
    )  # fmt: skip
    if faults is not None:
        faults += [(fault.row, fault.column, fault.said(Language.FRENCH)) for fault in found.found]
    else:
        found.stop_if_any()
    return plan


def _import(by, content: bytes, name: str = "annuaire.csv", **options):
    upload = receive_directory(
        programme=a_programme(), organisation=an_organisation(), file_name=name, content=content, mapping={},
        marks_leavers=False, adds_entities=False, by=by, now=NOON,
    )  # fmt: skip
    seen = _plan(by, content, name, **options).digest
    return import_directory(
        upload=upload, plan_of=lambda: _plan(by, content, name, **options), seen=seen, by=by, now=NOON
    )


def _faults(by, *lines: str, **options) -> list[tuple]:
    found: list[tuple] = []
    _plan(by, _csv(*lines), faults=found, **options)
    return [(row, column) for row, column, _said in found]


# --- what comes in ----------------------------------------------------------------------------------------
def test_an_import_declares_closed_accounts_and_tells_nobody(delphine):
    before = Letter.objects.count()
    _import(delphine, _csv(LUCIE, SONIA))
    lucie = Affiliation.objects.get(reference="M1")
    sonia = Affiliation.objects.get(reference="M2")
    assert (lucie.person.email, lucie.entity.name, lucie.job_title, lucie.stage) == (
        "lucie@orvanne.example", "Lyon", "Ingénieure", 3,
    )  # fmt: skip
    assert (lucie.person.is_active, lucie.person.has_usable_password()) == (False, False)
    assert lucie.attributes == {"Ville": "Lyon"}
    assert sonia.line_manager == lucie
    assert Letter.objects.count() == before
    assert not DirectoryUpload.objects.exists()
    assert JournalEntry.objects.get(verb="directory_imported").data == {"new": 2, "changed": 0, "left": 0}


def test_the_names_are_those_that_the_organisation_gave(delphine):
    _import(delphine, _csv(LUCIE))
    names = declared_names(viewer=delphine, perimeter=perimeter_of(delphine, a_programme()), now=NOON)
    assert [(one.first_name, one.family_name) for one in names.values()] == [("Lucie", "Vexmartin")]


def test_the_same_file_again_changes_nothing(delphine):
    _import(delphine, _csv(LUCIE, SONIA))
    plan = _plan(delphine, _csv(LUCIE, SONIA))
    assert (len(plan.new), plan.changed, plan.unchanged) == (0, (), 2)


def test_an_update_goes_by_number_then_by_address_and_says_what_changes(delphine):
    _import(delphine, _csv(LUCIE, SONIA))
    moved = LUCIE.replace("Lyon;M1", "Siège;M1").replace(";3;", ";4;").replace("Vexmartin", "Vexdurand")
    renumbered = SONIA.replace("M2", "M9")
    plan = _plan(delphine, _csv(moved, renumbered))
    assert [one.differences for one in plan.changed] == [
        {"family_name": ("Vexmartin", "Vexdurand"), "stage": ("3", "4"), "entity": ("Lyon", "Siège")},
        {"reference": ("M2", "M9")},
    ]
    _import(delphine, _csv(moved, renumbered))
    assert set(Affiliation.objects.values_list("reference", "entity__name", "stage")) == {
        ("M1", "Siège", 4), ("M9", "Siège", 4),
    }  # fmt: skip
    assert User.objects.filter(email__endswith="@orvanne.example").count() == 2


def test_a_column_that_is_not_given_is_left_alone(delphine):
    _import(delphine, _csv(LUCIE))
    _import(delphine, "E-mail;Prénom;Nom\nlucie@orvanne.example;Lucie;Vexdurand".encode())
    lucie = Affiliation.objects.get()
    assert (lucie.reference, lucie.entity.name, lucie.stage, lucie.attributes) == ("M1", "Lyon", 3, {"Ville": "Lyon"})


def test_who_is_absent_has_left_when_it_is_asked(delphine):
    _import(delphine, _csv(LUCIE, SONIA))
    assert _plan(delphine, _csv(SONIA.replace(";M1;", ";;"))).leavers == ()
    plan = _import(delphine, _csv(SONIA.replace(";M1;", ";;")), leavers=True)
    assert [one.reference for one in plan.leavers] == ["M1"]
    assert Affiliation.objects.get(reference="M1").left_on == NOON.date()
    assert Affiliation.objects.get(reference="M2").left_on is None
    back = _plan(delphine, _csv(LUCIE))
    assert back.changed[0].differences == {"left_on": (str(NOON.date()), "")}


def test_missing_entities_are_added_when_it_is_asked(delphine):
    line = LUCIE.replace(";Lyon;M1", ";Réseaux > Rhône > Bron;M1")
    assert _faults(delphine, line) == [(2, "Site")]
    plan = _import(delphine, _csv(line, SONIA), adds=True)
    assert plan.new_entities == (("Réseaux",), ("Réseaux", "Rhône"), ("Réseaux", "Rhône", "Bron"))
    bron = Entity.objects.get(name="Bron")
    assert (bron.parent.name, bron.lineage.count("/")) == ("Rhône", 4)
    assert Affiliation.objects.get(reference="M1").entity == bron


def test_an_account_that_exists_is_attached_and_nothing_tells_it(delphine):
    awa = a_person("Awa", email="lucie@orvanne.example")
    password = awa.password
    known = _plan(delphine, _csv(LUCIE))
    User.objects.filter(pk=awa.pk).update(email="autre@example.org")
    unknown = _plan(delphine, _csv(LUCIE))
    assert known == unknown
    User.objects.filter(pk=awa.pk).update(email="lucie@orvanne.example")
    _import(delphine, _csv(LUCIE))
    declared = Affiliation.objects.get()
    assert declared.person == awa
    awa.refresh_from_db()
    assert (awa.first_name, awa.password, awa.is_active) == ("Awa", password, True)
    names = declared_names(viewer=delphine, perimeter=perimeter_of(delphine, a_programme()), now=NOON)
    assert (names[declared.pk].first_name, names[declared.pk].family_name) == ("Lucie", "Vexmartin")


# --- encodings, separators, dates -------------------------------------------------------------------------
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_any_usual_encoding_and_separator_is_read(encoding, separator):
    content = _csv(LUCIE, SONIA).decode().replace(";", separator).encode(encoding)
    rows, sheet, _mapping, faults = _read(content)
    assert len(faults) == 0
    assert [(one.first_name, one.entity, one.stage) for one in rows] == [
        ("Lucie", ("Lyon",), 3),
        ("Sonia", ("Siège",), 4),
    ]
    assert sheet.header[1] == "Prénom"


@pytest.mark.parametrize(
    "written", ["2026-12-31", "31/12/2026", "31.12.26", "31-12-2026", "31 décembre 2026", "2026-12-31 00:00:00"]
)
def test_dates_are_french_or_iso(written):
    rows, _sheet, _mapping, faults = _read(_csv(LUCIE.replace(";;Lyon", f";{written};Lyon")))
    assert (len(faults), rows[0].left_on) == (0, date(2026, 12, 31))


def _workbook(rows: list[list]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(number, column, value)
    return stream.getvalue()


def test_a_workbook_is_read_with_its_dates_and_numbers(delphine):
    row = ["lucie@orvanne.example", "Lucie", "Vexmartin", "Lyon", 101, "Cheffe", 3, "", date(2026, 12, 31), ""]
    content = _workbook([HEADER.split(";"), row])
    _import(delphine, content, "annuaire.xlsx")
    assert Affiliation.objects.get().reference == "101"
    assert Affiliation.objects.get().left_on == date(2026, 12, 31)


# --- faults -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("lucie@orvanne.example", "lucie", "E-mail"),
        ("lucie@orvanne.example", "", "E-mail"),
        (";Lucie;", ";;", "Prénom"),
        (";Lucie;", ";" + "L" * 61 + ";", "Prénom"),
        ("Vexmartin", "=HYPERLINK(A1)", "Nom"),
        (";Lyon;M1", ";Lion;M1", "Site"),
        (";3;", ";6;", "Étape"),
        (";3;", ";trois;", "Étape"),
        (";3;;", ";3;M77;", "Responsable"),
        (";3;;", ";3;M1;", "Responsable"),
        (";;Lyon", ";31/02/2026;Lyon", "Date de départ"),
        (";;Lyon", ";demain;Lyon", "Date de départ"),
        ("Ingénieure", "IngÃ©nieure", "Fonction"),
        ("Ingénieure", "Ing\N{REPLACEMENT CHARACTER}nieure", "Fonction"),
    ],
)
def test_each_fault_is_named_by_its_row_and_its_column(delphine, old, new, column):
    found = _faults(delphine, SONIA.replace(";M1;", ";;"), LUCIE.replace(old, new, 1))
    assert found == [(3, column)]


def test_every_fault_is_said_at_once(delphine):
    lines = [LUCIE.replace(";3;", ";9;"), SONIA.replace("sonia@orvanne.example", "sonia"), "x;;;;;;;;;"]
    found = _faults(delphine, *lines)
    assert {(2, "Étape"), (3, "E-mail"), (4, "E-mail"), (4, "Prénom"), (4, "Nom")} <= set(found)


def test_the_same_person_twice_is_a_fault(delphine):
    twin = SONIA.replace("sonia@orvanne.example", "LUCIE@orvanne.example").replace(";M1;;", ";;;")
    assert _faults(delphine, LUCIE, twin) == [(3, "E-mail")]
    assert _faults(delphine, LUCIE, SONIA.replace("M2", "M1").replace(";M1;;", ";;;")) == [(3, "Matricule")]


def test_a_number_and_an_address_of_two_people_is_a_fault(delphine):
    _import(delphine, _csv(LUCIE, SONIA))
    assert _faults(delphine, LUCIE.replace("M1", "M2")) == [(2, "Matricule")]


def test_line_managers_do_not_go_round_in_circles(delphine):
    assert _faults(delphine, LUCIE.replace(";3;;", ";3;M2;"), SONIA) == [(2, "Responsable")]


def test_a_column_that_must_be_there_is_asked_for(delphine):
    _rows, _sheet, _mapping, faults = _read("Prénom;Nom\nLucie;Vexmartin".encode())
    assert "Adresse e-mail" in faults.found[0].said(Language.FRENCH)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "vide.csv"),
        (b"PK\x03\x04rien", "faux.xlsx"),
        (b"\x00\x01\x02", "binaire.csv"),
        (b"a" * 10_000_001, "lourd.csv"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(content, name):
    with pytest.raises(FilesError) as refused:
        open_file(content, name, Faults())
    assert refused.value.said(Language.FRENCH).startswith(name)


def test_nothing_is_half_imported(delphine):
    with pytest.raises(FilesError):
        _import(delphine, _csv(LUCIE, SONIA.replace(";4;", ";9;")))
    assert not Affiliation.objects.exists()
    assert not User.objects.filter(email__endswith="@orvanne.example").exists()


def test_what_was_not_seen_is_not_written(delphine):
    upload = receive_directory(
        programme=a_programme(), organisation=an_organisation(), file_name="a.csv", content=_csv(LUCIE), mapping={},
        marks_leavers=False, adds_entities=False, by=delphine, now=NOON,
    )  # fmt: skip
    seen = _plan(delphine, _csv(LUCIE)).digest
    with pytest.raises(MoveRefused):
        import_directory(
            upload=upload, plan_of=lambda: _plan(delphine, _csv(LUCIE, SONIA)), seen=seen, by=delphine, now=NOON
        )
    assert not Affiliation.objects.exists()


# --- perimeters -------------------------------------------------------------------------------------------
def test_a_coordinator_declares_people_of_her_site_only(delphine):
    carole = a_staff_member("Carole", StaffRole.Kind.COORDINATOR, entity=Entity.objects.get(name="Lyon"))
    assert _faults(carole, LUCIE, SONIA) == [(3, "Site")]
    assert _faults(carole, LUCIE.replace(";Lyon;M1", ";;M1")) == [(2, "Site")]
    assert _faults(carole, LUCIE.replace(";Lyon;M1", ";Nouveau;M1"), adds=True) == [(2, "Site")]
    _import(carole, _csv(LUCIE))
    assert Affiliation.objects.get().entity.name == "Lyon"


def test_a_coordinator_changes_nobody_of_another_site_and_marks_nobody_there(delphine):
    carole = a_staff_member("Carole", StaffRole.Kind.COORDINATOR, entity=Entity.objects.get(name="Lyon"))
    _import(delphine, _csv(LUCIE, SONIA))
    assert _faults(carole, SONIA.replace(";Siège;", ";Lyon;").replace(";M1;", ";;")) == [(2, "E-mail")]
    plan = _plan(carole, _csv("paule@orvanne.example;Paule;Vexun;Lyon;M5;;;;;"), leavers=True)
    assert [one.reference for one in plan.leavers] == ["M1"]


def test_a_person_of_another_organisation_is_another_row(delphine):
    """Nothing of the other organisation shows: she is new here (N11)."""
    there = an_affiliation(a_person("Lucie", email="lucie@orvanne.example"), organisation=an_organisation("Altéa"))
    plan = _plan(delphine, _csv(LUCIE))
    assert (len(plan.new), plan.changed) == (1, ())
    _import(delphine, _csv(LUCIE))
    assert Affiliation.objects.filter(person=there.person).count() == 2
