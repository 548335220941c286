"""What each line of a directory says, and every fault of it, by row and column."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from binome.matching.files.cells import Cell, whole_number
from binome.matching.files.faults import Faults
from binome.matching.files.sheets import Sheet, read_table
from binome.matching.words import Words, bare
from binome.people.rules import is_full_name, is_name, tidy_name

from .columns import ATTRIBUTE, FIELDS, REQUIRED
from .workbook import TOO_HEAVY, check_workbook

#: Bytes of a file; its rows.
BIGGEST, MOST_ROWS = 10_000_000, 20_000
#: The most signs of a cell, by field; of any other, ATTRIBUTE_LENGTH.
LENGTHS = {"email": 254, "first_name": 60, "family_name": 80, "reference": 60, "job_title": 120}
ATTRIBUTE_LENGTH, MOST_ATTRIBUTES = 200, 30
NAMES = ("first_name", "family_name")
LEVELS = re.compile(r"\s*[>›/]\s*")
#: What UTF-8 looks like when it was read as something else, and what could not be read at all; beside a letter, what
#: Latin-9 writes for œ and its like.
GARBLED = re.compile(
    "\N{REPLACEMENT CHARACTER}|[\u00c3\u00c2][\u0080-\u00bf\u0152\u0153\u0160\u2018-\u2026\u20ac]"
    "|[¤¦¨¸¼½¾](?=[^\\W\\d_])|(?<=[^\\W\\d_])[¤¦¨¸¼½¾]"
)
#: Controls, overrides of the reading direction, spaces without width: nobody sees them, and they disguise a text.
UNSEEN = re.compile("[\u0000-\u001f\u007f-\u009f\u00ad\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
MONTHS = {
    "janvier": 1, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7, "aout": 8, "septembre": 9,
    "octobre": 10, "novembre": 11, "decembre": 12,
}  # fmt: skip

TOO_MANY = Words(
    "ce fichier a {found} lignes : {most} au plus à la fois.", "this file has {found} rows: {most} at most at a time."
)
NO_COLUMN = Words(
    "aucune colonne ne donne « {wanted} » : choisissez-la ci-dessous.", "no column gives “{wanted}”: choose it below."
)
TWO_COLUMNS = Words("deux colonnes donnent « {wanted} ».", "two columns give “{wanted}”.")
TOO_MANY_ATTRIBUTES = Words(
    "au plus {most} colonnes libres peuvent être gardées.", "{most} free columns at most can be kept."
)
MISSING = Words("il manque une valeur.", "a value is missing.")
LONG = Words("ce texte a plus de {most} signes.", "this text has more than {most} characters.")
BADLY_ENCODED = Words(
    "« {cell} » est mal encodé : enregistrez le fichier en « CSV UTF-8 », ou en XLSX.",
    "“{cell}” is badly encoded: save the file as “CSV UTF-8”, or as XLSX.",
)
NO_NAME = Words(
    "« {cell} » n’est pas un nom : écrivez-le avec des lettres.", "“{cell}” is not a name: write it in letters."
)
FULL_NAME = Words(
    "« {cell} » contient le nom de famille, que les autres ne voient pas : gardez le prénom seul.",
    "“{cell}” holds the family name, which others don’t see: keep the first name alone.",
)
NO_ADDRESS = Words("« {cell} » n’est pas une adresse e-mail.", "“{cell}” is not an e-mail address.")
NO_DATE = Words(
    "« {cell} » n’est pas une date : écrivez 31/12/2026 ou 2026-12-31.",
    "“{cell}” is not a date: write 31/12/2026 or 2026-12-31.",
)
STAGE = Words("l’étape va de 1 à 5, et non « {cell} ».", "the stage goes from 1 to 5, not “{cell}”.")
AGAIN = Words("« {cell} » est déjà à la ligne {first}.", "“{cell}” is already on row {first}.")


@dataclass(frozen=True)
class Declared:
    """One person as a line declares her. `line_manager`: a reference or an address, as written. What has no column of
    its own keeps its default."""

    row: int
    email: str
    first_name: str
    family_name: str
    entity: tuple[str, ...] = ()
    reference: str = ""
    job_title: str = ""
    stage: int | None = None
    line_manager: str = ""
    left_on: date | None = None
    attributes: dict[str, str] = field(default_factory=dict)


def open_file(content: bytes, name: str, faults: Faults) -> Sheet:
    """The table of a file. A file that can't be read at all raises FilesError."""
    if len(content) > BIGGEST:
        faults.add(TOO_HEAVY, file=name)
        faults.stop()
    check_workbook(content, name, faults)
    sheet = read_table(content, name, faults)
    if len(sheet.rows) > MOST_ROWS:
        faults.add(TOO_MANY, file=name, found=len(sheet.rows), most=MOST_ROWS)
        faults.stop()
    return sheet


