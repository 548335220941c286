"""Who is there: one row a person, told apart by an identifier, with a role and a number of places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from binome.matching.called import Called, Noun, nouns_in
from binome.matching.files.cells import MISSING, Cell, whole_number
from binome.matching.files.faults import Faults
from binome.matching.files.rulebook import Rulebook
from binome.matching.files.sheets import Sheet, read_sheet
from binome.matching.problem import Form
from binome.matching.words import Words

NO_COLUMN = Words("il n’y a pas de colonne « {name} » ({used}).", "there is no column “{name}” ({used}).")
TWICE = Words("« {id} » est déjà à la ligne {other} de {where}.", "“{id}” is already on row {other} of {where}.")
BOTH_ROLES = Words(
    "« {id} » est {mentor} et {mentee} (l’autre rôle : ligne {other} de {where}). Si c’est voulu, écrivez "
    "both_roles = true sous [promotion].",
    "“{id}” is both {mentor} and {mentee} (the other role: row {other} of {where}). If it is intended, write "
    "both_roles = true under [promotion].",
)
NO_ROLE = Words(
    "« {cell} » n’est pas un rôle : écrivez « {mentor} » ou « {mentee} ».",
    "“{cell}” is not a role: write “{mentor}” or “{mentee}”.",
)
USED = {
    "id": Words("l’identifiant de chaque personne, [people] id", "each person’s identifier, [people] id"),
    "role": Words(
        'le rôle de chaque personne, [people] role ; sans rôles : --mentees et --mentors, ou form = "peers"',
        'each person’s role, [people] role; without roles: --mentees and --mentors, or form = "peers"',
    ),
    "name": Words("le nom affiché, [people] name", "the name shown, [people] name"),
    "places": Words("le nombre de places, [people] places", "the number of places, [people] places"),
}

#: How roles are written, in French and in English. Accents tell « mentore » (she gives) from « mentoré » (he asks).
_MENTORS = "mentor mentore mentors mentores mentor.e mentor·e mentor(e) marraine marraines parrain parrains tutrice"
_MENTEES = (
    "mentee mentees mentoree mentorees mentorée mentorées mentoré mentorés mentoré.e mentoré·e mentoré(e) mentorée(s) "
    "filleule filleules filleul filleuls filleul·e protégée protégé étudiante étudiant student"
)
ROLES = dict.fromkeys(_MENTORS.split(), 1) | dict.fromkeys(_MENTEES.split(), 0)


def roles_of(called: Called) -> dict[str, int]:
    """The usual words and the programme's own, which come first."""
    own = {word.casefold(): side for side in (0, 1) for word in _words(called[side])}
    return ROLES | own


def _words(noun: Noun) -> set[str]:
    return {text for words in (noun.one, noun.many) for text in (words.french, words.english)}


MOST_PLACES = 32_767  # places fit 16 bits in the native kernel


@dataclass(frozen=True, eq=False)
class Side:
    """The people of one side, in the order of their identifiers, so that nothing depends on the order of a file: their
    sheet and row for each."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    places: tuple[int, ...]
    rows: tuple[tuple[Sheet, int], ...]

    def cells(self, column: str) -> list[Cell]:
        """A person's cell each; an empty text where her file has no such column."""
        found = []
        for sheet, place in self.rows:
            at = sheet.column(column)
            found.append(Cell(sheet.rows[place][at] if at >= 0 else "", sheet.file, sheet.numbers[place], column))
        return found

    @property
    def sheets(self) -> list[Sheet]:
        return list(dict.fromkeys(sheet for sheet, _row in self.rows))


class _Entry(NamedTuple):
    sheet: Sheet
    row: int
    name: str
    places: int