def read_rows(sheet: Sheet, mapping: Mapping[str, str], faults: Faults) -> list[Declared]:
    """Every line without a fault of its own; a person or a reference said twice is one."""
    columns = _columns(sheet, mapping, faults)
    if columns is None:
        return []
    kept = [place for place, title in enumerate(sheet.header) if mapping.get(title) == ATTRIBUTE]
    people = []
    for cells, number in zip(sheet.rows, sheet.numbers, strict=True):
        row = _Row(sheet, cells, number, faults)
        values = {name: row.value(name, place) for name, place in columns.items()}
        row.refuse_full_name(values, columns)
        attributes = {sheet.header[place]: row.text(place, ATTRIBUTE_LENGTH) for place in kept if cells[place]}
        if row.sound:
            people.append(Declared(row=number, attributes=attributes, **values))
    _refuse_twice(people, columns, sheet, faults)
    return people


def _columns(sheet: Sheet, mapping: Mapping[str, str], faults: Faults) -> dict[str, int] | None:
    """field → the place of its column; None after a fault of the mapping."""
    before = len(faults)
    places: dict[str, int] = {}
    for place, title in enumerate(sheet.header):
        name = mapping.get(title, "")
        if name in places:
            faults.add(TWO_COLUMNS, file=sheet.file, column=title, wanted=FIELDS[name][0])
        elif name in FIELDS:
            places[name] = place
    for name in REQUIRED:
        if name not in places:
            faults.add(NO_COLUMN, file=sheet.file, wanted=FIELDS[name][0])
    if sum(name == ATTRIBUTE for name in mapping.values()) > MOST_ATTRIBUTES:
        faults.add(TOO_MANY_ATTRIBUTES, file=sheet.file, most=MOST_ATTRIBUTES)
    return places if len(faults) == before else None


class _Row:
    """The cells of one line; `sound` until one of them is at fault."""

    def __init__(self, sheet: Sheet, cells: tuple[str, ...], number: int, faults: Faults) -> None:
        self.sheet, self.cells, self.number, self.faults, self.sound = sheet, cells, number, faults, True

    def fault(self, what: Words, place: int, **holes: Any) -> None:
        self.sound = False
        where = {"file": self.sheet.file, "column": self.sheet.header[place], "cell": self.cells[place][:60]}
        self.faults.add(what, row=self.number, **where, **holes)

    def text(self, place: int, longest: int) -> str:
        cell = UNSEEN.sub("", " ".join(self.cells[place].split()))
        if GARBLED.search(cell):
            self.fault(BADLY_ENCODED, place)
        elif len(cell) > longest:
            self.fault(LONG, place, most=longest)
        return cell

    def value(self, name: str, place: int) -> Any:
        cell = self.text(place, LENGTHS.get(name, ATTRIBUTE_LENGTH))
        if name in NAMES:
            cell = tidy_name(cell)
        if not cell and name in REQUIRED:
            self.fault(MISSING, place)
        if name == "email":
            return self.address(cell, place)
        if name == "first_name" and cell and self.sound and not is_name(cell):
            self.fault(NO_NAME, place)
        if name == "entity":
            return tuple(filter(None, LEVELS.split(cell)))
        if name == "stage":
            return self.stage(cell, place)
        if name == "left_on":
            return self.day(cell, place)
        return cell

    def refuse_full_name(self, values: Mapping[str, Any], columns: Mapping[str, int]) -> None:
        """Everybody reads a first name, in letters too."""
        if self.sound and is_full_name(values["first_name"], values["family_name"]):
            self.fault(FULL_NAME, columns["first_name"])

    def address(self, cell: str, place: int) -> str:
        try:
            validate_email(cell)
        except ValidationError:
            if cell and self.sound:
                self.fault(NO_ADDRESS, place)
        return cell.lower()

    def stage(self, cell: str, place: int) -> int | None:
        if not cell:
            return None
        number = whole_number(Cell(cell, self.sheet.file, self.number, ""), Faults(), least=1, most=5)
        if number is None:
            self.fault(STAGE, place)
        return number

    def day(self, cell: str, place: int) -> date | None:
        if not cell:
            return None
        day = a_day(cell)
        if day is None:
            self.fault(NO_DATE, place)
        return day


def a_day(text: str) -> date | None:
    """2026-12-31 (with or without an hour), 31/12/2026, 31.12.26, « 31 décembre 2026 »; None for anything else."""
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+)?", text):
        year, month, day = map(int, found.groups())
    elif found := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})", text):
        day, month, year = map(int, found.groups())
        year += 2000 if year < 100 else 0
    elif (found := re.fullmatch(r"(\d{1,2})(?:er)? (\w+) (\d{4})", bare(text))) and found[2] in MONTHS:
        day, month, year = int(found[1]), MONTHS[found[2]], int(found[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _refuse_twice(people: list[Declared], columns: Mapping[str, int], sheet: Sheet, faults: Faults) -> None:
    for name in ("email", "reference"):
        seen: dict[str, int] = {}
        for person in people:
            value = getattr(person, name)
            if value and value in seen:
                title = sheet.header[columns[name]]
                faults.add(AGAIN, file=sheet.file, row=person.row, column=title, cell=value, first=seen[value])
            seen.setdefault(value, person.row)