class _Register:
    """Rows becoming people of two sides, with the faults on the way."""

    def __init__(self, book: Rulebook, faults: Faults, sheets: Sequence[Sheet]) -> None:
        self.faults, self.sheets = faults, sheets
        self.asked = book.tables["people"]
        self.roles, self.nouns = roles_of(book.called), nouns_in(book.called)
        self.both_roles = book.tables["promotion"]["both_roles"]
        self.sides: tuple[dict[str, _Entry], dict[str, _Entry]] = ({}, {})
        self.refused: set[str] = set()

    def enter(self, sheet: Sheet, role: int | None) -> None:
        """Every row of a sheet. `role`: 0 mentees, 1 mentors, None: read in each row."""
        uses = [use for use in USED if use in self.asked and (use != "role" or role is None)]
        columns = {use: self._column(sheet, use) for use in uses}
        if columns["id"] < 0 or columns.get("role", 0) < 0:
            return
        for place, row in enumerate(sheet.rows):
            cells = {
                use: Cell(row[at], sheet.file, sheet.numbers[place], sheet.header[at])
                for use, at in columns.items()
                if at >= 0
            }
            self._enter_row(sheet, place, cells, self._role(cells["role"]) if role is None else role)

    def _column(self, sheet: Sheet, use: str) -> int:
        name = self.asked[use]
        at = sheet.column(name)
        elsewhere = use in ("name", "places") and any(other.column(name) >= 0 for other in self.sheets)
        if at < 0 and not elsewhere:
            self.faults.unknown(NO_COLUMN, name, sheet.header, file=sheet.file, used=USED[use])
        return at

    def _role(self, cell: Cell) -> int | None:
        role = self.roles.get(cell.text.casefold())
        if role is None:
            self.faults.add(NO_ROLE if cell.text else MISSING, **cell.where(), cell=cell.text[:60], **self.nouns)
        return role

    def _enter_row(self, sheet: Sheet, place: int, cells: dict[str, Cell], role: int | None) -> None:
        who = cells["id"].text
        if not who:
            self.faults.add(MISSING, **cells["id"].where())
        places = self._places(cells["places"]) if "places" in cells else 1
        if role is None or not who:
            self.refused.add(who)
            return
        if self._is_new(who, role, cells["id"]):
            name = cells["name"].text if "name" in cells else ""
            self.sides[role][who] = _Entry(sheet, place, name or who, places)

    def _is_new(self, who: str, role: int, cell: Cell) -> bool:
        for side, what in ((role, TWICE), (1 - role, BOTH_ROLES)):
            other = self.sides[side].get(who)
            if other and (side == role or not self.both_roles):
                row, file = other.sheet.numbers[other.row], other.sheet.file
                self.faults.add(what, **cell.where(), id=who, other=row, where=file, **self.nouns)
                return False
        return True

    def _places(self, cell: Cell) -> int:
        if not cell.text:
            return 1
        number = whole_number(cell, self.faults, least=0, most=MOST_PLACES)
        return 1 if number is None else number


def read_people(
    files: Sequence[tuple[Path, int | None]], book: Rulebook, faults: Faults
) -> tuple[tuple[Side, Side], set[str]]:
    """Mentees and mentors of some files, each with the role of all its people (0, 1) or None for a column of roles;
    and the identifiers of those refused for a fault of their own, so that nobody is blamed for naming them. Of two
    files, names and places may be in one only.

    For peers and circles everybody is in the first side, and the second is the same object.
    """
    sheets = [read_sheet(path, faults) for path, _role in files]
    register = _Register(book, faults, sheets)
    for sheet, (_path, role) in zip(sheets, files, strict=True):
        register.enter(sheet, role if book.form == Form.PAIRS else 0)
    sides = [_side(people) for people in register.sides]
    return (sides[0], sides[1] if book.form == Form.PAIRS else sides[0]), register.refused


def _side(people: dict[str, _Entry]) -> Side:
    ids = sorted(people, key=_natural)
    entries = [people[who] for who in ids]
    return Side(
        ids=tuple(ids),
        names=tuple(entry.name for entry in entries),
        places=tuple(entry.places for entry in entries),
        rows=tuple((entry.sheet, entry.row) for entry in entries),
    )


def _natural(who: str) -> tuple[list[tuple[bool, int, str]], str]:
    """7 before E2 before E10; then as written."""
    parts = re.findall(r"[0-9]+|[^0-9]+", who)
    return [(False, int(part), "") if part[0] in "0123456789" else (True, 0, part) for part in parts], who
